// SPDX-License-Identifier: AGPL-3.0-or-later
// What a registration tells: staff that something is there, which the check of duplicates tells, too, and not what or whose;
// a dealer nothing at all; how it collided nobody but the person who decides.
import {test} from 'node:test';
import {DEALERS, IDS, dealersSql, words} from '../flow/lib/registration.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack({fixtures: [dealersSql, `update auth.role_resource set operations = array_remove(operations, 'duplicates') where role_id = '${IDS.role_rep}';`]});
const {register, registered, account, decide, sides} = words(h);

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Without ids, numbers, times and the name itself. */
const bare = (answer, name) => answer.text.replaceAll(ID, 'ID').replace(/REG-\d+/g, 'CODE').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME').replaceAll(name, 'NAME').replace(/"request_id":"[^"]*"/g, '');

/** All that a person can ask of his registration. */
async function told(token, name) {
  const made = expectStatus(await register(token, name), 201);
  const one = `/registrations/${made.json.data.id}`;
  const answers = [made];
  for (const path of ['', '/history', '/access', '/why', '/shares']) answers.push(await h.stack.get(one + path, token));
  answers.push(await h.stack.get('/registrations', token, {id: made.json.data.id, count: 'exact'}), await h.stack.post(`${one}/sides`, token, {}),
    await decide(token, made.json.data.id, 'to_registrant'), await h.stack.get('/notifications', token, {record_id: made.json.data.id}));
  return {id: made.json.data.id, state: made.json.data.state, text: answers.map((a) => `${a.status} ${bare(a, name)}`).join('\n')};
}

test('staff_are_told_the_same_of_a_customer_and_of_a_registration_out_of_sight', async () => {
  await account('rep_s', '丽江隐蔽客户有限公司', {phone: '0888-5551001'});
  await registered('rep_s', '丽江隐蔽报备有限公司', {phone: '0888-5551002', note: '机密'});
  // of the second there is the registration alone
  await h.stack.sql("update app.registration set account_id = null, state = 'submitted' where name = '丽江隐蔽报备有限公司'; update app.account set deleted_at = now() where name = '丽江隐蔽报备有限公司'");
  const [one, two] = [await told('rep_a', '丽江隐蔽客户有限公司'), await told('rep_a', '丽江隐蔽报备有限公司')];
  assert.equal(one.state, 'conflict');
  assert.equal(one.text, two.text);
  for (const secret of ['何静', IDS.rep_s, '测试华南', '555100', '机密']) assert.ok(!one.text.includes(secret), secret);
  const checks = await Promise.all(['丽江隐蔽客户有限公司', '丽江隐蔽报备有限公司'].map((name) => h.stack.post('/duplicates/check', 'rep_b', {resource: 'registration', values: {name}})));
  assert.equal(checks[0].text, checks[1].text);
  assert.deepEqual(checks[0].json.data, {hits: [], has_hidden: true, hidden: []});
});

test('a_field_that_he_does_not_read_makes_no_conflict', async () => {
  await account('rep_s', '大理甲乙丙有限公司', {credit_code: '91330201MA2AXYH17N'});
  await h.stack.sql(`insert into auth.role_field (role_id, resource, field, "right") values ('${IDS.role_rep}', 'account', 'credit_code', 'none')`);
  const made = await registered('rep_a', '昆明丁戊己有限公司', {credit_code: '91330201MA2AXYH17N'});
  await h.stack.sql(`delete from auth.role_field where role_id = '${IDS.role_rep}' and resource = 'account' and field = 'credit_code'`);
  assert.equal(made.state, 'protected');
  assert.equal((await registered('rep_b', '玉溪庚辛壬有限公司', {credit_code: '91330201MA2AXYH17N'})).state, 'conflict', 'who reads it collides');
});

