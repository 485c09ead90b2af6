// SPDX-License-Identifier: AGPL-3.0-or-later
// The tree of a resource whose records lie below one another and that everybody
// reads: territories, departments, product categories.
const isTree = (meta, resource) => resource.access === 'public_read' && resource.field.parent_id?.to === resource.name;

export default {
  listModes: [{ key: 'tree', label: 'tree:title', icon: 'cluster', need: isTree, load: () => import('./TreeMode.jsx') }],
};
