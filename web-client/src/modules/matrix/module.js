// SPDX-License-Identifier: AGPL-3.0-or-later
// Matrix permission by cells; its door is in the settings.
export default {
  pages: [{ path: 'settings/matrix', load: () => import('./MatrixPage.jsx'), need: (meta) => Boolean(meta.byName.matrix_rule) }],
};
