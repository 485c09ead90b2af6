// SPDX-License-Identifier: AGPL-3.0-or-later
// Envelopes and labels through HTTP, read back with the tools of poppler: paper in millimetres, text, what is masked or
// missing, start position, limits, the job, and who made it.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';
import {Wizard} from './lib/wizard.mjs';

const h = withStack({worker: true});
const folder = mkdtempSync(join(tmpdir(), 'gx-print-'));
after(() => rmSync(folder, {recursive: true, force: true}));

const POINT = 25.4 / 72;

/** {pages, width, height (mm), info, words: [{page, text, x, y}] (mm, top left), text} of a PDF. */
function read(bytes, name = 'file') {
  const path = join(folder, `${name}.pdf`);
  writeFileSync(path, bytes);
  if (process.env.GX_PRINT_KEEP) writeFileSync(join(process.env.GX_PRINT_KEEP, `${name}.pdf`), bytes);
  const info = execFileSync('pdfinfo', [path], {encoding: 'utf8'});
  const [, w, hgt] = /Page size:\s+([\d.]+) x ([\d.]+)/.exec(info);
  const boxes = execFileSync('pdftotext', ['-bbox', path, '-'], {encoding: 'utf8', maxBuffer: 1 << 26});
  let page = 0;
  const words = [];
  for (const line of boxes.split('\n')) {
    if (line.includes('<page ')) page++;
    const [, x, y, text] = /<word xMin="([\d.-]+)" yMin="([\d.-]+)".*>(.*)<\/word>/.exec(line) ?? [];
    if (text) words.push({page, text, x: x * POINT, y: y * POINT});
  }
  const text = execFileSync('pdftotext', ['-layout', path, '-'], {encoding: 'utf8', maxBuffer: 1 << 26});
  return {pages: Number(/Pages:\s+(\d+)/.exec(info)[1]), width: w * POINT, height: hgt * POINT, info, words, text};
}

const near = (a, b, what) => assert.ok(Math.abs(a - b) < 0.6, `${what}: ${a} is not ${b}`);
const print = (format, settings, params, token = 'manager', path = 'accounts') => h.stack.get(`/${path}/export`, token, {format, print: JSON.stringify(settings), ...params});
const postal = (format, settings, params, token = 'manager', path = 'accounts') => h.stack.get(`/${path}/postal`, token, {format, print: JSON.stringify(settings), ...params});
const account = async (more, token = 'admin') => expectStatus(await h.stack.post('/accounts', token, {name: '宁波海岳新材料有限公司', province: '浙江省', city: '宁波市', district: '北仑区', address: '明州路 88 号', postcode: '315800', owner_id: IDS.rep_a, ...more}), 201).json.data;

test('an_envelope_has_its_measures_the_postcode_in_the_boxes_and_the_sender_below', async () => {
  const to = await account();
  const {data: office} = expectStatus(await h.stack.post('/offices', 'admin', {name: '苏州宝葫芦仪器有限公司', province: '江苏省', city: '苏州市', address: '星湖街 218 号', postcode: '215123', phone: '0512-62880000'}), 201).json;
  const papers = {b6: [176, 125], dl: [220, 110], zl: [230, 120], c5: [229, 162], c4: [324, 229]};
  for (const [paper, [width, height]] of Object.entries(papers)) {
    const answer = expectStatus(await print('envelopes', {paper, sender_id: office.id}, {id: to.id}), 200);
    assert.equal(answer.headers['content-type'], 'application/pdf');
    assert.match(answer.headers['content-disposition'], /attachment.*accounts-manager-\d+T\d+Z\.pdf/);
    const file = read(answer.bytes, paper);
    near(file.width, width, `${paper} width`);
    near(file.height, height, `${paper} height`);
    assert.equal(file.pages, 1);
    const digits = file.words.filter((w) => /^\d$/.test(w.text) && w.y < 20).sort((a, b) => a.x - b.x);
    assert.equal(digits.map((d) => d.text).join(''), '315800', paper);
    digits.forEach((d, i) => assert.ok(d.x > 12 + 10 * i && d.x < 20 + 10 * i, `digit ${i} stands in its box`));
    const word = (text) => file.words.find((w) => w.text.includes(text)) ?? assert.fail(`${text} is not on ${paper}: ${file.text}`);
    assert.ok(word('浙江省宁波市北仑区明州路').y > height * 0.3 && word('宁波海岳新材料有限公司').x > width * 0.17);
    for (const text of ['江苏省苏州市星湖街', '苏州宝葫芦仪器有限公司', '215123']) assert.ok(word(text).y > height * 0.72 && word(text).x > width * 0.3, `${text} bottom right of ${paper}`);
    assert.ok(word('贴邮票处').x > width - 30 && word('贴邮票处').y < 30);
  }
});

