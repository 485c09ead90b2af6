// SPDX-License-Identifier: AGPL-3.0-or-later
// Kanban: an alternative to the rows of any list whose definition has layout.board.
export default {
  listModes: [{
    key: 'board', label: 'board:title', icon: 'project',
    need: (meta, resource) => Boolean(resource.layout.board && resource.field[resource.layout.board.group]),
    load: () => import('./BoardMode.jsx'),
  }],
};
