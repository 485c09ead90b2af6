// SPDX-License-Identifier: AGPL-3.0-or-later
// Who keeps the list of people and may give no roles must not become what others are: by a key of a service user, by a
// link to set somebody's password, by a place in the organisation. He looks after people who may do no more than himself.
import {describe, test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {literal} from '../lib/psql.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const clerkRole = '01890000-0000-7000-8000-e00000000099';
const plain = '01890000-0000-7000-8000-a00000000099';
const robot = '01890000-0000-7000-8000-a00000000098';
// A clerk of the personnel office (`nobody`, with a role of its own), a colleague without any role, a service user alike.
const h = withStack({fixtures: `insert into app.role (id, name, position) values ('${clerkRole}', '人事', 990);
  insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
  values ('${clerkRole}', 'user', 'all', 'all', '{create,update,delete,history}'),
    ('${clerkRole}', 'department', 'all', 'all', '{create,update,delete,restore}'), ('${clerkRole}', 'territory', 'all', 'all', '{create,update,delete,restore}');
  update app."user" set role_ids = array['${clerkRole}']::uuid[] where id = ${literal(IDS.nobody)};
  insert into app."user" (id, name, username, department_id, kind) values ('${plain}', '白丁', 'plain', ${literal(IDS.hq)}, 'staff'),
    ('${robot}', '空钥', 'robot', ${literal(IDS.hq)}, 'service');`});

const key = (token, userId) => h.stack.post('/api-keys', token, {name: 'k', user_id: userId});
const link = (token, userId) => h.stack.post(`/users/${userId}/invitation`, token);

describe('clerk', () => {
  test('makes_no_key_of_a_service_user_who_may_more_than_he', async () => {
    expectProblem(await key('nobody', IDS.service), 403, 'forbidden');
    assert.equal(await h.stack.sql(`select count(*) from auth.session where user_id = ${literal(IDS.service)}`), '0');
    expectStatus(await key('nobody', robot), 201, 'one without rights is his to look after');
  });

  test('makes_no_link_for_the_password_of_one_who_may_more_than_he', async () => {
    for (const id of [IDS.admin, IDS.director, IDS.rep_a]) expectProblem(await link('nobody', id), 403, 'forbidden');
    assert.equal(await h.stack.sql('select count(*) from auth.reset_token'), '0');
    expectStatus(await link('nobody', plain), [200, 201]);
  });

  test('takes_no_role_and_gives_none', async () => {
    const patch = (id, roles) => h.stack.patch(`/users/${id}`, 'nobody', {role_ids: roles}, '*');
    expectStatus(await patch(IDS.nobody, [IDS.role_admin]), 403);
    expectStatus(await patch(plain, [IDS.role_director]), 403);
  });
});

describe('clerk_of_the_organisation', () => {
  const refused = async (answer) => expectProblem(await answer, 403, 'forbidden');
  const reach = () => h.stack.sql(`select row(department_ids, subtree_ids, subordinate_ids, territory_ids, grantee_ids) from auth.subject where user_id = ${literal(IDS.nobody)}`);

  test('makes_himself_neither_head_nor_member_nor_superior', async () => {
    const before = await reach();
    await refused(h.stack.patch(`/departments/${IDS.south}`, 'nobody', {manager_id: IDS.nobody}, '*'));
    await refused(h.stack.patch(`/users/${IDS.rep_a}`, 'nobody', {manager_id: IDS.nobody}, '*'));
    await refused(h.stack.patch(`/users/${IDS.nobody}`, 'nobody', {department_id: IDS.south}, '*'));
    const territory = expectStatus(await h.stack.post('/territories', 'admin', {name: '别处'}), 201).json.data.id;
    await refused(h.stack.patch(`/territories/${territory}`, 'nobody', {member_ids: [IDS.nobody]}, '*'));
    assert.equal(await reach(), before);
  });

  test('moves_no_department_below_his_own', async () => {
    const own = expectStatus(await h.stack.post('/departments', 'nobody', {name: '人事一部', manager_id: IDS.nobody}), 201, 'what he makes may be his').json.data.id;
    await refused(h.stack.patch(`/departments/${IDS.south}`, 'nobody', {parent_id: own}, '*'));
    await h.stack.post('/departments/bulk', 'nobody', {action: 'update', ids: [IDS.south], changes: {parent_id: own}});
    assert.notEqual(await h.stack.sql(`select parent_id from app.department where id = ${literal(IDS.south)}`), own);
  });

  test('does_so_for_others', async () => {
    expectStatus(await h.stack.patch(`/departments/${IDS.south}`, 'nobody', {manager_id: plain}, '*'), 200);
  });
});

test('administrator_does_all_of_it', async () => {
  expectStatus(await key('admin', IDS.service), 201);
  expectStatus(await link('admin', IDS.director), [200, 201]);
});