test('fed_by_the_short_edge_without_frames_and_moved', async () => {
  const to = await account();
  const turned = read(expectStatus(await print('envelopes', {paper: 'dl', turn: true, frame: false}, {id: to.id}), 200).bytes);
  near(turned.width, 110, 'width');
  near(turned.height, 220, 'height');
  assert.ok(!turned.text.includes('贴邮票处'));
  const [still, moved] = await Promise.all([{}, {shift_x: 5, shift_y: -3}].map(async (more) => read(expectStatus(await print('envelopes', {paper: 'dl', ...more}, {id: to.id}), 200).bytes, `dl${Object.keys(more).length}`)));
  const at = (file) => file.words.find((w) => w.text.includes('宁波海岳'));
  near(at(moved).x - at(still).x, 5, 'to the right');
  near(at(moved).y - at(still).y, -3, 'up');
});

test('labels_stand_where_the_sheet_has_them_from_the_start_position_in_the_order_of_the_list', async () => {
  const ids = [];
  const signs = [...'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳'];
  for (const sign of signs) ids.push((await account({name: `标签客户${sign}`})).id);
  const {bytes} = expectStatus(await print('labels', {paper: 'l7163', start: 5}, {'id[in]': ids.join(','), sort: '-code'}), 200);
  const file = read(bytes, 'labels');
  near(file.width, 210, 'width');
  near(file.height, 297, 'height');
  assert.equal(file.pages, 2, '4 used up, 10 and 6');
  const names = file.words.filter((w) => w.text.startsWith('标签客户'));
  assert.deepEqual(names.map((w) => w.text), signs.reverse().map((sign) => `标签客户${sign}`));
  const cells = names.map((w) => [w.page, Math.floor((w.x - 4.65) / 101.6), Math.floor((w.y - 15.15) / 38.1)]);
  assert.deepEqual(cells, ids.map((_, i) => [1 + Math.floor((i + 4) / 14), (i + 4) % 14 % 2, Math.floor((i + 4) % 14 / 2)]));
  const own = {paper_width: 100, paper_height: 50, left: 5, top: 5, width: 40, height: 40, columns: 2, rows: 1, step_right: 45};
  const small = read(expectStatus(await print('labels', {own}, {'id[in]': ids.slice(0, 3).join(',')}), 200).bytes);
  assert.equal(small.pages, 2);
  near(small.width, 100, 'own paper');
});

test('rare_characters_come_out_and_what_no_font_has_is_named', async () => {
  const rare = await account({name: '䶮㛃𠮷堃有限公司'});
  assert.match(read(expectStatus(await print('envelopes', {}, {id: rare.id}), 200).bytes).text, /䶮㛃𠮷堃有限公司/);
  const odd = await account({name: '\u{1D2E0}\u{E000}公司'});
  const {data} = expectStatus(await postal('envelopes', {}, {id: odd.id}), 200).json;
  assert.deepEqual([data.total, data.printable, data.problems], [1, 0, [{id: odd.id, name: odd.name, problem: 'characters'}]]);
});

test('what_cannot_be_printed_is_named_before_and_stops_the_print_unless_left_out', async () => {
  const made = {
    good: await account({name: '可印公司'}), no_address: await account({name: '无地址', address: null}), no_postcode: await account({name: '无邮编', postcode: null}),
    bad_postcode: await account({name: '错邮编', postcode: '31580'}), abroad: await account({name: 'Acme GmbH', country: 'Germany', province: null, city: 'Köln', district: null, address: 'Domstr. 1', postcode: '50667'}),
  };
  const params = {'id[in]': Object.values(made).map((a) => a.id).join(','), sort: 'name'};
  const {data} = expectStatus(await postal('labels', {}, params), 200).json;
  assert.deepEqual([data.total, data.printable, data.limit], [5, 2, 20000]);
  assert.deepEqual(Object.fromEntries(data.problems.map((p) => [p.id, p.problem])), Object.fromEntries(['no_address', 'no_postcode', 'bad_postcode'].map((k) => [made[k].id, k])));
  assert.equal(data.first.person, 'Acme GmbH');
  assert.equal(data.first.place, 'Domstr. 1\nKöln 50667\nGermany');
  expectProblem(await print('labels', {}, params), 422, 'not_printable');
  const {text} = read(expectStatus(await print('labels', {skip: true}, params), 200).bytes);
  assert.ok(text.includes('可印公司') && text.includes('Germany') && !text.includes('无邮编') && !text.includes('错邮编'));
  assert.match(read(expectStatus(await print('labels', {skip: true, without_postcode: true}, params), 200).bytes).text, /无邮编/);
  expectProblem(await print('labels', {skip: true}, {id: made.no_address.id}), 422, 'not_printable', 'nothing is left');
});

