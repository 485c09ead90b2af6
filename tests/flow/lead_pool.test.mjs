// SPDX-License-Identifier: AGPL-3.0-or-later
// 线索池: leads that nobody follows up fall into it by the general rules; members see them without a number and claim them.
import {test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack({worker: true, env: {GX_TICK_SECONDS: '1'}});
const ago = (id, days) => h.stack.sql(`set session_replication_role = replica; update app.lead set created_at = now() - interval '${days} days' where id = '${id}'`);
const lead = async (name, days, more = {}) => {
  const {id} = expectStatus(await h.stack.post('/leads', 'rep_a', {name, ...more}), 201).json.data;
  await ago(id, days);
  return id;
};
const read = async (id) => expectStatus(await h.stack.get(`/leads/${id}`, 'admin'), 200).json.data;

let place;
const item = async (id, token) => (await h.stack.get('/pool-records', token, {record_id: id})).json.data[0];

test('a_lead_without_real_follow_up_falls_an_edited_one_too_a_called_or_converted_one_not', async () => {
  const idle = await lead('没人理', 5, {company: '没人理公司', phone: '13857260001', source: 'call_in'});
  const edited = await lead('只改了', 5);
  const called = await lead('打过电话', 5);
  const converted = await lead('转化了', 5);
  expectStatus(await h.stack.patch(`/leads/${edited}`, 'rep_a', {city: '湖州市'}, '*'), 200);
  expectStatus(await h.stack.post('/follow-ups', 'rep_a', {parent_resource: 'lead', parent_id: called, kind: 'call', body: '聊过'}), 200);
  expectStatus(await h.stack.post(`/leads/${converted}/convert`, 'rep_a', {contact: {name: '转化了'}}, {'If-Match': '*'}), 200);
  for (const id of [edited, called, converted]) await ago(id, 5);
  place = expectStatus(await h.stack.post('/pools', 'admin', {name: '测试线索池', resource: 'lead', department_ids: [IDS.east], idle_days: 3, daily_claims: 1, cool_down_days: 7}), 201).json.data.id;
  await h.stack.until(async () => (await read(idle)).owner_id === null && (await read(edited)).owner_id === null, 'the round', 30000);
  assert.deepEqual([(await read(called)).owner_id, (await read(converted)).owner_id], [IDS.rep_a, IDS.rep_a]);
  const told = await item(idle, 'rep_b');
  assert.deepEqual([told.name, told.pool_id, told.source, told.former_owner_id, told.resource], ['没人理公司 · 没人理', place, 'call_in', IDS.rep_a, 'lead']);
  assert.match(told.phone_hint, /\*/);
  expectStatus(await h.stack.get(`/leads/${idle}`, 'rep_b'), 404);
  assert.equal(await item(idle, 'rep_s'), undefined);
});

test('one_member_claims_it_once_a_day_the_former_owner_not_yet_and_a_manager_assigns', async () => {
  const [first, second] = (await h.stack.get('/pool-records', 'rep_b', {pool_id: place, sort: 'name'})).json.data;
  expectProblem(await h.stack.post(`/pool-records/${first.id}/claim`, 'rep_a', {}), 409, 'cool_down');
  const {json} = expectStatus(await h.stack.post(`/pool-records/${first.id}/claim`, 'rep_b', {}), 200);
  assert.equal((await read(json.data.record_id)).owner_id, IDS.rep_b);
  expectStatus(await h.stack.get(`/leads/${json.data.record_id}`, 'rep_b'), 200);
  expectProblem(await h.stack.post(`/pool-records/${first.id}/claim`, 'manager', {}), 409, 'already_claimed');
  expectProblem(await h.stack.post(`/pool-records/${second.id}/claim`, 'rep_b', {}), 409, 'claim_limit');
  expectStatus(await h.stack.post('/pool-records/assign', 'manager', {ids: [second.id], owner_id: IDS.rep_b, note: '你来跟'}), 200);
  expectStatus(await h.stack.post('/pool-records/release', 'rep_b', {resource: 'lead', ids: [second.record_id], reason: 'unreachable'}), 200);
  const log = (await h.stack.get('/ownerships', 'admin', {parent_id: second.record_id, sort: 'created_at'})).json.data;
  assert.deepEqual(log.map((l) => l.kind), ['auto_release', 'assign', 'release']);
  assert.deepEqual([log[2].reason, (await item(second.record_id, 'rep_b')).reason], ['unreachable', 'unreachable']);
});

test('a_lead_is_found_among_customers_contacts_and_leads_and_the_other_way_round', async () => {
  const account = expectStatus(await h.stack.post('/accounts', 'rep_a', {name: '湖州南浔电梯部件有限公司', email: 'office@nanxun-lift.example'}), 201).json.data;
  const contact = expectStatus(await h.stack.post('/contacts', 'rep_a', {name: '沈建国', mobile: '13857261188'}), 201).json.data;
  const known = await lead('旧线索', 0, {company: '湖州织里童装厂', phone: '13857261199'});
  const check = async (resource, values, token = 'rep_a') => expectStatus(await h.stack.post('/duplicates/check', token, {resource, values}), 200).json.data;
  const hits = async (...args) => (await check(...args)).hits.map((x) => [x.resource, x.id]);
  const has = async (wanted, ...args) => { const all = await hits(...args); assert.ok(all.some(([r, id]) => r === wanted[0] && id === wanted[1]), JSON.stringify([wanted, args, all])); };
  await has(['account', account.id], 'lead', {company: '南浔电梯部件'});
  await has(['account', account.id], 'lead', {company: '湖州南寻电梯部件有限公司'});
  await has(['account', account.id], 'lead', {company: '南浔电梯', email: 'shen@nanxun-lift.example'});
  await has(['contact', contact.id], 'lead', {name: '沈', phone: '138 5726 1188'});
  await has(['lead', known], 'lead', {company: '湖州织理童装厂'});
  await has(['lead', known], 'account', {name: '湖州织里童装厂'});
  await has(['lead', known], 'account', {name: '完全不同', phone: '13857261199'});
  await has(['lead', known], 'contact', {name: '某人', mobile: '13857261199'});
  // out of sight: that there is one, and whose only with the right
  const unseen = await check('account', {name: '湖州织里童装厂', phone: '13857261199'}, 'rep_s');
  assert.deepEqual([unseen.hits.length, unseen.has_hidden], [0, true]);
  expectStatus(await h.stack.post(`/leads/${known}/convert`, 'rep_a', {account: {name: '湖州织里童装厂'}}, {'If-Match': '*'}), 200);
  assert.ok(!(await hits('lead', {company: '湖州织里童装厂'})).some(([, id]) => id === known), 'a converted one is no match any more');
});
