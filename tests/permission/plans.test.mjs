// SPDX-License-Identifier: AGPL-3.0-or-later
// The generic plan of each shape of list, for each way to its rows, as kept in tests/plans: which indexes the big tables
// are read by, in order. The statements are those that the service sends, taken from the server's log. A shape that
// loses its index fails here. GX_PLANS=write keeps the plans of now; read what changed before committing it.
import {describe, test} from 'node:test';
import {readFileSync, writeFileSync} from 'node:fs';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';
import {psql} from '../lib/psql.mjs';
import {testEnv} from '../lib/env.mjs';
import {capture} from '../../bench/lib/capture.mjs';

const id = (group, n) => `01890000-0000-7000-8000-${group}${String(n).padStart(12 - group.length, '0')}`;
const WAYS = ['all', 'own', 'subordinates', 'department', 'subtree', 'territory', 'partner', 'share', 'deputy', 'keys', 'mixed', 'walk'];
const SCOPES = WAYS.slice(0, 7);
const who = (way) => id('c2', WAYS.indexOf(way));
const SHAPES = {
  first: '/accounts?limit=50',
  deep: (cursor) => `/accounts?limit=50&cursor=${cursor}`,
  name: '/accounts?limit=50&sort=name',
  updated: '/accounts?limit=50&sort=-updated_at',
  filter: '/accounts?limit=50&industry=retail&annual_revenue[gte]=100',
  search: `/accounts?limit=50&q=${encodeURIComponent('计划客户77')}`,
  count: '/accounts?limit=1&fields=id&count=capped',
  detail: `/accounts/${id('c5', 1)}`,
  funnel: '/opportunities/aggregate?group=stage_id&measure=count,sum:amount',
};

