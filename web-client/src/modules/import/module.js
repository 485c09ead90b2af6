// SPDX-License-Identifier: AGPL-3.0-or-later
// The import wizard, for every resource that a person may import into.
export default {
  pages: [
    { path: 'import', load: () => import('./StartPage.jsx'), menu: { key: 'import:title', module: 'data', icon: 'cloud-upload', order: 1 }, need: (meta) => meta.resources.some(mayImport) },
    { path: 'import/:id', load: () => import('./WizardPage.jsx'), need: (meta) => meta.resources.some(mayImport) },
  ],
  listActions: [{
    key: 'import', label: 'import:into', icon: 'cloud-upload', need: (meta, resource) => mayImport(resource) && Boolean(meta.byName.import),
    to: (resource) => '/import?into=' + resource.name,
  }],
};

function mayImport(resource) {
  return resource.operations.includes('import');
}
