// SPDX-License-Identifier: AGPL-3.0-or-later
// 人脉: the people around a contact, and who can introduce me to a person or a company.
const may = (operation) => (meta) => meta.operations.includes(operation);

export default {
  panels: [
    { resource: 'contact', key: 'network', label: 'relation:title', need: may('contact_network'), load: () => import('./NetworkPanel.jsx') },
    { resource: 'account', key: 'introducers', label: 'relation:introducers', need: may('account_introducers'), load: () => import('./IntroducersPanel.jsx') },
  ],
};