test('a_dealer_learns_nothing_of_customers_registrations_and_pools', async () => {
  await account('rep_s', '楚雄他人客户有限公司');
  await registered('rep_s', '楚雄他人报备有限公司');
  await registered('rival', '楚雄别家渠道有限公司');
  const place = expectStatus(await h.stack.post('/pools', 'admin', {name: '渠道外公海'}), 201).json.data.id;
  const lying = await account('rep_s', '楚雄公海之中有限公司');
  expectStatus(await h.stack.post('/pool-records/release', 'rep_s', {resource: 'account', ids: [lying], reason: 'no_need', pool_id: place}), [200, 422]);
  await h.stack.sql(`update app.account set owner_id = null, department_id = null, pool_id = '${place}' where id = '${lying}' and owner_id is not null`);
  const free = await told('dealer', '楚雄无人知晓有限公司');
  assert.equal(free.state, 'submitted');
  for (const name of ['楚雄他人客户有限公司', '楚雄他人报备有限公司', '楚雄别家渠道有限公司', '楚雄公海之中有限公司']) {
    assert.equal((await told('dealer', name)).text, free.text, name);
    assert.deepEqual((await h.stack.post('/duplicates/check', 'rival', {resource: 'registration', values: {name: name.replace('别家渠道', '他人客户')}})).json.data, {hits: [], has_hidden: false, hidden: []}, name);
  }
  const [state] = await h.stack.rows(`select count(*) filter (where kind = 'conflict') as n from auth.registration_case c join app.registration g on g.id = c.registration_id and g.owner_id = '${DEALERS.dealer}'`);
  assert.equal(Number(state.n), 4, 'and the house knows of all four');
});

test('an_approval_that_collides_changes_nothing_for_the_dealer', async () => {
  const made = await registered('dealer', '曲靖稍后撞单有限公司');
  const before = expectStatus(await h.stack.get(`/registrations/${made.id}`, 'dealer'), 200);
  await account('rep_s', '曲靖稍后撞单有限公司');
  assert.equal(expectStatus(await decide('manager', made.id, 'approve', null), 200).json.data.state, 'conflict');
  const after = expectStatus(await h.stack.get(`/registrations/${made.id}`, 'dealer'), 200);
  assert.equal(after.text, before.text);
  assert.equal(after.etag, before.etag);
  expectStatus(await decide('director', made.id, 'to_owner', '已有直销'), 200);
  const [mine] = (await h.stack.get('/notifications', 'dealer', {record_id: made.id})).json.data;
  assert.deepEqual([mine.kind, mine.body, mine.title], ['registration_outcome', 'rejected', null]);
});

test('a_dealer_whose_registration_is_the_other_side_hears_of_his_own_alone', async () => {
  const inbox = async (reg) => (await h.stack.get('/notifications', 'dealer', {record_id: reg})).json.data.map((n) => [n.kind, n.body, n.title]);
  const kept = await registered('dealer', '玉门留下渠道有限公司');
  const one = await registered('rep_a', '玉门留下渠道有限公司');
  assert.equal(one.state, 'conflict');
  expectStatus(await decide('manager', one.id, 'to_owner', '渠道先报'), 200);
  assert.deepEqual(await inbox(kept.id), [], 'not that there was another');
  const lost = await registered('dealer', '玉门失去渠道有限公司');
  const two = await registered('rep_a', '玉门失去渠道有限公司');
  expectStatus(await decide('manager', two.id, 'to_registrant', '直销先接触'), 200);
  assert.deepEqual(await inbox(lost.id), [['registration_outcome', 'rejected', null]]);
  const right = (sql) => h.stack.sql(`update auth.role_resource set operations = ${sql} where role_id = '${IDS.role_rep}' and resource = 'registration'`);
  await right("operations || '{duplicates}'");
  const {hidden: [{key}]} = (await h.stack.post('/duplicates/check', 'rep_s', {resource: 'registration', values: {name: '玉门留下渠道有限公司'}})).json.data;
  expectStatus(await h.stack.post('/duplicates/ask', 'rep_s', {key, wish: 'transfer'}), 200);
  await right("array_remove(operations, 'duplicates')");
  assert.deepEqual(await inbox(kept.id), [], 'nor that somebody asks for it');
});

