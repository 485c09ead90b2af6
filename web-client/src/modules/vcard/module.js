// SPDX-License-Identifier: AGPL-3.0-or-later
// Contacts as cards of telephones and mail programs: out of one record or of chosen rows, in from a file.
const mayTake = (meta, resource) => resource.operations.includes('export') && Boolean(resource.field.name);
const mayCreate = (meta) => Boolean(meta.byName.contact?.operations.includes('create'));

export default {
  pages: [{ path: 'vcard', load: () => import('./ImportPage.jsx'), need: mayCreate }],
  recordActions: [{ resource: 'contact', key: 'vcard', label: 'vcard:export', icon: 'idcard', need: mayTake, load: () => import('./ExportWindow.jsx') }],
  bulkActions: [{ resource: 'contact', key: 'vcard', label: 'vcard:export', icon: 'idcard', need: mayTake, load: () => import('./ExportWindow.jsx') }],
  listActions: [{ resource: 'contact', key: 'vcard', label: 'vcard:import', icon: 'idcard', need: mayCreate, to: () => '/vcard' }],
};