test('a_person_gets_letters_at_the_own_address_or_that_of_the_company', async () => {
  const company = await account({name: '母公司'});
  const contact = (more) => h.stack.post('/contacts', 'admin', {account_id: company.id, ...more}).then((a) => expectStatus(a, 201).json.data);
  const atWork = await contact({name: '曾雪', salutation: 'ms', mobile: '13800571234'});
  const atHome = await contact({name: '单立', job_title: '厂长', province: '北京市', city: '北京市', address: '海淀区中关村大街 1 号', postcode: '100080'});
  const text = async (id, settings = {}, token = 'manager') => read(expectStatus(await print('envelopes', settings, {id}, token, 'contacts'), 200).bytes).text;
  const work = await text(atWork.id, {phone: true}, 'admin');
  for (const part of [/浙江省宁波市北仑区明州路 88 号/, /母公司/, /曾雪\s女士\s收/, /13800571234/]) assert.match(work, part);
  const home = await text(atHome.id, {}, 'admin');
  for (const part of [/ 北京市海淀区中关村大街 1 号/, /单立\s厂长\s收/]) assert.match(home, part);
  assert.ok(!home.includes('明州路') && !home.includes('北京市北京市'));
  const exporting = (list) => h.stack.sql(`update auth.role_resource set operations = ${list} where role_id = '${IDS.role_manager}' and resource = 'account'`);
  const reached = async () => expectStatus(await postal('labels', {}, {id: theirs.id}, 'manager', 'contacts'), 200).json.data;
  const theirs = await contact({name: '经理看得到的人', owner_id: IDS.rep_a});
  assert.equal((await reached()).printable, 1);
  await exporting("array_remove(operations, 'export')");
  assert.deepEqual((await reached()).problems.map((p) => p.problem), ['no_address'], 'the address of a company needs the right to export companies');
  await exporting("operations || '{export}'");
  const attention = read(expectStatus(await print('envelopes', {attention: '财务部'}, {id: company.id}), 200).bytes).text;
  for (const part of [/母公司/, /财务部\s收/]) assert.match(attention, part);
});

test('masked_is_printed_masked_hidden_is_not_printed_and_without_the_right_nothing_is', async () => {
  const own = await account({name: '业务员的客户', phone: '0574-87654321', owner_id: IDS.rep_a});
  const mine = read(expectStatus(await print('labels', {phone: true}, {id: own.id}, 'admin'), 200).bytes).text;
  assert.match(mine, /0574-87654321/);
  const rights = (fields) => h.stack.sql(`insert into auth.role_field (role_id, resource, field, "right") values ${fields.map(([f, r]) => `('${IDS.role_rep}', 'account', '${f}', '${r}')`).join(', ')}
    on conflict (role_id, resource, field) do update set "right" = excluded."right"; update auth.role_resource set operations = operations || '{export}' where role_id = '${IDS.role_rep}' and resource = 'account' and not 'export' = any(operations)`);
  await rights([['phone', 'mask'], ['address', 'read']]);
  const masked = read(expectStatus(await print('labels', {phone: true}, {id: own.id}, 'rep_a'), 200).bytes).text;
  assert.match(masked, /明州路/);
  assert.ok(!masked.includes('87654321') && /\*/.test(masked), masked);
  await rights([['address', 'none']]);
  const {data} = expectStatus(await postal('labels', {}, {id: own.id}, 'rep_a'), 200).json;
  assert.deepEqual([data.printable, data.problems[0].problem, data.first], [0, 'no_address', null]);
  expectProblem(await print('labels', {skip: true}, {id: own.id}, 'rep_a'), 422, 'not_printable');
  await rights([['address', 'read']]);
  const others = await account({name: '别人的客户', owner_id: IDS.rep_b});
  assert.equal(expectStatus(await postal('labels', {}, {id: others.id}, 'rep_a'), 200).json.data.total, 0);
  for (const ask of [print, postal]) expectStatus(await ask('labels', {}, {id: own.id}, 'nobody'), 403);
});

