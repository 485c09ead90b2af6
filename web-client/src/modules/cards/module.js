// SPDX-License-Identifier: AGPL-3.0-or-later
// A new contact from a pasted business card, chat text or e-mail signature.
export default {
  quickActions: [{
    key: 'card', label: 'cards:title', icon: 'idcard', need: (meta) => Boolean(meta.byName.contact?.operations.includes('create')),
    load: () => import('./PasteCard.jsx'),
  }],
};