const SETUP = `
insert into app.department (id, name, parent_id, position) select ('01890000-0000-7000-8000-c1' || lpad(i::text, 10, '0'))::uuid, '计划部门' || i, case when i between 2 and 5 then '${id('c1', 1)}'::uuid end, i from generate_series(1, 60) i;
${SCOPES.map((s, i) => `insert into app.role (id, name) values ('${id('c3', i)}', '计划${s}');
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations) select '${id('c3', i)}', x, '${s}', 'none', '{}' from unnest(array['account', 'opportunity']) x;`).join('\n')}
insert into app.account (id, code, name) values ('${id('c4', 1)}', 'CP-1', '计划伙伴');
${WAYS.map((w) => `insert into app."user" (id, name, username, department_id, role_ids, partner_id) values ('${who(w)}', '计划${w}', 'c_${w}', '${id('c1', 1)}', array['${id('c3', Math.max(SCOPES.indexOf(w), 0) || (w === 'all' ? 0 : 1))}'::uuid], ${w === 'partner' ? `'${id('c4', 1)}'` : 'null'});`).join('\n')}
insert into app."user" (id, name, department_id, manager_id) select ('01890000-0000-7000-8000-c6' || lpad(i::text, 10, '0'))::uuid, '计划下属' || i,
  ('01890000-0000-7000-8000-c1' || lpad((1 + i % 60)::text, 10, '0'))::uuid, case when i < 5 then '${who('subordinates')}'::uuid end from generate_series(1, 300) i;
insert into app.territory (id, name, member_ids) select ('01890000-0000-7000-8000-c7' || lpad(i::text, 10, '0'))::uuid, '计划区域' || i, case when i < 4 then array['${who('territory')}'::uuid] end from generate_series(1, 60) i;
insert into auth.credential (user_id, password_hash) select u.id, c.password_hash from app."user" u cross join auth.credential c join app."user" a on a.id = c.user_id and a.username = 'admin' where u.username like 'c\\_%';
set session_replication_role = replica;
insert into app.account_cell (key, territory_id, province, industry, level, kind)
select jsonb_build_array(null, p, null, null, 'customer')::text, null, p, null, null, 'customer' from (select '省' || i from generate_series(1, 400) i) x (p);
insert into app.account (id, code, name, industry, annual_revenue, created_at, owner_id, department_id, territory_id, partner_id, province, cell_id, search_text, search_py, search_gram)
select ('01890000-0000-7000-8000-c5' || lpad(i::text, 10, '0'))::uuid, 'CA-' || i, n.name, (array['software', 'retail'])[1 + i % 2], i % 1000, '2026-01-01'::timestamptz + i * interval '1 minute',
       case when i % 100 = 0 then '${who('own')}'::uuid else ('01890000-0000-7000-8000-c6' || lpad((1 + i % 150)::text, 10, '0'))::uuid end,
       ('01890000-0000-7000-8000-c1' || lpad((1 + i % 60)::text, 10, '0'))::uuid, ('01890000-0000-7000-8000-c7' || lpad((1 + i % 60)::text, 10, '0'))::uuid,
       case when i % 100 = 3 then '${id('c4', 1)}'::uuid end, '省' || 1 + i % 400, c.id, n.name, '', to_tsvector('simple', 'w' || i)
  from generate_series(1, 30000) i cross join lateral (select '计划客户' || i) n (name)
  join app.account_cell c on c.province = '省' || 1 + i % 400;
insert into app.opportunity (name, stage_id, amount, owner_id, department_id, territory_id, partner_id, created_at)
select a.name, (select id from app.stage limit 1), a.annual_revenue, a.owner_id, a.department_id, a.territory_id, a.partner_id, a.created_at from app.account a where a.code like 'CA-%';
insert into auth.share (resource, record_id, grantee_kind, grantee_id)
select 'account', a.id, 'user', case when a.annual_revenue < 10 then '${who('share')}' else a.owner_id end from app.account a where a.code like 'CA-%5';
insert into app.absence (deputy_id, owner_id, begins_at, ends_at) select '${who('deputy')}', ('01890000-0000-7000-8000-c6' || lpad(i::text, 10, '0'))::uuid, now() - interval '1 hour', now() + interval '1 day' from generate_series(10, 12) i;
insert into app.matrix_rule (name, resource, user_ids, "values") select '计划' || w, 'account', array[u], jsonb_build_object('province', (select jsonb_agg('省' || i) from generate_series(1, n) i))
  from (values ('keys', '${who('keys')}'::uuid, 5), ('mixed', '${who('mixed')}', 30), ('walk', '${who('walk')}', 200)) x (w, u, n);
set session_replication_role = default;
select auth.rebuild_rules(null), auth.count_cells();
select auth.rebuild();
update auth.cell_set c set plan = 'mixed' from auth.subject s where s.cell_set_id = c.cell_set_id and s.user_id = '${who('mixed')}' and c.resource = 'account';
analyze;
do $$ begin execute format('alter role guanxi_read in database %1$I set log_min_duration_statement = 0; alter role guanxi_read in database %1$I set log_parameter_max_length = -1', current_database()); end $$;`;

const h = withStack({fixtures: SETUP});
const quoted = (v) => (v === null || v === undefined ? 'null' : `'${v.replaceAll("'", "''")}'`);

/** What a person's requests make the service send: {shape: [statements]}. */
async function statementsOf(way) {
  const user = `c_${way}`;
  const first = expectStatus(await h.stack.get(SHAPES.first, user), 200).json;
  const env = {PGHOST: testEnv().socket, PGPORT: String(testEnv().port), PGUSER: 'postgres'};
  const shapes = Object.entries(SHAPES).filter(([, at]) => typeof at === 'string' || first.page.next);
  const {statements} = await capture({env, database: h.stack.db}, async () => {
    for (const [shape, at] of shapes) expectStatus(await h.stack.get(typeof at === 'string' ? at : at(first.page.next), user), shape === 'detail' ? [200, 404] : 200);
  });
  const found = [];
  for (const s of statements) {
    if (/enter_check/.test(s.sql)) found.push([]);
    else found.at(-1).push(s);
  }
  assert.equal(found.length, shapes.length, 'one identity statement for each request');
  return Object.fromEntries(shapes.map(([shape], at) => [shape, found[at]]));
}

