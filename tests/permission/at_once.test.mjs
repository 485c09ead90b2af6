// SPDX-License-Identifier: AGPL-3.0-or-later
// A change of role, department, manager, territory, absence, share or rule counts on everybody's next request: list,
// record and count, with hints of the instance cached beforehand.
import {test} from 'node:test';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';
import {IDS} from '../fixtures/people.mjs';

const h = withStack();
let n = 0;

/** A record of rep_s, which rep_a does not see; and what he sees of it by list, record and count. */
async function foreign(changes = {}) {
  n += 1;
  const name = `即时${n}`;
  const made = expectStatus(await h.stack.post('/accounts', 'rep_s', {name, ...changes}), 201).json.data;
  const sees = async (who = 'rep_a') => {
    const list = await h.stack.get('/accounts', who, {name, count: 'exact'});
    const one = await h.stack.get(`/accounts/${made.id}`, who);
    const answers = [list.json.data.length === 1, list.json.page.count.value === 1, one.status === 200];
    assert.ok(answers.every((x) => x === answers[0]), `list, count and record differ: ${answers}`);
    return answers[0];
  };
  assert.equal(await sees(), false, 'closed at first');
  return {id: made.id, sees};
}
const change = async (path, body) => expectStatus(await h.stack.patch(path, 'admin', body, '*'), 200);
const make = async (path, body, who = 'admin') => expectStatus(await h.stack.post(path, who, body), 201).json.data;

test('manager_and_role', async () => {
  const {sees} = await foreign();
  await change(`/users/${IDS.rep_s}`, {manager_id: IDS.rep_a});
  assert.equal(await sees(), false, 'his role gives his own only');
  const role = await make('/roles', {name: '即时下属'});
  await h.stack.sql(`insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations) values ('${role.id}', 'account', 'subordinates', 'none', '{}')`);
  await change(`/users/${IDS.rep_a}`, {role_ids: [IDS.role_rep, role.id]});
  assert.equal(await sees(), true);
  await change(`/users/${IDS.rep_s}`, {manager_id: IDS.director});
  assert.equal(await sees(), false);
  await change(`/users/${IDS.rep_a}`, {role_ids: [IDS.role_rep]});
});

test('department', async () => {
  const {sees} = await foreign();
  assert.equal(await sees('manager'), false);
  await change(`/departments/${IDS.south}`, {parent_id: IDS.east});
  assert.equal(await sees('manager'), true);
  await change(`/departments/${IDS.south}`, {parent_id: IDS.hq});
  assert.equal(await sees('manager'), false);
});

test('territory', async () => {
  const territory = await make('/territories', {name: '即时区域'});
  const {sees} = await foreign({territory_id: territory.id});
  await h.stack.sql(`update auth.role_resource set read_scope = 'territory' where role_id = '${IDS.role_rep}' and resource = 'account'`);
  assert.equal(await sees(), false);
  await change(`/territories/${territory.id}`, {member_ids: [IDS.rep_a]});
  assert.equal(await sees(), true);
  await change(`/territories/${territory.id}`, {member_ids: []});
  assert.equal(await sees(), false);
  await h.stack.sql(`update auth.role_resource set read_scope = 'own' where role_id = '${IDS.role_rep}' and resource = 'account'`);
});

test('absence', async () => {
  const {sees} = await foreign();
  const at = (days) => new Date(Date.now() + days * 86400e3).toISOString();
  const absence = await make('/absences', {deputy_id: IDS.rep_a, begins_at: at(-1), ends_at: at(1)}, 'rep_s');
  assert.equal(await sees(), true);
  expectStatus(await h.stack.delete(`/absences/${absence.id}`, 'rep_s', '*'), 204);
  assert.equal(await sees(), false);
});

test('share', async () => {
  const {id, sees} = await foreign();
  const share = async (verb, body) => expectStatus(await h.stack.post(`/accounts/${id}/${verb}`, 'director', body), 200).json.data;
  const [given] = await share('share', {kind: 'department', to: IDS.suzhou});
  assert.equal(await sees(), true);
  await share('unshare', {share_id: given.id});
  assert.equal(await sees(), false);
  const [role] = await share('share', {kind: 'role', to: IDS.role_rep});
  assert.equal(await sees(), true);
  await share('unshare', {share_id: role.id});
  assert.equal(await sees(), false);
});

test('matrix_rule', async () => {
  const {id, sees} = await foreign({province: '即时省', industry: 'machinery'});
  const rule = await make('/matrix-rules', {name: '即时规则', resource: 'account', user_ids: [IDS.rep_a], values: {province: ['即时省']}});
  assert.equal(await sees(), true);
  expectStatus(await h.stack.patch(`/accounts/${id}`, 'rep_s', {province: '别的省'}, '*'), 200);
  assert.equal(await sees(), false, 'the record moved to another cell');
  expectStatus(await h.stack.patch(`/accounts/${id}`, 'rep_s', {province: '即时省'}, '*'), 200);
  assert.equal(await sees(), true);
  await change(`/matrix-rules/${rule.id}`, {is_active: false});
  assert.equal(await sees(), false);
});

test('an_assistant_enters_for_others_within_his_scope_and_stays_named_as_the_author', async () => {
  const mine = await make('/accounts', {name: '代录', owner_id: IDS.rep_b}, 'manager');
  assert.deepEqual([mine.owner_id, mine.created_by], [IDS.rep_b, IDS.manager]);
  expectStatus(await h.stack.get(`/accounts/${mine.id}`, 'rep_b'), 200);
  expectStatus(await h.stack.post('/accounts', 'manager', {name: '越界代录', owner_id: IDS.rep_s}), 403);
});
