// SPDX-License-Identifier: AGPL-3.0-or-later
// Who reports to whom: the people of a customer, and those who have a part in a deal.
const knowsManagers = (meta) => Boolean(meta.byName.contact?.field.reports_to_id);

export default {
  panels: [
    { resource: 'account', key: 'chart', label: 'chart:title', need: (meta) => knowsManagers(meta) && Boolean(meta.byName.contact.field.account_id), load: () => import('./AccountPanel.jsx') },
    { resource: 'opportunity', key: 'decision', label: 'chart:decision', need: (meta) => knowsManagers(meta) && Boolean(meta.byName.deal_role), load: () => import('./DealPanel.jsx') },
  ],
};
