// SPDX-License-Identifier: AGPL-3.0-or-later
// The permission matrix of a role through the API, and that a change counts on the next request.
import {describe, test} from 'node:test';
import {catalog, resource} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const read = (token = 'admin', id = IDS.role_rep) => h.stack.get(`/roles/${id}/rights`, token);
const write = ({definitions, ready, ...body}, etag, token = 'admin') => h.stack.api('PUT', `/roles/${IDS.role_rep}/rights`, {token, body, headers: etag ? {'If-Match': etag} : {}});

describe('role_rights', () => {
  test('reads_what_was_given', async () => {
    const {data} = expectStatus(await read(), 200).json;
    const account = data.resources.find((r) => r.resource === 'account');
    assert.deepEqual([account.read_scope, account.write_scope], ['own', 'own']);
    assert.equal(account.fields.annual_revenue, 'none');
    assert.equal(account.fields.phone, 'mask');
    assert.ok(data.definitions.find((d) => d.resource === 'account').fields.some((f) => f.name === 'phone' && f.can_mask), 'what can be granted is told');
    assert.ok(account.operations.includes('create') && !account.operations.includes('purge'));
  });

  test('a_change_counts_on_the_next_request_of_everybody', async () => {
    const {data} = await makeRecord(h.stack, resource('account'), 'rep_b');
    const seen = () => h.stack.get(`/accounts/${data.id}`, 'rep_a');
    expectStatus(await seen(), 404);
    const before = await read();
    const body = structuredClone(before.json.data);
    const account = body.resources.find((r) => r.resource === 'account');
    account.read_scope = 'department';
    account.fields = {...account.fields, annual_revenue: 'read'};
    const written = expectStatus(await write(body, before.etag), 200);
    assert.equal(written.json.data.resources.find((r) => r.resource === 'account').read_scope, 'department');
    const now = expectStatus(await seen(), 200);
    assert.ok('annual_revenue' in now.json.data);
    expectStatus(await write(before.json.data, written.etag), 200);
    expectStatus(await seen(), 404);
  });

  test('needs_version_right_and_known_names', async () => {
    const before = await read();
    expectProblem(await write(before.json.data), 428, 'precondition_required');
    expectProblem(await write(before.json.data, '"999.0.0"'), 412, 'version_conflict');
    expectStatus(await write(before.json.data, before.etag, 'rep_a'), 403);
    expectStatus(await read('rep_a'), 403);
    expectStatus(await read('admin', '01890000-0000-7000-8000-ffffffffffff'), 404);
    const account = (changes) => ({resources: [{resource: 'account', read_scope: 'own', write_scope: 'own', operations: [], fields: {}, ...changes}]});
    for (const bad of [{}, {resources: 'x'}, account({resource: 'no_such'}), account({read_scope: 'everything'}), account({fields: {no_such: 'read'}}),
      account({fields: {name: 'maybe'}}), account({fields: {city: 'mask'}}), account({operations: ['explode']})]) {
      expectStatus(await write(bad, '*'), [400, 422], JSON.stringify(bad));
    }
    assert.deepEqual((await read()).json.data.resources, before.json.data.resources);
  });

  test('partner_and_parent_are_scopes_and_parent_only_below_one', async () => {
    const before = await read();
    const line = (resource, scope, more) => ({resources: [{resource, read_scope: scope, write_scope: scope, operations: [], fields: {}, ...more}]});
    const item = line('price_book_item', 'parent', {fields: {floor_price: 'read'}});
    for (const body of [line('account', 'partner'), item]) {
      const written = expectStatus(await write(body, '*'), 200, JSON.stringify(body)).json.data;
      assert.deepEqual(written.resources, body.resources, 'what was written is read again');
    }
    for (const bad of [line('account', 'parent'), line('price_book_item', 'parent', {write_scope: 'own'}), line('price_book_item', 'parent', {operations: ['update']})]) {
      expectStatus(await write(bad, '*'), 422, JSON.stringify(bad));
    }
    expectStatus(await write(before.json.data, '*'), 200);
  });

  test('a_ready_role_tells_its_ready_state_whatever_people_made_of_it', async () => {
    assert.equal((await read()).json.data.ready, null, 'the role of a company has none');
    const {data: [agent]} = expectStatus(await h.stack.get('/roles', 'admin', {'name[eq]': '代理商'}), 200).json;
    const before = expectStatus(await read('admin', agent.id), 200);
    const {ready, resources} = before.json.data;
    assert.deepEqual(ready, resources, 'as delivered');
    assert.equal(ready.find((r) => r.resource === 'account').read_scope, 'partner');
    const changed = expectStatus(await h.stack.api('PUT', `/roles/${agent.id}/rights`, {token: 'admin', body: {resources: []}, headers: {'If-Match': '*'}}), 200).json.data;
    assert.deepEqual([changed.resources, changed.ready], [[], ready]);
    const back = expectStatus(await h.stack.api('PUT', `/roles/${agent.id}/rights`, {token: 'admin', body: {resources: ready}, headers: {'If-Match': '*'}}), 200).json.data;
    assert.deepEqual(back.resources, resources);
  });

  test('a_new_role_begins_with_nothing', async () => {
    const {data} = await makeRecord(h.stack, resource('role'));
    const rights = expectStatus(await read('admin', data.id), 200).json.data.resources;
    assert.ok(rights.every((r) => r.read_scope === 'none' && r.write_scope === 'none'), JSON.stringify(rights).slice(0, 200));
    assert.ok(rights.length <= catalog.resources.length);
  });
});

