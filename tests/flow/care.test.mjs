// SPDX-License-Identifier: AGPL-3.0-or-later
// Care of data: a rule names records, its owner gets a task, the line and the task go when the record is in order, and
// nobody learns of a record that he does not see.
import {test} from 'node:test';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack({worker: true, env: {GX_TICK_SECONDS: '1'}});
const account = async (token, name, more) => expectStatus(await h.stack.post('/accounts', token, {name, ...more}), 201).json.data.id;
const rule = async (token, body) => expectStatus(await h.stack.post('/care-rules', token, {resource: 'account', message: '请补电话', definition: {field: 'phone', op: 'null', value: true}, ...body}), 201).json.data;
const again = (id) => h.stack.sql(`update app.care_rule set last_run_at = null where id = '${id}'`);
const ran = (id) => h.stack.until(async () => (await h.stack.rows(`select last_run_at from app.care_rule where id = '${id}'`))[0].last_run_at, 'the rule to run');
const cleared = (id) => h.stack.until(async () => (await h.stack.sql(`select count(*) from app.care_finding where rule_id = '${id}'`)) === '0', 'its findings to go');
const findings = async (token, id, more) => (await h.stack.get('/care-findings', token, {rule_id: id, limit: 200, ...more})).json.data;

test('a_finding_comes_with_a_task_and_goes_with_it', async () => {
  const bare = await account('rep_a', '体检缺电话公司', {source: 'visit'});
  await account('rep_a', '体检有电话公司', {source: 'visit', phone: '021-12345678'});
  const made = await rule('admin', {name: '缺电话', severity: 'incomplete', action: 'task', days: 5, definition: {and: [{field: 'phone', op: 'null', value: true}, {field: 'source', op: 'eq', value: 'visit'}]}});
  await ran(made.id);
  const [found, ...more] = await findings('rep_a', made.id);
  assert.deepEqual([found.parent_resource, found.parent_id, found.severity, found.message, more.length], ['account', bare, 'incomplete', '请补电话', 0]);
  const task = (await h.stack.get(`/activities/${found.activity_id}`, 'rep_a')).json.data;
  assert.deepEqual([task.kind, task.status, task.subject, task.parent_id], ['task', 'planned', '请补电话', bare]);
  await again(made.id);
  await ran(made.id);
  assert.equal((await findings('rep_a', made.id)).length, 1, 'once per record');
  await h.stack.sql(`update app.account set phone = '021-87654321' where id = '${bare}'`);
  await again(made.id);
  await ran(made.id);
  assert.deepEqual(await findings('rep_a', made.id), []);
  assert.equal((await h.stack.get(`/activities/${task.id}`, 'rep_a')).json.data.status, 'cancelled');
});

test('a_finding_is_seen_by_who_sees_the_record_only', async () => {
  const theirs = await account('rep_s', '体检华南公司', {source: 'agent'});
  const made = await rule('admin', {name: '华南', action: 'notify', definition: {field: 'source', op: 'eq', value: 'agent'}});
  await ran(made.id);
  assert.deepEqual((await findings('rep_s', made.id)).map((f) => f.parent_id), [theirs]);
  assert.deepEqual(await findings('rep_a', made.id), []);
  const told = (await h.stack.get('/notifications', 'rep_s', {limit: 200})).json.data.filter((n) => n.record_id === theirs && n.title === '请补电话');
  assert.equal(told.length, 1);
});

test('a_rule_that_cannot_run_takes_nothing_away_and_one_switched_off_does', async () => {
  await account('rep_a', '体检停用公司', {source: 'other'});
  const made = await rule('admin', {name: '停用', definition: {field: 'source', op: 'eq', value: 'other'}});
  await ran(made.id);
  assert.equal((await findings('rep_a', made.id)).length, 1);
  await h.stack.sql(`update app.care_rule set definition = '{"field": "no_such", "op": "eq", "value": 1}', last_run_at = null where id = '${made.id}'`);
  await ran(made.id);
  assert.equal((await findings('rep_a', made.id)).length, 1);
  expectStatus(await h.stack.patch(`/care-rules/${made.id}`, 'admin', {is_active: false}, '*'), 200);
  await cleared(made.id);
});

test('a_task_goes_with_the_rule_that_gave_it_unless_somebody_did_it', async () => {
  const ids = [await account('rep_a', '体检任务甲公司', {source: 'referral'}), await account('rep_a', '体检任务乙公司', {source: 'referral'})];
  const made = await rule('admin', {name: '任务', action: 'task', definition: {field: 'source', op: 'eq', value: 'referral'}});
  await ran(made.id);
  const tasks = (await h.stack.get('/activities', 'rep_a', {'parent_id[in]': ids.join(','), sort: 'created_at'})).json.data;
  assert.equal(tasks.length, 2);
  expectStatus(await h.stack.patch(`/activities/${tasks[0].id}`, 'rep_a', {status: 'done'}, '*'), 200);
  expectStatus(await h.stack.patch(`/care-rules/${made.id}`, 'admin', {is_active: false}, '*'), 200);
  await cleared(made.id);
  const now = async (x) => (await h.stack.get(`/activities/${x.id}`, 'rep_a')).json.data.status;
  assert.deepEqual([await now(tasks[0]), await now(tasks[1])], ['done', 'cancelled']);
  assert.equal(await h.stack.sql(`select job.care_note('${made.id}', '[{"id": "${ids[0]}"}]', 5000)`), '0', 'what ran meanwhile comes too late');
  assert.deepEqual(await findings('rep_a', made.id), []);
});

test('only_who_may_makes_rules', async () => {
  const answer = await h.stack.post('/care-rules', 'rep_a', {name: 'x', resource: 'account', message: 'x', definition: {field: 'phone', op: 'null', value: true}});
  assert.equal(answer.status, 403);
});
