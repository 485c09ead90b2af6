// SPDX-License-Identifier: AGPL-3.0-or-later
// A lead from its first line to customer, contact and deal, and back; who may, who was first, what is found twice.
import {test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const made = async (path, token, body) => expectStatus(await h.stack.post(path, token, body), 201, path).json.data;
const lead = (token, body) => made('/leads', token, body);
const read = async (path, token = 'admin') => expectStatus(await h.stack.get(path, token), 200, path).json.data;
const convert = (id, token, body, etag = '*') => h.stack.post(`/leads/${id}/convert`, token, body, {'If-Match': etag});
const call = (id, token, more = {}) => made('/activities', token, {kind: 'call', subject: '首次电话', parent_resource: 'lead', parent_id: id, ...more});
const undo = (answer, token) => h.stack.post(`/change-sets/${answer.headers['change-set']}/undo`, token, {});

test('one_way_to_know_or_reach_him_is_enough_and_needed', async () => {
  const bare = await lead('rep_a', {phone: '0572-55660001'});
  assert.equal(bare.title, bare.code);
  const {json} = expectProblem(await h.stack.post('/leads', 'rep_a', {demand: '要一台拉力机'}), 422, 'invalid');
  assert.deepEqual([json.errors[0].pointer, json.errors[0].code], ['/name', 'required']);
  expectStatus(await h.stack.patch(`/leads/${bare.id}`, 'rep_a', {phone: null}, '*'), 422);
  const known = expectStatus(await h.stack.patch(`/leads/${bare.id}`, 'rep_a', {company: '湖州织里童装厂', name: '闵工'}, '*'), 200).json.data;
  assert.equal(known.title, '湖州织里童装厂 · 闵工');
  expectStatus(await h.stack.patch(`/leads/${bare.id}`, 'rep_a', {title: '别的'}, '*'), 422);
});

test('whoever_does_not_read_the_number_is_not_told_that_there_is_none', async () => {
  const right = (sql) => h.stack.sql(sql);
  await right(`insert into auth.role_field (role_id, resource, field, "right") values ('${IDS.role_rep}', 'lead', 'phone', 'none'), ('${IDS.role_rep}', 'lead', 'email', 'none')`);
  for (const phone of ['0572-55660002', null]) {
    const {id} = await lead('admin', {name: '隐号', phone, owner_id: IDS.rep_a});
    expectStatus(await h.stack.patch(`/leads/${id}`, 'rep_a', {name: null}, '*'), 422, String(phone));
  }
  await right(`delete from auth.role_field where role_id = '${IDS.role_rep}' and resource = 'lead'`);
});

test('the_first_contact_takes_it_into_work_and_the_hours_are_kept', async () => {
  const {id} = await lead('rep_a', {name: '周期'});
  assert.equal((await read(`/leads/${id}`)).hours_to_contact, null);
  await h.stack.sql(`update app.lead set created_at = now() - interval '30 hours' where id = '${id}'`);
  await call(id, 'rep_a');
  const worked = await read(`/leads/${id}`, 'rep_a');
  assert.equal(worked.status, 'working');
  assert.ok(Math.abs(Number(worked.hours_to_contact) - 30) < 0.1, worked.hours_to_contact);
  const first = worked.first_contact_at;
  await call(id, 'rep_a', {subject: '再次电话', next_step: '寄样本', next_step_on: '2031-01-05'});
  const again = expectStatus(await h.stack.patch(`/leads/${id}`, 'rep_a', {status: 'qualified'}, '*'), 200).json.data;
  assert.deepEqual([again.first_contact_at, again.next_step, again.status], [first, '寄样本', 'qualified']);
  assert.ok(again.qualified_at && Number(again.hours_to_qualify) >= 30);
  const back = expectStatus(await h.stack.patch(`/leads/${id}`, 'rep_a', {status: 'working'}, '*'), 200).json.data;
  assert.equal(back.qualified_at, null);
});

test('unqualified_needs_a_reason_and_converted_a_conversion', async () => {
  const {id} = await lead('rep_a', {name: '状态'});
  const {json} = expectProblem(await h.stack.patch(`/leads/${id}`, 'rep_a', {status: 'unqualified'}, '*'), 422, 'invalid');
  assert.equal(json.errors[0].pointer, '/unqualified_reason');
  expectStatus(await h.stack.patch(`/leads/${id}`, 'rep_a', {status: 'converted'}, '*'), 422);
  expectStatus(await h.stack.patch(`/leads/${id}`, 'rep_a', {status: 'unqualified', unqualified_reason: 'no_need'}, '*'), 200);
});

test('a_lead_becomes_customer_contact_and_deal_with_all_that_hangs_on_it_and_undo_brings_all_back', async () => {
  const {id} = await lead('rep_a', {name: '沈建国', company: '湖州南浔电梯部件有限公司', phone: '13857261108', email: 'shen@nanxun.example', source: 'yellow_pages',
    industry: 'machinery', city: '湖州市', demand: '钢丝绳破断力检测', budget: '420000.00', tags: ['电梯'], product_id: IDS.product});
  const mine = await call(id, 'rep_a');
  const note = await made('/notes', 'rep_a', {body: '预算已批', parent_resource: 'lead', parent_id: id});
  const file = await made('/files', 'rep_a', {name: 'a.txt', size: 1, mime_type: 'text/plain', parent_resource: 'lead', parent_id: id});
  // what somebody else wrote, which rep_a may not change, goes along, too
  const others = await call(id, 'manager', {subject: '经理回访'});
  const answer = expectStatus(await convert(id, 'rep_a', {account: {name: '湖州南浔电梯部件有限公司'}, contact: {name: '沈建国'},
    opportunity: {name: '南浔拉力机', stage_id: IDS.stage, expected_close_on: '2031-06-30'}}), 200);
  const {account_id, contact_id, opportunity_id, carried} = answer.json.data;
  assert.deepEqual(carried, {activity: 2, file: 1, note: 1});
  const account = await read(`/accounts/${account_id}`);
  const contact = await read(`/contacts/${contact_id}`, 'rep_a');
  const deal = await read(`/opportunities/${opportunity_id}`, 'rep_a');
  // role_rep knows telephone numbers of customers by sight and may not write them: no number by this way either
  assert.deepEqual([account.name, account.phone, account.industry, account.source, account.city, account.description, account.tags, account.owner_id],
    ['湖州南浔电梯部件有限公司', null, 'machinery', 'yellow_pages', '湖州市', '钢丝绳破断力检测', ['电梯'], IDS.rep_a]);
  assert.deepEqual([contact.name, contact.mobile, contact.email, contact.account_id], ['沈建国', '13857261108', 'shen@nanxun.example', account_id]);
  assert.deepEqual([deal.name, Number(deal.amount), deal.product_id, deal.source, deal.account_id, deal.contact_id], ['南浔拉力机', 420000, IDS.product, 'other', account_id, contact_id]);
  const done = await read(`/leads/${id}`, 'rep_a');
  assert.deepEqual([done.status, done.account_id, done.contact_id, done.opportunity_id], ['converted', account_id, contact_id, opportunity_id]);
  assert.ok(done.converted_at && done.qualified_at && done.hours_to_convert !== null);
  for (const [path, x] of [['activities', mine], ['activities', others], ['notes', note], ['files', file]]) {
    const moved = await read(`/${path}/${x.id}`);
    assert.deepEqual([moved.parent_resource, moved.parent_id], ['account', account_id], path);
  }
  expectProblem(await convert(id, 'rep_a', {contact: {name: '再来'}}), 409, 'already_converted');
  const result = expectStatus(await undo(answer, 'rep_a'), 200).json.data;
  assert.deepEqual(result.conflicts, []);
  for (const path of [`/accounts/${account_id}`, `/contacts/${contact_id}`, `/opportunities/${opportunity_id}`]) expectStatus(await h.stack.get(path, 'rep_a'), 404);
  const back = await read(`/leads/${id}`, 'rep_a');
  assert.deepEqual([back.status, back.converted_at, back.account_id, back.hours_to_convert], ['working', null, null, null]);
  for (const [path, x] of [['activities', mine], ['activities', others], ['notes', note], ['files', file]]) {
    assert.equal((await read(`/${path}/${x.id}`, 'rep_a')).parent_id, id, path);
  }
  expectStatus(await convert(id, 'rep_a', {contact: {name: '沈建国'}}), 200);
});

test('what_hangs_on_it_is_seen_with_the_record_that_it_hangs_on_now', async () => {
  const {id} = await lead('rep_a', {name: '换手', company: '换手公司'});
  const note = await made('/notes', 'rep_a', {body: '给谁看', parent_resource: 'lead', parent_id: id});
  expectStatus(await h.stack.get(`/notes/${note.id}`, 'rep_s'), 404);
  expectStatus(await convert(id, 'admin', {account: {name: '换手公司'}, owner_id: IDS.rep_s}), 200);
  expectStatus(await h.stack.get(`/notes/${note.id}`, 'rep_s'), 200);
});

test('into_records_that_are_there_with_its_tags_where_the_caller_may', async () => {
  const account = await made('/accounts', 'rep_a', {name: '已有客户甲', tags: ['老']});
  const deal = await made('/opportunities', 'rep_a', {name: '已有商机', stage_id: IDS.stage, account_id: account.id});
  const {id} = await lead('rep_a', {name: '新人', phone: '0572-55660003', tags: ['新']});
  const {json} = expectStatus(await convert(id, 'rep_a', {account: {id: account.id}, contact: {name: '新人'}, opportunity: {id: deal.id}}), 200);
  assert.deepEqual([json.data.account_id, json.data.opportunity_id], [account.id, deal.id]);
  assert.deepEqual((await read(`/accounts/${account.id}`)).tags.sort(), ['新', '老']);
  const contact = await read(`/contacts/${json.data.contact_id}`);
  assert.deepEqual([contact.account_id, contact.phone, contact.mobile], [account.id, '0572-55660003', null]);
  const theirs = await made('/accounts', 'rep_s', {name: '别人的客户'});
  const other = await lead('rep_a', {name: '他'});
  const refused = expectProblem(await convert(other.id, 'rep_a', {account: {id: theirs.id}}), 422, 'invalid').json;
  assert.equal(refused.errors[0].pointer, '/account/id');
  assert.equal((await read(`/leads/${other.id}`)).status, 'new');
});

test('who_may_not_write_it_or_not_create_what_is_made_converts_nothing', async () => {
  const {id} = await lead('rep_a', {name: '权限', company: '权限公司'});
  expectProblem(await convert(id, 'rep_s', {account: {name: 'x'}}), 404, 'not_found');
  await h.stack.sql(`insert into auth.share (resource, record_id, grantee_kind, grantee_id, can_write) values ('lead', '${id}', 'user', '${IDS.rep_s}', false)`);
  expectProblem(await convert(id, 'rep_s', {account: {name: 'x'}}), 403, 'forbidden');
  const rights = (sql) => h.stack.sql(`update auth.role_resource set operations = ${sql} where role_id = '${IDS.role_rep}' and resource = 'opportunity'`);
  await rights("array_remove(operations, 'create')");
  expectProblem(await convert(id, 'rep_a', {account: {name: 'x'}, opportunity: {name: 'y', stage_id: IDS.stage}}), 403, 'forbidden');
  await rights("operations || '{create}'");
  assert.equal((await read(`/leads/${id}`)).status, 'new');
  assert.deepEqual(await h.stack.rows("select id from app.account where name = 'x'"), []);
  expectProblem(await convert(id, 'rep_a', {}), 422, 'invalid');
  expectStatus(await h.stack.post(`/leads/${id}/convert`, 'rep_a', {account: {name: 'x'}}), 428);
  expectProblem(await convert(id, 'rep_a', {account: {name: 'x'}}, '"99"'), 412, 'version_conflict');
});

test('a_masked_number_goes_along_unread', async () => {
  await h.stack.sql(`insert into auth.role_field (role_id, resource, field, "right") values ('${IDS.role_rep}', 'lead', 'phone', 'mask')`);
  const {id} = await lead('admin', {company: '掩码公司', phone: '0572-55660004', owner_id: IDS.rep_a});
  const {json} = expectStatus(await convert(id, 'rep_a', {account: {name: '掩码公司'}, contact: {name: '某人'}}), 200);
  assert.equal((await read(`/accounts/${json.data.account_id}`)).phone, '0572-55660004');
  assert.notEqual((await read(`/accounts/${json.data.account_id}`, 'rep_a')).phone, '0572-55660004');
  // a contact's number he reads: there it would tell him
  assert.equal((await read(`/contacts/${json.data.contact_id}`)).phone, null);
  await h.stack.sql(`delete from auth.role_field where role_id = '${IDS.role_rep}' and resource = 'lead'`);
});

test('of_those_who_convert_at_once_one_does_and_a_repeated_request_is_answered_as_before', async () => {
  const {id} = await lead('rep_a', {name: '同时', company: '同时公司'});
  const answers = await Promise.all(['rep_a', 'manager', 'admin', 'director'].map((token) => convert(id, token, {account: {name: '同时公司'}})));
  assert.deepEqual(answers.map((a) => a.status).sort(), [200, 409, 409, 409]);
  assert.equal((await h.stack.rows("select id from app.account where name = '同时公司'")).length, 1);
  const other = await lead('rep_a', {name: '重复', company: '重复公司'});
  const twice = () => h.stack.post(`/leads/${other.id}/convert`, 'rep_a', {account: {name: '重复公司'}}, {'If-Match': '*', 'Idempotency-Key': 'lead-again-000001'});
  const [one, two] = [expectStatus(await twice(), 200), expectStatus(await twice(), 200)];
  assert.equal(one.json.data.account_id, two.json.data.account_id);
});