test('a_registration_counts_and_is_logged_as_a_check', async () => {
  const lines = () => h.stack.rows("select detail from audit.event where kind = 'duplicate_check' and resource = 'registration' order by id");
  const before = (await lines()).length;
  const hidden = await account('rep_s', '敦煌计数风机有限公司');
  await registered('rep_b', '敦煌计数风机有限公司');
  const after = await lines();
  assert.equal(after.length, before + 1);
  assert.deepEqual(after.at(-1).detail.found, [{resource: 'account', id: hidden}]);
  await h.stack.sql("update auth.allowance set per_hour = 1 where action = 'duplicate_check'");
  const answer = await register('rep_b', '敦煌再数风机有限公司');
  await h.stack.sql("update auth.allowance set per_hour = 900 where action = 'duplicate_check'");
  expectProblem(answer, 429, 'throttled');
});

test('only_who_decides_sees_the_sides_and_all_others_hear_the_same', async () => {
  await account('rep_s', '普洱三方茶机有限公司');
  const cases = {conflict: await registered('rep_a', '普洱三方茶机有限公司'), none: await registered('rep_a', '普洱独有茶机有限公司')};
  await h.stack.sql(`update app.registration_rule set needs_approval = true where id = '${DEALERS.rule}'`);
  cases.approval = await registered('rep_a', '普洱待批茶机有限公司');
  await h.stack.sql(`update app.registration_rule set needs_approval = false where id = '${DEALERS.rule}'`);
  for (const [who, status] of [['rep_a', 403], ['rep_b', 404], ['rep_s', 404], ['admin', 403], ['nobody', 404], ['dealer', 404]]) {
    const texts = new Set();
    for (const made of Object.values(cases)) {
      for (const answer of [await sides(who, made.id), await decide(who, made.id, 'approve')]) {
        expectStatus(answer, status, who);
        texts.add(answer.text.replaceAll(ID, 'ID').replace(/"instance":"[^"]*"/, ''));
      }
    }
    assert.equal(texts.size, 1, who);
  }
  expectStatus(await sides('director', cases.conflict.id), 200);
  expectStatus(await sides('manager', cases.conflict.id), 403);
  expectStatus(await sides('manager', cases.approval.id), 200);
  expectStatus(await sides('director', cases.none.id), 403);
});

test('an_appointed_decider_without_the_right_decides_no_more', async () => {
  await account('rep_s', '临沧失权糖机有限公司');
  const made = await registered('rep_a', '临沧失权糖机有限公司');
  const right = (sql) => h.stack.sql(`update auth.role_resource set operations = ${sql} where role_id = '${IDS.role_director}' and resource = 'registration'`);
  await right("array_remove(operations, 'decide')");
  expectProblem(await decide('director', made.id, 'to_registrant'), 403, 'forbidden');
  expectStatus(await sides('admin', made.id), 200, 'and keeps nobody waiting: whoever may decide about all');
  await right("operations || '{decide}'");
  expectProblem(await sides('admin', made.id), 403, 'forbidden');
  expectStatus(await decide('director', made.id, 'to_registrant'), 200);
});

test('nobody_writes_what_the_server_keeps', async () => {
  for (const field of [{state: 'protected'}, {protected_until: '2099-01-01'}, {account_id: IDS.account}, {partner_id: DEALERS.company}, {decided_by_id: IDS.rep_a}]) {
    expectStatus(await register('rep_a', '保山自封有限公司', field), 422, JSON.stringify(field));
  }
  const {id} = await registered('rep_a', '保山自封有限公司');
  for (const field of [{state: 'won'}, {protected_until: '2099-01-01'}, {name: '另一家'}, {phone: '13800001111'}, {account_id: IDS.account}]) {
    expectStatus(await h.stack.patch(`/registrations/${id}`, 'rep_a', field, '*'), 422, JSON.stringify(field));
  }
  expectStatus(await h.stack.patch(`/registrations/${id}`, 'rep_a', {note: '补充说明'}, '*'), 200);
  for (const verb of ['extend', 'withdraw']) expectStatus(await h.stack.post(`/registrations/${id}/${verb}`, 'rep_s', verb === 'extend' ? {reason: '试试'} : {}), 404, verb);
});
