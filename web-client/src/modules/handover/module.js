// SPDX-License-Identifier: AGPL-3.0-or-later
// 交接: all that somebody holds goes to others by rules.
const mayHandOver = (meta) => meta.operations.includes('handover_run');

export default {
  pages: [
    { path: 'handover', load: () => import('./StartPage.jsx'), menu: { key: 'handover:title', module: 'organisation', icon: 'swap', order: 1 }, need: mayHandOver },
    { path: 'handover/:id', load: () => import('./HandoverPage.jsx'), need: mayHandOver },
  ],
  recordActions: [{
    resource: 'user', key: 'handover', label: 'handover:title', icon: 'swap', need: (meta, resource, record) => mayHandOver(meta) && record?.kind !== 'service',
    load: () => import('./OpenFor.jsx'),
  }, {
    resource: 'handover', key: 'open', label: 'handover:open', icon: 'swap', primary: true, need: mayHandOver, load: () => import('./OpenFor.jsx'),
  }],
};
