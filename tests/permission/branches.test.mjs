// SPDX-License-Identifier: AGPL-3.0-or-later
// Lists of people with scopes are planned as branches (own, subordinates, departments). A wrong
// branch cannot show too much, but it could lose rows: so every list, count and sum is compared
// with the plain view, for every combination of scopes, with owners and departments missing too.
import {describe, test} from 'node:test';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';
import {psql} from '../lib/psql.mjs';

const SCOPES = ['own', 'subordinates', 'department', 'subtree', 'all', 'none'];
const COMBINATIONS = [...SCOPES.map((s) => [s]), ['subordinates', 'department'], ['subordinates', 'subtree'], ['own', 'none'], ['department', 'subtree']];
const id = (group, n) => `01890000-0000-7000-8000-${group}${String(n).padStart(12 - group.length, '0')}`;
const name = (combination) => `b_${combination.join('_')}`;

// Subjects sit in department 1, which lies above 2 and 3; each leads users 51 and 52.
const SETUP = `
insert into app.department (id, name, parent_id, position)
select ('01890000-0000-7000-8000-b' || lpad(i::text, 11, '0'))::uuid, '分支部门' || i,
       case when i in (2, 3) then '${id('b', 1)}'::uuid end, i from generate_series(1, 5) i;
${SCOPES.map((s, i) => `insert into app.role (id, name, position) values ('${id('b1', i)}', '分支${s}', ${i});
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations) values ('${id('b1', i)}', 'account', '${s}', 'none', '{}');`).join('\n')}
${COMBINATIONS.map((c, i) => `insert into app."user" (id, name, username, department_id, role_ids, kind)
values ('${id('b2', i)}', '分支人${i}', '${name(c)}', '${id('b', 1)}', array[${c.map((s) => `'${id('b1', SCOPES.indexOf(s))}'`)}]::uuid[], 'staff');
insert into app."user" (id, name, department_id, manager_id, kind) values
('${id('b3', i)}', '下属${i}a', '${id('b', 2)}', '${id('b2', i)}', 'staff'), ('${id('b4', i)}', '下属${i}b', '${id('b', 4)}', '${id('b3', i)}', 'staff');`).join('\n')}
insert into auth.credential (user_id, password_hash)
select u.id, c.password_hash from app."user" u cross join auth.credential c join app."user" a on a.id = c.user_id and a.username = 'admin'
 where u.username like 'b\\_%';
set session_replication_role = replica;
insert into app.account (code, name, industry, annual_revenue, created_at, owner_id, department_id, version)
select 'B-' || i, '分支客户' || (i % 40), (array['software', 'retail', null])[1 + i % 3], nullif(i % 7, 0) * 100,
       '2026-01-01'::timestamptz + (i % 50) * interval '1 hour', o.owner, d.department, 1
  from generate_series(1, 1500) i
 cross join lateral (select array_agg(u.id order by u.id) || array[null::uuid] as list from app."user" u where u.id::text like '%-b_0000%') l
 cross join lateral (select l.list[1 + (i * 7) % cardinality(l.list)] as owner) o
 cross join lateral (select case when i % 6 > 0 then ('01890000-0000-7000-8000-b' || lpad((i % 6)::text, 11, '0'))::uuid end as department) d;
set session_replication_role = default;`;

const h = withStack({fixtures: SETUP});

/** What the plain view shows: ids in order, their number and sum. */
async function plain(user, where, order) {
  const text = await psql(h.stack.db, `begin; set local role guanxi_read; select set_config('app.user_id', '${user}', true) as x \\gset
select coalesce(string_agg(id::text, ',' order by ${order}), '') || '|' || count(*) || '|' || coalesce(sum(annual_revenue), 0)::bigint from api.account t where ${where}; rollback;`);
  const [ids, count, sum] = text.split('|');
  return {ids: ids ? ids.split(',') : [], count: Number(count), sum: Number(sum)};
}

async function walk(token, params) {
  const ids = [];
  for (let cursor; ;) {
    const page = expectStatus(await h.stack.get('/accounts', token, {...params, fields: 'id', limit: 97, ...(cursor && {cursor})}), 200).json;
    ids.push(...page.data.map((r) => r.id));
    cursor = page.page.next;
    if (!cursor) return ids;
  }
}

const CASES = [
  ['default sort', {}, 'true', 'created_at desc, id desc'],
  ['upwards', {sort: 'created_at'}, 'true', 'created_at, id'],
  ['by a field that may be empty', {sort: '-annual_revenue'}, 'true', 'annual_revenue desc nulls last, id desc'],
  ['mixed directions', {sort: 'industry,-name'}, 'true', 'industry, name desc nulls last, id'],
  ['filtered', {'industry[in]': 'software', 'annual_revenue[gte]': '200'}, "industry = 'software' and annual_revenue >= 200", 'created_at desc, id desc'],
  ['not this', {'industry[ne]': 'software'}, "industry is distinct from 'software'", 'created_at desc, id desc'],
  ['by owner', {'owner_id[null]': 'true'}, 'owner_id is null', 'created_at desc, id desc'],
];

describe('branches_lose_nothing', () => {
  for (const [i, combination] of COMBINATIONS.entries()) {
    test(combination.join('_and_'), async () => {
      for (const [what, params, where, order] of CASES) {
        const wanted = await plain(id('b2', i), where, order);
        if (combination.every((s) => s === 'none')) {
          assert.equal(wanted.count, 0);
          expectStatus(await h.stack.get('/accounts', name(combination), params), 403);
          continue;
        }
        if (what === 'default sort') assert.ok(wanted.count > 0, 'nothing to compare');
        assert.deepEqual(await walk(name(combination), params), wanted.ids, what);
        const counted = await h.stack.get('/accounts', name(combination), {...params, fields: 'id', limit: 1, count: 'exact'});
        assert.deepEqual(counted.json.page.count, {value: wanted.count, exact: true}, what);
        const {sort: _, ...filters} = params;
        const summed = await h.stack.get('/accounts/aggregate', name(combination), {...filters, measure: 'count,sum:annual_revenue'});
        assert.deepEqual([summed.json.data[0].count, Number(summed.json.data[0]['sum:annual_revenue'])], [wanted.count, wanted.sum], what);
      }
    });
  }
});
