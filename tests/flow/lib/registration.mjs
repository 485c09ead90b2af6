// SPDX-License-Identifier: AGPL-3.0-or-later
// Words that tests of registrations share. h: the holder of withStack.
import {IDS, PASSWORD} from '../../fixtures/people.mjs';
import {literal} from '../../lib/psql.mjs';
import {expectStatus} from '../../lib/suite.mjs';

const id = (group, n) => `01890000-0000-7000-8000-${group}${String(n).padStart(12 - group.length, '0')}`;
/** Two dealers under one channel manager (`manager`), with a person each, and a rule that lets the house register at once. */
export const DEALERS = {role: id('e', 31), company: id('c', 31), other: id('c', 32), dealer: id('a', 31), rival: id('a', 32), rule: id('f', 31)};
const D = Object.fromEntries(Object.entries(DEALERS).map(([k, v]) => [k, literal(v)]));

export const dealersSql = `
insert into app.role (id, name, position) values (${D.role}, '渠道', 931);
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select ${D.role}, x, 'partner', 'partner', '{create,update,history}' from unnest(array['registration', 'account']) x;
insert into app.account (id, name, owner_id) values (${D.company}, '凌锐渠道', ${literal(IDS.manager)}), (${D.other}, '北测渠道', ${literal(IDS.manager)});
insert into app."user" (id, name, username, role_ids, kind, partner_id) values
(${D.dealer}, '渠道人', 'dealer', array[${D.role}]::uuid[], 'portal', ${D.company}), (${D.rival}, '另一渠道人', 'rival', array[${D.role}]::uuid[], 'portal', ${D.other});
insert into auth.credential (user_id, password_hash) select u.id, c.password_hash from app."user" u cross join auth.credential c
 where c.user_id = ${literal(IDS.admin)} and u.username in ('dealer', 'rival') on conflict do nothing;
insert into app.registration_rule (id, name, department_ids, needs_approval, protect_days, warn_days, extend_days) values
(${D.rule}, '直销', array[${literal(IDS.hq)}]::uuid[], false, 60, 5, 30);`;

export {IDS, PASSWORD};

export const words = (h) => ({
  register: (token, name, more = {}, headers) => h.stack.post('/registrations', token, {name, ...more}, headers),
  registered: async (token, name, more) => expectStatus(await h.stack.post('/registrations', token, {name, ...more}), 201).json.data,
  read: async (token, reg) => expectStatus(await h.stack.get(`/registrations/${reg}`, token), 200).json.data,
  account: async (token, name, more = {}) => expectStatus(await h.stack.post('/accounts', token, {name, ...more}), 201).json.data.id,
  owner: async (account) => (await h.stack.get(`/accounts/${account}`, 'admin')).json.data?.owner_id,
  decide: (token, reg, decision, reason = '先接触者优先') => h.stack.post(`/registrations/${reg}/decide`, token, {decision, reason}),
  sides: (token, reg) => h.stack.post(`/registrations/${reg}/sides`, token, {}),
  inbox: async (token, record) => (await h.stack.get('/notifications', token, {limit: 200})).json.data.filter((n) => n.record_id === record && n.kind.startsWith('registration')).map((n) => [n.kind, n.body]),
  log: async (account) => (await h.stack.get('/ownerships', 'admin', {parent_id: account, sort: 'created_at,id'})).json.data.map((l) => [l.kind, l.from_id, l.to_id]),
  audit: (reg) => h.stack.rows(`select kind, detail from audit.event where resource = 'registration' and record_id = '${reg}' order by id`),
});

export const today = (n) => new Date(Date.now() + 8 * 3600e3 + n * 86400e3).toISOString().slice(0, 10);
