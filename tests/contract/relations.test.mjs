// SPDX-License-Identifier: AGPL-3.0-or-later
// 人脉: the network of a contact and who can introduce somebody, with worths worked out by hand; only over what the
// caller sees.
import {describe, test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const make = async (path, body) => expectStatus(await h.stack.post(path, 'admin', body), 201, path).json.data.id;
const ways = async (id, person = 'director', params = {}) => expectStatus(await h.stack.get(`/contacts/${id}/introducers`, person, params), 200).json.data;
const network = async (id, person = 'director', params = {}) => expectStatus(await h.stack.get(`/contacts/${id}/network`, person, params), 200).json.data;
const told = (list) => list.map((way) => [way.user_id, way.kind, ...way.steps.map((step) => step.name)].join(' > ') + ' = ' + way.worth);
const ids = {};

async function people() {
  const account = async (name, owner) => make('/accounts', {name, owner_id: IDS[owner]});
  const contact = async (name, account_id, owner) => make('/contacts', {name, account_id, owner_id: IDS[owner]});
  ids.firm = await account('目标公司', 'rep_s');
  ids.target = await contact('目标', ids.firm, 'rep_s');
  ids.desk = await contact('前台', ids.firm, 'rep_s');
  ids.friend = await contact('好友', await account('好友公司', 'rep_a'), 'rep_a');
  ids.far = await contact('远方', await account('远方公司', 'rep_a'), 'rep_a');
  const tie = (contact_id, more) => make('/relations', {contact_id, ...more});
  ids.tie = await tie(ids.friend, {other_id: ids.target, kind: 'classmate', strength: 5});
  await tie(ids.friend, {user_id: IDS.rep_a, kind: 'friend', strength: 4});
  await tie(ids.friend, {other_id: ids.far, kind: 'teacher', strength: 2});
  await tie(ids.far, {user_id: IDS.manager, kind: 'relative', strength: 5});
}

test('people_and_ties', people);

describe('introducers', () => {
  test('the_best_way_comes_first_and_worths_are_those_of_the_ties', async () => {
    assert.deepEqual(told(await ways(ids.target)), [
      `${IDS.rep_a} > friend > 好友 > 目标 = 0.72`, // 1 x 5/5 x 0.9 x 4/5
      `${IDS.rep_s} > owner > 目标 = 0.4`, // 1 x 2/5
      `${IDS.manager} > relative > 远方 > 好友 > 目标 = 0.324`, // 0.9 x 2/5 x 0.9 x 5/5
    ], 'the best way of each of us');
    assert.deepEqual(told(await ways(ids.desk)), [ // same company: 1 x 2/5 x 0.9, and so on from there
      `${IDS.rep_s} > owner > 前台 = 0.4`,
      `${IDS.rep_a} > friend > 好友 > 目标 > 前台 = 0.2592`,
      `${IDS.manager} > relative > 远方 > 好友 > 目标 > 前台 = 0.1166`,
    ]);
    assert.deepEqual((await ways(ids.target, 'director', {limit: 1})).map((way) => way.worth), [0.72], 'a longer way may be the better one');
  });

  test('steps_carry_the_tie_that_leads_on', async () => {
    const [best] = await ways(ids.target);
    assert.deepEqual(best.steps.map((step) => [step.name, step.kind, step.strength, step.account_name]), [['好友', 'classmate', 5, '好友公司'], ['目标', null, null, '目标公司']]);
    assert.equal(best.user_name, (await h.stack.rows(`select name from app."user" where id = '${IDS.rep_a}'`))[0].name);
    assert.equal((await ways(ids.friend, 'rep_a'))[0].is_me, true);
  });

  test('a_year_of_activities_counts_as_knowing', async () => {
    for (let i = 0; i < 3; i += 1) await make('/activities', {kind: 'call', subject: '电话', status: 'done', parent_resource: 'account', parent_id: ids.firm, contact_id: ids.desk, owner_id: IDS.manager});
    assert.ok(told(await ways(ids.desk)).includes(`${IDS.manager} > talked > 前台 = 0.6`));
  });

  test('to_a_company_the_ways_lead_to_any_of_its_people', async () => {
    const list = expectStatus(await h.stack.get(`/accounts/${ids.firm}/introducers`, 'director', {limit: 3}), 200).json.data;
    assert.deepEqual(told(list).slice(0, 2), [`${IDS.rep_a} > friend > 好友 > 目标 = 0.72`, `${IDS.manager} > talked > 前台 = 0.6`]);
    expectProblem(await h.stack.get(`/accounts/${ids.firm}/introducers`, 'rep_a'), 404, 'not_found');
  });

  test('only_what_the_caller_sees_leads_anywhere', async () => {
    assert.deepEqual(told(await ways(ids.target, 'rep_s')), [`${IDS.rep_s} > owner > 目标 = 0.4`, `${IDS.manager} > talked > 前台 > 目标 = 0.216`]);
    expectProblem(await h.stack.get(`/contacts/${ids.friend}/introducers`, 'rep_s'), 404, 'not_found');
    expectProblem(await h.stack.get(`/contacts/${ids.friend}/introducers`, 'nobody'), 404, 'not_found');
    expectProblem(await h.stack.get(`/contacts/${ids.friend}/introducers`, 'director', {limit: 31}), 400, 'malformed');
    expectProblem(await h.stack.get(`/contacts/${ids.friend}/introducers`, 'director', {many: 1}), 400, 'unknown_parameter');
  });
});

describe('network', () => {
  const names = (data) => data.people.map((person) => `${person.level} ${person.name}`);

  test('people_stand_by_their_distance_and_a_tie_once', async () => {
    const data = await network(ids.target);
    assert.deepEqual(names(data), ['0 目标', '1 好友', '2 远方']);
    const pair = (one, other, ...rest) => [...[one, other].sort(), ...rest].join(' ');
    assert.deepEqual(data.ties.map((tie) => pair(tie.from, tie.to, tie.kind, tie.strength)).sort(), [pair(ids.far, ids.friend, 'teacher', 2), pair(ids.friend, ids.target, 'classmate', 5)].sort());
    assert.deepEqual(names(await network(ids.target, 'director', {depth: 1})), ['0 目标', '1 好友']);
    assert.deepEqual(data.known.map((one) => [one.user_id, one.kind].join(' ')), [`${IDS.rep_s} owner`]);
    assert.equal(data.is_cut, false);
  });

  test('hidden_people_are_on_no_map', async () => {
    const data = await network(ids.target, 'rep_s');
    assert.deepEqual([names(data), data.ties], [['0 目标'], []]);
    assert.deepEqual(names(await network(ids.friend, 'rep_a')), ['0 好友', '1 远方']);
    expectProblem(await h.stack.get(`/contacts/${ids.friend}/network`, 'rep_s'), 404, 'not_found');
  });

  test('what_is_in_the_bin_ties_nobody', async () => {
    expectStatus(await h.stack.delete(`/relations/${ids.tie}`, 'admin', '*'), 204);
    assert.deepEqual(names(await network(ids.target)), ['0 目标']);
    expectStatus(await h.stack.post(`/relations/${ids.tie}/restore`, 'admin'), 200);
    assert.equal((await network(ids.target)).people.length, 3);
  });
});

test('a_relation_names_a_contact_or_one_of_us_and_not_both', async () => {
  const bad = async (more) => expectProblem(await h.stack.post('/relations', 'admin', {contact_id: ids.target, kind: 'friend', ...more}), 422, 'invalid');
  await bad({});
  await bad({other_id: ids.friend, user_id: IDS.rep_a});
  await bad({other_id: ids.target});
  await bad({other_id: ids.friend, strength: 6});
});
