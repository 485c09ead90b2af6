// SPDX-License-Identifier: AGPL-3.0-or-later
// Envelopes and address labels: of one record, of chosen rows, of all that a list shows.
const mayPrint = (meta, resource) => Boolean(resource.postal) && resource.operations.includes('export');

export default {
  printActions: [
    { key: 'envelopes', label: 'print:envelopes', icon: 'mail', need: mayPrint, load: () => import('./PrintWindow.jsx') },
    { key: 'labels', label: 'print:labels', icon: 'tags', need: mayPrint, load: () => import('./PrintWindow.jsx') },
  ],
  bulkActions: [
    { key: 'print', label: 'print:bulk', icon: 'mail', need: mayPrint, load: () => import('./PrintWindow.jsx') },
  ],
};
