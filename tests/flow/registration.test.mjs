// SPDX-License-Identifier: AGPL-3.0-or-later
// 客户报备: protected at once, after an approval, or after a decision between two; who is told what; of two at once one is
// protected.
import {test} from 'node:test';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';
import {DEALERS, IDS, dealersSql, today, words} from './lib/registration.mjs';

const h = withStack({fixtures: dealersSql});
const {register, registered, read, account, owner, decide, sides, inbox, log, audit} = words(h);
const rule = (set) => h.stack.sql(`update app.registration_rule set ${set} where id = '${DEALERS.rule}'`);

test('what_nobody_has_is_protected_at_once_with_its_customer', async () => {
  const made = await registered('rep_a', '绍兴独家纺机有限公司', {phone: '0575-88120001', province: '浙江省', city: '绍兴市'});
  assert.deepEqual([made.state, made.protected_until, made.owner_id, made.version], ['protected', today(60), IDS.rep_a, 1]);
  const customer = expectStatus(await h.stack.get(`/accounts/${made.account_id}`, 'rep_a'), 200).json.data;
  assert.deepEqual([customer.name, customer.owner_id, customer.city], ['绍兴独家纺机有限公司', IDS.rep_a, '绍兴市']);
  assert.deepEqual(await inbox('manager', made.id), [], 'nobody has to decide');
});

test('a_key_sent_again_registers_once', async () => {
  const headers = {'Idempotency-Key': 'registration-key-0001'};
  const [one, two] = [await register('rep_a', '绍兴重发纺机有限公司', {}, headers), await register('rep_a', '绍兴重发纺机有限公司', {}, headers)];
  assert.equal(expectStatus(two, 201).json.data.id, expectStatus(one, 201).json.data.id);
  assert.equal((await h.stack.rows("select id from app.account where name = '绍兴重发纺机有限公司'")).length, 1);
});

test('what_is_his_already_is_protected_as_it_is', async () => {
  const mine = await account('rep_a', '嘉兴自有机床有限公司');
  const made = await registered('rep_a', '嘉兴自有机床');
  assert.deepEqual([made.state, made.account_id], ['protected', mine]);
  const again = await registered('rep_a', '嘉兴自有机床');
  assert.equal(again.state, 'submitted', 'once more is looked at by a person');
});

test('an_approval_goes_to_the_manager_who_may_refuse', async () => {
  await rule('needs_approval = true');
  const [first, second] = [await registered('rep_a', '湖州待批仪表有限公司'), await registered('rep_a', '湖州待拒仪表有限公司')];
  await rule('needs_approval = false');
  assert.deepEqual([first.state, first.account_id], ['submitted', null]);
  assert.deepEqual(await inbox('manager', first.id), [['registration', 'approval']]);
  for (const who of ['rep_a', 'rep_b', 'director', 'admin']) expectStatus(await decide(who, first.id, 'approve'), who === 'rep_b' ? 404 : 403, who);
  expectProblem(await decide('manager', second.id, 'refuse', ' '), 422, 'invalid');
  expectProblem(await decide('manager', first.id, 'to_owner'), 422, 'invalid');
  expectStatus(await decide('manager', first.id, 'approve', null), 200);
  expectStatus(await decide('manager', second.id, 'refuse', '不在我司范围'), 200);
  const [done, refused] = [await read('rep_a', first.id), await read('rep_a', second.id)];
  assert.deepEqual([done.state, done.decided_by_id, await owner(done.account_id)], ['protected', IDS.manager, IDS.rep_a]);
  assert.deepEqual([refused.state, refused.decision_reason, refused.account_id], ['rejected', '不在我司范围', null]);
  assert.deepEqual([await inbox('rep_a', first.id), await inbox('rep_a', second.id)], [[['registration_outcome', 'protected']], [['registration_outcome', 'rejected']]]);
  expectProblem(await decide('manager', first.id, 'refuse', '晚了'), 409, 'wrong_state');
});

test('an_approval_looks_again_and_becomes_a_case', async () => {
  await rule('needs_approval = true');
  const made = await registered('rep_a', '湖州中途阀门有限公司');
  await rule('needs_approval = false');
  await account('rep_s', '湖州中途阀门有限公司');
  assert.equal(expectStatus(await decide('manager', made.id, 'approve', null), 200).json.data.state, 'conflict');
  assert.deepEqual(await inbox('director', made.id), [['registration', 'conflict']]);
  expectStatus(await decide('manager', made.id, 'to_owner', '晚了'), 403);
});

