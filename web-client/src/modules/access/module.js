// SPDX-License-Identifier: AGPL-3.0-or-later
// Who can see a record, why, and with whom it is shared; and for administrators, looking
// through somebody's eyes.
const mayLook = (meta, resource, record) => meta.operations.includes('auth_view_as_begin') && record?.is_active && record.id !== meta.user.id;

export default {
  recordActions: [{
    key: 'access', label: 'access:open', icon: 'team', load: () => import('./AccessDrawer.jsx'),
  }, {
    resource: 'user', key: 'look', label: 'access:look.open', icon: 'solution', need: mayLook, load: () => import('./LookWindow.jsx'),
  }],
};
