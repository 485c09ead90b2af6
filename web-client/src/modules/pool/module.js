// SPDX-License-Identifier: AGPL-3.0-or-later
// 公海: claiming and assigning what lies in a pool, giving records back to it.
const may = (operation) => (meta) => meta.operations.includes(operation);
/** Records of a resource with a pool, which have an owner. */
const mayRelease = (meta, resource, record) => Boolean(resource?.field.release_on && meta.byName.pool_record)
  && resource.operations.includes('update') && (!record || Boolean(record.owner_id));

export default {
  recordActions: [{
    resource: 'pool_record', key: 'claim', label: 'pool:claim', icon: 'user', primary: true, need: may('pool_claim'),
    load: () => import('./ClaimWindow.jsx'),
  }, {
    resource: 'pool_record', key: 'assign', label: 'pool:assign', icon: 'swap', need: may('pool_assign'),
    load: () => import('./AssignWindow.jsx'),
  }, {
    key: 'release', label: 'pool:release', icon: 'inbox', need: mayRelease, load: () => import('./ReleaseWindow.jsx'),
  }],
};
