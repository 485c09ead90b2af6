// SPDX-License-Identifier: AGPL-3.0-or-later
// The audit log for who may audit. Settings lead here.
export default {
  pages: [{ path: 'settings/audit', load: () => import('./AuditPage.jsx'), need: (meta) => meta.operations.includes('audit_list') }],
};
