// SPDX-License-Identifier: AGPL-3.0-or-later
// People who reach records by other ways than owner and department, and records that lie on such a way: territory,
// partner, absence, share, matrix cell. The people are SQL for the superuser; what they then may do is written by
// hand in the tables beside this file. All records here belong to rep_s or to one of the absent, far from rep_a.
import {IDS, PASSWORD} from '../fixtures/people.mjs';
import {catalog, resource} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {literal} from '../lib/psql.mjs';

const id = (group, n) => `01890000-0000-7000-8000-${group}${String(n).padStart(12 - group.length, '0')}`;

export const WAYS = {
  role_area: id('e', 21), role_partner: id('e', 22), role_lender: id('e', 23),
  area: id('a', 21), dealer: id('a', 22), lender: id('a', 23), away: id('a', 24), back: id('a', 25), colleague: id('a', 26), both: id('a', 27),
  company: id('c', 21), other_company: id('c', 22),
  market: id('b', 21), market_below: id('b', 22), elsewhere: id('b', 23), cell_read: id('b', 24), cell_write: id('b', 25),
};
const W = Object.fromEntries(Object.entries(WAYS).map(([k, v]) => [k, literal(v)]));
const P = Object.fromEntries(Object.entries(IDS).map(([k, v]) => [k, literal(v)]));

// area: staff of a territory. dealer: a portal user of a partner. lender: one who may do everything with his own
// records, also share, transfer and purge; he stands in for `away`, and did so for `back`. both: a salesman who also works the territory.
const OPERATIONS = {
  role_area: (o) => o !== 'purge',
  role_partner: (o) => ['create', 'update', 'delete', 'restore', 'history'].includes(o),
  role_lender: () => true,
};
const SCOPES = {role_area: 'territory', role_partner: 'partner', role_lender: 'own'};
const scoped = catalog.resources.filter((r) => ['owned', 'inherited:any'].includes(r.access));

const rights = Object.entries(SCOPES).flatMap(([role, scope]) => scoped.map((r) => `(${W[role]}, ${literal(r.name)}, '${scope}', '${scope}', `
  + `${literal(r.operations.filter(OPERATIONS[role]))}::text[])`));

export const waysSql = `
insert into app.role (id, name, position) values (${W.role_area}, '片区', 921), (${W.role_partner}, '渠道', 922), (${W.role_lender}, '代理', 923);
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations) values ${rights.join(',\n')};
insert into app.account (id, name, owner_id) values (${W.company}, '渠道公司', ${P.director}), (${W.other_company}, '别家渠道', ${P.director});
insert into app."user" (id, name, username, department_id, role_ids, kind, partner_id) values
(${W.area}, '片区人', 'area', ${P.hq}, array[${W.role_area}]::uuid[], 'staff', null),
(${W.dealer}, '渠道人', 'dealer', null, array[${W.role_partner}]::uuid[], 'portal', ${W.company}),
(${W.lender}, '代理人', 'lender', ${P.south}, array[${W.role_lender}]::uuid[], 'staff', null),
(${W.away}, '休假人', 'away', ${P.south}, array[${P.role_rep}]::uuid[], 'staff', null),
(${W.back}, '归来人', 'back', ${P.south}, array[${P.role_rep}]::uuid[], 'staff', null),
(${W.both}, '两职人', 'both', ${P.south}, array[${P.role_rep}, ${W.role_area}]::uuid[], 'staff', null),
(${W.colleague}, '渠道同事', 'colleague', null, array[${W.role_partner}]::uuid[], 'portal', ${W.company});
insert into auth.credential (user_id, password_hash)
select u.id, c.password_hash from app."user" u cross join auth.credential c
 where c.user_id = ${P.admin} and u.username in ('area', 'dealer', 'lender', 'away', 'back', 'colleague', 'both') on conflict do nothing;
insert into app.territory (id, name, parent_id, member_ids) values (${W.market}, '市场', null, array[${W.area}, ${W.both}]::uuid[]), (${W.market_below}, '下级市场', ${W.market}, null),
(${W.elsewhere}, '别处', null, null), (${W.cell_read}, '矩阵读', null, null), (${W.cell_write}, '矩阵写', null, null);
insert into app.absence (deputy_id, begins_at, ends_at, owner_id) values (${W.lender}, now() - interval '1 day', now() + interval '1 day', ${W.away}),
(${W.lender}, now() - interval '2 days', now() - interval '1 hour', ${W.back});
insert into app.matrix_rule (name, resource, user_ids, "values", can_write)
select x || y, x, array[${P.rep_b}, ${W.lender}]::uuid[], jsonb_build_object('territory_id', array[t]), y = '写'
  from unnest(array[${catalog.resources.filter((r) => r.matrix).map((r) => literal(r.name))}]) x cross join (values ('读', ${W.cell_read}), ('写', ${W.cell_write})) r (y, t);
`;

