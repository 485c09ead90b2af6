// SPDX-License-Identifier: AGPL-3.0-or-later
// Settings: one door to everything that an administrator arranges, and the
// permission matrix of the roles. What a person may not do is not offered.
const mayArrange = (meta) => meta.user?.kind !== 'portal' && ['user', 'department', 'role', 'pipeline', 'reminder']
  .some((name) => meta.byName[name]?.operations.some((operation) => operation === 'create' || operation === 'update'));
const maySettle = (meta) => mayArrange(meta) || meta.operations.includes('audit_list');
const maySeeRights = (meta) => meta.operations.includes('role_rights_read');

export default {
  pages: [
    { path: 'settings', load: () => import('./SettingsPage.jsx'), menu: { key: 'settings:title', icon: 'setting', order: 90 }, need: maySettle },
    { path: 'settings/roles', load: () => import('./RightsPage.jsx'), need: maySeeRights },
    { path: 'settings/api-keys', load: () => import('./ApiKeysPage.jsx'), need: (meta) => meta.operations.includes('api_key_create') },
    { path: 'settings/providers', load: () => import('./ProvidersPage.jsx'), need: (meta) => meta.operations.includes('provider_test') },
    { path: 'settings/roles/compare', load: () => import('./ComparePage.jsx'), need: maySeeRights },
    { path: 'settings/roles/:id', load: () => import('./RightsPage.jsx'), need: maySeeRights },
  ],
  recordActions: [{
    resource: 'user', key: 'invite', label: 'settings:invite.open', icon: 'mail', need: (meta, resource, record) => meta.operations.includes('user_invite') && record?.kind !== 'service',
    load: () => import('./InviteWindow.jsx'),
  }, {
    resource: 'role', key: 'rights', label: 'settings:rights.open', icon: 'safety', primary: true, need: maySeeRights,
    load: () => import('./OpenRights.jsx'),
  }],
};
