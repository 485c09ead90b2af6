// SPDX-License-Identifier: AGPL-3.0-or-later
// Looking through somebody's eyes: exactly what he sees, nothing changes, nothing is taken out, nobody gains, it ends at
// once with the right to it, and both ends stand in the audit.
import {describe, test} from 'node:test';
import {IDS, PASSWORD} from '../fixtures/people.mjs';
import {operationIds} from '../lib/contract.mjs';
import {catalog, contract, resource} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {literal} from '../lib/psql.mjs';
import {createBody} from '../lib/samples.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const MISSING = '01890000-0000-7000-8000-ffffffffffff';
const WATCHER = '01890000-0000-7000-8000-e00000000077';
const by = (key) => literal(IDS[key]);
// A helper who may look, but changes no roles: he reads accounts and contacts whole, except one field.
const MORE = `insert into app.role (id, name) values (${literal(WATCHER)}, '测试观察');
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select ${literal(WATCHER)}, x.resource, 'all', 'none', case x.resource when 'user' then '{history,view_as}' else '{history,share}' end::text[]
  from auth.role_resource x where x.role_id = ${by('role_admin')} and x.resource <> 'role';
insert into auth.role_resource values (${literal(WATCHER)}, 'role', 'all', 'none', '{history}');
update app."user" set role_ids = array[${literal(WATCHER)}]::uuid[] where id = ${by('totp')};
update app."user" set is_active = false where id = ${by('leaver')};`;
const h = withStack({fixtures: MORE});
const begin = (token, user, reason = '客户来电') => h.stack.post('/auth/view-as', token, {user_id: IDS[user] ?? user, reason});
const look = async (token, user) => expectStatus(await begin(token, user), 200).json.access_token;
const freshToken = async (username) => expectStatus(await h.stack.api('POST', '/auth/login', {body: {username, password: PASSWORD, refresh: 'body'}}), 200).json;
const events = (user) => h.stack.rows(`select kind, actor_id, detail from audit.event where kind like 'view_as%' and subject_id = ${by(user)} order by id`);

test('it_sees_what_the_person_sees_and_says_who_looks', async () => {
  await makeRecord(h.stack, resource('account'), 'rep_a');
  const token = await look('admin', 'rep_a');
  const plain = (answer) => JSON.stringify([answer.status, answer.json.data]);
  for (const r of catalog.resources.filter((x) => x.access !== 'self')) {
    assert.equal(plain(await h.stack.get(`/${r.path}`, token)), plain(await h.stack.get(`/${r.path}`, 'rep_a')), r.name);
  }
  const me = expectStatus(await h.stack.get('/auth/me', token), 200).json.data;
  assert.deepEqual([me.id, me.has_totp, me.actor.id, me.actor.name], [IDS.rep_a, null, IDS.admin, '区文测']);
  assert.equal((await h.stack.get('/auth/me', 'rep_a')).json.data.actor, null);
  assert.ok(!JSON.stringify((await h.stack.get('/auth/sessions', 'rep_a')).json.data).includes(me.actor.id));
});

describe('nothing_changes', () => {
  const item = (id) => Object.entries(contract.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, o]) => ({path, method: method.toUpperCase(), ...o})))
    .find((o) => o.operationId === id);
  // A template is only filled: nothing is kept.
  const isOpen = (o) => o.security?.length === 0 || ['auth_view_as_end', 'mail_template_render'].includes(o.operationId);
  const CLOSED = /_export$|^(auth_session_list|auth_identity_list|api_key_list|file_content_read)$/;

  test('every_operation_that_writes_or_takes_out_is_refused', async () => {
    const token = await look('admin', 'rep_a');
    const before = await h.stack.sql('select (select count(*) from audit.history) || \' \' || (select count(*) from audit.event)');
    const refused = operationIds.map(item).filter((o) => o && (o.method !== 'GET' || CLOSED.test(o.operationId)) && !isOpen(o));
    assert.ok(refused.length > 150, `${refused.length} operations`);
    for (const o of refused) {
      const answer = await h.stack.api(o.method, o.path.replaceAll(/\{[^}]+\}/g, MISSING), {token, body: o.method === 'GET' ? undefined : {}, headers: {'If-Match': '*'}});
      expectProblem(answer, 403, 'view_as_read_only', o.operationId);
    }
    assert.equal(await h.stack.sql('select (select count(*) from audit.history) || \' \' || (select count(*) from audit.event)'), before);
  });

  test('well_formed_writes_too_even_when_the_door_would_be_open', async () => {
    const token = await look('admin', 'rep_a');
    const {data} = await makeRecord(h.stack, resource('account'), 'rep_a');
    expectProblem(await h.stack.post('/accounts', token, createBody(resource('account'), 1)), 403, 'view_as_read_only');
    expectProblem(await h.stack.patch(`/accounts/${data.id}`, token, {name: '改'}, '*'), 403, 'view_as_read_only');
    expectProblem(await h.stack.delete(`/accounts/${data.id}`, token, '*'), 403, 'view_as_read_only');
    const {sid} = JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
    const direct = await h.stack.sql(`select api.write_check(i.user_id, i.actor_id) from api.identity i where i.session_id = ${literal(sid)}`).catch((e) => e.message);
    assert.match(direct, /view_as/, 'the database says it, too');
  });
});

