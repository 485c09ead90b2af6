// SPDX-License-Identifier: AGPL-3.0-or-later
// 交接: what a plan says before it runs, and how it waits for its date.
import {test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const later = new Date(Date.now() + 86400e3).toISOString();
const plan = async (body) => expectStatus(await h.stack.post('/handovers', 'manager', {leaver_id: IDS.leaver, ...body}), 201).json.data;
const run = (id, version = '*') => h.stack.post(`/handovers/${id}/run`, 'manager', undefined, {'If-Match': version});
const rules = [{resources: ['account'], to: {kind: 'people', user_ids: [IDS.rep_a]}}];

test('without_rules_a_preview_says_what_there_is', async () => {
  for (const name of ['甲', '乙']) expectStatus(await h.stack.post('/accounts', 'admin', {name, owner_id: IDS.leaver}), 201);
  expectStatus(await h.stack.post('/opportunities', 'admin', {name: '赢', stage_id: IDS.stage_won, owner_id: IDS.leaver}), 201);
  const {id, state, code} = await plan({});
  assert.equal(state, 'draft');
  assert.match(code, /^H-\d{6}$/);
  const {resources, may_close_login: may} = expectStatus(await h.stack.post(`/handovers/${id}/preview`, 'manager'), 200).json.data;
  assert.deepEqual(resources.map((r) => [r.resource, r.held, r.kept, r.nobody]), [['account', 2, 0, 2], ['opportunity', 1, 1, 0]]);
  assert.equal(may, false);
});

test('a_planned_one_waits_is_changed_and_called_off', async () => {
  const {id} = await plan({rules, due_at: later});
  expectStatus(await run(id), 200);
  expectProblem(await run(id), 409, 'wrong_state');
  const planned = (await h.stack.get(`/handovers/${id}`, 'manager')).json.data;
  assert.deepEqual([planned.state, planned.confirmed_by_id, planned.job_id], ['planned', IDS.manager, null]);
  expectStatus(await h.stack.patch(`/handovers/${id}`, 'manager', {state: 'done'}, '*'), 422);
  expectStatus(await h.stack.patch(`/handovers/${id}`, 'manager', {note: '改'}, '*'), 200);
  assert.equal((await h.stack.get(`/handovers/${id}`, 'manager')).json.data.state, 'draft');
  assert.deepEqual(expectStatus(await h.stack.post(`/handovers/${id}/items`, 'manager', {}), 200).json.data, []);
  expectStatus(await h.stack.delete(`/handovers/${id}`, 'manager', '*'), 204);
  expectStatus(await run(id), 404);
});

test('what_is_confirmed_is_the_version_that_was_shown', async () => {
  const {id} = await plan({rules});
  const {version} = expectStatus(await h.stack.post(`/handovers/${id}/preview`, 'manager'), 200).json.data;
  expectStatus(await h.stack.patch(`/handovers/${id}`, 'manager', {keep_closed: false}, '*'), 200);
  expectProblem(await run(id, `"${version}.0.0"`), 412, 'version_conflict');
  expectProblem(await h.stack.post(`/handovers/${id}/run`, 'manager'), 428, 'precondition_required');
  expectStatus(await run(id, `"${version + 1}.0.0"`), 200);
});

test('at_once_it_runs_as_a_job_and_is_not_changed_meanwhile', async () => {
  const {id} = await plan({rules});
  const {data} = expectStatus(await run(id), 200).json;
  assert.equal(data.state, 'running');
  assert.equal((await h.stack.get(`/jobs/${data.job_id}`, 'manager')).json.data.kind, 'handover');
  expectProblem(await h.stack.patch(`/handovers/${id}`, 'manager', {note: '改'}, '*'), 409, 'wrong_state');
  expectProblem(await h.stack.delete(`/handovers/${id}`, 'manager', '*'), 409, 'wrong_state');
  expectStatus(await h.stack.post(`/jobs/${data.job_id}/cancel`, 'manager'), 204);
  assert.equal((await h.stack.get(`/handovers/${id}`, 'manager')).json.data.state, 'failed');
});
