// SPDX-License-Identifier: AGPL-3.0-or-later
// 写跟进, on every list row, record and on the phone: one small window that writes
// what was done, the next step and, for a deal, the move to another stage.
const TARGETS = ['account', 'contact', 'opportunity', 'lead'];
const mayWrite = (meta, resource) => Boolean(meta.byName.activity?.operations.includes('create')) && TARGETS.includes(resource?.name);

export default {
  recordActions: [{
    key: 'followup', label: 'followup:title', icon: 'form', primary: true, need: mayWrite,
    load: () => import('./FollowUpWindow.jsx'),
  }],
  quickActions: [{
    key: 'followup', label: 'followup:title', icon: 'form',
    need: (meta) => TARGETS.some((name) => mayWrite(meta, meta.byName[name])),
    load: () => import('./QuickFollowUp.jsx'),
  }],
};
