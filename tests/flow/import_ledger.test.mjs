// SPDX-License-Identifier: AGPL-3.0-or-later
// 老板的客户台账: a list of customers as bosses keep it. Title rows, merged cells, two people in one cell, 12.5万,
// dates in five forms, telephone numbers that Excel shows as 1.38E+10. And the old formats that are refused with
// instructions, and text files in the encodings of Chinese offices.
import {describe, test} from 'node:test';
import {spawnSync} from 'node:child_process';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';
import {Wizard, csv, guesses, mappingOf} from './lib/wizard.mjs';
import {workbook, zip} from './lib/xlsx.mjs';

const h = withStack({worker: true});

const boss = () => workbook([
  ['2024年客户台账（老板专用，勿外传）'],
  ['填表人：沈国梁', null, null, null, null, '更新日期：2024.3.31'],
  ['客户信息', null, null, '联系方式', null, '商务情况'],
  ['客户名称', '所属行业', '城市', '联系人', '联系电话', '年营业额（元）', '下次跟进日期', '备注'],
  ['重庆长平汽车零部件', '汽车零部件', '重庆', '张经理13800001111/李工', 13812345678, '12.5万', '2024.3.5', '  大客户　'],
  ['宁波海岳新材料', '新材料', '宁波', '王总', '１３９　００００　２２２２', '1.2亿', '2024年3月5日', null],
  ['佛山粤衡电器', '电子电器', null, '陈工 0757-8888888、赵会计13700003333', '0757-8888888', '¥1,234.50', {v: 45356, s: 1}, '=SUM(A1)'],
  ['天津滨检检测', '检验检测', '天津', null, null, 3000000, 45356, null],
  ['厦门单氏仪器', '机械制造', '厦门', null, '1.38E+10', '约50万', {v: 45356.5, s: 3}, null],
  [null, null, null, null, '合计', '12345678', null, null],
], ['A1:H1', 'A2:E2', 'A3:C3', 'D3:E3', 'F3:H3', 'C6:C7']);

describe('a_list_as_bosses_keep_it', () => {
  let wizard;
  let id;
  let analysis;
  let record;

  test('headings_are_found_below_titles_and_guessed', async () => {
    wizard = new Wizard(h.stack, 'admin');
    id = await wizard.open('account', '老板的客户台账.xlsx', boss());
    analysis = await wizard.analyse(id);
    assert.equal(analysis.header_row, 4);
    assert.deepEqual(analysis.sheets, ['客户台账']);
    assert.deepEqual(guesses(analysis), {客户名称: 'name', 所属行业: 'industry', 城市: 'city', 联系人: null, 联系电话: 'phone',
      '年营业额（元）': 'annual_revenue', 下次跟进日期: 'next_step_on', 备注: 'description'});
    const people = analysis.columns[3].split;
    assert.deepEqual(people.sample, [{name: '张经理', job_title: '经理', phone: '13800001111'}, {name: '李工', job_title: '工程师', phone: null}]);
    assert.deepEqual(analysis.match_key, ['name']);
  });

  test('values_are_what_was_meant_and_doubts_are_told', async () => {
    const fields = {...guesses(analysis), 联系人: '@contacts'};
    await wizard.options(id, {mapping: mappingOf(analysis, fields), match_key: ['name'], mode: 'both'});
    record = await wizard.run(id, false);
    assert.equal(record.state, 'done', JSON.stringify(record.result));
    assert.deepEqual([record.result.created, record.result.failed], [4, 2], JSON.stringify(record.result.errors));
    const errors = record.result.errors.map((e) => [e.row, e.field, e.code]);
    assert.deepEqual(errors, [[9, 'phone', 'digits_lost'], [9, 'annual_revenue', 'not_understood'], [10, 'phone', 'not_understood']]);
    const {json} = await h.stack.get('/accounts', 'admin', {'name[in]': '重庆长平汽车零部件,宁波海岳新材料,佛山粤衡电器,天津滨检检测', sort: 'name', fields: 'name,industry,city,phone,annual_revenue,next_step_on,description'});
    const by = Object.fromEntries(json.data.map((a) => [a.name, a]));
    const is = (name, values) => { for (const [k, v] of Object.entries(values)) assert.equal(by[name][k], v, `${name} ${k}`); };
    is('重庆长平汽车零部件', {industry: 'automotive', phone: '13812345678', annual_revenue: '125000.00', next_step_on: '2024-03-05', description: '大客户'});
    is('宁波海岳新材料', {phone: '139 0000 2222', annual_revenue: '120000000.00', next_step_on: '2024-03-05', city: '宁波'});
    is('佛山粤衡电器', {annual_revenue: '1234.50', next_step_on: '2024-03-05', city: '宁波', description: '=SUM(A1)'});
    is('天津滨检检测', {annual_revenue: '3000000.00', next_step_on: '2024-03-05'});
  });

  test('people_of_one_cell_become_contacts_once', async () => {
    const contacts = async () => (await h.stack.get('/contacts', 'admin', {sort: 'name', fields: 'name,mobile,phone,job_title,account_id', include: 'account'})).json;
    const {data, included} = await contacts();
    assert.deepEqual(record.result.made, {contact: 4});
    const name = Object.fromEntries(included.account.map((a) => [a.id, a.name]));
    const found = Object.fromEntries(data.map((c) => [c.name, [name[c.account_id], c.mobile ?? c.phone, c.job_title]]));
    assert.deepEqual(found.张经理, ['重庆长平汽车零部件', '13800001111', '经理']);
    assert.deepEqual(found.李工, ['重庆长平汽车零部件', null, '工程师']);
    assert.deepEqual(found.赵会计, ['佛山粤衡电器', '13700003333', '会计']);
    const again = await wizard.import('account', '台账.xlsx', boss(), {...guesses(analysis), 联系人: '@contacts'}, {match_key: ['name'], mode: 'both'});
    assert.deepEqual([again.result.created, again.result.updated, again.result.unchanged, again.result.made], [0, 0, 4, {}]);
    assert.equal((await contacts()).data.length, data.length);
  });

  test('undo_takes_customers_and_people_back', async () => {
    const {undone, conflicts} = await wizard.undo(record.change_set_id);
    assert.deepEqual([undone, conflicts], [8, []]);
    assert.equal((await h.stack.get('/contacts', 'admin', {name: '张经理'})).json.data.length, 0);
  });

  test('a_cell_of_people_may_also_give_a_row_for_each', async () => {
    const text = csv([['姓名', '手机'], ['张经理13800001111/李工 13900002222', ''], ['曾雪', '13700003333']]);
    const {result} = await wizard.import('contact', '联系人.csv', text, {姓名: {field: 'name', split: true}, 手机: 'mobile'});
    assert.deepEqual([result.created, result.failed], [3, 0], JSON.stringify(result.errors));
    const {json} = await h.stack.get('/contacts', 'admin', {name: '李工'});
    assert.equal(json.data[0].mobile, '13900002222');
  });
});

