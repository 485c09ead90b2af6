// SPDX-License-Identifier: AGPL-3.0-or-later
// Bytes of files, and the long work that reads and writes them: imports, exports, jobs; the inbox.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, test} from 'node:test';
import {ROOT, resource} from '../lib/env.mjs';
import {insertServerMade, makeRecord} from '../lib/make.mjs';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack({worker: true, env: {GX_TICK_SECONDS: '1'}});
const file = resource('file');
const sample = (name) => readFileSync(join(ROOT, 'tests/fixtures/import', name));

async function upload(token, name, bytes, mime = 'text/csv', more = {}) {
  const made = await h.stack.post('/files', token, {name, size: bytes.length, mime_type: mime, ...more});
  expectStatus(made, 201);
  expectStatus(await put(token, made.json.data.id, bytes), 204);
  return made.json.data.id;
}
const put = (token, id, bytes, type = 'application/octet-stream') => h.stack.api('PUT', `/files/${id}/content`, {token, body: bytes, headers: {'Content-Type': type}});
const download = (token, id) => h.stack.get(`/files/${id}/content`, token);
const jobEnd = (id, token = 'admin') => h.stack.until(async () => {
  const j = expectStatus(await h.stack.get(`/jobs/${id}`, token), 200).json.data;
  return ['done', 'failed', 'cancelled'].includes(j.state) && j;
}, 'the job to end');

describe('file_content', () => {
  test('bytes_come_back_as_they_went_with_safe_headers', async () => {
    const bytes = Buffer.from('\u0000\u0001 <script>中文', 'utf8');
    const id = await upload('rep_a', '报价 "1".html', bytes, 'text/html');
    const got = expectStatus(await download('rep_a', id), 200);
    assert.deepEqual(got.bytes, bytes);
    assert.match(got.headers['content-disposition'], /^attachment/);
    assert.equal(got.headers['x-content-type-options'], 'nosniff');
    assert.match(got.headers['content-security-policy'], /sandbox/);
    assert.doesNotMatch(got.headers['content-type'], /html/);
    const record = (await h.stack.get(`/files/${id}`, 'rep_a')).json.data;
    assert.equal(record.state, 'stored');
    assert.match(record.sha256, /^[0-9a-f]{64}$/);
  });

  test('only_once_only_the_announced_size_and_only_with_bytes', async () => {
    const {data} = await makeRecord(h.stack, file, 'admin', {size: 4});
    expectProblem(await download('admin', data.id), 409, 'wrong_state');
    expectStatus(await put('admin', data.id, Buffer.from('12345')), 422);
    expectStatus(await put('admin', data.id, Buffer.from('1234')), 204);
    expectProblem(await put('admin', data.id, Buffer.from('4321')), 409, 'wrong_state');
    expectStatus(await h.stack.post('/files', 'admin', {name: 'big.bin', size: 52428801, mime_type: 'text/plain'}), 422);
  });

  test('a_hidden_file_is_404_for_reading_and_writing', async () => {
    const id = await upload('rep_s', 'south.csv', Buffer.from('a\n1\n'));
    expectStatus(await download('rep_a', id), 404);
    const {data} = await makeRecord(h.stack, file, 'rep_s', {size: 1});
    expectStatus(await put('rep_a', data.id, Buffer.from('x')), 404);
  });
});

describe('import', () => {
  const start = async (token, res, name) => {
    const fileId = await upload(token, name, sample(name));
    const made = expectStatus(await h.stack.post('/imports', token, {resource: res, file_id: fileId}), 201).json.data;
    assert.equal(made.state, 'draft');
    const analysed = expectStatus(await h.stack.post(`/imports/${made.id}/analyse`, token, {}), 200).json.data;
    return {id: made.id, analysis: analysed.analysis ?? analysed};
  };
  const run = async (token, id, dryRun) => {
    const answer = expectStatus(await h.stack.post(`/imports/${id}/run`, token, {dry_run: dryRun}), 202);
    const job = await jobEnd(answer.json.data.job_id, token);
    return {job, record: (await h.stack.get(`/imports/${id}`, token)).json.data};
  };

  test('accounts_come_in_by_guessed_columns_and_go_by_undo', async () => {
    const {id, analysis} = await start('admin', 'account', 'accounts.csv');
    const guessed = Object.fromEntries(analysis.columns.map((c) => [c.header, c.guess?.field]));
    assert.equal(guessed.account, 'name');
    assert.equal(guessed.year_established, 'year_established');
    const mapping = analysis.columns.map((c) => ({column: c.index, field: {account: 'name', sector: 'industry', revenue: 'annual_revenue', employees: 'employees',
      year_established: 'year_established', office_location: 'country', subsidiary_of: 'parent_id'}[c.header]}));
    const options = {mapping: mapping.map((m) => (m.field === 'parent_id' ? {...m, match: 'name'} : m)), match_key: ['name'], mode: 'both', choices: {industry: {technolgy: 'technology'}}};
    const record = await h.stack.get(`/imports/${id}`, 'admin');
    expectStatus(await h.stack.patch(`/imports/${id}`, 'admin', {options}, record.etag), 200);
    const dry = await run('admin', id, true);
    assert.equal(dry.job.state, 'done', JSON.stringify(dry));
    assert.equal((await h.stack.get('/accounts', 'admin', {name: 'Zumper Test'})).json.data.length, 0, 'a dry run changes nothing');
    const real = await run('admin', id, false);
    assert.equal(real.record.state, 'done', JSON.stringify(real.record));
    assert.equal(real.record.result.created, 5);
    const sub = (await h.stack.get('/accounts', 'admin', {name: 'Zumper Test', include: 'parent'})).json;
    assert.equal(sub.data[0].annual_revenue.replace(/0+$/, ''), '251.41');
    assert.equal(sub.included.account[0].name, 'Acme Test Corporation');
    expectStatus(await h.stack.post(`/change-sets/${real.record.change_set_id}/undo`, 'admin'), 200);
    assert.equal((await h.stack.get('/accounts', 'admin', {name: 'Zumper Test'})).json.data.length, 0);
  });

  test('analysing_or_running_what_is_not_mine_is_404', async () => {
    const {id} = await start('rep_a', 'account', 'accounts.csv');
    for (const path of ['analyse', 'run']) expectStatus(await h.stack.post(`/imports/${id}/${path}`, 'rep_b', path === 'run' ? {dry_run: true} : {}), 404);
    expectStatus(await h.stack.post(`/imports/${id}/run`, 'rep_a', {}), 422);
    expectStatus(await h.stack.post('/imports', 'rep_a', {resource: 'no_such', file_id: IDS.file}), [400, 422]);
  });
});

