// SPDX-License-Identifier: AGPL-3.0-or-later
// What the duplicate check tells: of records in sight by fields that the person reads; of hidden ones that there are
// some, and with the right "duplicates" masked name, owner and department, nothing else and to no partner.
import {describe, test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {literal} from '../lib/psql.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const MISSING = '01890000-0000-7000-8000-ffffffffffff';
const h = withStack({fixtures: `update auth.role_resource set operations = array_remove(operations, 'duplicates') where role_id = ${literal(IDS.role_director)};`});
const account = async (name, owner = 'rep_a', more = {}) => expectStatus(await h.stack.post('/accounts', 'admin', {name, owner_id: IDS[owner], ...more}), 201).json.data;
const contact = async (name, owner = 'rep_a', more = {}) => expectStatus(await h.stack.post('/contacts', 'admin', {name, owner_id: IDS[owner], ...more}), 201).json.data;
const post = (values, token = 'rep_a', resource = 'account', more = {}) => h.stack.post('/duplicates/check', token, {resource, values, ...more});
const check = async (...args) => expectStatus(await post(...args), 200).json.data;
const without = (fn, right = 'duplicates') => async () => {
  const set = (sql) => h.stack.sql(`update auth.role_resource set operations = ${sql} where role_id = '${IDS.role_rep}' and resource in ('account', 'contact');`);
  await set(`array_remove(operations, '${right}')`);
  try { await fn(); } finally { await set(`operations || '{${right}}'`); }
};
const found = (answer) => answer.hits.map((x) => x.name);

describe('in sight', () => {
  test('finds_a_company_by_core_sound_a_slip_phone_mail_and_code_and_says_why', async () => {
    const made = await account('重庆巴渝精工机械有限公司', 'rep_a', {email: 'office@bayu.example', credit_code: '91500101MA5U0TXX12'});
    const reasons = async (values) => (await check(values)).hits.find((x) => x.id === made.id)?.reasons.map((x) => x.reason).sort();
    for (const [name, reason] of [['巴渝精工机械', 'name'], ['巴渝精工機械(重慶)股份有限公司', 'name'], ['ＢＡＹＵ', undefined], ['巴鱼精工机械', 'sound'], ['巴渝精密机械', 'similar']]) {
      assert.equal((await reasons({name}))?.[0], reason, name);
    }
    assert.deepEqual(await reasons({email: 'OFFICE@bayu.example'}), ['email']);
    assert.deepEqual(await reasons({credit_code: '91500101MA5U0TXX12'}), ['code']);
    assert.deepEqual(await reasons({name: '巴渝精工机械', email: 'other@bayu.example'}), ['domain', 'name']);
    assert.deepEqual(await reasons({name: '成都巴渝精工机械有限公司'}), ['name', 'other_region']);
    assert.deepEqual((await check({name: '巴渝精工机械'}, 'rep_a', 'account', {id: made.id})).hits, [], 'not itself');
    await h.stack.delete(`/accounts/${made.id}`, 'admin', '*');
    assert.deepEqual((await check({name: '巴渝精工机械'})).hits, [], 'nor what is in the bin');
  });

  test('finds_a_person_by_company_mobile_and_mail_and_across_resources', async () => {
    const company = await account('江津启辰电子有限公司');
    const made = await contact('欧阳启明', 'rep_a', {account_id: company.id, mobile: '13900139001', email: 'oy@qichen.example'});
    const ids = async (values, resource = 'contact') => (await check(values, 'rep_a', resource)).hits.map((x) => x.id);
    assert.deepEqual(await ids({name: '欧陽啟明', account_id: company.id}), [made.id]);
    assert.deepEqual(await ids({name: '欧阳启明'}), [], 'a name alone says nothing');
    assert.deepEqual(await ids({mobile: '+86 139 0013 9001'}), [made.id]);
    assert.deepEqual(await ids({mobile: '13900139001', name: '另一个人'}), [], 'another name with the same number');
    assert.deepEqual(await ids({email: 'oy@qichen.example'}, 'account'), [made.id], 'across');
  });

  test('a_field_that_he_does_not_read_does_not_count', async () => {
    await account('无名甲', 'rep_b', {phone: '023-61110001'});
    assert.deepEqual(found(await check({phone: '02361110001'}, 'rep_b')), ['无名甲'], 'masked, and he may look numbers up');
    await without(async () => assert.deepEqual(found(await check({phone: '02361110001'}, 'rep_b')), []), 'lookup')();
    await contact('无名乙', 'rep_b', {email: 'wmy@secret.example'});
    await h.stack.sql(`insert into auth.role_field (role_id, resource, field, "right") values ('${IDS.role_rep}', 'contact', 'email', 'none');`);
    assert.deepEqual(await check({email: 'wmy@secret.example'}, 'rep_b', 'contact'), {hits: [], has_hidden: false, hidden: []});
    assert.equal((await check({email: 'wmy@secret.example'}, 'rep_a', 'contact')).has_hidden, false, 'nor of what is hidden');
    await h.stack.sql(`delete from auth.role_field where role_id = '${IDS.role_rep}' and resource = 'contact' and field = 'email';`);
  });
});

describe('out of sight', () => {
  test('with_the_right_owner_department_and_masked_name_and_nothing_else', async () => {
    await account('重庆隐秘铸造有限公司', 'rep_s', {phone: '023-61119999', level: 'a', credit_code: '91500101MA5U0TYY1Q'});
    const answer = await check({name: '隐秘铸造'});
    assert.equal(answer.has_hidden, true);
    assert.deepEqual(answer.hits, []);
    const [{key, ...one}] = answer.hidden;
    assert.match(key, /^[0-9a-f-]{36}$/);
    assert.deepEqual(one, {resource: 'account', name: '重**', owner_name: '何静测', department_name: '测试华南'});
    assert.deepEqual((await check({name: '隐秘铸造'})).hidden[0].key, key, 'the same again is the same');
  });

  test('without_the_right_only_that_there_is_one_in_the_same_bytes_whatever_it_is', without(async () => {
    await account('重庆单一轴承有限公司', 'rep_s');
    await account('重庆成双轴瓦有限公司', 'rep_s', {phone: '023-60000001', level: 'a'});
    await account('成双轴瓦（重庆）股份公司', 'rep_b', {industry: 'chemical'});
    const [one, two] = [await post({name: '单一轴承'}), await post({name: '成双轴瓦'})];
    assert.equal(one.text, two.text);
    assert.deepEqual(one.json.data, {hits: [], has_hidden: true, hidden: []});
  }));

  test('less_than_likely_and_deleted_and_never_been_answer_alike', async () => {
    const gone = await account('重庆去处矿业有限公司', 'rep_s');
    await h.stack.delete(`/accounts/${gone.id}`, 'admin', '*');
    await account('巫山相近石料有限公司', 'rep_s', {email: 'x@xiangjin.example'});
    const texts = new Set();
    for (const values of [{name: '去处矿业'}, {name: '从未有过'}, {email: 'other@xiangjin.example'}]) texts.add((await post(values)).text);
    assert.deepEqual([...texts], ['{"data":{"hits": [], "hidden": [], "has_hidden": false}}']);
  });

  test('hidden_ones_push_out_none_that_he_sees', async () => {
    const mine = await account('重庆推挤容器（一）有限公司', 'rep_a');
    const before = found(await check({name: '推挤容器一'}));
    await h.stack.sql(`insert into app.account (name, owner_id, department_id) select '重庆推挤容器一有限公司', u.id, u.department_id from generate_series(1, 90), app."user" u where u.id = '${IDS.rep_s}';`);
    assert.deepEqual([before, found(await check({name: '推挤容器一'}))], [[mine.name], [mine.name]]);
  });

  test('an_id_out_of_sight_cannot_be_left_out_to_learn_whether_it_is_the_match', async () => {
    const hidden = await account('重庆探问丝绸有限公司', 'rep_s');
    for (const id of [hidden.id, MISSING]) expectProblem(await post({name: '探问丝绸'}, 'rep_a', 'account', {id}), 404, 'not_found');
  });

  test('partners_are_told_nothing_of_it', async () => {
    await account('重庆外人橙业有限公司', 'rep_s');
    assert.equal((await check({name: '外人橙业'}, 'rep_b')).has_hidden, true);
    await h.stack.sql(`update app."user" set kind = 'portal' where id = '${IDS.rep_b}';`);
    const answer = await post({name: '外人橙业'}, 'rep_b');
    await h.stack.sql(`update app."user" set kind = 'staff' where id = '${IDS.rep_b}';`);
    if (answer.status === 200) assert.deepEqual(answer.json.data, {hits: [], has_hidden: false, hidden: []});
    else expectStatus(answer, [401, 403]);
  });

  test('the_owner_hears_of_it_and_nobody_else_can_use_the_key', async () => {
    const made = await account('重庆转交茶业有限公司', 'rep_s');
    const [{key}] = (await check({name: '转交茶业'})).hidden;
    const ask = (token, body) => h.stack.post('/duplicates/ask', token, body);
    expectProblem(await ask('rep_b', {key, wish: 'transfer'}), 404, 'not_found');
    expectProblem(await ask('rep_a', {resource: 'account', id: made.id, wish: 'transfer'}), 404, 'not_found');
    expectStatus(await ask('rep_a', {key, wish: 'transfer', note: '展会上遇到'}), 200);
    const [line] = (await h.stack.get('/notifications', 'rep_s', {'kind[eq]': undefined, kind: 'duplicate'})).json.data;
    assert.deepEqual([line.title, line.body, line.record_id], ['张伟测', 'transfer: 展会上遇到', made.id]);
    expectProblem(await h.stack.get(`/accounts/${made.id}`, 'rep_a'), 404, 'not_found', 'and he still does not see it');
    await h.stack.sql(`update auth.duplicate_hit set at = now() - interval '2 days' where id = '${key}';`);
    expectProblem(await ask('rep_a', {key, wish: 'notify'}), 404, 'not_found', 'for a day');
  });
});

test('each_check_is_logged_and_counted', async () => {
  const lines = () => h.stack.rows("select detail from audit.event where kind = 'duplicate_check' order by id");
  const before = (await lines()).length;
  await check({name: '任何一家'});
  assert.equal((await lines()).length, before + 1);
  await h.stack.sql("update auth.allowance set per_hour = 1 where action = 'duplicate_check';");
  const answer = await post({name: '任何一家'});
  await h.stack.sql("update auth.allowance set per_hour = 900 where action = 'duplicate_check';");
  expectProblem(answer, 429, 'throttled');
  expectProblem(await post({name: 'x'}, 'nobody'), 403, 'forbidden');
  expectStatus(await h.stack.post('/duplicates/keep', 'rep_a', {resource: 'account', id: MISSING, reason: '另一家'}), 404);
});
