// SPDX-License-Identifier: AGPL-3.0-or-later
// Putting accounts into a class, and computing a model now: what the two operations accept and answer.
import {test} from 'node:test';
import {resource} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const assign = (body) => h.stack.post('/account-classes/assign', 'admin', {dimension_id: IDS.dimension, class_id: IDS.dimension_class, ...body});

test('an_account_is_put_into_a_class_and_out_of_it', async () => {
  const {data: account} = await makeRecord(h.stack, resource('account'));
  const answer = expectStatus(await assign({ids: [account.id]}), 200);
  assert.equal(answer.json.data.changed, 1);
  assert.ok(answer.headers['change-set']);
  assert.equal(expectStatus(await h.stack.get('/account-classes', 'admin', {account_id: account.id}), 200).json.data[0].class_id, IDS.dimension_class);
  assert.equal(expectStatus(await assign({ids: [account.id], class_id: null}), 200).json.data.changed, 1);
});

test('what_cannot_be_is_refused', async () => {
  const {data: account} = await makeRecord(h.stack, resource('account'));
  expectStatus(await assign({ids: []}), 422);
  expectStatus(await assign({ids: [IDS.account, IDS.hq]}), 404, 'all or none');
  expectProblem(await assign({ids: [account.id], dimension_id: IDS.hq}), 422, 'invalid');
  expectProblem(await assign({ids: [account.id], class_id: IDS.hq}), 422, 'invalid');
});

test('accounts_go_into_a_static_group_and_out', async () => {
  const {data: account} = await makeRecord(h.stack, resource('account'));
  const {data: group} = await makeRecord(h.stack, resource('account_group'));
  const put = (body) => h.stack.post(`/account-groups/${group.id}/members`, 'admin', body);
  assert.equal(expectStatus(await put({ids: [account.id], is_in: true}), 200).json.data.changed, 1);
  assert.equal(expectStatus(await put({ids: [account.id], is_in: false}), 200).json.data.changed, 1);
  expectStatus(await put({ids: [account.id]}), 422);
  const {data: dynamic} = await makeRecord(h.stack, resource('account_group'), 'admin', {}, 1);
  expectProblem(await h.stack.post(`/account-groups/${dynamic.id}/members`, 'admin', {ids: [account.id], is_in: true}), 409, 'by_rules');
});

test('a_model_is_computed_by_a_job_of_whoever_asks', async () => {
  expectProblem(await h.stack.post(`/value-models/${IDS.value_model}/run`, 'admin', {}), 409, 'wrong_state', 'it is switched off');
  const {data: model} = await makeRecord(h.stack, resource('value_model'), 'admin', {is_active: true});
  const {job_id: job} = expectStatus(await h.stack.post(`/value-models/${model.id}/run`, 'admin', {}), 200).json.data;
  assert.equal(expectStatus(await h.stack.get(`/jobs/${job}`, 'admin'), 200).json.data.kind, 'value_run');
});
