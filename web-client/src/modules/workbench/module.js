// SPDX-License-Identifier: AGPL-3.0-or-later
// 今日工作台, the page people start their day on: what is due, overdue, newly
// assigned, and what reminders say; each line is dealt with in place.
export default {
  home: 'today',
  pages: [{
    path: 'today', load: () => import('./TodayPage.jsx'),
    menu: { key: 'today:title', icon: 'check-square', order: 1, phone: true },
    need: (meta) => Boolean(meta.byName.activity),
  }],
};
