// SPDX-License-Identifier: AGPL-3.0-or-later
// The story of import_maven.test.mjs on a few rows of our own, and what only a small file shows: questions, repeated
// keys, modes, rights.
import {describe, test} from 'node:test';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';
import {Company, sampleFolder} from './lib/company.mjs';
import {Wizard, csv, mappingOf} from './lib/wizard.mjs';

const h = withStack({worker: true});

test('a_company_comes_in_and_goes_again', async () => {
  const company = new Company(h.stack, sampleFolder);
  await company.departments();
  assert.equal((await company.users()).result.created, 3 + 2 + 2);
  assert.equal((await company.products()).result.made.product_category > 0, true);
  assert.equal((await company.accounts()).result.failed, 0);
  await company.pipeline();
  const {id, dry} = await company.deals();
  assert.deepEqual(dry.result.ambiguous.product_id.map((q) => [q.value, q.candidates[0].name]), [['GTPro', 'GT Pro']]);
  const deals = await company.wizard.run(id, false);
  assert.deepEqual([deals.result.created, deals.result.failed], [6, 0]);
  assert.deepEqual(await company.figures('admin'), {
    Won: {count: 2, sum: 5568}, Lost: {count: 1, sum: 0}, Engaging: {count: 2, sum: 0}, Prospecting: {count: 1, sum: 0}});
  assert.equal(await company.count(await h.stack.login('anna.probe')), 2);
  assert.equal(await company.count(await h.stack.login('dora.lead')), 4);
  assert.equal(await company.count(await h.stack.login('west.head')), 2);
  const again = await company.wizard.run((await company.deals()).id, false);
  assert.deepEqual([again.result.unchanged, again.result.created, again.result.updated], [6, 0, 0]);
  assert.equal((await company.wizard.undo(deals.change_set_id)).undone, 6);
  assert.equal(await company.count('admin'), 0);
});

describe('modes_and_keys', () => {
  const first = csv([['客户名称', '电话', '员工人数'], ['键甲公司', '0512-1111111', '10'], ['键乙公司', '0512-2222222', '20']]);
  const second = csv([['客户名称', '电话', '员工人数'], ['键甲公司', '0512-1111111', '11'], ['键丙公司', '', '30'], ['键丙公司', '', '31']]);
  const fields = {客户名称: 'name', 电话: 'phone', 员工人数: 'employees'};
  let wizard;
  const result = async (text, options) => {
    const {result: r} = await wizard.import('account', 'modes.csv', text, fields, options);
    return [r.created, r.updated, r.unchanged, r.skipped, r.failed];
  };

  test('create_skips_update_refuses_and_both_does_both', async () => {
    wizard = new Wizard(h.stack, 'admin');
    assert.deepEqual(await result(first, {match_key: ['name'], mode: 'create'}), [2, 0, 0, 0, 0]);
    assert.deepEqual(await result(first, {match_key: ['name'], mode: 'create'}), [0, 0, 0, 2, 0]);
    assert.deepEqual(await result(second, {match_key: ['name'], mode: 'update'}), [0, 1, 0, 0, 2], 'no such record, and a key twice');
    assert.deepEqual(await result(second, {match_key: ['name'], mode: 'both'}), [1, 0, 1, 0, 1], 'the second row of a key is refused');
    const {json} = await h.stack.get('/accounts', 'admin', {name: '键甲公司'});
    assert.equal(json.data[0].employees, 11);
    assert.equal(json.data[0].version, 2, 'one update, of the changed field only');
  });

  test('an_empty_cell_says_nothing_unless_it_clears', async () => {
    const text = csv([['客户名称', '电话'], ['键乙公司', '']]);
    assert.deepEqual(await result(text, {match_key: ['name'], mode: 'both'}), [0, 0, 1, 0, 0]);
    assert.deepEqual(await result(text, {match_key: ['name'], mode: 'both', clear_empty: true}), [0, 1, 0, 0, 0]);
    assert.equal((await h.stack.get('/accounts', 'admin', {name: '键乙公司'})).json.data[0].phone, null);
  });
});

