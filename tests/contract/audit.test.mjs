// SPDX-License-Identifier: AGPL-3.0-or-later
// The contract of the audit: every parameter, every kind of answer, and what is not well formed.
import {test} from 'node:test';
import {resource} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const list = (params, token = 'admin') => h.stack.get('/audit', token, params);

test('each_condition_narrows_to_lines_that_fit_it', async () => {
  const {data} = await makeRecord(h.stack, resource('account'), 'rep_a');
  const [line] = expectStatus(await list({record_id: data.id}), 200).json.data;
  const later = new Date(Date.parse(line.at) + 60000).toISOString();
  const conditions = {person: IDS.rep_a, kind: 'create', resource: 'account', record_id: data.id, request_id: line.request_id, from: line.at, to: later};
  for (const [key, value] of Object.entries(conditions)) {
    const found = expectStatus(await list({[key]: value, limit: 200}), 200).json.data;
    assert.ok(found.some((l) => l.id === line.id && l.source === line.source), key);
  }
  for (const [key, value] of Object.entries({person: IDS.rep_s, kind: 'purge', resource: 'contact', record_id: IDS.product, request_id: 'x', from: later, to: '2001-01-01T00:00:00Z', ip: '192.0.2.1'})) {
    assert.deepEqual(expectStatus(await list({...conditions, [key]: value}), 200).json.data, [], key);
  }
});

test('a_page_ends_with_a_cursor_for_this_search_and_person', async () => {
  const first = expectStatus(await list({limit: 1}), 200).json;
  assert.ok(first.page.next);
  const second = expectStatus(await list({limit: 1, cursor: first.page.next}), 200).json;
  assert.notDeepEqual(second.data, first.data);
  expectProblem(await list({limit: 1, kind: 'login', cursor: first.page.next}), 400, 'invalid_cursor');
});

test('what_is_not_well_formed_is_400', async () => {
  for (const bad of [{person: 'x'}, {from: 'yesterday'}, {kind: ','}, {kind: 'A'}, {limit: 0}, {limit: 201}, {cursor: 'x'}, {no_such: 1}]) expectStatus(await list(bad), 400, JSON.stringify(bad));
});

test('state_export_and_limits_answer_as_described', async () => {
  const state = expectStatus(await h.stack.get('/audit/state', 'admin'), 200).json.data;
  assert.ok(state.kinds.includes('login') && state.unsealed >= 0);
  const file = expectStatus(await h.stack.get('/audit/export', 'admin', {kind: 'login'}), 200);
  assert.match(file.headers['content-disposition'], /^attachment/);
  const rules = expectStatus(await h.stack.get('/audit/alarm-rules', 'admin'), 200).json.data;
  assert.deepEqual(expectStatus(await h.stack.api('PUT', '/audit/alarm-rules', {token: 'admin', body: {rules}}), 200).json.data, rules);
  expectStatus(await h.stack.api('PUT', '/audit/alarm-rules', {token: 'admin', body: {rules: [{...rules[0], kind: 'nothing'}]}}), 422);
});