test('an_approval_of_one_who_has_left_looks_again_too', async () => {
  await rule('needs_approval = true');
  const made = await registered('rep_a', '湖州离职水泵有限公司');
  await rule('needs_approval = false');
  await account('rep_s', '湖州离职水泵有限公司');
  await h.stack.sql(`update app.registration set created_by = '${IDS.nobody}' where id = '${made.id}'; update app."user" set is_active = false where id = '${IDS.nobody}'`);
  assert.equal(expectStatus(await decide('manager', made.id, 'approve', null), 200).json.data.state, 'conflict');
  await h.stack.sql(`update app."user" set is_active = true where id = '${IDS.nobody}'`);
});

/** rep_s has a customer, rep_a registers it. */
async function collision(name, more = {}) {
  const theirs = await account('rep_s', name, more);
  const contact = expectStatus(await h.stack.post('/contacts', 'rep_s', {name: '李工', account_id: theirs}), 201).json.data.id;
  return {theirs, contact, reg: (await registered('rep_a', name)).id};
}

test('a_collision_goes_to_the_nearest_common_manager_who_sees_both_sides', async () => {
  const {theirs, reg} = await collision('台州撞单轴承有限公司', {phone: '0576-88120001'});
  assert.equal((await read('rep_a', reg)).state, 'conflict');
  assert.deepEqual(await inbox('director', reg), [['registration', 'conflict']], 'above both');
  assert.deepEqual(await inbox('manager', reg), [], 'above one only');
  for (const who of ['rep_a', 'manager', 'admin']) { expectProblem(await sides(who, reg), 403, 'forbidden', who); expectProblem(await decide(who, reg, 'to_registrant'), 403, 'forbidden', who); }
  const seen = expectStatus(await sides('director', reg), 200).json.data;
  assert.deepEqual([seen.kind, seen.registrant.owner_name], ['conflict', '张伟测']);
  assert.deepEqual(seen.sides.map((s) => [s.resource, s.id, s.owner_name, s.department_name]), [['account', theirs, '何静测', '测试华南']]);
  const local = (await registered('rep_b', '苏州近邻泵业有限公司')).id;
  const near = await registered('rep_a', '苏州近邻泵业有限公司');
  assert.deepEqual([near.state, await inbox('manager', near.id)], ['conflict', [['registration', 'conflict']]], 'both below one manager');
  assert.ok((await sides('manager', near.id)).json.data.sides.some((s) => s.resource === 'registration' && s.id === local));
});

test('to_the_registrant_moves_the_customer_with_what_belongs_to_it', async () => {
  const {theirs, contact, reg} = await collision('台州归新阀门有限公司');
  expectStatus(await decide('director', reg, 'to_registrant', '对方一年未跟进'), 200);
  const done = await read('rep_a', reg);
  assert.deepEqual([done.state, done.account_id, done.protected_until, await owner(theirs)], ['protected', theirs, today(60), IDS.rep_a]);
  expectStatus(await h.stack.get(`/contacts/${contact}`, 'rep_a'), 200);
  expectStatus(await h.stack.get(`/accounts/${theirs}`, 'rep_s'), 404);
  assert.deepEqual(await log(theirs), [['registration', IDS.rep_s, IDS.rep_a]]);
  assert.deepEqual((await audit(reg)).map((e) => [e.kind, e.detail.decision]), [['registration_conflict', undefined], ['registration_decided', 'to_registrant']]);
  assert.deepEqual([await inbox('rep_a', reg), await inbox('rep_s', theirs)], [[['registration_outcome', 'protected']], [['registration_outcome', 'to_registrant']]]);
});

test('what_became_his_meanwhile_is_protected_and_not_made_again', async () => {
  const {theirs, reg} = await collision('台州转来链条有限公司');
  expectStatus(await h.stack.post(`/accounts/${theirs}/transfer`, 'admin', {owner_id: IDS.rep_a}, {'If-Match': '*'}), 200);
  expectStatus(await decide('director', reg, 'to_registrant', '已经移交'), 200);
  assert.equal((await read('rep_a', reg)).account_id, theirs);
});