describe('encodings', () => {
  const text = '客户名称,城市,邮编\n编码公司,苏州市工业园区,215000\n編碼股份,臺北市,100\n';
  const iconv = (to, input) => spawnSync('iconv', ['-f', 'utf-8', '-t', to], {input}).stdout;
  const cases = [
    ['utf-8', Buffer.from(text), 'utf-8', true], ['utf-8 with mark', Buffer.from(`\uFEFF${text}`), 'utf-8', true],
    ['utf-16 with mark', Buffer.from(`\uFEFF${text}`, 'utf16le'), 'utf-16le', true], ['gb18030', iconv('gb18030', text), 'gb18030', null],
  ];
  for (const [what, bytes, encoding, sure] of cases) {
    test(`a_text_file_in_${what.replaceAll(' ', '_')}_is_read`, async () => {
      const wizard = new Wizard(h.stack, 'admin');
      const analysis = await wizard.analyse(await wizard.open('account', 'code.csv', bytes));
      assert.equal(analysis.encoding, encoding);
      if (sure !== null) assert.equal(analysis.encoding_is_sure, sure);
      assert.deepEqual(analysis.columns.map((c) => c.header), ['客户名称', '城市', '邮编']);
      assert.equal(analysis.columns[1].samples[0], '苏州市工业园区');
    });
  }

  test('a_wrong_guess_is_corrected_by_choosing', async () => {
    const wizard = new Wizard(h.stack, 'admin');
    const id = await wizard.open('account', 'big5.csv', iconv('big5', '客戶名稱,城市\n大五碼公司,臺北\n'));
    const analysis = await wizard.analyse(id, {encoding: 'big5'});
    assert.deepEqual(analysis.columns.map((c) => c.header), ['客戶名稱', '城市']);
    await wizard.options(id, {mapping: mappingOf(analysis, guesses(analysis)), match_key: ['name']});
    assert.equal((await wizard.run(id, false)).result.created, 1);
    assert.equal((await h.stack.get('/accounts', 'admin', {name: '大五碼公司'})).json.data[0].city, '臺北');
  });
});

describe('files_that_are_refused', () => {
  const refused = async (name, bytes, code) => {
    const wizard = new Wizard(h.stack, 'admin');
    const id = await wizard.open('account', name, bytes);
    const answer = await h.stack.post(`/imports/${id}/analyse`, 'admin', {});
    expectStatus(answer, 422, name);
    assert.equal(answer.json.errors[0].pointer, '/file_id');
    assert.equal(answer.json.errors[0].code, code, answer.text);
    return answer.json.errors[0].message;
  };

  test('an_old_xls_says_what_to_do', async () => {
    const message = await refused('旧.xls', Buffer.concat([Buffer.from('D0CF11E0A1B11AE1', 'hex'), Buffer.alloc(600)]), 'xls_old');
    assert.match(message, /\.xlsx/);
  });

  test('broken_and_hostile_files_are_only_an_error', async () => {
    const sheet = (xml) => zip({...parts, 'xl/worksheets/sheet1.xml': xml});
    const parts = {'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'};
    await refused('zip.xlsx', zip({'a.txt': 'x'}), 'broken_file');
    await refused('cut.xlsx', boss().subarray(0, 900), 'broken_file');
    await refused('xml.xlsx', sheet('<worksheet><sheetData><row r="1"><c r="A1"'), 'broken_file');
    await refused('bomb.xlsx', sheet(`<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>`), 'broken_file');
    await refused('doc.pdf', Buffer.from('%PDF-1.7\n'), 'not_a_table');
    expectProblem(await h.stack.post('/files', 'admin', {name: 'big.csv', size: 60000000, mime_type: 'text/csv'}), 422, 'invalid');
  });
});