/** The scans of the big tables, as the service plans them; whether by a bitmap or in order hangs on a row more or less. */
async function scans(way, statements) {
  const custom = statements.some((s) => /force_custom_plan/.test(s.sql));
  const asked = statements.filter((s) => !/^select set_config/.test(s.sql));
  const text = asked.map(({sql, params}, n) => {
    const count = Math.max(0, ...[...sql.matchAll(/\$(\d+)/g)].map((m) => Number(m[1])));
    const values = Array.from({length: count}, (_, at) => quoted(params[at]));
    return `prepare q${n} as ${sql}; explain (costs off) execute q${n}${count ? `(${values})` : ''}; deallocate q${n};`;
  }).join('\n');
  const plan = await psql(h.stack.db, `begin; set local plan_cache_mode = ${custom ? 'force_custom_plan' : 'force_generic_plan'}; set local jit = off; set local random_page_cost = 1.1;
set local role guanxi_read; select set_config('app.user_id', '${who(way)}', true) as x \\gset\n${text}\nrollback;`);
  const of = /(Index Only Scan|Index Scan|Bitmap Index Scan|Seq Scan)(?: Backward)?(?: using (\S+))? on (\S+)/g;
  return [...plan.matchAll(of)].map(([, node, index, table]) => `${node.replace(/Bitmap Index|Index Only/, 'Index')} ${index ?? table}`).filter((line) => /\b(?:account|opportunity|share)(?:_|$)/.test(line) && !/_cell$/.test(line));
}

// By name a scoped person's page is cheap both ways, by the names or by his rows and a sort: which, hangs on a row more or less.
const FIXED = (way) => (way === 'all' ? ['first', 'deep', 'name', 'detail'] : ['first', 'deep', 'detail']);

/** {shape: sorted distinct scans} of a kept plan. */
function shapesOf(text) {
  const parts = text.split(/^(?=\w)/m).map((part) => part.trim().split('\n').map((line) => line.trim()));
  return Object.fromEntries(parts.map(([shape, ...scans]) => [shape, [...new Set(scans)].sort()]));
}

describe('plans_are_kept', () => {
  for (const way of WAYS) {
    test(way, async () => {
      const file = new URL(`../plans/${way}.txt`, import.meta.url);
      const groups = await statementsOf(way);
      let text = '';
      for (const [shape, statements] of Object.entries(groups)) text += `${shape}\n${(await scans(way, statements)).map((line) => `  ${line}\n`).join('')}`;
      if (process.env.GX_PLANS === 'write') writeFileSync(file, text);
      const [now, kept] = [shapesOf(text), shapesOf(readFileSync(file, 'utf8'))];
      assert.deepEqual(Object.keys(now), Object.keys(kept), 'the shapes are others: GX_PLANS=write');
      for (const shape of Object.keys(kept)) {
        // What a page in order, or one record, is read by is fixed; elsewhere statistics choose between indexes.
        // Rows of few owners may be read by any index of theirs beside it.
        const besides = (scan) => kept[shape].includes(scan) || way === 'all' || !/ \w+_owner_id_\w+$/.test(scan);
        if (FIXED(way).includes(shape)) assert.deepEqual(now[shape].filter(besides), kept[shape], `${shape} is planned otherwise than it was; if that is right: GX_PLANS=write`);
        const either = (scan) => [...kept[shape], ...kept.first].includes(scan) || / \w+_owner_id_\w+$/.test(scan);
        if (shape === 'name') assert.deepEqual(now[shape].filter((scan) => !either(scan)), [], 'by name: by the names or by his rows');
        const whole = (scans) => scans.filter((scan) => scan.startsWith('Seq Scan'));
        assert.deepEqual(whole(now[shape]).filter((scan) => !whole(kept[shape]).includes(scan)), [], `${shape} reads a whole table that it did not read`);
      }
      // Whatever is kept: no page in order and no record may read a whole table.
      for (const shape of ['first', 'deep', 'detail']) assert.doesNotMatch(text.split(/^(?=\w)/m).find((part) => part.startsWith(shape)) ?? '', /Seq Scan (?:account|opportunity)/, shape);
    });
  }
});
