// SPDX-License-Identifier: AGPL-3.0-or-later
// Saved reports: the answer to a report, as this person gets it, stands first on
// its page. Lists make them (list/Toolbar.jsx); the rest of a report is a record like others.
export default {
  panels: [{ resource: 'report', key: 'result', label: 'reports:result', first: true, load: () => import('./ReportPanel.jsx') }],
};
