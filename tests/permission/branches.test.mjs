// SPDX-License-Identifier: AGPL-3.0-or-later
// Lists of people with scopes are planned as branches, one per way to a row (api/resource/branch.h). A wrong
// branch cannot show too much, but it could lose rows: so every list, count and sum is compared
// with the plain view, for every combination of scopes, with owners and departments missing too.
import {describe, test} from 'node:test';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';
import {psql} from '../lib/psql.mjs';

const SCOPES = ['own', 'subordinates', 'department', 'subtree', 'all', 'none', 'territory', 'partner'];
// Beside scopes: a share of his own, somebody to stand in for, matrix rules (by how their cells are reached).
const EXTRAS = ['share', 'deputy', 'keys', 'mixed', 'walk'];
const COMBINATIONS = [
  ...SCOPES.map((s) => [s]), ['subordinates', 'department'], ['subordinates', 'subtree'], ['own', 'none'], ['department', 'subtree'],
  ...EXTRAS.map((x) => ['own', x]), ['own', 'territory', 'partner'], ['territory', 'subtree', 'share'], ['partner', 'share', 'deputy'],
  ['own', 'keys', 'share', 'deputy', 'territory'], ['subtree', 'mixed', 'share'], ['own', 'walk', 'share', 'deputy', 'partner'],
  ['own', 'subordinates', 'department', 'subtree', 'territory', 'partner', 'share', 'deputy', 'keys'], ['all', 'keys', 'share'], ['none', 'keys', 'share', 'deputy'],
];
const id = (group, n) => `01890000-0000-7000-8000-${group}${String(n).padStart(12 - group.length, '0')}`;
const name = (combination) => `b_${combination.join('_')}`.slice(0, 40);
const roles = (combination) => combination.filter((s) => SCOPES.includes(s)).map((s) => `'${id('b1', SCOPES.indexOf(s))}'`);
const seesNone = (combination) => combination.every((s) => s === 'none' || EXTRAS.includes(s));
const have = (word) => COMBINATIONS.flatMap((c, i) => (c.includes(word) ? [i] : []));
const people = (word) => `array[${have(word).map((i) => `'${id('b2', i)}'`)}]::uuid[]`;