describe('follow_up', () => {
  const write_ = (body, token = 'rep_a') => h.stack.post('/follow-ups', token, body);

  test('one_request_writes_activity_next_step_and_stage', async () => {
    const {data: deal} = await makeRecord(h.stack, resource('opportunity'), 'rep_a');
    const answer = expectStatus(await write_({parent_resource: 'opportunity', parent_id: deal.id, kind: 'call', body: '客户已确认', next_step: '寄合同', next_step_on: '2027-01-05', stage_id: IDS.stage_won}), 200);
    const {activity_id: done, next_activity_id: next} = answer.json.data;
    assert.equal((await h.stack.get(`/activities/${done}`, 'rep_a')).json.data.status, 'done');
    const planned = (await h.stack.get(`/activities/${next}`, 'rep_a')).json.data;
    assert.deepEqual([planned.status, planned.due_on ?? planned.next_step_on], ['planned', '2027-01-05']);
    const now = (await h.stack.get(`/opportunities/${deal.id}`, 'rep_a')).json.data;
    assert.deepEqual([now.stage_id, now.status, now.next_step_on], [IDS.stage_won, 'won', '2027-01-05']);
    assert.ok(now.last_activity_at);
    expectStatus(await h.stack.post(`/change-sets/${answer.headers['change-set']}/undo`, 'rep_a'), 200);
    assert.equal((await h.stack.get(`/opportunities/${deal.id}`, 'rep_a')).json.data.status, 'open');
  });

  test('hidden_parents_and_bad_bodies_are_refused', async () => {
    const {data} = await makeRecord(h.stack, resource('account'), 'rep_s');
    const body = {parent_resource: 'account', parent_id: data.id, kind: 'call', body: 'x'};
    const hidden = await write_(body);
    expectStatus(hidden, [404, 422]);
    const missing = await write_({...body, parent_id: '01890000-0000-7000-8000-ffffffffffff'});
    assert.equal(missing.status, hidden.status);
    assert.equal(missing.json.code, hidden.json.code);
    for (const bad of [{}, {...body, kind: 'fax'}, {...body, body: ''}]) expectStatus(await write_(bad, 'rep_s'), 422, JSON.stringify(bad));
    expectStatus(await write_({...body, more: 1}, 'rep_s'), 400);
  });
});
