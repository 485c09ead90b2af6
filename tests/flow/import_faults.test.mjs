// SPDX-License-Identifier: AGPL-3.0-or-later
// What goes wrong in imports: broken rows come back with their reasons while the rest is written; rows that only the
// database refuses are found one by one; a worker that is killed in the middle loses nothing and doubles nothing.
import {test} from 'node:test';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';
import {Wizard, csv, mappingOf, parseCsv} from './lib/wizard.mjs';

const h = withStack({worker: true});
const HEAD = ['客户名称', '行业', '员工人数', '年营业额', '邮箱', '下次跟进日期', '负责人'];
const FIELDS = {客户名称: 'name', 行业: 'industry', 员工人数: 'employees', 年营业额: 'annual_revenue', 邮箱: 'email', 下次跟进日期: 'next_step_on', 负责人: 'owner_id'};

const breakers = [
  (r) => { r[0] = ''; }, (r) => { r[0] = '长'.repeat(201); }, (r) => { r[1] = '炼丹'; }, (r) => { r[2] = '-5'; }, (r) => { r[2] = '三个人'; },
  (r) => { r[3] = '很多'; }, (r) => { r[4] = 'not-an-address'; }, (r) => { r[5] = '2024-02-30'; }, (r) => { r[5] = '明天'; }, (r) => { r[6] = '不存在的人'; },
];
const CODES = ['required', 'too_long', 'choice', 'too_small', 'not_understood', 'not_understood', 'format', 'not_understood', 'not_understood', 'unknown_reference'];

test('fifty_broken_rows_come_back_and_the_rest_is_imported', async () => {
  const rows = [];
  for (let i = 0; i < 1000; i++) {
    const row = [`批量公司${i}`, '科技', String(i % 90), `${i}.5万`, `c${i}@example.com`, '2024/3/5', '区文测'];
    if (i % 20 === 7) breakers[(i - 7) / 20 % 10](row);
    rows.push(row);
  }
  const wizard = new Wizard(h.stack, 'admin');
  const {result} = await wizard.import('account', '批量.csv', csv([HEAD, ...rows]), FIELDS, {match_key: ['name'], mode: 'both'});
  assert.deepEqual([result.created, result.failed], [950, 50]);
  const file = expectStatus(await h.stack.get(`/files/${result.errors_file_id}/content`, 'admin'), 200);
  const lines = parseCsv(file.text);
  assert.equal(lines.length, 51);
  assert.deepEqual(lines[0].slice(-2), ['行号', '原因']);
  assert.equal(Number(lines[1].at(-2)), 9, 'the row as the spreadsheet counts');
  for (const line of lines.slice(1)) assert.ok(line.at(-1).length > 3, line.join());
  const codes = result.errors.slice(0, 10).map((e) => e.code);
  assert.deepEqual(codes, CODES);
  const back = csv(lines.map((l) => l.slice(0, -2)).map((l, i) => (i ? [`改正${i}`, '科技', '1', '1', '', '', '区文测'] : l)));
  const fixed = await wizard.import('account', '改正.csv', back, FIELDS, {match_key: ['name'], mode: 'both'});
  assert.deepEqual([fixed.result.created, fixed.result.failed], [50, 0], 'the file of errors can be corrected and imported');
});

test('rows_that_only_the_database_refuses_stand_alone', async () => {
  const wizard = new Wizard(h.stack, 'admin');
  const rows = Array.from({length: 300}, (_, i) => [`数据库产品${i}`, `SKU-${i}`]);
  rows[17][1] = 'TEST-1';
  rows[203][1] = 'TEST-1';
  rows[204][1] = 'SKU-3';
  const {result} = await wizard.import('product', 'p.csv', csv([['product', 'sku'], ...rows]), {product: 'name', sku: 'sku'});
  assert.deepEqual([result.created, result.failed], [297, 3], JSON.stringify(result.errors));
  assert.deepEqual(result.errors.map((e) => e.row), [19, 205, 206]);
});

