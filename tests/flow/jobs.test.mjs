// SPDX-License-Identifier: AGPL-3.0-or-later
// Long work beside imports: a bulk over hundreds of records, its undo, the same under a person's own scope, an export
// that is too big for a request, and a worker that is told to stop.
import {test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';
import {Wizard, parseCsv} from './lib/wizard.mjs';

const h = withStack({worker: true});
const end = (token, id) => new Wizard(h.stack, token).jobEnd(id);
const count = async (token, params) => (await h.stack.get('/accounts', token, {limit: 1, count: 'exact', ...params})).json.page.count.value;
const fill = (n, owner, name) => h.stack.sql(`insert into app.account (name, owner_id, department_id, industry)
  select '${name}' || g, '${IDS[owner]}', u.department_id, 'retail' from generate_series(1, ${n}) g, app."user" u where u.id = '${IDS[owner]}'`);
const bulk = (token, body) => h.stack.post('/accounts/bulk', token, body);

test('a_bulk_over_many_is_a_job_and_one_undo_takes_it_back', {timeout: 60000}, async () => {
  await fill(700, 'rep_a', '成批甲');
  await fill(50, 'rep_s', '成批乙');
  const filter = {field: 'industry', op: 'eq', value: 'retail'};
  const {json} = expectStatus(await bulk('manager', {action: 'update', filter, changes: {industry: 'energy'}}), 202);
  const job = await end('manager', json.data.job_id);
  assert.equal(job.state, 'done', JSON.stringify(job));
  assert.equal(job.result.ok, 700);
  assert.deepEqual([job.done, job.total], [700, 700]);
  assert.equal(await count('admin', {industry: 'energy'}), 700);
  assert.equal(await count('admin', {industry: 'retail'}), 50, 'what the manager does not see is untouched');
  const {undone} = await new Wizard(h.stack, 'manager').undo(job.result.change_set_id);
  assert.equal(undone, 700);
  assert.equal(await count('admin', {industry: 'retail'}), 750);
});

test('deleting_many_leaves_what_others_own', {timeout: 60000}, async () => {
  const {json} = expectStatus(await bulk('rep_s', {action: 'delete', filter: {field: 'industry', op: 'eq', value: 'retail'}}), [200, 202]);
  if (json.data.job_id) await end('rep_s', json.data.job_id);
  assert.equal(await count('admin', {industry: 'retail'}), 700);
});

test('an_export_too_big_for_a_request_is_a_job_with_the_same_content', {timeout: 120000}, async () => {
  await h.stack.sql('alter table app.account disable trigger user');
  await h.stack.sql(`insert into app.account (name, owner_id, department_id, industry, code)
    select '导出' || g, '${IDS.rep_a}', '${IDS.suzhou}', 'chemical', 'X-' || g from generate_series(1, 50100) g`);
  // Rows put in past the service are in no statistics until autovacuum comes; without them the plan of the exports is a slow one.
  await h.stack.sql('alter table app.account enable trigger user; analyze app.account;');
  const answer = expectStatus(await h.stack.get('/accounts/export', 'manager', {format: 'csv', industry: 'chemical', fields: 'name,industry'}), 202);
  const job = await end('manager', answer.json.data.job_id);
  assert.equal(job.state, 'done', JSON.stringify(job));
  assert.equal(job.result.rows, 50100);
  const file = expectStatus(await h.stack.get(`/files/${job.file_id}/content`, 'manager'), 200);
  const lines = parseCsv(file.text);
  assert.equal(lines.length, 50102);
  assert.match(lines.at(-1)[0], new RegExp(`^# guanxi-export by=manager .* ref=${(await h.stack.get('/exports', 'manager', {job_id: job.id})).json.data[0].id}$`));
  expectStatus(await h.stack.get(`/files/${job.file_id}/content`, 'rep_a'), 404, 'the file is its maker\'s');
});

test('a_worker_told_to_stop_ends_cleanly_and_another_goes_on', {timeout: 60000}, async () => {
  const {json} = expectStatus(await h.stack.post('/exports', 'manager', {resource: 'account', format: 'xlsx', filter: {field: 'industry', op: 'eq', value: 'chemical'}}), 202);
  const state = async () => (await h.stack.get(`/jobs/${json.data.job_id}`, 'manager')).json.data.state;
  await h.stack.until(async () => await state() !== 'queued', 'the worker to begin');
  const {workerProcess} = h.stack;
  const ended = new Promise((resolve) => { workerProcess.on('exit', resolve); });
  workerProcess.kill('SIGTERM');
  assert.equal(await ended, 0, workerProcess.tail());
  await h.stack.sql(`update app.job set run_at = now(), lease_until = null where id = '${json.data.job_id}'`);
  await h.stack.startWorker();
  const job = await end('manager', json.data.job_id);
  assert.equal(job.state, 'done', JSON.stringify(job));
  assert.equal(job.result.rows, 50100);
});
