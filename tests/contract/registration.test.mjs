// SPDX-License-Identifier: AGPL-3.0-or-later
// 客户报备: the bodies and answers of its actions; what comes of them, tests/flow/registration.test.mjs.
import {test} from 'node:test';
import {IDS, dealersSql, words} from '../flow/lib/registration.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack({fixtures: dealersSql});
const MISSING = '01890000-0000-7000-8000-ffffffffffff';
const {register, registered, account, decide, sides} = words(h);
const act = (token, id, verb, body) => h.stack.post(`/registrations/${id}/${verb}`, token, body);

test('the_sides_and_a_decision_answer_as_the_contract_says', async () => {
  const theirs = await account('rep_s', '合约撞单铸造有限公司');
  const {id} = await registered('rep_a', '合约撞单铸造有限公司');
  const {kind, registrant, sides: others} = expectStatus(await sides('director', id), 200).json.data;
  assert.deepEqual([kind, registrant.partner_name, others.map((o) => [o.resource, o.id, o.state, o.open_deals])], ['conflict', null, [['account', theirs, null, 0]]]);
  for (const body of [{}, {decision: 'perhaps'}, {decision: 'both', reason: 'x'.repeat(501)}]) expectProblem(await act('director', id, 'decide', body), 422, 'invalid', JSON.stringify(body));
  expectProblem(await act('director', id, 'decide', {decision: 'both', more: 1}), 400, 'unknown_field');
  expectProblem(await act('director', id, 'decide', {decision: 'approve'}), 422, 'invalid');
  const answer = expectStatus(await decide('director', id, 'to_owner'), 200);
  assert.deepEqual(answer.json.data, {state: 'rejected', protected_until: null});
  assert.ok(answer.headers['change-set']);
  expectProblem(await decide('director', id, 'to_owner'), 409, 'wrong_state');
});

test('extending_and_withdrawing_answer_as_the_contract_says', async () => {
  const {id, owner_id: mine} = await registered('rep_a', '合约延期铸造有限公司');
  assert.equal(mine, IDS.rep_a);
  for (const body of [{}, {reason: '短'}, {reason: 5}]) expectProblem(await act('rep_a', id, 'extend', body), 422, 'invalid', JSON.stringify(body));
  assert.match(expectStatus(await act('rep_a', id, 'extend', {reason: '预算推迟'}), 200).json.data.protected_until, /^\d{4}-\d\d-\d\d$/);
  expectProblem(await act('rep_a', id, 'withdraw', {more: 1}), 400, 'unknown_field');
  assert.equal(expectStatus(await act('rep_a', id, 'withdraw', {}), 200).json.data.state, 'withdrawn');
  expectProblem(await act('rep_a', id, 'withdraw', {}), 409, 'wrong_state');
});

test('what_is_not_there_is_a_404_and_who_may_not_register_a_403', async () => {
  for (const [verb, body] of [['sides', {}], ['decide', {decision: 'approve'}], ['extend', {reason: '预算推迟'}], ['withdraw', {}]]) {
    expectProblem(await act('admin', MISSING, verb, body), 404, 'not_found', verb);
    expectStatus(await act('admin', 'not-an-id', verb, body), [400, 404], verb);
  }
  expectProblem(await register('nobody', '合约无权铸造有限公司'), 403, 'forbidden');
});
