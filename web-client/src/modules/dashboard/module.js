// SPDX-License-Identifier: AGPL-3.0-or-later
// The sales dashboard: figures and charts over opportunities, each of which opens
// the list behind it.
const sells = (meta) => Boolean(meta.byName.opportunity);

export default {
  pages: [{
    path: 'dashboard',
    load: () => import('./DashboardPage.jsx'),
    menu: { key: 'dashboard:title', icon: 'dashboard', order: 20, phone: true },
    need: sells,
  }],
};