const share = (kind, to, more = {}) => ({share: {kind, to, ...more}});

/** What makes a record of rep_s (or of `owner`) one of this relation. */
export const RELATIONS = {
  shared_read: share('user', ['rep_b', 'lender', 'nobody', 'dealer', 'area']),
  shared_write: share('user', ['rep_b', 'lender', 'nobody', 'dealer', 'area'], {write: true}),
  shared_over: share('user', ['rep_b', 'lender'], {write: true, over: true}),
  team_read: share('user', ['rep_b'], {member: true}),
  team_write: share('user', ['rep_b'], {member: true, write: true}),
  shared_department: share('department', ['suzhou']),
  shared_role: share('role', ['role_rep']),
  territory: {key: {territory_id: WAYS.market}},
  territory_below: {key: {territory_id: WAYS.market_below}},
  territory_else: {key: {territory_id: WAYS.elsewhere}},
  partner: {key: {partner_id: WAYS.company}},
  partner_else: {key: {partner_id: WAYS.other_company}},
  cell_read: {key: {territory_id: WAYS.cell_read}, matrix: true},
  cell_write: {key: {territory_id: WAYS.cell_write}, matrix: true},
  away: {owner: 'away'},
  back: {owner: 'back'},
};

const bears = (r, relation) => (!relation.share || r.operations.includes('share'))
  && Object.keys(relation.key ?? {}).every((k) => r.fields.some((f) => f.name === k)) && (!relation.matrix || Boolean(r.matrix));

/** Can a record of the resource lie on this way? What hangs, hangs on an account. */
export const canBe = (r, name) => !RELATIONS[name] || bears(r.access === 'inherited:any' ? resource('account') : r, RELATIONS[name]);

async function put(stack, r, record, {share: given, key}) {
  if (key) {
    await stack.sql(`update app."${r.name}" set ${Object.entries(key).map(([k, v]) => `${k} = ${literal(v)}`).join(', ')} where id = ${literal(record)};`);
  }
  for (const to of given?.to ?? []) {
    await stack.sql(`insert into auth.share (resource, record_id, grantee_kind, grantee_id, can_write, is_member, until)
      values (${[r.name, record, given.kind, IDS[to] ?? WAYS[to]].map(literal).join(', ')}, ${Boolean(given.write)}, ${Boolean(given.member)}, ${given.over ? "now() - interval '1 minute'" : 'null'});`);
  }
}

/** It hangs on an account of rep_s, which comes to lie on the way afterwards: the author's sight is not the question. */
async function hanging(stack, r, name, changes) {
  const account = (await makeRecord(stack, resource('account'), 'rep_s')).data;
  const made = await makeRecord(stack, r, 'rep_s', {parent_resource: 'account', parent_id: account.id, ...changes});
  if (RELATIONS[name].owner) await stack.sql(`update app.account set owner_id = ${literal(WAYS[RELATIONS[name].owner])} where id = ${literal(account.id)};`);
  await put(stack, resource('account'), account.id, RELATIONS[name]);
  return made;
}

/** A record of the relation. */
export async function recordOn(stack, r, name, changes = {}) {
  const relation = RELATIONS[name];
  const {data} = r.access === 'inherited:any'
    ? await hanging(stack, r, name, changes)
    : await makeRecord(stack, r, 'rep_s', changes);
  if (relation.owner) await stack.sql(`update app."${r.name}" set owner_id = ${literal(WAYS[relation.owner])} where id = ${literal(data.id)};`);
  if (r.access !== 'inherited:any') await put(stack, r, data.id, relation);
  return {...data, ...(relation.owner && {owner_id: WAYS[relation.owner]})};
}

/** A token of one's own, for requests that end the session. */
export const freshToken = async (stack, username) => (await stack.api('POST', '/auth/login', {body: {username, password: PASSWORD, refresh: 'body'}})).json.access_token;
