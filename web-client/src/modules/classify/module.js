// SPDX-License-Identifier: AGPL-3.0-or-later
// Classes and value of customers: chips in the head of a record, the panel of its value, the analysis of all, and where
// dimensions and models are arranged.
const mayClassify = (meta, resource) => meta.byName.account_class?.operations.includes('update') && resource.operations.includes('update');
const seesFigures = (meta) => Boolean(meta.byName.account_value?.field.realised);
const arranges = (meta) => Boolean(meta.byName.dimension?.operations.includes('update') || meta.operations.includes('value_model_run'));

export default {
  pages: [
    { path: 'customer-analysis', load: () => import('./AnalysisPage.jsx'), menu: { key: 'classify:title', module: 'customers', icon: 'pie-chart', order: 190 }, need: seesFigures },
    { path: 'settings/classes', load: () => import('./SettingsPage.jsx'), need: arranges },
  ],
  marks: [{ resource: 'account', key: 'classes', need: (meta) => Boolean(meta.byName.account_class), load: () => import('./Chips.jsx') }],
  panels: [{ resource: 'account', key: 'value', label: 'classify:value', need: seesFigures, load: () => import('./ValuePanel.jsx') }],
  recordActions: [{ resource: 'account', key: 'classify', label: 'classify:set', icon: 'tags', need: mayClassify, load: () => import('./ClassifyWindow.jsx') }],
  bulkActions: [{ resource: 'account', key: 'classify', label: 'classify:set', icon: 'tags', need: mayClassify, load: () => import('./ClassifyWindow.jsx') }],
};
