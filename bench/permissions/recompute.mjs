// SPDX-License-Identifier: AGPL-3.0-or-later
// How long a change of rights takes: 5,000 people, 50 roles, 100 resources. Each change runs in a transaction of its own,
// with all triggers, and is rolled back. 100 resources: those that there are, and copies of the account's row in the catalog.

const RESOURCES = `
insert into meta.resource select (json_populate_record(r, json_build_object('name', 'bench_' || n, 'path', 'bench-' || n, 'ordinal', 1000 + n))).*
  from meta.resource r cross join generate_series(1, 100 - (select count(*)::int from meta.resource where not is_retired)) n where r.name = 'account';
insert into meta.field select (json_populate_record(f, json_build_object('resource', r.name))).*
  from meta.resource r cross join meta.field f where r.name like 'bench\\_%' and f.resource = 'account';
insert into auth.role_resource select (json_populate_record(x, json_build_object('resource', r.name))).*
  from meta.resource r cross join auth.role_resource x where r.name like 'bench\\_%' and x.resource = 'account';
select auth.rebuild();`

const user = (g) => `(select id from app."user" where username = 'bench_${g}')`
const CHANGES = [
  ['everything anew', 'select auth.rebuild()'],
  ['a right of a role that most have', `update auth.role_resource set read_scope = 'department' where resource = 'account' and role_id = (select id from app.role where key = 'salesperson')`],
  ['a role is deleted', `update app.role set deleted_at = now() where name = '角色 7'`],
  ['hours of a role', `update app.role set allowed_from = '08:00', allowed_to = '20:00' where key = 'salesperson'`],
  ['a person gets another role', `update app."user" set role_ids = array[(select id from app.role where key = 'finance')] where username = 'bench_big'`],
  ['a person moves to another department', `update app."user" set department_id = (select id from app.department where name = '部门 40') where username = 'bench_900'`],
  ['a department moves below another', `update app.department set parent_id = (select id from app.department where name = '部门 3') where name = '部门 20'`],
  ['a region moves', `update app.department set parent_id = (select id from app.department where name = '部门 3') where name = '部门 4'`],
  ['a territory moves', `update app.territory set parent_id = (select id from app.territory where name = '区域 4') where name = '区域 3'`],
  ['a territory gets a member', `update app.territory set member_ids = member_ids || ${user('777')} where name = '区域 33'`],
  ['an absence', `insert into app.absence (deputy_id, owner_id, begins_at, ends_at) values (${user('700')}, ${user('701')}, now() - interval '1 hour', now() + interval '1 day')`],
  ['a matrix rule for a person', `insert into app.matrix_rule (name, resource, user_ids, "values") values ('b', 'account', array[${user('702')}], '{"level": ["a"]}')`],
  ['a matrix rule for a role that most have', `insert into app.matrix_rule (name, resource, role_ids, "values") values ('b', 'account', array[(select id from app.role where key = 'salesperson')], '{"level": ["a"], "industry": ["testing"]}')`],
  ['a combination of values that is new', `update app.account set level = 'd', industry = 'other' where id = '01890000-0000-7000-8002-000000000005'`],
  ['a share with a department', `insert into auth.share (resource, record_id, grantee_kind, grantee_id) select 'account', a.id, 'department', (select id from app.department where name = '部门 1') from app.account a limit 1`],
]

const block = (sql) => `do $bench$ declare began timestamptz; begin began := clock_timestamp(); ${sql.startsWith('select') ? sql.replace('select', 'perform') : sql};
 perform set_config('bench.took', (extract(epoch from clock_timestamp() - began) * 1000)::text, false); end $bench$;`

/** [{change, ms}], the medians of three. */
export async function recompute({ ask }) {
  const timed = ([, sql]) => `savepoint s; ${block(sql)} select 'took ' || current_setting('bench.took'); rollback to s;`
  const text = await ask(`begin; ${RESOURCES} ${CHANGES.map(timed).join('\n').repeat(3)} rollback`)
  const all = [...text.matchAll(/took ([\d.]+)/g)].map(([, ms]) => Number(ms))
  console.log('\nRecomputing rights: 5,000 people, 50 roles, 100 resources (ms)')
  return CHANGES.map(([change], at) => {
    const ms = [0, 1, 2].map((n) => all[at + n * CHANGES.length]).sort((a, b) => a - b)[1]
    console.log(`${change.padEnd(42)} ${ms.toFixed(0).padStart(8)}`)
    return { change, ms }
  })
}
