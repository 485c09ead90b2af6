// SPDX-License-Identifier: AGPL-3.0-or-later
// 报备: what the decider sees and decides; extending and withdrawing by whose it is.
const may = (operation) => (meta) => meta.operations.includes(operation);
const mine = (states) => (_meta, resource, record) => resource.operations.includes('update') && (!record || states.includes(record.state));

export default {
  panels: [{ resource: 'registration', key: 'decide', label: 'registration:decide', need: may('registration_decide'), load: () => import('./DecidePanel.jsx') }],
  recordActions: [{
    resource: 'registration', key: 'extend', label: 'registration:extend', icon: 'clock-circle', load: () => import('./ExtendWindow.jsx'),
    need: (meta, resource, record) => mine(['protected'])(meta, resource, record) && !record?.extended_on,
  }, {
    resource: 'registration', key: 'withdraw', label: 'registration:withdraw', icon: 'swap', need: mine(['submitted', 'conflict', 'protected']),
    load: () => import('./WithdrawWindow.jsx'),
  }],
};