describe('questions', () => {
  test('two_people_of_one_name_are_asked_about_and_the_answer_counts', async () => {
    await h.stack.sql(`insert into app."user" (name, department_id) select '重名', id from app.department where name in ('测试华东', '测试华南')`);
    const wizard = new Wizard(h.stack, 'admin');
    const id = await wizard.open('account', 'owners.csv', csv([['客户名称', '负责人'], ['问一公司', '重名'], ['问二公司', '重 名'], ['问三公司', '无此人']]));
    const analysis = await wizard.analyse(id);
    await wizard.options(id, {mapping: mappingOf(analysis, {客户名称: 'name', 负责人: 'owner_id'}), match_key: ['name']});
    const dry = await wizard.run(id, true);
    const [same, near] = dry.result.ambiguous.owner_id;
    assert.deepEqual([same.value, same.candidates.length], ['重名', 2]);
    assert.equal(near.value, '重 名');
    assert.deepEqual(dry.result.missing.owner_id, ['无此人']);
    assert.equal(dry.result.failed, 3);
    const chosen = same.candidates[1].id;
    await wizard.options(id, {choices: {owner_id: {重名: chosen, '重 名': chosen, 无此人: null}}});
    const done = await wizard.run(id, false);
    assert.deepEqual([done.result.created, done.result.failed], [3, 0], JSON.stringify(done.result));
    assert.equal((await h.stack.get('/accounts', 'admin', {name: '问二公司'})).json.data[0].owner_id, chosen);
  });
});

test('a_name_that_sounds_alike_is_offered', async () => {
  const wizard = new Wizard(h.stack, 'admin');
  const id = await wizard.open('account', 'sound.csv', csv([['客户名称', '负责人'], ['音一公司', '曾闵测'], ['音二公司', '善垒测'], ['音三公司', '王五']]));
  const analysis = await wizard.analyse(id);
  await wizard.options(id, {mapping: mappingOf(analysis, {客户名称: 'name', 负责人: 'owner_id'})});
  const {result} = await wizard.run(id, true);
  const offered = Object.fromEntries(result.ambiguous.owner_id.map((q) => [q.value, q.candidates.map((c) => c.name)]));
  assert.deepEqual(offered, {曾闵测: ['曾敏测'], 善垒测: ['单磊测']}, '曾 is also zeng, 单 is also shan');
  assert.deepEqual(result.missing.owner_id, ['王五']);
});

describe('rights', () => {
  test('a_rep_imports_his_own_and_only_into_fields_that_he_writes', async () => {
    const wizard = new Wizard(h.stack, 'rep_s');
    const id = await wizard.open('account', 'rep.csv', csv([['客户名称', '年营业额', '客户级别'], ['代表公司', '100', 'A 级（重点）']]));
    const analysis = await wizard.analyse(id);
    assert.ok(!analysis.columns.some((c) => c.guess?.field === 'annual_revenue'), 'a hidden field is not guessed');
    const tries = {unknown_field: {客户名称: 'name', 年营业额: 'annual_revenue'}, not_writable: {客户名称: 'name', 客户级别: 'level'}};
    for (const [code, fields] of Object.entries(tries)) {
      await wizard.options(id, {mapping: mappingOf(analysis, fields)});
      const refused = expectStatus(await h.stack.post(`/imports/${id}/run`, 'rep_s', {dry_run: false}), 422);
      assert.equal(refused.json.errors[0].code, code, refused.text);
    }
    await wizard.options(id, {mapping: mappingOf(analysis, {客户名称: 'name'}), match_key: ['name']});
    assert.equal((await wizard.run(id, false)).result.created, 1);
    assert.equal((await h.stack.get('/accounts', 'rep_s', {name: '代表公司'})).json.data.length, 1);
    assert.equal((await h.stack.get('/accounts', 'rep_a', {name: '代表公司'})).json.data.length, 0);
  });

  test('who_may_not_import_is_refused', async () => {
    const wizard = new Wizard(h.stack, 'rep_a');
    const id = await wizard.open('product', 'products.csv', 'product\nX\n');
    expectStatus(await h.stack.post(`/imports/${id}/analyse`, 'rep_a', {}), 403);
  });
});