test('a_chain_of_superiors_is_written_from_the_top_and_a_circle_refused', async () => {
  const wizard = new Wizard(h.stack, 'admin');
  const rows = [['department', 'parent'], ['丁', '丙'], ['丙', '乙'], ['乙', '甲'], ['甲', ''], ['子', '丑'], ['丑', '子'], ['独', '独']];
  const {result} = await wizard.import('department', 'd.csv', csv(rows), {department: 'name', parent: 'parent_id'}, {match_key: ['name']});
  assert.deepEqual([result.created, result.failed], [4, 3], JSON.stringify(result.errors));
  const [{chain}] = await h.stack.rows(`select (select name from app.department p where p.id = d.parent_id) as chain from app.department d where name = '丁'`);
  assert.equal(chain, '丙');
});

test('a_killed_worker_loses_nothing_and_doubles_nothing', {timeout: 120000}, async () => {
  const wizard = new Wizard(h.stack, 'admin');
  const rows = Array.from({length: 6000}, (_, i) => [i % 500 === 3 ? '' : `中断公司${i}`, String(i % 70)]);
  const id = await wizard.open('account', 'kill.csv', csv([['客户名称', '员工人数'], ...rows]));
  const analysis = await wizard.analyse(id);
  await wizard.options(id, {mapping: mappingOf(analysis, {客户名称: 'name', 员工人数: 'employees'})});
  const {json} = expectStatus(await h.stack.post(`/imports/${id}/run`, 'admin', {dry_run: false}), 202);
  const job = json.data.job_id;
  const written = async () => Number((await h.stack.rows(`select count(*) as n from app.account where name like '中断公司%'`))[0].n);
  await h.stack.until(async () => await written() >= 1000, 'the first chunks');
  h.stack.workerProcess.kill('SIGKILL');
  const before = await written();
  assert.ok(before < 5988, 'the worker was killed in the middle');
  await h.stack.sql(`update app.job set lease_until = now() - interval '1 second' where id = '${job}'`);
  await h.stack.startWorker();
  const record = await wizard.end(id, job);
  assert.equal(record.state, 'done', JSON.stringify(record));
  assert.deepEqual([record.result.created, record.result.failed, record.result.rows], [5988, 12, 6000]);
  assert.equal(await written(), 5988);
  const [{n}] = await h.stack.rows(`select count(distinct name) as n from app.account where name like '中断公司%'`);
  assert.equal(Number(n), 5988, 'no row twice, though the file has no key');
  assert.equal((await wizard.undo(record.change_set_id)).undone, 5988, 'both workers wrote into one change set');
});

test('a_cancelled_import_stops_and_what_was_written_can_be_undone', {timeout: 60000}, async () => {
  const wizard = new Wizard(h.stack, 'admin');
  const id = await wizard.open('account', 'cancel.csv', csv([['客户名称'], ...Array.from({length: 5000}, (_, i) => [`取消公司${i}`])]));
  const analysis = await wizard.analyse(id);
  await wizard.options(id, {mapping: mappingOf(analysis, {客户名称: 'name'})});
  const {json} = expectStatus(await h.stack.post(`/imports/${id}/run`, 'admin', {dry_run: false}), 202);
  const written = async () => Number((await h.stack.rows(`select count(*) as n from app.account where name like '取消公司%' and deleted_at is null`))[0].n);
  await h.stack.until(async () => await written() >= 1000, 'the first chunk');
  expectStatus(await h.stack.post(`/jobs/${json.data.job_id}/cancel`, 'admin'), 204);
  const {change_set_id} = (await wizard.read(id)).json.data;
  const settled = await h.stack.until(async () => {
    const a = await written();
    await new Promise((resolve) => { setTimeout(resolve, 1500); });
    return a === await written() && a;
  }, 'the worker to stop');
  assert.ok(settled < 5000, `${settled} rows`);
  assert.equal((await wizard.read(id)).json.data.state, 'failed');
  assert.equal((await wizard.undo(change_set_id)).undone, settled);
  assert.equal(await written(), 0);
  assert.equal((await wizard.read(id)).json.data.state, 'undone');
});
