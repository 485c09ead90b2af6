// SPDX-License-Identifier: AGPL-3.0-or-later
// What classes and figures of customers tell: figures have a right of their own at every door, a rule finds what its person
// may ask for and nothing else, partners learn nothing.
import {test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {resource} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {literal} from '../lib/psql.mjs';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';

const id = (n) => `01890000-0000-7000-8000-e0000000007${n}`;
// `nobody` arranges dimensions and sees all customers, but not their level; a dealer by the ready role.
const h = withStack({worker: true, env: {GX_TICK_SECONDS: '1'}, fixtures: `update app.dimension set is_active = false where how = 'rules';
  insert into app.role (id, name, position) values ('${id(1)}', '分类管理', 990);
  insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations) values ('${id(1)}', 'account', 'all', 'none', '{}'),
    ('${id(1)}', 'dimension', 'all', 'all', '{create,update}'), ('${id(1)}', 'dimension_class', 'all', 'all', '{create,update}');
  insert into auth.role_field (role_id, resource, field, "right") values ('${id(1)}', 'account', 'level', 'none');
  update app."user" set role_ids = array['${id(1)}']::uuid[] where id = '${IDS.nobody}';
  insert into app."user" (id, name, username, kind, partner_id, role_ids) select '${id(2)}', '渠道测', 'class_dealer', 'portal', '${IDS.account}', array[r.id] from app.role r where r.key = 'agent';
  insert into auth.credential (user_id, password_hash) select '${id(2)}', c.password_hash from auth.credential c where c.user_id = '${IDS.admin}';`});
const has = (name, where) => JSON.stringify({has: `${name}.account_id`, where});
const accounts = (token, filter) => h.stack.get('/accounts', token, {filter});

test('who_sees_the_customer_and_not_its_figures_cannot_ask_for_them', async () => {
  const {data: row} = await makeRecord(h.stack, resource('account_value'), 'rep_a');
  assert.deepEqual(['account_id', 'kind', 'realised', 'potential', 'class_id', 'recency'].map((name) => name in row), [true, true, false, false, false, false]);
  for (const field of ['realised', 'model_value', 'class_id', 'recency', 'last_won_on']) {
    expectStatus(await accounts('rep_a', has('account_value', {field, op: 'null', value: false})), 400, field);
    expectStatus(await accounts('admin', has('account_value', {field, op: 'null', value: false})), 200, field);
  }
  expectStatus(await accounts('rep_a', JSON.stringify({has: 'account_value.account_id', measure: 'sum:realised', op: 'gt', value: '1'})), 400);
  expectStatus(await accounts('rep_a', has('account_offer', {field: 'category_id', op: 'null', value: false})), 400);
  assert.ok(!('counted' in expectStatus(await h.stack.get(`/value-models/${IDS.value_model}`, 'rep_a'), 200).json.data), 'nor what the bounds of all are');
  assert.ok(!('result' in expectStatus(await h.stack.get(`/value-models/${IDS.value_model}`, 'director'), 200).json.data));
  const read = expectStatus(await h.stack.get('/account-values', 'manager', {id: row.id}), 200).json.data[0];
  assert.equal(read.realised, '1200.00', 'with the right it is there');
});

test('a_rule_finds_what_its_person_may_ask_for', async () => {
  const {data: account} = await makeRecord(h.stack, resource('account'), 'admin', {level: 'a'});
  const make = async (token) => {
    const dim = expectStatus(await h.stack.post('/dimensions', token, {name: '级别', how: 'rules'}), 201).json.data;
    const cls = expectStatus(await h.stack.post('/dimension-classes', token, {dimension_id: dim.id, name: 'A', definition: {field: 'level', op: 'eq', value: 'a'}}), 201).json.data;
    return {dim, cls};
  };
  const [blind, seeing] = [await make('nobody'), await make('admin')];
  const ran = (dim) => h.stack.until(async () => (await h.stack.rows(`select 1 from app.dimension d join app.dimension_class c on c.dimension_id = d.id and d.last_run_at > c.updated_at where d.id = '${dim.id}'`)).length, 'the run');
  await ran(blind.dim);
  await ran(seeing.dim);
  const classed = (cls) => h.stack.sql(`select count(*) from app.account_class where class_id = '${cls.id}' and account_id = '${account.id}'`);
  assert.deepEqual([await classed(blind.cls), await classed(seeing.cls)], ['0', '1']);
});

test('a_condition_runs_with_the_rights_of_who_wrote_it_and_of_nobody_else', async () => {
  const group = expectStatus(await h.stack.post('/account-groups', 'rep_a', {name: '看不见的级别', kind: 'dynamic', definition: {field: 'annual_revenue', op: 'gt', value: '1'}}), 201).json.data;
  assert.equal(group.keeper_id, IDS.rep_a);
  const {data: rich} = await makeRecord(h.stack, resource('account'), 'admin', {annual_revenue: '500.00', owner_id: IDS.rep_a});
  const ran = () => h.stack.until(async () => (await h.stack.rows(`select 1 from app.account_group where id = '${group.id}' and last_run_at > updated_at`)).length, 'the run');
  const members = () => h.stack.sql(`select count(*) from app.group_member where group_id = '${group.id}' and account_id = '${rich.id}'`);
  await ran();
  expectStatus(await h.stack.patch(`/account-groups/${group.id}`, 'admin', {description: '改了说明'}, '*'), 200);
  await ran();
  assert.equal(await members(), '0', 'he may not ask for the field, whoever touches his group');
  expectStatus(await h.stack.patch(`/account-groups/${group.id}`, 'admin', {definition: {field: 'annual_revenue', op: 'gt', value: '2'}}, '*'), 200);
  await h.stack.until(async () => (await members()) === '1', 'the condition of the administrator to run');
  const keeper = (of) => h.stack.sql(`select coalesce(app.class_keeper('${of}')::text, 'nobody')`);
  await h.stack.sql(`update app.account_group set keeper_id = '${IDS.leaver}' where id = '${group.id}'; update app."user" set is_active = false where id = '${IDS.leaver}'`);
  assert.equal(await keeper(group.id), 'nobody', 'who has left keeps no group, nor does an administrator for him');
  const dim = expectStatus(await h.stack.post('/dimensions', 'admin', {name: '离职', how: 'rules', is_active: false}), 201).json.data;
  assert.equal(await keeper(dim.id), IDS.admin);
  await h.stack.sql(`update app.dimension set updated_by = '${IDS.leaver}', created_by = '${IDS.leaver}' where id = '${dim.id}'`);
  assert.notEqual(await keeper(dim.id), IDS.admin);
});

test('a_partner_learns_nothing_of_classes_figures_and_groups', async () => {
  const {data: account} = await makeRecord(h.stack, resource('account'), 'admin');
  await h.stack.sql(`update app.account set partner_id = ${literal(IDS.account)}, owner_id = '${id(2)}' where id = '${account.id}';
    insert into app.account_class (account_id, dimension_id, class_id) values ('${account.id}', '${IDS.dimension}', '${IDS.dimension_class}');
    insert into app.account_value (account_id, model_id, kind, realised, currency) values ('${account.id}', '${IDS.value_model}', 'value', 9, 'CNY');`);
  expectStatus(await h.stack.get(`/accounts/${account.id}`, 'class_dealer'), 200, 'the customer is his');
  for (const path of ['/account-classes', '/account-values', '/account-offers', '/group-members', '/account-groups', '/dimensions', '/dimension-classes', '/value-models']) {
    const answer = await h.stack.get(path, 'class_dealer');
    assert.ok(answer.status === 403 || answer.json.data.length === 0, `${path} ${answer.text.slice(0, 200)}`);
  }
  expectStatus(await accounts('class_dealer', has('account_class', {field: 'class_id', op: 'eq', value: IDS.dimension_class})), 400);
  expectStatus(await h.stack.post('/account-classes/assign', 'class_dealer', {ids: [account.id], dimension_id: IDS.dimension, class_id: IDS.dimension_class}), 403);
  const told = expectStatus(await h.stack.get('/meta', 'class_dealer'), 200).json.data;
  assert.ok(!told.resources.some((r) => ['account_class', 'account_value', 'account_offer', 'group_member'].includes(r.name)));
});
