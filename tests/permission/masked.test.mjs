// SPDX-License-Identifier: AGPL-3.0-or-later
// A masked field behind the doors that fields.test.mjs does not pass: references, the recycle bin, global search, stored
// conditions, bulk by condition, undo, the match key of an import, the inbox.
import {before, describe, test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {resource} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {Wizard, csv, mappingOf} from '../flow/lib/wizard.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack({worker: true, env: {GX_TICK_SECONDS: '1'}});
const PHONE = '13812345678';
const condition = {field: 'phone', op: 'eq', value: PHONE};
const day = () => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
let account;

describe('a masked telephone number', () => {
  before(async () => {
    account = (await makeRecord(h.stack, resource('account'), 'admin', {name: '脱敏门公司', phone: PHONE, next_step_on: day(), owner_id: IDS.rep_a})).data;
  });

  test('is_not_asked_about_across_a_reference_and_masked_beside_it', async () => {
    const {data} = await makeRecord(h.stack, resource('contact'), 'admin', {account_id: account.id, owner_id: IDS.rep_a});
    for (const params of [{'account.phone': PHONE}, {'account.phone[prefix]': '138'}, {filter: {field: 'account.phone', op: 'eq', value: PHONE}}, {sort: 'account.phone'}]) {
      expectStatus(await h.stack.get('/contacts', 'rep_a', params), 400, JSON.stringify(params));
    }
    const side = expectStatus(await h.stack.get(`/contacts/${data.id}`, 'rep_a', {include: 'account'}), 200);
    assert.ok(side.json.included.account.length === 1 && !side.text.includes('12345'), side.text);
  });

  test('is_masked_in_the_recycle_bin', async () => {
    const {data} = await makeRecord(h.stack, resource('account'), 'admin', {phone: PHONE, owner_id: IDS.rep_a});
    await h.stack.delete(`/accounts/${data.id}`, 'rep_a', '*');
    const bin = expectStatus(await h.stack.get('/recycle-bin', 'rep_a', {resource: 'account', limit: 200}), 200);
    assert.ok(bin.text.includes(data.id) && !bin.text.includes('1234567'), bin.text.slice(0, 300));
  });

  test('does_not_lead_the_search_over_everything_to_its_record', async () => {
    for (const q of [PHONE, '5678', '13812']) assert.ok(!(await h.stack.get('/search', 'rep_a', {q})).text.includes(account.id), q);
    assert.ok((await h.stack.get('/search', 'admin', {q: PHONE})).text.includes(account.id));
  });

  test('selects_nothing_for_a_bulk_action_and_is_not_written_by_one', async () => {
    const bulk = (body) => h.stack.post('/accounts/bulk', 'rep_a', body);
    const ghost = await bulk({action: 'update', changes: {city: '甲'}, filter: {...condition, field: 'zz_no_such'}});
    const real = await bulk({action: 'update', changes: {city: '甲'}, filter: condition});
    expectStatus(real, ghost.status);
    assert.ok(real.status >= 400, real.text);
    const written = await bulk({action: 'update', ids: [account.id], changes: {phone: '1'}});
    assert.ok(written.status >= 400 || written.json.data.results[0].status === 'forbidden', written.text);
    assert.equal((await h.stack.get(`/accounts/${account.id}`, 'admin')).json.data.phone, PHONE);
  });

  test('is_not_asked_about_by_a_saved_view', async () => {
    const view = await h.stack.post('/saved-views', 'rep_a', {name: '试探', resource: 'account', definition: {filter: condition}});
    expectStatus(view, [201, 400, 422]);
    expectStatus(await h.stack.get('/accounts', 'rep_a', {filter: condition}), 400);
  });

  test('tells_nothing_through_a_reminder', async () => {
    const rule = async (more) => expectStatus(await h.stack.post('/reminders', 'rep_a', {resource: 'account', date_field: 'next_step_on', ...more}), 201).json.data;
    const [spy, plain] = [await rule({name: '试探号码', definition: condition}), await rule({name: '今天跟进'})];
    for (const {id} of [spy, plain]) await h.stack.until(async () => (await h.stack.rows(`select last_run_at from app.reminder where id = '${id}'`))[0].last_run_at, 'the rule to run');
    const inbox = (await h.stack.get('/notifications', 'rep_a', {limit: 200})).json.data.filter((n) => n.record_id === account.id);
    assert.ok(inbox.some((n) => n.title === '今天跟进'), 'the plain rule reminds');
    assert.ok(!inbox.some((n) => n.title === '试探号码') && !JSON.stringify(inbox).includes('1234567'));
  });

  test('does_not_come_back_by_the_undo_of_who_may_not_write_it', async () => {
    const changed = expectStatus(await h.stack.patch(`/accounts/${account.id}`, 'admin', {phone: '13900001111'}, '*'), 200);
    const undone = await h.stack.post(`/change-sets/${changed.headers['change-set']}/undo`, 'rep_a');
    assert.ok(undone.status >= 400 || !undone.text.includes('"undone"'), undone.text);
    assert.equal((await h.stack.get(`/accounts/${account.id}`, 'admin')).json.data.phone, '13900001111');
    expectStatus(await h.stack.patch(`/accounts/${account.id}`, 'admin', {phone: PHONE}, '*'), 200);
  });

  test('is_no_match_key_of_an_import', async () => {
    const wizard = new Wizard(h.stack, 'rep_a');
    const id = await wizard.open('account', 'a.csv', csv([['客户名称', '电话', '城市'], ['脱敏门公司', PHONE, '乙市']]));
    const analysis = await wizard.analyse(id);
    await wizard.options(id, {mapping: mappingOf(analysis, {客户名称: 'name', 电话: 'phone', 城市: 'city'}), match_key: ['phone'], mode: 'both'});
    expectProblem(await h.stack.post(`/imports/${id}/run`, 'rep_a', {dry_run: true}), 422, 'invalid');
    expectProblem(await h.stack.post(`/imports/${id}/run`, 'rep_a', {dry_run: false}), 422, 'invalid');
  });
});
