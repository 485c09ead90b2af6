// SPDX-License-Identifier: AGPL-3.0-or-later
// Classes and value of customers: chips in the head of a record, the panel of its value, the analysis of all, where
// dimensions and models are arranged; groups.
const mayClassify = (meta, resource) => meta.byName.account_class?.operations.includes('update') && resource.operations.includes('update');
const mayGroup = (meta) => meta.operations.includes('account_group_members');
const seesFigures = (meta) => Boolean(meta.byName.account_value?.field.realised);
const arranges = (meta) => Boolean(meta.byName.dimension?.operations.includes('update') || meta.operations.includes('value_model_run'));

export default {
  pages: [
    { path: 'customer-analysis', load: () => import('./AnalysisPage.jsx'), menu: { key: 'classify:title', module: 'customers', icon: 'pie-chart', order: 190 }, need: seesFigures },
    { path: 'settings/classes', load: () => import('./SettingsPage.jsx'), need: arranges },
  ],
  marks: [{ resource: 'account', key: 'classes', need: (meta) => Boolean(meta.byName.account_class), load: () => import('./Chips.jsx') }],
  panels: [{ resource: 'account', key: 'value', label: 'classify:value', need: seesFigures, instead: ['account_class', 'account_value', 'account_offer'], load: () => import('./ValuePanel.jsx') }],
  recordActions: [
    { resource: 'account', key: 'classify', label: 'classify:set', icon: 'tags', need: mayClassify, load: () => import('./ClassifyWindow.jsx') },
    { resource: 'account', key: 'group', label: 'classify:group.open', icon: 'team', need: mayGroup, load: () => import('./GroupWindow.jsx') },
    { resource: 'account_group', key: 'members', label: 'classify:group.show', icon: 'bank', primary: true, need: (meta) => Boolean(meta.byName.group_member), load: () => import('./GroupMembers.jsx') },
  ],
  bulkActions: [
    { resource: 'account', key: 'classify', label: 'classify:set', icon: 'tags', need: mayClassify, load: () => import('./ClassifyWindow.jsx') },
    { resource: 'account', key: 'group', label: 'classify:group.open', icon: 'team', need: mayGroup, load: () => import('./GroupWindow.jsx') },
  ],
};