test('the_document_names_its_maker_and_the_audit_knows_it', async () => {
  const to = await account();
  const {bytes} = expectStatus(await print('envelopes', {}, {id: to.id}), 200);
  const {info} = read(bytes);
  assert.match(info, /Author:\s+单磊测 \(manager\)/);
  const [, ref] = /Keywords:\s+# guanxi-export by=manager .* ref=(\S+)/.exec(info);
  const [line] = (await h.stack.get('/audit', 'admin', {request_id: ref})).json.data;
  assert.deepEqual([line.kind, line.resource, line.detail.format, line.detail.rows], ['export', 'account', 'envelopes', 1]);
});

test('settings_are_checked', async () => {
  const to = await account();
  const ask = (format, settings, params = {}) => print(format, settings, {id: to.id, ...params});
  const bad = [['envelopes', {paper: 'l7163'}], ['labels', {paper: 'zl'}], ['labels', {start: 25}], ['labels', {start: 0}], ['labels', {own: {width: 80, height: 30, columns: 3, rows: 2}}],
    ['labels', {own: {width: 80, height: 30, columns: 2, rows: 2, step_right: 70}}], ['envelopes', {shift_x: 31}], ['envelopes', {sender_id: '01890000-0000-7000-8000-ffffffffffff'}], ['envelopes', {attention: ''}]];
  for (const [format, settings] of bad) expectStatus(await ask(format, settings), 422, JSON.stringify(settings));
  for (const [format, settings, params] of [['envelopes', {colour: 'red'}], ['envelopes', {}, {fields: 'name'}], ['labels', {}, {group: 'industry'}], ['csv', {}]]) expectStatus(await ask(format, settings, params), 400, JSON.stringify([settings, params]));
  expectStatus(await h.stack.get('/accounts/export', 'manager', {format: 'labels', print: '{', id: to.id}), 400);
  expectStatus(await h.stack.get('/accounts/postal', 'manager', {format: 'csv'}), 400);
  expectStatus(await h.stack.get('/opportunities/export', 'admin', {format: 'labels'}), 400, 'deals have no address');
  expectStatus(await h.stack.get('/opportunities/postal', 'admin', {format: 'labels'}), 404);
});

test('many_are_made_in_seconds_and_very_many_by_a_job', {timeout: 120000}, async (t) => {
  await h.stack.sql('alter table app.account disable trigger user');
  await h.stack.sql(`insert into app.account (name, owner_id, department_id, industry, code, province, city, address, postcode)
    select '深圳市宝葫芦软件有限公司' || g, '${IDS.rep_a}', '${IDS.suzhou}', 'energy', 'P-' || g, '广东省', '深圳市', '南山区科技园南区高新南一道 ' || g || ' 号', '518057' from generate_series(1, 1500) g;
    alter table app.account enable trigger user; analyze app.account`);
  const sheet = {paper: 'a4_3x8', frame: true};
  const began = Date.now();
  const direct = expectStatus(await print('labels', sheet, {industry: 'energy', 'name[contains]': '有限公司1', sort: 'code'}), 200);
  t.diagnostic(`${Date.now() - began} ms, ${direct.bytes.length} bytes`);
  const file = read(direct.bytes, 'many');
  const pieces = file.text.match(/518057/g).length;
  assert.ok(pieces > 600 && pieces <= 1000, `${pieces} labels`);
  assert.equal(file.pages, Math.ceil(pieces / 24));
  assert.ok(Date.now() - began < 10000, 'in seconds, sanitizers and all');
  const answer = expectStatus(await print('labels', sheet, {industry: 'energy'}), 202);
  const job = await new Wizard(h.stack, 'manager').jobEnd(answer.json.data.job_id);
  assert.deepEqual([job.state, job.result.rows], ['done', 1500], JSON.stringify(job));
  const whole = expectStatus(await h.stack.get(`/files/${job.file_id}/content`, 'manager'), 200);
  assert.equal(read(whole.bytes, 'job').pages, 63);
  expectStatus(await h.stack.get(`/files/${job.file_id}/content`, 'rep_a'), 404);
  const opened = expectStatus(await h.stack.post('/exports', 'manager', {resource: 'account', format: 'envelopes', print: {paper: 'c5'}, filter: {field: 'code', op: 'eq', value: 'P-7'}}), 202).json.data;
  const small = await new Wizard(h.stack, 'manager').jobEnd(opened.job_id);
  near(read((await h.stack.get(`/files/${small.file_id}/content`, 'manager')).bytes, 'c5').width, 229, 'by POST /exports');
});