// Subjects sit in department 1, which lies above 2 and 3; each leads users 51 and 52. Territory 1 lies above 2. What is
// shared with department 1 is shared with all of them, so that rows come by several ways at once.
const SETUP = `
insert into app.department (id, name, parent_id, position)
select ('01890000-0000-7000-8000-b' || lpad(i::text, 11, '0'))::uuid, '分支部门' || i,
       case when i in (2, 3) then '${id('b', 1)}'::uuid end, i from generate_series(1, 5) i;
${SCOPES.map((s, i) => `insert into app.role (id, name, position) values ('${id('b1', i)}', '分支${s}', ${i});
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations) values ('${id('b1', i)}', 'account', '${s}', 'none', '{}');`).join('\n')}
insert into app.account (id, code, name) values ('${id('b5', 1)}', 'BP-1', '分支伙伴');
${COMBINATIONS.map((c, i) => `insert into app."user" (id, name, username, department_id, role_ids, kind, partner_id)
values ('${id('b2', i)}', '分支人${i}', '${name(c)}', '${id('b', 1)}', array[${roles(c)}]::uuid[], 'staff', ${c.includes('partner') ? `'${id('b5', 1)}'` : 'null'});
insert into app."user" (id, name, department_id, manager_id, kind) values
('${id('b3', i)}', '下属${i}a', '${id('b', 2)}', '${id('b2', i)}', 'staff'), ('${id('b4', i)}', '下属${i}b', '${id('b', 4)}', '${id('b3', i)}', 'staff');`).join('\n')}
insert into app.territory (id, name, parent_id, member_ids) values ('${id('b6', 1)}', '分支区域1', null, ${people('territory')}), ('${id('b6', 2)}', '分支区域2', '${id('b6', 1)}', null), ('${id('b6', 3)}', '分支区域3', null, null);
insert into auth.credential (user_id, password_hash)
select u.id, c.password_hash from app."user" u cross join auth.credential c join app."user" a on a.id = c.user_id and a.username = 'admin'
 where u.username like 'b\\_%';
set session_replication_role = replica;
insert into app.account (code, name, industry, annual_revenue, created_at, owner_id, department_id, version, territory_id, partner_id, province, level)
select 'B-' || i, '分支客户' || (i % 40), (array['software', 'retail', null])[1 + i % 3], nullif(i % 7, 0) * 100,
       '2026-01-01'::timestamptz + (i % 50) * interval '1 hour', o.owner, d.department, 1,
       case when i % 5 > 0 then ('01890000-0000-7000-8000-b6' || lpad((1 + i % 3)::text, 10, '0'))::uuid end,
       case when i % 9 = 4 then '${id('b5', 1)}'::uuid end, '省' || i % 31, (array['a', 'b', null])[1 + i / 31 % 3]
  from generate_series(1, 1500) i
 cross join lateral (select array_agg(u.id order by u.id) || array[null::uuid] as list from app."user" u where u.id::text like '%-b_0000%') l
 cross join lateral (select l.list[1 + (i * 7) % cardinality(l.list)] as owner) o
 cross join lateral (select case when i % 6 > 0 then ('01890000-0000-7000-8000-b' || lpad((i % 6)::text, 11, '0'))::uuid end as department) d;
set session_replication_role = default;
update app.account set cell_id = null, name = name where code like 'B-%';
insert into app.absence (deputy_id, owner_id, begins_at, ends_at)
select p, o, now() - interval '1 hour', now() + interval '1 day' from unnest(${people('deputy')}) p cross join unnest(array['${id('b3', 0)}', '${id('b4', 1)}']::uuid[]) o;
insert into auth.share (resource, record_id, grantee_kind, grantee_id, until)
select 'account', a.id, 'user', p, case when a.n % 3 = 0 then now() - interval '1 minute' end
  from (select id, row_number() over (order by code) as n from app.account where code like 'B-%') a cross join unnest(${people('share')}) p where a.n % 13 = 5
union all
select 'account', a.id, 'department', '${id('b', 1)}', null from app.account a where a.code ~ '^B-.*77$';
insert into app.matrix_rule (name, resource, user_ids, "values") values
('分支1', 'account', ${people('keys')}, '{"province": ["省1", "省2", "省30"], "level": ["a", null]}'),
('分支2', 'account', ${people('mixed')}, '{"province": ["省1", "省2", "省5", "省6"]}'), ('分支3', 'account', ${people('walk')}, '{"level": ["a", "b"]}');
-- A company of this size needs no other way than keys: the others are set by hand. It is a hint.
update auth.cell_set c set plan = x.plan from (values ('mixed', ${people('mixed')}), ('walk', ${people('walk')})) x (plan, people)
 where c.cell_set_id in (select s.cell_set_id from auth.subject s where s.user_id = any (x.people));`;

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
  ['found', {q: '客户1'}, "name like '%客户1%'", 'created_at desc, id desc'],
  ['by owner', {'owner_id[null]': 'true'}, 'owner_id is null', 'created_at desc, id desc'],
];

test('the_ways_that_are_compared', async () => {
  const plans = await psql(h.stack.db, `select string_agg(distinct u.username || ':' || c.plan, ' ') from auth.subject s join auth.cell_set c using (cell_set_id) join app."user" u on u.id = s.user_id where c.resource = 'account' and u.username in ('b_own_keys', 'b_own_mixed', 'b_own_walk')`);
  assert.equal(plans, 'b_own_keys:keys b_own_mixed:mixed b_own_walk:walk');
  // Every way brings more than the scope alone, else nothing is compared.
  const own = (await plain(id('b2', 0), 'true', 'id')).count;
  for (const word of EXTRAS) assert.ok((await plain(id('b2', COMBINATIONS.findIndex((c) => c.join() === `own,${word}`)), 'true', 'id')).count > own, word);
});

describe('branches_lose_nothing', () => {
  for (const [i, combination] of COMBINATIONS.entries()) {
    test(combination.join('_and_'), async () => {
      for (const [what, params, where, order] of CASES) {
        const wanted = await plain(id('b2', i), where, order);
        if (seesNone(combination)) {
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
