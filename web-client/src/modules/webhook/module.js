// SPDX-License-Identifier: AGPL-3.0-or-later
// Webhooks are drawn by the generic pages; here is what has no field: the secret, a trial, sending once more.
const mayArrange = (operation) => (meta) => meta.operations.includes(operation);

export default {
  recordActions: [
    { resource: 'webhook', key: 'secret', label: 'webhook:secret.open', icon: 'safety', need: mayArrange('webhook_secret_create'), load: () => import('./SecretWindow.jsx') },
    { resource: 'webhook', key: 'test', label: 'webhook:test.open', icon: 'thunderbolt', need: mayArrange('webhook_test'), load: () => import('./SendWindow.jsx') },
    { resource: 'webhook_delivery', key: 'again', label: 'webhook:again.open', icon: 'sync', need: mayArrange('webhook_delivery_again'), load: () => import('./SendWindow.jsx') },
  ],
};
