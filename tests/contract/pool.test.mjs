// SPDX-License-Identifier: AGPL-3.0-or-later
// 公海: claiming, its limits, giving back, what falls by the rules, and that who is no member learns nothing.
import {test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const MISSING = '01890000-0000-7000-8000-fffffffffff0';
const account = async (token, name, more = {}) => expectStatus(await h.stack.post('/accounts', token, {name, ...more}), 201).json.data.id;
const pool = async (body) => expectStatus(await h.stack.post('/pools', 'admin', body), 201).json.data.id;
const release = (token, ids, more = {}) => h.stack.post('/pool-records/release', token, {resource: 'account', ids: [ids].flat(), reason: 'no_need', ...more});
const entries = async (token, params = {}) => expectStatus(await h.stack.get('/pool-records', token, {limit: 200, ...params}), 200).json.data;
const entryOf = async (token, id) => (await entries(token)).find((e) => e.record_id === id);
const claim = (token, entry) => h.stack.post(`/pool-records/${entry}/claim`, token, {});
const log = async (id) => (await h.stack.get('/ownerships', 'admin', {parent_id: id, sort: 'created_at,id'})).json.data;

/** A pool of the people of 华东 with one record in it, given back by rep_a. */
async function lying(name, more = {}, body = {}) {
  const place = await pool({name: `${name}公海`, department_ids: [IDS.east], ...more});
  const id = await account('rep_a', name, body);
  expectStatus(await release('rep_a', id, {pool_id: place}), 200);
  return {place, id, entry: (await entryOf('rep_b', id)).id};
}

test('what_is_given_back_is_told_to_members_with_the_declared_fields_only', async () => {
  const {id, entry, place} = await lying('苏州退回公司', {}, {phone: '13800571234', industry: 'software', description: '机密备注'});
  const seen = expectStatus(await h.stack.get(`/pool-records/${entry}`, 'rep_b'), 200);
  assert.deepEqual([seen.json.data.name, seen.json.data.phone_hint, seen.json.data.industry, seen.json.data.former_owner_id, seen.json.data.reason],
    ['苏州退回公司', '138****1234', 'software', IDS.rep_a, 'no_need']);
  for (const secret of ['机密备注', '13800571234']) assert.ok(!seen.text.includes(secret), secret);
  expectStatus(await h.stack.get(`/accounts/${id}`, 'rep_b'), 404);
  expectStatus(await h.stack.get(`/accounts/${id}`, 'rep_a'), 404);
  for (const params of [{'phone_hint[contains]': '138'}, {sort: 'phone_hint'}]) expectStatus(await h.stack.get('/pool-records', 'rep_b', params), 400);
  assert.ok((await h.stack.get('/pools', 'rep_b')).json.data.some((p) => p.id === place));
});

test('who_is_no_member_learns_nothing', async () => {
  const {id, entry, place} = await lying('外人不见公司');
  assert.ok(!(await h.stack.get('/pool-records', 'rep_s', {limit: 200})).text.includes('外人不见'));
  const answers = await Promise.all([entry, MISSING].map(async (e) => [await h.stack.get(`/pool-records/${e}`, 'rep_s'), await claim('rep_s', e)]));
  for (const [read, take] of answers) { expectStatus(read, 404); expectStatus(take, 404); }
  const bare = (answer) => answer.text.replace(/"request_id":"[^"]*"/, '').replace(/"instance":"[^"]*"/, '');
  assert.equal(bare(answers[0][1]), bare(answers[1][1]));
  assert.ok(!(await h.stack.get('/pools', 'rep_s', {limit: 200})).text.includes(place));
  expectStatus(await release('rep_s', id), 404);
  expectProblem(await release('rep_s', await account('rep_s', '何静的公司'), {pool_id: place}), 422, 'invalid');
  expectStatus(await claim('rep_b', entry), 200);
  expectStatus(await claim('rep_s', entry), 404, 'nor that it is gone');
});

test('of_many_who_claim_at_once_one_gets_it_and_the_others_are_told', async () => {
  for (let round = 0; round < 5; round++) {
    const {id, entry} = await lying(`抢单公司${round}`);
    const answers = await Promise.all(['rep_b', 'manager', 'rep_b', 'manager'].map(async (who) => [who, await claim(who, entry)]));
    const won = answers.filter(([, a]) => a.status === 200);
    assert.equal(won.length, 1, answers.map(([, a]) => a.text).join());
    for (const [, a] of answers.filter(([, x]) => x.status !== 200)) expectProblem(a, 409, 'already_claimed');
    assert.equal((await h.stack.get(`/accounts/${id}`, 'admin')).json.data.owner_id, IDS[won[0][0]]);
    assert.equal(await entryOf('rep_b', id), undefined);
  }
});

test('a_claim_takes_the_contacts_along_and_undo_puts_all_back', async () => {
  const place = await pool({name: '联系人公海', department_ids: [IDS.east]});
  const id = await account('rep_a', '带联系人公司');
  const contact = expectStatus(await h.stack.post('/contacts', 'rep_a', {name: '李工', account_id: id}), 201).json.data.id;
  expectStatus(await release('rep_a', id, {pool_id: place, note: '客户已停产'}), 200);
  expectStatus(await h.stack.get(`/contacts/${contact}`, 'rep_a'), 404);
  const entry = (await entryOf('rep_b', id)).id;
  const taken = expectStatus(await claim('rep_b', entry), 200);
  expectStatus(await h.stack.get(`/contacts/${contact}`, 'rep_b'), 200);
  expectStatus(await h.stack.post(`/change-sets/${taken.headers['change-set']}/undo`, 'admin', {}), 200);
  expectStatus(await h.stack.get(`/accounts/${id}`, 'rep_b'), 404);
  assert.equal((await entryOf('rep_b', id)).id, entry);
  assert.deepEqual((await log(id)).map((l) => [l.kind, l.from_id, l.to_id, l.reason, l.note, l.created_by]), [
    ['release', IDS.rep_a, null, 'no_need', '客户已停产', IDS.rep_a], ['claim', null, IDS.rep_b, null, null, IDS.rep_b],
    ['undo', IDS.rep_b, null, null, null, IDS.admin]]);
});

test('limits_say_when_one_may_claim_again', async () => {
  const today = new Date(Date.now() + 8 * 3600e3);
  const day = (n) => new Date(today.getTime() + n * 86400e3).toISOString().slice(0, 10);
  const {entry, place} = await lying('限额公司一', {daily_claims: 1, cool_down_days: 7});
  const cooled = expectProblem(await claim('rep_a', entry), 409, 'cool_down');
  assert.ok(cooled.json.detail.includes(day(7)), cooled.text);
  expectStatus(await claim('rep_b', entry), 200);
  const second = await account('rep_a', '限额公司二');
  expectStatus(await release('rep_a', second, {pool_id: place}), 200);
  const limited = expectProblem(await claim('rep_b', (await entryOf('rep_b', second)).id), 409, 'claim_limit');
  assert.ok(limited.json.detail.includes(day(1)), limited.text);
  await h.stack.sql(`update app.ownership set created_at = created_at - interval '8 days'`);
  expectStatus(await claim('rep_a', (await entryOf('rep_a', second)).id), 200, 'a week later');
});

test('two_claims_at_once_do_not_pass_the_limit_of_the_day', async () => {
  const one = await lying('并发限额一', {daily_claims: 1});
  const two = await account('rep_a', '并发限额二');
  expectStatus(await release('rep_a', two, {pool_id: one.place}), 200);
  const answers = await Promise.all([claim('rep_b', one.entry), claim('rep_b', (await entryOf('rep_b', two)).id)]);
  assert.deepEqual(answers.map((a) => a.status).sort(), [200, 409]);
});

test('nobody_is_given_more_than_his_role_may_hold', async () => {
  const {entry} = await lying('私海上限公司');
  const held = Number((await h.stack.rows(`select count(*) as n from app.account where owner_id = '${IDS.rep_b}' and deleted_at is null`))[0].n);
  const limit = expectStatus(await h.stack.post('/holding-limits', 'admin', {role_id: IDS.role_rep, max_held: held}), 201);
  expectProblem(await claim('rep_b', entry), 409, 'holding_limit');
  expectProblem(await h.stack.post('/pool-records/assign', 'manager', {ids: [entry], owner_id: IDS.rep_b}), 409, 'holding_limit');
  expectStatus(await h.stack.delete(`/holding-limits/${limit.json.data.id}`, 'admin', '*'), 204);
  expectStatus(await h.stack.post('/pool-records/assign', 'rep_b', {ids: [entry], owner_id: IDS.rep_b}), 403);
  expectStatus(await h.stack.post('/pool-records/assign', 'manager', {ids: [entry], owner_id: IDS.rep_b, note: '请跟进'}), 200);
  expectStatus(await claim('nobody', entry), 403);
});