describe('export', () => {
  test('an_export_job_makes_a_file_that_its_owner_reads', async () => {
    const {data} = await makeRecord(h.stack, resource('account'));
    const answer = expectStatus(await h.stack.post('/exports', 'admin', {resource: 'account', format: 'csv', filter: {field: 'id', op: 'eq', value: data.id}, fields: ['code', 'name']}), 202);
    const job = await jobEnd(answer.json.data.job_id);
    assert.equal(job.state, 'done', JSON.stringify(job));
    const list = (await h.stack.get('/exports', 'admin', {sort: '-created_at', limit: 1})).json.data[0];
    assert.equal(list.rows, 1);
    const got = expectStatus(await download('admin', list.file_id), 200);
    assert.ok(got.text.includes(data.code) && got.text.includes(data.name));
    expectStatus(await download('rep_a', list.file_id), 404);
    expectStatus(await h.stack.post('/exports', 'admin', {resource: 'no_such'}), [400, 404, 422]);
    expectStatus(await h.stack.post('/exports', 'nobody', {resource: 'account'}), 403);
  });
});

describe('jobs', () => {
  test('a_queued_job_can_be_cancelled_by_its_owner_only', async () => {
    const id = await h.stack.sql(`insert into app.job (kind, state, owner_id, created_by, run_at) values ('export', 'queued', '${IDS.rep_a}', '${IDS.rep_a}', now() + interval '1 hour') returning id;`);
    expectStatus(await h.stack.post(`/jobs/${id}/cancel`, 'rep_b'), 404);
    expectStatus(await h.stack.post(`/jobs/${id}/cancel`, 'rep_a'), 204);
    assert.equal((await h.stack.get(`/jobs/${id}`, 'rep_a')).json.data.state, 'cancelled');
    expectStatus(await h.stack.post(`/jobs/${id}/cancel`, 'rep_a'), [204, 409]);
  });
});

describe('notifications', () => {
  test('marking_reads_own_ones_only', async () => {
    const ids = [];
    for (let i = 0; i < 3; i += 1) ids.push(await insertServerMade(h.stack, 'notification', IDS.rep_b));
    const mark = (token, body) => h.stack.post('/notifications/mark-read', token, body);
    assert.equal(expectStatus(await mark('rep_a', {ids}), 200).json.data.marked, 0);
    assert.equal(expectStatus(await mark('rep_b', {ids: ids.slice(0, 1)}), 200).json.data.marked, 1);
    assert.equal((await h.stack.get('/notifications', 'rep_b', {'read_at[null]': true, 'id[in]': ids})).json.data.length, 2);
    assert.equal(expectStatus(await mark('rep_b', {all: true}), 200).json.data.marked, 2);
    for (const body of [{}, {ids: []}, {all: false}, {ids, all: true}]) expectStatus(await mark('rep_b', body), 422, JSON.stringify(body));
  });

  test('a_dated_reminder_becomes_a_notification_once', async () => {
    const day = new Date(Date.now() + 8 * 3600e3 + 86400e3).toISOString().slice(0, 10);
    const {data} = await makeRecord(h.stack, resource('account'), 'rep_b', {next_step_on: day});
    expectStatus(await h.stack.post('/reminders', 'rep_b', {name: '提醒测试', resource: 'account', date_field: 'next_step_on', days_before: 1, recipient: 'me',
      definition: {field: 'id', op: 'eq', value: data.id}}), 201);
    await h.stack.until(async () => (await h.stack.get('/notifications', 'rep_b', {kind: 'reminder', record_id: data.id})).json.data.length === 1, 'the reminder', 60000);
  });
});