describe('who_may', () => {
  test('not_oneself_not_the_inactive_not_without_reason_not_twice_over', async () => {
    expectProblem(await begin('admin', 'admin'), 422, 'invalid');
    expectProblem(await begin('admin', 'leaver'), 409, 'wrong_state');
    expectProblem(await begin('admin', MISSING), 422, 'invalid');
    expectProblem(await begin('admin', 'rep_a', '   '), 422, 'invalid');
    expectStatus(await h.stack.post('/auth/view-as', 'admin', {user_id: IDS.rep_a}), 422);
    expectProblem(await begin('manager', 'rep_a'), 403, 'forbidden');
    expectProblem(await begin(await look('admin', 'director'), 'rep_a'), 403, 'view_as_read_only');
  });

  test('a_key_may_not', async () => {
    await h.stack.sql(`update app."user" set role_ids = array[${by('role_admin')}]::uuid[] where id = ${by('service')}`);
    const {key} = expectStatus(await h.stack.post('/api-keys', 'admin', {user_id: IDS.service, name: 'x'}), 201).json.data;
    expectProblem(await begin(key, 'rep_a'), 403, 'forbidden');
    expectStatus(await h.stack.post('/auth/view-as/end', key), 401);
  });

  test('who_changes_no_roles_gains_nothing', async () => {
    expectStatus(await begin('totp', 'rep_a'), 200, 'sees all that a salesman sees');
    expectProblem(await begin('totp', 'admin'), 403, 'forbidden', 'more operations and sensitive fields');
    expectProblem(await begin('totp', 'director'), 403, 'forbidden', 'the cost of products');
    const token = await look('totp', 'rep_a');
    await h.stack.sql(`insert into auth.role_field values (${literal(WATCHER)}, 'account', 'name', 'mask')`);
    expectStatus(await h.stack.get('/accounts', token), 401, 'and no longer when the other has come to see more');
    await h.stack.sql(`delete from auth.role_field where role_id = ${literal(WATCHER)}`);
    await h.stack.sql(`update auth.role_resource set read_scope = 'subtree' where role_id = ${literal(WATCHER)} and resource = 'contact'`);
    expectProblem(await begin('totp', 'rep_a'), 403, 'forbidden', 'rows that he does not see');
    await h.stack.sql(`update auth.role_resource set read_scope = 'all' where role_id = ${literal(WATCHER)} and resource = 'contact'`);
  });
});

describe('the_end', () => {
  const alive = async (token) => (await h.stack.get('/auth/me', token)).status;

  test('by_hand_by_a_new_one_and_by_ones_own_token', async () => {
    const first = await look('admin', 'rep_s');
    const second = await look('admin', 'rep_s');
    assert.deepEqual([await alive(first), await alive(second)], [401, 200], 'a new one ends the earlier');
    expectStatus(await h.stack.post('/auth/view-as/end', second), 204);
    assert.equal(await alive(second), 401);
    expectStatus(await h.stack.post('/auth/view-as/end', second), 401);
    const third = await look('admin', 'rep_s');
    expectStatus(await h.stack.post('/auth/view-as/end', 'admin'), 204);
    assert.equal(await alive(third), 401);
    expectProblem(await h.stack.post('/auth/view-as/end', 'admin'), 409, 'wrong_state');
    const told = (await events('rep_s')).map((e) => [e.kind, e.actor_id === IDS.admin, e.detail.reason]);
    assert.deepEqual(told, ['begin', 'end', 'begin', 'end', 'begin', 'end'].map((x) => [`view_as_${x}`, true, '客户来电']));
  });

  test('with_the_session_the_right_or_the_account_of_the_one_who_looks', async () => {
    const set = (sql) => h.stack.sql(sql);
    const watcher = await freshToken('totp');
    const out = await look(watcher.access_token, 'rep_b');
    expectStatus(await h.stack.post('/auth/logout', watcher.access_token), 204);
    assert.equal(await alive(out), 401, 'he logged out');
    const right = await look('totp', 'rep_b');
    await set(`update auth.role_resource set operations = '{history}' where role_id = ${literal(WATCHER)} and resource = 'user'`);
    assert.equal(await alive(right), 401, 'he lost the right');
    await set(`update auth.role_resource set operations = '{history,view_as}' where role_id = ${literal(WATCHER)} and resource = 'user'`);
    assert.equal(await alive(right), 200);
    await set(`update app."user" set is_active = false where id = ${by('totp')}`);
    assert.equal(await alive(right), 401, 'he was deactivated');
    await set(`update app."user" set is_active = true where id = ${by('totp')}`);
    await set(`update app."user" set is_active = false where id = ${by('rep_b')}`);
    assert.equal(await alive(right), 401, 'the other was deactivated');
    await set(`update app."user" set is_active = true where id = ${by('rep_b')}`);
    await set(`update auth.session set expires_at = now() where kind = 'view_as'`);
    assert.equal(await alive(right), 401, 'its time is over');
  });

  test('limits_are_those_of_the_one_who_looks', async () => {
    const token = await look('totp', 'rep_b');
    await h.stack.sql(`update app.role set allowed_networks = '{10.99.0.0/16}' where id = ${by('role_rep')}`);
    assert.equal(await alive(token), 200, 'not those of the one whose eyes they are');
    await h.stack.sql(`update app.role set allowed_networks = '{}' where id = ${by('role_rep')}`);
    await h.stack.sql(`update app.role set allowed_networks = '{10.99.0.0/16}' where id = ${literal(WATCHER)}`);
    expectProblem(await h.stack.get('/auth/me', token), 403, 'outside_limits');
    await h.stack.sql(`update app.role set allowed_networks = '{}' where id = ${literal(WATCHER)}`);
  });
});
