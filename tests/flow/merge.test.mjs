// SPDX-License-Identifier: AGPL-3.0-or-later
// Two records become one and, after more work, two again; the look through the whole base finds who should.
import {test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack({worker: true, env: {GX_TICK_SECONDS: '1'}});
const make = async (path, body, token = 'manager') => expectStatus(await h.stack.post(`/${path}`, token, body), 201).json.data;
const read = async (path, id, token = 'manager') => expectStatus(await h.stack.get(`/${path}/${id}`, token), 200).json.data;
const merge = (id, other_ids, choices = {}, token = 'manager') => h.stack.post('/merges', token, {resource: 'account', id, other_ids, choices});
const unmerge = (id, token = 'manager') => h.stack.post('/merges/undo', token, {resource: 'account', id});

async function pair() {
  const [stays, goes] = [await make('accounts', {name: '沙坪坝合一仪器', city: '重庆市'}), await make('accounts', {name: '合一仪器', phone: '023-68880001', city: '沙坪坝'})];
  const contacts = [];
  for (const name of ['甲联系', '乙联系']) contacts.push(await make('contacts', {name, account_id: goes.id}));
  const note = await make('notes', {body: '旧记录', parent_resource: 'account', parent_id: goes.id});
  return {stays, goes, contacts, note};
}

test('everything_linked_moves_chosen_values_are_taken_and_the_old_id_leads_on', async () => {
  const {stays, goes, contacts, note} = await pair();
  const answer = expectStatus(await merge(stays.id, [goes.id], {phone: goes.id}), 200);
  assert.equal(answer.json.data.moved, 3);
  const merged = await read('accounts', stays.id);
  assert.deepEqual([merged.name, merged.phone, merged.city], ['沙坪坝合一仪器', '023-68880001', '重庆市']);
  for (const c of contacts) assert.equal((await read('contacts', c.id)).account_id, stays.id);
  assert.equal((await read('notes', note.id)).parent_id, stays.id);
  const old = expectStatus(await h.stack.get(`/accounts/${goes.id}`, 'manager'), 308);
  assert.equal(old.headers.location, `/api/v1/accounts/${stays.id}`);
  expectProblem(await h.stack.get(`/accounts/${goes.id}`, 'rep_s'), 404, 'not_found', 'who does not see it is told nothing');
  const sets = await h.stack.rows(`select distinct change_set_id from audit.history where change_set_id = '${answer.json.data.change_set_id}'
    and record_id in ('${stays.id}', '${goes.id}', '${contacts[0].id}')`);
  assert.equal(sets.length, 1);
});

test('what_the_system_keeps_of_a_record_stays_with_it_and_one_default_stays', async () => {
  const {stays, goes, contacts} = await pair();
  const rule = await make('care-rules', {name: '有城市', resource: 'account', severity: 'stale', action: 'list', message: '请核对', definition: {field: 'id', op: 'in', value: [stays.id, goes.id]}}, 'admin');
  const found = async (id) => Number(await h.stack.sql(`select count(*) from app.care_finding where rule_id = '${rule.id}' and parent_id = '${id}'`));
  await h.stack.until(async () => await found(stays.id) + await found(goes.id) === 2, 'both to be found');
  const [title, other] = [await make('invoice-titles', {account_id: stays.id, name: '合一', kind: 'person', is_default: true}), await make('invoice-titles', {account_id: goes.id, name: '合二', kind: 'person', is_default: true})];
  expectStatus(await merge(stays.id, [goes.id]), 200);
  assert.equal((await read('contacts', contacts[0].id)).account_id, stays.id);
  assert.deepEqual([await found(stays.id), (await read('invoice-titles', other.id)).account_id], [1, stays.id]);
  const defaults = await Promise.all([title, other].map(async (t) => (await read('invoice-titles', t.id)).is_default));
  assert.equal(defaults.filter(Boolean).length, 1, 'one default title');
  expectStatus(await unmerge(goes.id), 200);
  assert.equal((await read('invoice-titles', other.id)).account_id, goes.id);
});

test('taken_apart_after_more_work_links_go_where_they_belong', async () => {
  const {stays, goes, contacts} = await pair();
  expectStatus(await merge(stays.id, [goes.id], {phone: goes.id, city: goes.id}), 200);
  const since = await make('contacts', {name: '新联系', account_id: stays.id});
  const elsewhere = await make('accounts', {name: '别处公司'});
  expectStatus(await h.stack.patch(`/contacts/${contacts[1].id}`, 'manager', {account_id: elsewhere.id}, '*'), 200);
  expectStatus(await h.stack.patch(`/accounts/${stays.id}`, 'manager', {city: '渝北'}, '*'), 200);
  const {data} = expectStatus(await unmerge(goes.id), 200).json;
  assert.deepEqual([data.moved, data.conflicts], [2, [{resource: 'contact', id: contacts[1].id, field: 'account_id'}, {resource: 'account', id: stays.id, field: 'city'}]]);
  assert.equal((await read('contacts', contacts[0].id)).account_id, goes.id);
  assert.equal((await read('contacts', contacts[1].id)).account_id, elsewhere.id);
  assert.equal((await read('contacts', since.id)).account_id, stays.id);
  const left = await read('accounts', stays.id);
  assert.deepEqual([left.phone, left.city], [null, '渝北']);
  assert.equal((await read('accounts', goes.id)).phone, '023-68880001');
  expectProblem(await unmerge(goes.id), 404, 'not_found', 'not twice');
});

test('needs_to_write_all_of_them_and_to_see_them', async () => {
  const [mine, hidden] = [await make('accounts', {name: '我的公司'}, 'rep_a'), await make('accounts', {name: '他的公司'}, 'rep_s')];
  expectProblem(await merge(mine.id, [hidden.id], {}, 'rep_a'), 404, 'not_found');
  expectProblem(await merge(hidden.id, [mine.id], {}, 'rep_a'), 404, 'not_found');
  const lent = await make('accounts', {name: '借来的公司'}, 'admin');
  expectStatus(await h.stack.post(`/accounts/${lent.id}/share`, 'admin', {kind: 'user', to: IDS.rep_a, right: 'read'}), 200);
  expectProblem(await merge(mine.id, [lent.id], {}, 'rep_a'), 403, 'forbidden', 'read only');
  await h.stack.sql(`update auth.share set can_write = true where record_id = '${lent.id}'`);
  expectProblem(await merge(mine.id, [lent.id], {}, 'rep_a'), 403, 'forbidden', 'what is lent');
  const other = await make('accounts', {name: '我的公司二'}, 'rep_a');
  expectProblem(await merge(mine.id, [other.id], {annual_revenue: other.id}, 'rep_a'), 422, 'invalid', 'a field that he does not read');
  expectProblem(await merge(mine.id, [other.id], {phone: other.id}, 'rep_a'), 422, 'invalid', 'nor one that he knows masked');
  expectStatus(await merge(mine.id, [other.id], {}, 'rep_a'), 200);
});

test('the_undo_of_its_change_set_takes_a_merge_apart_and_that_is_not_undone', async () => {
  const {stays, goes, contacts} = await pair();
  const share = (id, to) => h.stack.post(`/accounts/${id}/share`, 'admin', {kind: 'user', to: IDS[to], right: 'read'});
  expectStatus(await share(goes.id, 'rep_s'), 200);
  const {change_set_id} = expectStatus(await merge(stays.id, [goes.id], {phone: goes.id}), 200).json.data;
  await read('accounts', stays.id, 'rep_s');
  const undo = (id) => h.stack.post(`/change-sets/${id}/undo`, 'manager');
  const answer = expectStatus(await undo(change_set_id), 200).json.data;
  assert.deepEqual([answer.undone, answer.conflicts], [1, []]);
  assert.equal((await read('accounts', goes.id)).phone, '023-68880001');
  assert.equal((await read('accounts', stays.id)).phone, null);
  assert.equal((await read('contacts', contacts[0].id)).account_id, goes.id);
  await read('accounts', goes.id, 'rep_s');
  expectProblem(await h.stack.get(`/accounts/${stays.id}`, 'rep_s'), 404, 'not_found', 'whom it was lent to sees that one again, not the other');
  expectProblem(await undo(change_set_id), 409, 'wrong_state', 'once');
  expectProblem(await undo(answer.change_set_id), 409, 'wrong_state', 'merged again, not undone');
  expectProblem(await unmerge(goes.id), 404, 'not_found');
  expectStatus(await merge(stays.id, [goes.id]), 200);
});

test('restored_from_the_bin_a_merged_record_is_taken_apart', async () => {
  const {stays, goes, contacts} = await pair();
  const {change_set_id} = expectStatus(await merge(stays.id, [goes.id]), 200).json.data;
  expectStatus(await h.stack.post(`/accounts/${goes.id}/restore`, 'manager'), 200);
  assert.equal((await read('contacts', contacts[0].id)).account_id, goes.id);
  expectProblem(await h.stack.post(`/change-sets/${change_set_id}/undo`, 'manager'), 409, 'wrong_state', 'it is undone');
  expectStatus(await h.stack.delete(`/accounts/${goes.id}`, 'manager', '*'), 204);
  expectProblem(await h.stack.get(`/accounts/${goes.id}`, 'manager'), 404, 'not_found', 'and leads nowhere');
});

test('with_the_survivor_gone_for_good_a_merged_record_is_restored_as_any_other', async () => {
  const {stays, goes} = await pair();
  expectStatus(await merge(stays.id, [goes.id]), 200);
  await h.stack.sql(`update app.contact set account_id = null where account_id = '${stays.id}'`);
  expectStatus(await h.stack.delete(`/accounts/${stays.id}`, 'manager', '*'), 204);
  expectStatus(await h.stack.post(`/accounts/${stays.id}/purge`, 'admin'), [200, 204]);
  expectStatus(await h.stack.post(`/accounts/${goes.id}/restore`, 'manager'), 200);
  assert.equal((await read('accounts', goes.id)).name, '合一仪器');
});

test('what_moves_out_of_sight_is_not_told_and_undoing_writes_no_field_that_he_may_not', async () => {
  const [stays, goes] = [await make('accounts', {name: '暗处一号'}, 'rep_a'), await make('accounts', {name: '暗处二号', level: 'a'}, 'admin')];
  await h.stack.sql(`update app.account set owner_id = '${IDS.rep_a}', department_id = (select department_id from app.account where id = '${stays.id}') where id = '${goes.id}'`);
  const hidden = await make('contacts', {name: '暗处联系', account_id: goes.id, owner_id: IDS.rep_s}, 'admin');
  assert.equal(expectStatus(await merge(stays.id, [goes.id], {}, 'rep_a'), 200).json.data.moved, 0);
  assert.equal((await read('contacts', hidden.id, 'admin')).account_id, stays.id, 'but it moves');
  await make('accounts', {name: '暗处三号'}, 'admin').then((x) => h.stack.patch(`/contacts/${hidden.id}`, 'admin', {account_id: x.id}, '*'));
  assert.deepEqual(expectStatus(await unmerge(goes.id, 'rep_a'), 200).json.data.conflicts, []);
  expectStatus(await merge(stays.id, [goes.id], {level: goes.id}, 'admin'), 200);
  assert.deepEqual(expectStatus(await unmerge(goes.id, 'rep_a'), 200).json.data.conflicts, [{resource: 'account', id: stays.id, field: 'level'}]);
  assert.equal((await read('accounts', stays.id, 'admin')).level, 'a');
});

test('a_parent_that_was_merged_into_its_child_comes_back', async () => {
  const parent = await make('accounts', {name: '上级公司'});
  const child = await make('accounts', {name: '下级公司', parent_id: parent.id});
  expectStatus(await merge(child.id, [parent.id]), 200);
  assert.equal((await read('accounts', child.id)).parent_id, null);
  assert.deepEqual(expectStatus(await unmerge(parent.id), 200).json.data.conflicts, []);
  assert.equal((await read('accounts', child.id)).parent_id, parent.id);
});

test('two_merges_at_once_leave_one', async () => {
  const three = [];
  for (const name of ['同时甲', '同时乙', '同时丙']) three.push((await make('accounts', {name})).id);
  const [a, b, c] = three;
  const answers = await Promise.all([merge(a, [b, c]), merge(b, [a, c]), merge(c, [a, b])]);
  assert.deepEqual(answers.map((x) => x.status).sort(), [200, 404, 404], answers.map((x) => x.text).join('\n'));
  const alive = await h.stack.rows(`select id from app.account where id in ('${three.join("','")}') and deleted_at is null`);
  assert.equal(alive.length, 1);
});

test('the_look_of_the_night_is_at_what_changed', async () => {
  const [a, b, c, d] = await Promise.all(['宁波夜看阀门有限公司', '夜看阀门（宁波）股份有限公司', '温州旧档泵业有限公司', '旧档泵业（温州）股份有限公司'].map((name) => make('accounts', {name})));
  const listed = async (id) => expectStatus(await h.stack.get('/duplicate-groups', 'admin', {limit: 200}), 200).json.data.some((g) => g.member_ids.includes(id));
  const isOver = async () => !(await h.stack.rows("select 1 from app.job where kind = 'duplicate_night' and state in ('queued', 'running')")).length;
  await h.stack.until(isOver, 'the end of the night with which the worker began');
  await h.stack.sql(`set session_replication_role = replica; update app.account set updated_at = now() - interval '9 days' where id in ('${c.id}', '${d.id}', '${b.id}'); delete from app.duplicate_group`);
  await h.stack.sql("select job.open_system('duplicate_night', '{}', null, true)");
  await h.stack.until(() => listed(a.id), 'the group of what changed');
  await h.stack.until(isOver, 'the end of the night');
  assert.equal(await listed(c.id), false, 'neither of those changed');
});

test('the_look_through_the_whole_base_lists_groups_once', async () => {
  const [a, b] = [await make('accounts', {name: '重庆全库轴承有限公司'}), await make('accounts', {name: '全库轴承（重庆）股份有限公司'})];
  const groups = async () => expectStatus(await h.stack.get('/duplicate-groups', 'admin', {limit: 200}), 200).json.data.filter((g) => g.member_ids.includes(a.id));
  const scan = async () => {
    const before = (await h.stack.rows("select count(*)::int as n from app.job where kind = 'duplicate_scan' and state = 'done'"))[0].n;
    expectStatus(await h.stack.post('/duplicates/scan', 'admin', {}), 200);
    await h.stack.until(async () => (await h.stack.rows("select count(*)::int as n from app.job where kind = 'duplicate_scan' and state = 'done'"))[0].n > Number(before), 'the look to end');
  };
  await h.stack.until(async () => !(await h.stack.rows("select 1 from app.job where kind = 'duplicate_scan' and state in ('queued', 'running')")).length, 'no other look');
  await scan();
  const [group, ...more] = await groups();
  assert.deepEqual([group.member_ids.toSorted(), more.length, group.state], [[a.id, b.id].toSorted(), 0, 'open']);
  expectStatus(await h.stack.patch(`/duplicate-groups/${group.id}`, 'admin', {state: 'not_duplicate'}, '*'), 200);
  await scan();
  assert.deepEqual((await groups()).map((g) => g.state), ['not_duplicate'], 'settled is settled');
  expectStatus(await h.stack.get('/duplicate-groups', 'rep_a'), [200, 403]);
});
