// SPDX-License-Identifier: AGPL-3.0-or-later
// Who hands over whose records: a manager those of his own people, only what he may write, and to those who may be given
// any. What he does not see is neither moved nor counted nor named.
import {test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {literal} from '../lib/psql.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const id = (n) => `01890000-0000-7000-8000-a0000000009${n}`;
const h = withStack({worker: true, env: {GX_TICK_SECONDS: '1'}, fixtures: `insert into app."user" (id, name, kind, is_active, department_id, username) values
  (${literal(id(1))}, '渠道商', 'portal', true, null, 'p1'), (${literal(id(2))}, '已离开', 'staff', false, ${literal(IDS.suzhou)}, 'p2');
  insert into app.account (name, owner_id, department_id) values ('可见一', ${literal(IDS.leaver)}, ${literal(IDS.suzhou)}), ('机密南方', ${literal(IDS.leaver)}, ${literal(IDS.south)});`});
const to = (who) => [{to: {kind: 'people', user_ids: [who]}}];
const post = (token, body) => h.stack.post('/handovers', token, {leaver_id: IDS.leaver, ...body});
const plan = async (token, body) => expectStatus(await post(token, body), 201).json.data.id;
const preview = (token, handover) => h.stack.post(`/handovers/${handover}/preview`, token);
const run = (token, handover) => h.stack.post(`/handovers/${handover}/run`, token, undefined, {'If-Match': '*'});
const ended = (handover) => h.stack.until(async () => {
  const now = (await h.stack.get(`/handovers/${handover}`, 'admin')).json.data;
  return ['done', 'failed'].includes(now.state) && now;
}, 'the end', 30000);
const ownerOf = async (name) => (await h.stack.rows(`select owner_id from app.account where name = '${name}'`))[0].owner_id;

test('a_manager_hands_over_only_his_own_peoples', async () => {
  const other = await plan('manager', {leaver_id: IDS.rep_s, rules: to(IDS.rep_a)});
  for (const act of [preview, run]) expectProblem(await act('manager', other), 403, 'forbidden');
  const up = await plan('manager', {leaver_id: IDS.director, rules: to(IDS.rep_a)});
  expectProblem(await run('manager', up), 403, 'forbidden');
  const mine = await plan('manager', {rules: to(IDS.rep_a)});
  expectStatus(await preview('manager', mine), 200);
  for (const act of [preview, run]) expectProblem(await act('rep_b', mine), 404, 'not_found', 'of somebody else');
  const own = await plan('rep_a', {leaver_id: IDS.rep_a, rules: to(IDS.rep_b)});
  for (const act of [preview, run]) expectProblem(await act('rep_a', own), 403, 'forbidden', 'without the right to run');
});

test('receivers_are_active_people_of_the_company', async () => {
  for (const who of [id(1), id(2), id(3), IDS.service]) expectProblem(await post('manager', {rules: to(who)}), 422, 'invalid', who);
  const handover = await plan('manager', {rules: to(IDS.rep_b)});
  await h.stack.sql(`update app."user" set is_active = false where id = '${IDS.rep_b}'`);
  for (const act of [preview, run]) expectProblem(await act('manager', handover), 422, 'invalid');
  await h.stack.sql(`update app."user" set is_active = true where id = '${IDS.rep_b}'`);
});

test('a_hidden_record_is_neither_moved_nor_counted_nor_named', async () => {
  const handover = await plan('manager', {rules: to(IDS.rep_a)});
  const shown = expectStatus(await preview('manager', handover), 200);
  const [line] = shown.json.data.resources.filter((r) => r.resource === 'account');
  assert.deepEqual([line.held, line.moves, line.forbidden, line.nobody], [1, 1, 0, 0]);
  assert.ok(!shown.text.includes('机密'));
  expectStatus(await run('manager', handover), 200);
  const end = await ended(handover);
  assert.deepEqual([end.state, end.receipt.moved, end.counts.account.held], ['done', 1, 1]);
  assert.deepEqual([await ownerOf('可见一'), await ownerOf('机密南方')], [IDS.rep_a, IDS.leaver]);
  assert.ok(!JSON.stringify(end).includes('机密'));
});

test('what_is_only_lent_is_counted_as_left_and_stays', async () => {
  const [{id: hidden}] = await h.stack.rows(`select id from app.account where name = '机密南方'`);
  expectStatus(await h.stack.post(`/accounts/${hidden}/share`, 'admin', {kind: 'user', to: IDS.manager, right: 'write'}), 200);
  const handover = await plan('manager', {rules: to(IDS.rep_b)});
  const [line] = (await preview('manager', handover)).json.data.resources.filter((r) => r.resource === 'account');
  assert.deepEqual([line.held, line.moves, line.forbidden], [1, 0, 1]);
  expectStatus(await run('manager', handover), 200);
  const end = await ended(handover);
  assert.deepEqual([end.state, end.counts.account.forbidden, await ownerOf('机密南方')], ['done', 1, IDS.leaver]);
});

test('what_he_reads_but_may_not_write_is_counted_as_left', async () => {
  const scope = (to) => h.stack.sql(`update auth.role_resource set write_scope = '${to}' where role_id = '${IDS.role_manager}' and resource = 'account'`);
  await h.stack.sql(`insert into app.account (name, owner_id, department_id) values ('只读一', ${literal(IDS.leaver)}, ${literal(IDS.suzhou)})`);
  const handover = await plan('manager', {rules: to(IDS.rep_b)});
  await scope('own');
  const [line] = (await preview('manager', handover)).json.data.resources.filter((r) => r.resource === 'account');
  assert.deepEqual([line.moves, line.parts.map((p) => p.outcome)], [0, ['forbidden']]);
  expectStatus(await run('manager', handover), 200);
  assert.equal((await ended(handover)).receipt.moved, 0);
  await scope('subtree');
  assert.equal(await ownerOf('只读一'), IDS.leaver);
});

test('a_step_moves_nothing_that_its_person_may_not_transfer_then_or_that_has_another_owner', async () => {
  const began = '01890000-0000-7000-8000-0000000f0001';
  await h.stack.sql(`insert into app.account (name, owner_id, department_id) values ('后来无权', ${literal(IDS.leaver)}, ${literal(IDS.south)}), ('一直有权', ${literal(IDS.leaver)}, ${literal(IDS.suzhou)}), ('别人的了', ${literal(IDS.rep_b)}, ${literal(IDS.suzhou)});
    insert into app.handover (id, leaver_id, owner_id, department_id, rules, state, started_at, change_set_id, counts, confirmed_by_id)
    values ('${began}', ${literal(IDS.leaver)}, ${literal(IDS.manager)}, ${literal(IDS.east)}, '${JSON.stringify(to(IDS.rep_a))}', 'running', now(), '${began}', '{}', ${literal(IDS.manager)});
    insert into job.handover_item (handover_id, resource, record_id, rule, to_id) select '${began}', 'account', id, 0, ${literal(IDS.rep_a)} from app.account where name in ('后来无权', '一直有权', '别人的了');
    insert into app.job (kind, params, owner_id) values ('handover', '{"handover_id": "${began}"}', ${literal(IDS.manager)});`);
  const end = await ended(began);
  assert.deepEqual([end.state, end.receipt.moved, end.receipt.left], ['done', 1, 2]);
  assert.deepEqual(await Promise.all(['后来无权', '一直有权', '别人的了'].map(ownerOf)), [IDS.leaver, IDS.rep_a, IDS.rep_b]);
});

test('a_condition_asks_no_field_that_the_planner_does_not_have', async () => {
  const handover = await plan('manager', {rules: [{resources: ['account'], filter: {field: 'bank_account', op: 'eq', value: '1'}, to: {kind: 'people', user_ids: [IDS.rep_a]}}]});
  expectProblem(await preview('manager', handover), 400, 'unknown_field');
});
