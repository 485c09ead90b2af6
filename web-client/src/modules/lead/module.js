// SPDX-License-Identifier: AGPL-3.0-or-later
// 线索: converting one into customer, contact and deal; why it has its score; the leads that lie in a pool.
const open = (_meta, resource, record) => resource.operations.includes('update') && (!record || record.status !== 'converted');
const mayMake = (meta) => ['account', 'contact'].some((name) => meta.byName[name]?.operations.includes('create'));

export default {
  pages: [{
    path: '/lead-pool', load: () => import('./PoolPage.jsx'), need: (meta) => Boolean(meta.byName.lead && meta.byName.pool_record),
    menu: { key: 'lead:pool', module: 'sales', icon: 'inbox', order: 101 },
  }],
  panels: [{
    resource: 'lead', key: 'score', label: 'lead:score', need: (_meta, resource) => Boolean(resource.field.score && resource.field.score_reasons),
    load: () => import('./ScorePanel.jsx'),
  }],
  recordActions: [{
    resource: 'lead', key: 'convert', label: 'lead:convert', icon: 'swap', primary: true,
    need: (meta, resource, record) => open(meta, resource, record) && mayMake(meta), load: () => import('./ConvertWindow.jsx'),
  }],
};