test('to_the_owner_leaves_all_as_it_was', async () => {
  const {theirs, reg} = await collision('台州维持模具有限公司');
  expectStatus(await decide('director', reg, 'to_owner', '对方正在跟进'), 200);
  const done = await read('rep_a', reg);
  assert.deepEqual([done.state, done.account_id, done.decision_reason, await owner(theirs)], ['rejected', null, '对方正在跟进', IDS.rep_s]);
  expectStatus(await h.stack.get(`/accounts/${theirs}`, 'rep_a'), 404);
  assert.deepEqual(await log(theirs), [['registration', IDS.rep_s, IDS.rep_s]]);
  assert.deepEqual(await inbox('rep_s', theirs), [['registration_outcome', 'to_owner']]);
});

test('both_makes_the_registrant_a_member_of_its_team', async () => {
  const {theirs, reg} = await collision('台州共跟冲压有限公司');
  expectStatus(await decide('director', reg, 'both', '各有所长'), 200);
  assert.deepEqual([(await read('rep_a', reg)).state, await owner(theirs)], ['protected', IDS.rep_s]);
  expectStatus(await h.stack.patch(`/accounts/${theirs}`, 'rep_a', {city: '台州市'}, '*'), 200);
  const [member] = expectStatus(await h.stack.get(`/accounts/${theirs}/shares`, 'rep_s'), 200).json.data;
  assert.deepEqual([member.grantee_id, member.right, member.is_member], [IDS.rep_a, 'write', true]);
  assert.deepEqual(await log(theirs), [['registration', IDS.rep_s, IDS.rep_s]]);
});

test('a_protection_that_lost_ends', async () => {
  const first = await registered('rep_s', '温岭先报电机有限公司');
  const second = await registered('rep_a', '温岭先报电机有限公司');
  assert.deepEqual([first.state, second.state], ['protected', 'conflict']);
  expectStatus(await decide('director', second.id, 'to_registrant', '区域划分'), 200);
  assert.deepEqual([(await read('rep_s', first.id)).state, (await read('rep_a', second.id)).account_id], ['rejected', first.account_id]);
  assert.equal(await owner(first.account_id), IDS.rep_a);
});

test('what_lies_in_a_pool_is_claimed_by_its_rules', async () => {
  const place = expectStatus(await h.stack.post('/pools', 'admin', {name: '报备公海', department_ids: [IDS.east], daily_claims: 1}), 201).json.data.id;
  const fall = async (name) => {
    const id = await account('rep_b', name);
    expectStatus(await h.stack.post('/pool-records/release', 'rep_b', {resource: 'account', ids: [id], reason: 'no_need', pool_id: place}), 200);
    return id;
  };
  const [one, two] = [await fall('金华公海工具有限公司'), await fall('金华限额工具有限公司')];
  const made = await registered('rep_a', '金华公海工具有限公司');
  assert.deepEqual([made.state, made.account_id, await owner(one)], ['protected', one, IDS.rep_a]);
  assert.deepEqual((await log(one)).at(-1), ['claim', null, IDS.rep_a]);
  expectProblem(await register('rep_a', '金华限额工具有限公司'), 409, 'claim_limit');
  const outside = await registered('rep_s', '金华限额工具有限公司');
  assert.deepEqual([outside.state, await inbox('director', outside.id)], ['conflict', [['registration', 'conflict']]], 'no member of the pool');
  expectStatus(await decide('director', outside.id, 'to_registrant', '客户在华南'), 200);
  assert.equal(await owner(two), IDS.rep_s);
});

test('no_more_than_so_many_are_open', async () => {
  const open = Number((await h.stack.rows(`select count(*) as n from app.registration where owner_id = '${IDS.rep_b}' and state in ('submitted', 'conflict', 'protected')`))[0].n);
  await rule(`max_open = ${open + 1}`);
  const last = await registered('rep_b', '衢州名额一有限公司');
  expectProblem(await register('rep_b', '衢州名额二有限公司'), 409, 'registration_limit');
  expectStatus(await h.stack.post(`/registrations/${last.id}/withdraw`, 'rep_b', {}), 200);
  expectStatus(await register('rep_b', '衢州名额三有限公司'), 201);
  await rule('max_open = null');
});

test('of_many_who_register_the_same_at_once_one_is_protected', async () => {
  for (let round = 0; round < 5; round++) {
    const people = ['rep_a', 'rep_b', 'rep_s', 'manager'];
    const made = await Promise.all(people.map((who) => register(who, `丽水同时铸造${'甲乙丙丁戊'[round]}铁有限公司`)));
    for (const answer of made) expectStatus(answer, 201);
    assert.deepEqual(made.map((a) => a.json.data.state).sort(), ['conflict', 'conflict', 'conflict', 'protected']);
  }
});

