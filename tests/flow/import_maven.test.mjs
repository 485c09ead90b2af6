// SPDX-License-Identifier: AGPL-3.0-or-later
// A real company's files through the import: 8,800 deals with the flaws of real exports. Skipped where the practice
// data are absent; import_sample.test.mjs tells the same story on a few rows of ours.
import {test} from 'node:test';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';
import {Company, PASSWORD, mavenFolder, username} from './lib/company.mjs';
import {parseCsv} from './lib/wizard.mjs';

const folder = mavenFolder();
const skip = folder ? false : 'the practice data are not here';
const h = folder ? withStack({worker: true}) : {};
let company;
let deals;

const login = (name) => h.stack.login(username(name), PASSWORD);

test('people_products_and_accounts_come_in_with_their_hierarchies', {skip}, async () => {
  company = new Company(h.stack, folder);
  assert.equal((await company.departments()).result.created, 9);
  assert.equal((await company.users()).result.created, 35 + 6 + 3);
  const products = await company.products();
  assert.equal(products.result.created, 7);
  assert.deepEqual(products.result.made, {product_category: 3});
  assert.equal((await company.accounts()).result.created, 85);
  const child = (await h.stack.get('/accounts', 'admin', {name: 'Bluth Company', include: 'parent'})).json;
  assert.equal(child.included.account[0].name, 'Acme Corporation');
  assert.equal(child.data[0].industry, 'technology');
});

test('deals_give_the_known_figures', {skip, timeout: 240000}, async () => {
  await company.pipeline();
  const {id, dry} = await company.deals();
  assert.equal(dry.result.ambiguous.product_id[0].value, 'GTXPro');
  assert.equal(dry.result.ambiguous.product_id[0].candidates[0].name, 'GTX Pro');
  assert.equal(dry.result.failed, 1480, 'rows wait for the answer');
  assert.equal(await company.count('admin'), 0, 'a dry run writes nothing');
  deals = await company.wizard.run(id, false);
  assert.equal(deals.state, 'done', JSON.stringify(deals.result));
  assert.deepEqual([deals.result.created, deals.result.failed], [8800, 0], JSON.stringify(deals.result.errors));
  assert.deepEqual(await company.figures('admin'), {
    Won: {count: 4238, sum: 10005534}, Lost: {count: 2473, sum: 0}, Engaging: {count: 1589, sum: 0}, Prospecting: {count: 500, sum: 0}});
  assert.equal(await company.count('admin', {stage_id: company.stages.Won}), 4238);
  assert.equal(await company.count('admin', {'account_id[null]': 'true'}), 1425);
});

test('an_export_gives_the_same_figures', {skip, timeout: 120000}, async () => {
  const answer = expectStatus(await h.stack.get('/opportunities/export', 'admin', {format: 'csv', stage_id: company.stages.Won, fields: 'external_id,amount,closed_on'}), 200);
  const rows = parseCsv(answer.text).slice(1, -1);
  assert.equal(rows.length, 4238);
  assert.equal(rows.reduce((sum, row) => sum + Number(row[1]), 0), 10005534);
});

test('dates_are_month_first_because_the_column_says_so', {skip}, async () => {
  const {json} = await h.stack.get('/opportunities', 'admin', {external_id: '1C1I7A6R', include: 'owner,product'});
  assert.equal(json.data[0].engaged_on, '2016-10-20');
  assert.equal(json.data[0].closed_on, '2017-03-01');
  assert.equal(json.data[0].status, 'won');
  assert.equal(json.included.user[0].name, 'Moses Frase');
});

test('each_sees_his_own', {skip}, async () => {
  const lines = parseCsv(company.file('sales_pipeline.csv').toString()).slice(1);
  const of = (agents) => lines.filter((l) => agents.includes(l[1])).length;
  const team = (key, value) => company.team.filter((t) => t[key] === value).map((t) => t.agent);
  for (const agent of ['Moses Frase', 'Darcel Schlecht']) assert.equal(await company.count(await login(agent)), of([agent]), agent);
  for (const manager of ['Dustin Brinkmann', 'Cara Losch']) assert.equal(await company.count(await login(manager)), of(team('manager', manager)), manager);
  for (const office of company.offices) assert.equal(await company.count(await login(`${office} Head`)), of(team('office', office)), office);
});

test('importing_the_same_files_again_changes_nothing', {skip, timeout: 240000}, async () => {
  const {id} = await company.deals();
  const again = await company.wizard.run(id, false);
  assert.deepEqual([again.result.created, again.result.updated, again.result.unchanged, again.result.failed], [0, 0, 8800, 0]);
  for (const step of ['departments', 'users', 'products', 'accounts']) {
    const {result} = await company[step]();
    assert.deepEqual([result.created, result.updated, result.failed], [0, 0, 0], `${step} ${JSON.stringify(result)}`);
  }
  const [versions] = await h.stack.rows('select max(version) as max from app.opportunity');
  assert.equal(versions.max, 1);
});

test('undo_restores_the_state_before', {skip, timeout: 240000}, async () => {
  const {undone, conflicts} = await company.wizard.undo(deals.change_set_id);
  assert.deepEqual([undone, conflicts], [8800, []]);
  assert.equal(await company.count('admin'), 0);
  assert.equal((await company.wizard.read(deals.id)).json.data.state, 'undone');
});
