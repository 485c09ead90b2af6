// SPDX-License-Identifier: AGPL-3.0-or-later
// Dated reminders: a rule becomes notifications, once, for the right people, and never about what its maker may not see.
import {test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack({worker: true, env: {GX_TICK_SECONDS: '1'}});
const day = (offset) => {
  const d = new Date(Date.now() + 8 * 3600e3 + offset * 86400e3);
  return d.toISOString().slice(0, 10);
};
const account = async (token, name, more) => expectStatus(await h.stack.post('/accounts', token, {name, ...more}), 201).json.data.id;
const rule = async (token, body) => expectStatus(await h.stack.post('/reminders', token, {resource: 'account', date_field: 'next_step_on', ...body}), 201).json.data;
const inbox = async (token) => (await h.stack.get('/notifications', token, {limit: 200})).json.data.filter((n) => n.kind === 'reminder');
const ran = (id) => h.stack.until(async () => (await h.stack.rows(`select last_run_at from app.reminder where id = '${id}'`))[0].last_run_at, 'the rule to run');

test('a_rule_reminds_once_of_each_record_and_day', async () => {
  const due = await account('rep_a', '明天跟进公司', {next_step_on: day(1)});
  await account('rep_a', '后天跟进公司', {next_step_on: day(2)});
  const made = await rule('rep_a', {name: '明天要跟进', days_before: 1, message: '明天该联系了'});
  await ran(made.id);
  const mine = await inbox('rep_a');
  assert.deepEqual(mine.map((n) => [n.title, n.resource, n.record_id]), [['明天该联系了', 'account', due]]);
  await h.stack.sql(`update app.reminder set last_run_at = null where id = '${made.id}'`);
  await ran(made.id);
  assert.equal((await inbox('rep_a')).length, 1, 'not twice');
});

test('the_condition_is_the_one_language_and_past_dates_count_from_behind', async () => {
  const late = await account('rep_b', '过期重点公司', {next_step_on: day(-3), industry: 'software'});
  await account('rep_b', '过期一般公司', {next_step_on: day(-3), industry: 'retail'});
  const made = await rule('rep_b', {name: '三天没跟进', days_before: -3, definition: {field: 'industry', op: 'eq', value: 'software'}});
  await ran(made.id);
  assert.deepEqual((await inbox('rep_b')).map((n) => n.record_id), [late]);
});

test('a_rule_sees_what_its_maker_sees_and_tells_whom_it_says', async () => {
  const a = await account('rep_a', '经理规则公司', {next_step_on: day(10)});
  const s = await account('rep_s', '华南规则公司', {next_step_on: day(10)});
  const before = (await inbox('rep_a')).length;
  const made = await rule('manager', {name: '十天后', days_before: 10, recipient: 'owner'});
  await ran(made.id);
  assert.equal((await inbox('rep_a')).length, before + 1);
  assert.equal((await inbox('rep_a'))[0].record_id, a);
  assert.ok(!(await inbox('rep_s')).some((n) => n.record_id === s), 'not below this manager');
  assert.equal((await inbox('manager')).length, 0);
  const boss = await rule('manager', {name: '给上级', days_before: 10, recipient: 'manager'});
  await ran(boss.id);
  assert.deepEqual((await inbox('manager')).map((n) => n.record_id), [a]);
});

test('a_rule_that_cannot_run_harms_no_other', async () => {
  const broken = await rule('rep_a', {name: '没有这个字段', date_field: 'no_such_field'});
  const hidden = await rule('rep_a', {name: '看不见的字段', definition: {field: 'annual_revenue', op: 'gt', value: '1'}});
  const due = await account('rep_a', '当天公司', {next_step_on: day(0)});
  const good = await rule('rep_a', {name: '今天'});
  for (const r of [broken, hidden, good]) await ran(r.id);
  assert.ok((await inbox('rep_a')).some((n) => n.record_id === due));
});

test('the_inbox_is_read_line_by_line_or_at_once', async () => {
  const [first] = await inbox('rep_a');
  const mark = (body) => h.stack.post('/notifications/mark-read', 'rep_a', body);
  assert.equal(expectStatus(await mark({ids: [first.id]}), 200).json.data.marked, 1);
  assert.equal(expectStatus(await mark({ids: [first.id]}), 200).json.data.marked, 0);
  const unread = async () => (await h.stack.get('/notifications', 'rep_a', {'read_at[null]': 'true', count: 'exact'})).json.page.count.value;
  assert.equal(expectStatus(await mark({all: true}), 200).json.data.marked > 0, true);
  assert.equal(await unread(), 0);
  expectStatus(await mark({}), 422);
  const other = await h.stack.rows(`select count(*) as n from app.notification where owner_id = '${IDS.rep_b}' and read_at is null`);
  assert.ok(Number(other[0].n) > 0, 'nobody else has read anything by it');
});