test('a_protection_is_extended_once_by_whose_it_is', async () => {
  const {id} = await registered('rep_a', '舟山延期船配有限公司');
  const extend = (who, reason = '预算推迟到下季度') => h.stack.post(`/registrations/${id}/extend`, who, {reason});
  expectStatus(await extend('rep_b'), 404);
  expectProblem(await extend('rep_a', '  '), 422, 'invalid');
  assert.equal(expectStatus(await extend('rep_a'), 200).json.data.protected_until, today(90));
  expectProblem(await extend('rep_a'), 409, 'already_extended');
  assert.deepEqual([(await read('rep_a', id)).extension_reason, (await audit(id)).at(-1).kind], ['预算推迟到下季度', 'registration_extended']);
});

test('what_was_withdrawn_is_free_again', async () => {
  const first = await registered('rep_s', '宁海撤回文具有限公司');
  expectStatus(await h.stack.post(`/registrations/${first.id}/withdraw`, 'rep_s', {}), 200);
  expectProblem(await h.stack.post(`/registrations/${first.id}/extend`, 'rep_s', {reason: '想延期'}), 409, 'wrong_state');
  expectStatus(await h.stack.delete(`/accounts/${first.account_id}`, 'rep_s', '*'), 204);
  assert.equal((await registered('rep_a', '宁海撤回文具有限公司')).state, 'protected');
  expectStatus(await h.stack.post(`/accounts/${first.account_id}/purge`, 'admin'), 204, 'a customer that was registered can be purged');
  assert.equal((await read('rep_s', first.id)).account_id, null);
});

test('what_has_ended_or_was_decided_is_not_undone', async () => {
  const undo = (who, answer) => h.stack.post(`/change-sets/${answer.headers['change-set']}/undo`, who, {});
  const one = await registered('rep_a', '余姚撤回模塑有限公司');
  const back = expectStatus(await h.stack.post(`/registrations/${one.id}/withdraw`, 'rep_a', {}), 200);
  assert.deepEqual(expectStatus(await undo('rep_a', back), 200).json.data.conflicts.map((c) => c.resource), ['registration']);
  assert.equal((await read('rep_a', one.id)).state, 'withdrawn');
  const {theirs, reg} = await collision('余姚裁决模塑有限公司');
  const decided = expectStatus(await decide('director', reg, 'to_registrant', '区域划分'), 200);
  expectProblem(await undo('director', decided), 409, 'wrong_state');
  assert.equal(await owner(theirs), IDS.rep_a);
});

test('a_dealers_waits_for_his_channel_manager_and_belongs_to_the_dealer', async () => {
  const made = await registered('dealer', '慈溪渠道注塑有限公司');
  assert.deepEqual([made.state, made.partner_id], ['submitted', DEALERS.company]);
  assert.deepEqual(await inbox('manager', made.id), [['registration', 'approval']]);
  assert.equal((await read('manager', made.id)).name, '慈溪渠道注塑有限公司', 'and he sees it');
  expectStatus(await decide('dealer', made.id, 'approve'), 403);
  expectStatus(await decide('manager', made.id, 'approve', null), 200);
  const done = await read('dealer', made.id);
  const customer = expectStatus(await h.stack.get(`/accounts/${done.account_id}`, 'dealer'), 200).json.data;
  assert.deepEqual([done.state, customer.owner_id, customer.partner_id], ['protected', IDS.manager, DEALERS.company]);
  const second = await registered('rival', '慈溪渠道注塑有限公司');
  assert.equal(second.state, 'submitted', 'a dealer is not told that it collides');
  assert.deepEqual((await sides('manager', second.id)).json.data.sides.map((s) => s.partner_name), ['凌锐渠道', '凌锐渠道']);
  expectStatus(await decide('manager', second.id, 'to_owner', '已由其他渠道跟进'), 200);
  assert.equal((await read('rival', second.id)).state, 'rejected');
});

test('a_won_deal_ends_it', async () => {
  const {id, account_id: customer} = await registered('rep_a', '象山成交针织有限公司');
  const deal = expectStatus(await h.stack.post('/opportunities', 'rep_a', {name: '一台', account_id: customer, stage_id: IDS.stage}), 201).json.data;
  assert.equal((await read('rep_a', id)).state, 'protected');
  expectStatus(await h.stack.patch(`/opportunities/${deal.id}`, 'rep_a', {stage_id: IDS.stage_won}, '*'), 200);
  assert.equal((await read('rep_a', id)).state, 'won');
});
