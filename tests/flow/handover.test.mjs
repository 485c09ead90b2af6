// SPDX-License-Identifier: AGPL-3.0-or-later
// 交接: what somebody holds is divided by rules exactly, once, as one change set; what is closed stays; a date ahead; a
// worker that dies in the middle; undo; the log-in that is closed in the same step.
import {test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack({worker: true, env: {GX_TICK_SECONDS: '1'}});
const people = (...names) => ({to: {kind: 'people', user_ids: names.map((n) => IDS[n])}});
const plan = async (body, token = 'manager') => expectStatus(await h.stack.post('/handovers', token, {leaver_id: IDS.leaver, ...body}), 201).json.data.id;
const preview = async (id, token = 'manager') => expectStatus(await h.stack.post(`/handovers/${id}/preview`, token), 200).json.data;
const confirm = (id, token = 'manager') => h.stack.post(`/handovers/${id}/run`, token, undefined, {'If-Match': '*'});
const read = async (id) => (await h.stack.get(`/handovers/${id}`, 'admin')).json.data;
const ended = (id, state = 'done') => h.stack.until(async () => {
  const now = await read(id);
  if (now.state === 'failed' && state !== 'failed') throw new Error(JSON.stringify(now));
  return now.state === state && now;
}, `the hand-over to be ${state}`, 60000);
const make = async (path, body) => expectStatus(await h.stack.post(path, 'admin', {owner_id: IDS.leaver, ...body}), 201).json.data.id;
const ownerOf = async (path, id) => (await h.stack.get(`${path}/${id}`, 'admin')).json.data.owner_id;
const counts = async (table, where = 'true') => Object.fromEntries((await h.stack.rows(
  `select coalesce(u.username, '-') as name, count(*)::text as n from app.${table} t left join app."user" u on u.id = t.owner_id where ${where} group by 1`)).map((r) => [r.name, Number(r.n)]));
const fill = (n, name, more = '') => h.stack.sql(`insert into app.account (name, owner_id, department_id, level) select '${name}' || g, '${IDS.leaver}', '${IDS.suzhou}', ${more || "'c'"} from generate_series(1, ${n}) g`);
const clear = () => h.stack.sql(['account', 'contact', 'opportunity', 'activity', 'report', 'registration'].map((t) => `update app.${t} set deleted_at = now() where owner_id = '${IDS.leaver}' and deleted_at is null;`).join('\n'));
const wake = () => h.stack.sql(`update app."user" set is_active = true where id = '${IDS.leaver}'`);

test('rules_take_in_their_order_several_people_evenly_and_what_is_closed_stays', async () => {
  await fill(3, '重点客户', "'a'");
  await fill(11, '普通客户');
  const [open, won] = [await make('/opportunities', {name: '在谈', stage_id: IDS.stage}), await make('/opportunities', {name: '赢单', stage_id: IDS.stage_won})];
  const [ahead, done] = [await make('/activities', {kind: 'task', subject: '待办', status: 'planned'}), await make('/activities', {kind: 'call', subject: '已打', status: 'done'})];
  const report = await make('/reports', {name: '我的报表', resource: 'account', group_by: 'level'});
  const id = await plan({note: '离职交接', rules: [
    {resources: ['account'], filter: {field: 'level', op: 'eq', value: 'a'}, to: {kind: 'manager'}},
    {resources: ['account'], ...people('rep_a', 'rep_b')}, {resources: ['opportunity', 'activity'], ...people('rep_b')}]});
  const before = await preview(id);
  const of = (name) => before.resources.find((r) => r.resource === name);
  assert.deepEqual(of('account').parts.map((p) => [p.rule, p.to_id, p.count]).sort(), [[0, IDS.manager, 3], [1, IDS.rep_a, 6], [1, IDS.rep_b, 5]].sort());
  assert.ok(of('account').parts[0].sample.every((s) => s.id && s.name));
  assert.deepEqual([of('opportunity').held, of('opportunity').kept, of('opportunity').moves], [2, 1, 1]);
  assert.deepEqual([of('report').nobody, of('report').parts[0].sample[0].name], [1, '我的报表'], 'what nobody takes is named');
  assert.equal(await ownerOf('/opportunities', open), IDS.leaver, 'a preview changes nothing');
  expectStatus(await confirm(id), 200);
  const end = await ended(id);
  assert.deepEqual(await counts('account', "t.name ~ '^(重点|普通)客户'"), {manager: 3, rep_a: 6, rep_b: 5});
  assert.deepEqual(await Promise.all([['/opportunities', open], ['/activities', ahead]].map((a) => ownerOf(...a))), [IDS.rep_b, IDS.rep_b]);
  assert.deepEqual(await Promise.all([['/opportunities', won], ['/activities', done], ['/reports', report]].map((a) => ownerOf(...a))), [IDS.leaver, IDS.leaver, IDS.leaver]);
  assert.deepEqual([end.receipt.leaver_name, end.receipt.confirmed_by_name, end.receipt.moved, end.receipt.left], ['解芳测', '单磊测', 16, 0]);
  assert.deepEqual(end.receipt.parts.map((p) => [p.resource, p.to_name, p.moved].join(' ')).sort(),
    ['account 仇小琳测 5', 'account 单磊测 3', 'account 张伟测 6', 'activity 仇小琳测 1', 'opportunity 仇小琳测 1'].sort());
  assert.deepEqual([end.counts.account.moves, end.counts.opportunity.kept, end.counts.report.nobody], [14, 1, 1]);
  const items = expectStatus(await h.stack.post(`/handovers/${id}/items`, 'manager', {}), 200).json.data;
  assert.deepEqual([items.length, items.filter((i) => i.to_id === IDS.rep_a).length, items.find((i) => i.resource === 'opportunity').name], [16, 6, '在谈']);
  const lines = (await h.stack.get('/ownerships', 'admin', {kind: 'hand_over', limit: 50})).json.data;
  assert.equal(lines.length, 14);
  assert.ok(lines.every((l) => l.from_id === IDS.leaver && l.note === '离职交接'));
});

test('one_undo_puts_everything_back_and_marks_it', async () => {
  const {change_set_id: set, id} = (await h.stack.get('/handovers', 'manager', {state: 'done'})).json.data[0];
  expectProblem(await h.stack.patch(`/handovers/${id}`, 'manager', {note: 'x'}, '*'), 409, 'wrong_state');
  const {undone, conflicts} = expectStatus(await h.stack.post(`/change-sets/${set}/undo`, 'manager'), 200).json.data;
  assert.deepEqual([undone, conflicts], [16, []]);
  assert.deepEqual(await counts('account', "t.name ~ '^(重点|普通)客户'"), {leaver: 14});
  assert.equal((await read(id)).state, 'undone');
});

test('closed_deals_go_too_when_the_plan_says_so', async () => {
  const id = await plan({keep_closed: false, rules: [{resources: ['opportunity'], ...people('rep_a')}]});
  expectStatus(await confirm(id), 200);
  await ended(id);
  assert.deepEqual(await counts('opportunity', "t.name in ('在谈', '赢单')"), {rep_a: 2});
  await clear();
});

test('what_was_registered_goes_along_unless_it_has_ended', async () => {
  await h.stack.sql(`insert into app.registration (name, owner_id) values ('绍兴接力纺机有限公司', '${IDS.leaver}'), ('绍兴作废纺机有限公司', '${IDS.leaver}');
    update app.registration set state = 'withdrawn' where name = '绍兴作废纺机有限公司'`);
  const id = await plan({rules: [{resources: ['registration'], ...people('rep_b')}]});
  expectStatus(await confirm(id), 200);
  await ended(id);
  assert.deepEqual(await counts('registration'), {rep_b: 1, leaver: 1});
  await clear();
});

test('what_cannot_run_is_refused_before_it_is_planned', async () => {
  const bad = async (rule, code = 'invalid', status = 422) => expectProblem(await h.stack.post('/handovers', 'manager', {leaver_id: IDS.leaver, rules: [rule]}), status, code, JSON.stringify(rule));
  await bad({to: {kind: 'people', user_ids: []}});
  await bad({to: {kind: 'people', user_ids: [IDS.leaver]}});
  await bad({to: {kind: 'people', user_ids: ['nobody at all']}});
  await bad({to: {kind: 'nobody'}});
  await bad({resources: ['account'], to: {kind: 'pool', pool_id: IDS.account}});
  await bad({resources: ['product'], ...people('rep_a')});
  await bad({filter: {field: 'level', op: 'eq', value: 'a'}, ...people('rep_a')});
  await bad({whatever: 1, ...people('rep_a')});
  const id = await plan({rules: [{resources: ['account'], filter: {field: 'no_such', op: 'eq', value: 'a'}, ...people('rep_a')}]});
  for (const act of [(x) => h.stack.post(`/handovers/${x}/preview`, 'manager'), confirm]) expectProblem(await act(id), 400, 'unknown_field');
  expectProblem(await confirm(await plan({})), 422, 'invalid');
});

test('a_date_ahead_runs_once_with_two_workers_and_a_change_must_be_confirmed_again', async (t) => {
  await fill(40, '定期客户');
  const {workerProcess: first} = h.stack;
  await h.stack.startWorker();
  const second = h.stack.workerProcess;
  h.stack.workerProcess = first;
  t.after(() => second.kill('SIGKILL'));
  const soon = (s) => new Date(Date.now() + s * 1000).toISOString();
  const id = await plan({due_at: soon(3600), rules: [{resources: ['account'], ...people('rep_a', 'rep_b', 'manager')}]});
  assert.equal(expectStatus(await confirm(id), 200).json.data.state, 'planned');
  expectStatus(await h.stack.patch(`/handovers/${id}`, 'manager', {due_at: soon(2)}, '*'), 200);
  assert.equal((await read(id)).state, 'draft', 'a changed plan waits for a new word');
  expectStatus(await confirm(id), 200);
  await ended(id);
  assert.deepEqual(await counts('account', "t.name ~ '^定期客户'"), {rep_a: 14, rep_b: 13, manager: 13});
  assert.equal((await h.stack.rows(`select 1 from app.job where params ->> 'handover_id' = '${id}'`)).length, 1);
  const moves = await h.stack.rows(`select record_id from audit.history where change_set_id = '${id}' and resource = 'account'`);
  assert.deepEqual([moves.length, new Set(moves.map((m) => m.record_id)).size], [40, 40]);
});

test('at_its_date_the_rights_of_who_confirmed_it_count', async () => {
  await fill(2, '无权客户');
  const id = await plan({due_at: new Date(Date.now() + 3600e3).toISOString(), rules: [{resources: ['account'], ...people('rep_a')}]});
  expectStatus(await confirm(id), 200);
  await h.stack.sql(`update auth.role_resource set operations = array_remove(operations, 'run') where role_id = '${IDS.role_manager}' and resource = 'handover'`);
  await h.stack.sql(`update app.handover set due_at = now() where id = '${id}'; update app.handover set state = 'planned' where id = '${id}';`);
  await ended(id, 'failed');
  assert.deepEqual(await counts('account', "t.name ~ '^无权客户'"), {leaver: 2});
  await h.stack.sql(`update auth.role_resource set operations = operations || '{run}' where role_id = '${IDS.role_manager}' and resource = 'handover'`);
  expectStatus(await confirm(id), 200, 'who may again tries again');
  await ended(id);
  assert.deepEqual(await counts('account', "t.name ~ '^无权客户'"), {rep_a: 2});
});

test('a_worker_killed_in_the_middle_loses_and_doubles_nothing', {timeout: 120000}, async () => {
  await fill(3000, '中断客户');
  const id = await plan({rules: [{resources: ['account'], ...people('rep_a', 'rep_b')}]});
  expectStatus(await confirm(id), 200);
  const moved = async () => Number((await h.stack.rows(`select count(*) as n from job.handover_item where handover_id = '${id}' and state = 'moved'`))[0].n);
  await h.stack.until(async () => await moved() > 0, 'the first step');
  h.stack.workerProcess.kill('SIGKILL');
  const then = await moved();
  assert.ok(then > 0 && then < 3000, `${then} of 3000 when it died`);
  await h.stack.until(async () => (await h.stack.rows(`select 1 from pg_stat_activity where usename = 'guanxi_worker' and datname = current_database()`)).length === 0, 'its connections to end');
  await h.stack.sql(`update app.job set lease_until = now() - interval '1 second' where id = '${(await read(id)).job_id}'`);
  await h.stack.startWorker();
  const end = await ended(id);
  assert.deepEqual(await counts('account', "t.name ~ '^中断客户'"), {rep_a: 1500, rep_b: 1500});
  assert.deepEqual([end.receipt.moved, end.receipt.left], [3000, 0]);
  const [{n, d}] = await h.stack.rows(`select count(*) as n, count(distinct record_id) as d from audit.history where change_set_id = '${id}'`);
  assert.deepEqual([Number(n), Number(d)], [3000, 3000]);
  const notes = (await h.stack.get('/notifications', 'rep_a', {limit: 200, kind: 'assigned'})).json.data.filter((x) => x.record_id === null);
  assert.ok(notes.length > 0 && notes.length < 30, 'many records are one line, not thousands');
  const {json} = expectStatus(await h.stack.post(`/change-sets/${id}/undo`, 'manager'), 202);
  await h.stack.until(async () => (await h.stack.get(`/jobs/${json.data.job_id}`, 'manager')).json.data.state === 'done', 'the undo', 60000);
  assert.deepEqual(await counts('account', "t.name ~ '^中断客户'"), {leaver: 3000});
  assert.equal((await read(id)).state, 'undone');
  await clear();
});

test('the_log_in_is_closed_in_the_same_step_and_an_undo_does_not_open_it', async () => {
  await fill(4, '离职客户');
  const token = await h.stack.login('leaver');
  await h.stack.sql(`insert into auth.session (user_id, kind, aud, expires_at) values ('${IDS.leaver}', 'api_key', 'api', 'infinity')`);
  const live = async () => Number((await h.stack.rows(`select count(*) as n from auth.session where user_id = '${IDS.leaver}' and revoked_at is null`))[0].n);
  assert.ok(await live() > 1);
  const by = await plan({close_login: true, rules: [{resources: ['account'], ...people('rep_a')}]});
  assert.equal((await preview(by)).may_close_login, false);
  expectProblem(await confirm(by), 422, 'invalid', 'a manager administers nobody');
  const id = await plan({close_login: true, rules: [{resources: ['account'], ...people('rep_a')}]}, 'admin');
  assert.equal((await preview(id, 'admin')).may_close_login, true);
  expectStatus(await confirm(id, 'admin'), 200);
  const end = await ended(id);
  expectStatus(await h.stack.get('/auth/me', token), 401);
  assert.equal(await live(), 0, 'sessions and keys');
  assert.equal(end.receipt.login_closed, true);
  assert.deepEqual(await counts('account', "t.name ~ '^离职客户'"), {rep_a: 4});
  const {conflicts} = expectStatus(await h.stack.post(`/change-sets/${id}/undo`, 'admin'), 200).json.data;
  assert.deepEqual(conflicts, []);
  assert.deepEqual(await counts('account', "t.name ~ '^离职客户'"), {leaver: 4});
  assert.equal((await h.stack.get(`/users/${IDS.leaver}`, 'admin')).json.data.is_active, false);
  await wake();
  expectStatus(await h.stack.get('/auth/me', token), 401, 'gone for good');
  h.stack.tokens.delete('leaver');
  await clear();
});

test('into_a_pool_goes_what_the_rules_give_it_and_other_rules_come_first', async () => {
  const pool = expectStatus(await h.stack.post('/pools', 'admin', {name: '交接公海', department_ids: [IDS.east]}), 201).json.data.id;
  const account = await make('/accounts', {name: '公海客户'});
  const [given, follows] = [await make('/contacts', {name: '李给定', account_id: account}), await make('/contacts', {name: '王随行', account_id: account})];
  const id = await plan({rules: [{resources: ['contact'], filter: {field: 'name', op: 'eq', value: '李给定'}, ...people('rep_b')}, {resources: ['account'], to: {kind: 'pool', pool_id: pool}}]});
  expectStatus(await confirm(id), 200);
  await ended(id);
  assert.equal(await ownerOf('/contacts', given), IDS.rep_b);
  assert.deepEqual([await ownerOf('/accounts', account), await ownerOf('/contacts', follows)], [null, null]);
  const [line] = (await h.stack.get('/ownerships', 'admin', {parent_id: account})).json.data;
  assert.deepEqual([line.kind, line.pool_id], ['hand_over', pool]);
  const {conflicts} = expectStatus(await h.stack.post(`/change-sets/${id}/undo`, 'admin'), 200).json.data;
  assert.deepEqual(conflicts, []);
  assert.deepEqual([await ownerOf('/accounts', account), await ownerOf('/contacts', follows), await ownerOf('/contacts', given)], [IDS.leaver, IDS.leaver, IDS.leaver]);
});

test('a_manager_is_told_what_of_a_pool_he_cannot_take_back', async () => {
  await wake();
  await clear();
  const pool = expectStatus(await h.stack.post('/pools', 'admin', {name: '东部公海', department_ids: [IDS.east]}), 201).json.data.id;
  await fill(3, '入池客户', "'a'");
  await fill(2, '入手客户');
  const id = await plan({rules: [{resources: ['account'], filter: {field: 'level', op: 'eq', value: 'a'}, to: {kind: 'pool', pool_id: pool}}, {resources: ['account'], ...people('rep_a')}]});
  expectStatus(await confirm(id), 200);
  await ended(id);
  const {undone, conflicts} = expectStatus(await h.stack.post(`/change-sets/${id}/undo`, 'manager'), 200).json.data;
  assert.deepEqual([undone, conflicts], [2, []]);
  const {receipt, state} = await read(id);
  assert.deepEqual([state, receipt.moved, receipt.back], ['undone', 5, 2]);
  assert.deepEqual(receipt.parts.map((p) => [p.to_name ?? p.pool_name, p.moved, p.back]).sort(), [['东部公海', 3, 0], ['张伟测', 2, 2]].sort());
  await clear();
});

test('more_than_one_hand_over_takes_is_said', async (t) => {
  const limit = (n) => h.stack.sql(`create or replace function api.handover_limit() returns int language sql immutable return ${n}`);
  t.after(() => limit(100000));
  await clear();
  await fill(5, '很多客户');
  await limit(3);
  const id = await plan({rules: [{resources: ['account'], ...people('rep_a')}]});
  const [line] = (await preview(id)).resources.filter((r) => r.resource === 'account');
  assert.deepEqual([line.more, line.held, line.moves], [true, 3, 3]);
  expectStatus(await confirm(id), 200);
  const {counts: told, receipt} = await ended(id);
  assert.deepEqual([told.account.more, told.account.held, receipt.moved], [true, 3, 3]);
  assert.deepEqual(await counts('account', "t.name ~ '^很多客户'"), {leaver: 2, rep_a: 3});
  await clear();
});

test('one_that_stopped_goes_on_or_is_taken_back', async () => {
  await fill(2, '停下客户');
  const id = await plan({rules: [{resources: ['account'], ...people('rep_a')}]});
  expectStatus(await confirm(id), 200);
  await ended(id);
  await h.stack.sql(`update app.handover set state = 'failed', receipt = null, finished_at = null where id = '${id}'`);
  expectProblem(await h.stack.patch(`/handovers/${id}`, 'manager', {rules: []}, '*'), 409, 'wrong_state');
  expectStatus(await h.stack.post(`/change-sets/${id}/undo`, 'manager'), 200);
  const {state, receipt} = await read(id);
  assert.deepEqual([state, receipt.moved, receipt.back, receipt.confirmed_by_name], ['undone', 2, 2, '单磊测']);
  await clear();
});

test('what_is_personal_stays', async () => {
  const [view, reminder] = [['/saved-views', {name: '我的', resource: 'account', definition: {}}], ['/reminders', {name: '提醒', resource: 'account', date_field: 'next_step_on'}]];
  const made = [];
  for (const [path, body] of [view, reminder]) made.push([path, expectStatus(await h.stack.post(path, 'leaver', body), 201).json.data.id]);
  await fill(1, '个人客户');
  const id = await plan({rules: [people('rep_a')]});
  assert.deepEqual((await preview(id)).resources.map((r) => r.resource), ['account'], 'not even counted');
  expectStatus(await confirm(id), 200);
  await ended(id);
  for (const [path, own] of made) assert.equal((await h.stack.get(`${path}/${own}`, 'leaver')).json.data.owner_id, IDS.leaver);
  await clear();
});
