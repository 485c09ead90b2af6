// SPDX-License-Identifier: AGPL-3.0-or-later
// Classes of customers: set by hand, kept by rules, told by models. The ten customers of the models were worked out by hand:
// what comes out stands in the table below, not in a second program.
import {test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack({worker: true, env: {GX_TICK_SECONDS: '1'}, fixtures: `update app.dimension set is_active = false; update app.value_model set is_active = false;
  insert into auth.role_field (role_id, resource, field, "right") values ('${IDS.role_rep}', 'account_value', 'realised', 'read'), ('${IDS.role_rep}', 'account_offer', 'typical', 'read');`});
const post = async (path, body, token = 'admin', status = 201) => expectStatus(await h.stack.post(path, token, body), status, path).json.data;
const account = async (name, more, token = 'rep_a') => (await post('/accounts', {name, ...more}, token)).id;
const dimension = async (body, classes) => {
  const made = await post('/dimensions', body);
  const ids = [];
  for (const [i, one] of classes.entries()) ids.push((await post('/dimension-classes', {dimension_id: made.id, position: i, ...one})).id);
  return {id: made.id, classes: ids};
};
const classOf = async (id, dim, token = 'rep_a') => expectStatus(await h.stack.get('/account-classes', token, {account_id: id, dimension_id: dim}), 200).json.data[0];
const assign = (token, ids, dim, cls) => h.stack.post('/account-classes/assign', token, {ids, dimension_id: dim, class_id: cls});
const comes = (id, dim, cls, what) => h.stack.until(async () => ((await classOf(id, dim, 'admin'))?.class_id ?? null) === cls, what);

test('classes_are_set_by_hand_and_a_bulk_is_taken_back', async () => {
  const dim = await dimension({name: '合作深度'}, [{name: '战略'}, {name: '普通'}]);
  const [a, b] = [await account('分类手工甲公司'), await account('分类手工乙公司')];
  assert.deepEqual(expectStatus(await assign('rep_a', [a], dim.id, dim.classes[0]), 200).json.data, {changed: 1});
  assert.deepEqual(await classOf(a, dim.id).then((c) => [c.class_id, c.how, c.before_id]), [dim.classes[0], 'hand', null]);
  const bulk = expectStatus(await assign('rep_a', [a, b], dim.id, dim.classes[1]), 200);
  assert.equal(bulk.json.data.changed, 2);
  assert.equal(expectStatus(await assign('rep_a', [a, b], dim.id, dim.classes[1]), 200).json.data.changed, 0, 'twice changes nothing');
  const undone = expectStatus(await h.stack.post(`/change-sets/${bulk.headers['change-set']}/undo`, 'rep_a'), 200).json.data;
  assert.deepEqual([undone.undone, undone.conflicts], [2, []]);
  assert.equal((await classOf(a, dim.id)).class_id, dim.classes[0]);
  assert.equal(await classOf(b, dim.id), undefined);
  const found = await h.stack.get('/accounts', 'rep_a', {filter: JSON.stringify({has: 'account_class.account_id', where: {field: 'class_id', op: 'eq', value: dim.classes[0]}})});
  assert.deepEqual(found.json.data.map((x) => x.id), [a]);
  expectStatus(await assign('rep_a', [a], dim.id, null), 200);
  assert.equal(await classOf(a, dim.id), undefined);
});

test('who_may_not_change_the_customer_does_not_classify_it', async () => {
  const dim = await dimension({name: '权限'}, [{name: '甲'}]);
  const other = await dimension({name: '别的'}, [{name: '乙'}]);
  const mine = await account('分类权限公司');
  expectStatus(await assign('rep_s', [mine], dim.id, dim.classes[0]), 404);
  expectProblem(await assign('rep_a', [mine], dim.id, other.classes[0]), 422, 'invalid', 'a class of another dimension');
  expectStatus(await assign('rep_a', [mine], dim.id, dim.classes[0]), 200);
  const row = await classOf(mine, dim.id);
  expectStatus(await h.stack.get(`/account-classes/${row.id}`, 'rep_s'), 404);
  expectStatus(await h.stack.patch(`/account-classes/${row.id}`, 'rep_a', {class_id: other.classes[0]}, '*'), 422);
});

test('rules_first_match_wins_what_a_person_set_stays_and_rules_may_change', async () => {
  const [big, near, rest] = [await account('分类规则大公司', {employees: 900, source: 'visit'}), await account('分类规则近公司', {employees: 10, source: 'visit'}), await account('分类规则其他公司', {employees: 10})];
  const dim = await dimension({name: '规模', how: 'rules'}, [
    {name: '大', definition: {field: 'employees', op: 'gte', value: 500}}, {name: '拜访', definition: {field: 'source', op: 'eq', value: 'visit'}}, {name: '其余'}]);
  await comes(big, dim.id, dim.classes[0], 'the first that fits, though the second fits too');
  await comes(near, dim.id, dim.classes[1], 'the second');
  await comes(rest, dim.id, dim.classes[2], 'what is left');
  assert.equal((await classOf(big, dim.id)).how, 'rules');
  expectStatus(await assign('rep_a', [rest], dim.id, dim.classes[0]), 200);
  await h.stack.sql(`update app.account set employees = 700 where id = '${near}'; update app.dimension set last_run_at = null where id = '${dim.id}'`);
  await comes(near, dim.id, dim.classes[0], 'a new value, a new class');
  assert.deepEqual(await classOf(rest, dim.id).then((c) => [c.class_id, c.how]), [dim.classes[0], 'hand'], 'set by hand: kept');
  expectStatus(await assign('rep_a', [rest], dim.id, null), 200);
  await h.stack.sql(`update app.dimension set last_run_at = null where id = '${dim.id}'`);
  await comes(rest, dim.id, dim.classes[2], 'taken back: the rules again');
  expectStatus(await h.stack.patch(`/dimension-classes/${dim.classes[2]}`, 'admin', {definition: {field: 'employees', op: 'lt', value: 5}}, '*'), 200);
  await comes(rest, dim.id, null, 'the rule was changed: it fits none');
  expectStatus(await h.stack.patch(`/dimensions/${dim.id}`, 'admin', {allows_hand: false}, '*'), 200);
  expectProblem(await assign('rep_a', [big], dim.id, dim.classes[1]), 409, 'by_rules');
  const row = await classOf(big, dim.id);
  expectProblem(await h.stack.patch(`/account-classes/${row.id}`, 'rep_a', {class_id: dim.classes[1]}, '*'), 409, 'by_rules');
});

test('rules_that_cannot_run_take_nothing_away', async () => {
  const a = await account('分类坏规则公司', {source: 'agent'});
  const dim = await dimension({name: '坏规则', how: 'rules'}, [{name: '有', definition: {field: 'source', op: 'eq', value: 'agent'}}]);
  await comes(a, dim.id, dim.classes[0], 'the class');
  await h.stack.sql(`update app.dimension_class set definition = '{"field": "no_such", "op": "eq", "value": 1}' where id = '${dim.classes[0]}'; update app.dimension set last_run_at = null where id = '${dim.id}'`);
  await h.stack.until(async () => (await h.stack.rows(`select last_run_at from app.dimension where id = '${dim.id}'`))[0].last_run_at, 'the run');
  assert.equal((await classOf(a, dim.id)).class_id, dim.classes[0]);
});

test('a_move_tells_what_the_class_was_at_the_end_of_the_month_before', async () => {
  const dim = await dimension({name: '移动'}, [{name: '金'}, {name: '银'}, {name: '铜'}]);
  const a = await account('分类移动公司');
  expectStatus(await assign('rep_a', [a], dim.id, dim.classes[0]), 200);
  await h.stack.sql(`update app.account_class set since = since - 70 where account_id = '${a}'`);
  for (const cls of [dim.classes[2], dim.classes[1]]) expectStatus(await assign('rep_a', [a], dim.id, cls), 200);
  const rows = expectStatus(await h.stack.get('/account-classes/aggregate', 'rep_a', {group: 'before_id,class_id', measure: 'count', dimension_id: dim.id, 'since[within]': 'this_month', 'before_id[null]': 'false'}), 200).json.data;
  assert.deepEqual(rows.map((r) => [r.before_id, r.class_id, r.count]), [[dim.classes[0], dim.classes[1], 1]], 'from gold to silver, the step between is not told');
});

// Ten customers, today is day 0. industry and employees make cells: X = machinery below 50 (1-5), Y = machinery from 50 on (6-8).
//     won in the window as [days ago, amount, product line], open as [amount, probability]
const TEN = {
  1: {employees: 10, won: [[10, 500, 'A'], [40, 300, 'B']]},             // realised 800
  2: {employees: 20, won: [[20, 400, 'A']], open: [[1000, 25]]},         // 400, potential 250
  3: {employees: 30, won: [[30, 200, 'A'], [90, 100, 'B']]},             // 300
  4: {employees: 40, won: [[100, 100, 'B'], [120, 100, 'B']]},           // 200
  5: {employees: 49, won: [[500, 900, 'A']]},                            // 0: before the window
  6: {employees: 50, won: [[5, 100, 'A']]},                              // 100
  7: {employees: 60, won: [[200, 100, 'A']]},                            // 100
  8: {employees: 70, open: [[200, 50], [100, null]]},                    // 0, potential 100 + 20 of the stage
  9: {won: [[300, 50, 'A'], [310, 50, 'B'], [320, 50, 'B']]},            // 150, no size: no peers
  10: {employees: 10},                                                   // nothing at all; a prospect
};
// Pyramid by customers: eight with revenue, places 1 800 · 2 400 · 3 300 · 4 200 · 5 150 · 6 and 7 100 each.
// That is seven: 10 % of 7 is 0.7, up to the first place; 30 % is 2.1, up to the third; all; 5, 8 and 10 bought nothing.
const TIERS = {1: 0, 2: 1, 3: 1, 4: 2, 5: 3, 6: 2, 7: 2, 8: 3, 9: 2, 10: 3};
// RFM, seven with a deal; a step is 1 + 5 (place - 1) / 7, whole. R, oldest first: 9 (300), 7 (200), 4 (100), 3 (30), 2 (20), 1 (10), 6 (5)
// -> 1 1 2 3 3 4 5. F: one deal 2 6 7, two 1 3 4, three 9 -> places 1 1 1 4 4 4 7 -> 1 1 1 3 3 3 5. M: 6 7 (100), 9 150, 4 200, 3 300, 2 400,
// 1 800 -> places 1 1 3 4 5 6 7 -> 1 1 2 3 3 4 5.
const RFM = {1: '435', 2: '314', 3: '333', 4: '233', 6: '511', 7: '111', 9: '152'};
// High from 3: 1 and 3 + + +, 2 + - +, 4 - + +, 6 + - -, 7 and 9 are left over: - - - and - + -.
const SEGMENTS = {1: 0, 2: 1, 3: 0, 4: 2, 6: 1, 7: 3, 9: 3};
// Peers below 50 with a deal in the window: 1 2 3 4. A was bought by 1, 2, 3 for 500, 400, 200: median 400; B by 1, 3, 4 for 300, 100, 200: median 200.
// 4 never bought A -> 400. 2 never bought B -> 200. 5 bought A before the window: only B -> 200. 10: both -> 600.
// From 50 on A was bought by two only, fewer than three.
const MODEL = {1: '0.00', 2: '200.00', 3: '0.00', 4: '400.00', 6: '0.00', 7: '0.00', 8: '0.00', 9: '0.00', 5: '200.00', 10: '600.00'};
const POTENTIAL = {2: '250.00', 8: '120.00'};

async function ten() {
  const lines = {};
  for (const name of ['A', 'B']) lines[name] = await post('/products', {name: `模型产品${name}`, category_id: (await post('/product-categories', {name: `模型产品线${name}`})).id});
  const day = (ago) => h.stack.sql(`select meta.today() - ${ago}`);
  const ids = {};
  for (const [n, {employees, won = [], open = []}] of Object.entries(TEN)) {
    const token = Number(n) % 2 ? 'rep_a' : 'rep_s';
    ids[n] = await account(`模型客户${n}公司`, {employees: employees ?? null, industry: 'machinery', kind: 'agent'}, token);
    for (const [ago, amount, line] of won) await post('/opportunities', {name: '赢', account_id: ids[n], stage_id: IDS.stage_won, amount: String(amount), product_id: lines[line].id, closed_on: await day(ago)}, token);
    for (const [amount, probability] of open) await post('/opportunities', {name: '谈', account_id: ids[n], stage_id: IDS.stage, amount: String(amount), probability: probability === null ? null : String(probability)}, token);
  }
  // what must not count: another currency, lost
  await post('/opportunities', {name: '美元', account_id: ids[6], stage_id: IDS.stage_won, amount: '99999', currency: 'USD', closed_on: await day(3)}, 'rep_s');
  await post('/opportunities', {name: '输', account_id: ids[6], stage_id: IDS.stage_lost, amount: '99999', closed_on: await day(3)}, 'rep_s');
  return {ids, lines};
}

/** A night of the worker may have taken the run over: until none is on its way. */
const settled = (id) => h.stack.until(async () => (await h.stack.sql(`select count(*) from job.value_run where model_id = '${id}'`)) === '0', 'the last run');

async function run(body) {
  const model = await post('/value-models', {account_kinds: ['agent'], ...body});
  const {job_id: job} = await post(`/value-models/${model.id}/run`, {}, 'admin', 200);
  await h.stack.until(async () => (await h.stack.get(`/jobs/${job}`, 'admin')).json.data.state === 'done', 'the model');
  await settled(model.id);
  const rows = expectStatus(await h.stack.get('/account-values', 'admin', {model_id: model.id, limit: 200}), 200).json.data;
  return {model, by: Object.fromEntries(rows.map((row) => [row.account_id, row]))};
}

test('ten_customers_by_hand', async (t) => {
  const {ids, lines} = await ten();
  const told = (by, pick) => Object.fromEntries(Object.entries(ids).filter(([, id]) => by[id]).map(([n, id]) => [n, pick(by[id])]));

  await t.test('tiers_of_the_pyramid', async () => {
    const dim = await dimension({name: '金字塔', how: 'model'}, [{name: '顶', threshold: '10'}, {name: '中', threshold: '30'}, {name: '底', threshold: '100'}, {name: '无'}]);
    const {by, model} = await run({name: '金字塔', kind: 'pyramid', dimension_id: dim.id});
    assert.deepEqual(told(by, (row) => dim.classes.indexOf(row.class_id)), TIERS);
    for (const [n, id] of Object.entries(ids)) assert.equal((await classOf(id, dim.id, 'admin')).class_id, dim.classes[TIERS[n]], n);
    const read = (await h.stack.get(`/value-models/${model.id}`, 'admin')).json.data;
    assert.deepEqual([read.counted, read.left_out, read.result.find((x) => x.class_id === dim.classes[1]).from], [10, 1, 300]);
    // taken out of its hands: a person sets one, the next run leaves it; a tier that is no more loses its customers
    expectStatus(await assign('rep_a', [ids[1]], dim.id, dim.classes[2]), 200);
    expectStatus(await h.stack.delete(`/dimension-classes/${dim.classes[3]}`, 'admin', '*'), 204);
    const {job_id: job} = await post(`/value-models/${model.id}/run`, {}, 'admin', 200);
    await h.stack.until(async () => (await h.stack.get(`/jobs/${job}`, 'admin')).json.data.state === 'done', 'the second run');
    await settled(model.id);
    assert.deepEqual(await classOf(ids[1], dim.id).then((c) => [c.class_id, c.how]), [dim.classes[2], 'hand']);
    assert.equal(await classOf(ids[8], dim.id, 'admin'), undefined);
  });

  await t.test('tiers_by_amount_and_by_share_of_the_revenue', async () => {
    const make = (name, classes) => dimension({name, how: 'model'}, classes);
    const amount = await make('按金额', [{name: '大', threshold: '300'}, {name: '小', threshold: '150'}]);
    assert.deepEqual(told((await run({name: '按金额', kind: 'pyramid', method: 'amount', dimension_id: amount.id})).by, (row) => amount.classes.indexOf(row.class_id)), {1: 0, 2: 0, 3: 0, 4: 1, 9: 1, 6: -1, 7: -1});
    // 2050 in all: half is 1025; who is better than 2 makes 800, than 3 1200.
    const share = await make('按占比', [{name: '前半', threshold: '50'}, {name: '后半', threshold: '100'}]);
    assert.deepEqual(told((await run({name: '按占比', kind: 'pyramid', method: 'revenue_share', dimension_id: share.id})).by, (row) => share.classes.indexOf(row.class_id)), {1: 0, 2: 0, 3: 1, 4: 1, 9: 1, 6: 1, 7: 1});
  });

  await t.test('steps_and_segments_of_rfm', async () => {
    const dim = await dimension({name: 'RFM', how: 'model'}, [{name: '价值', segment: '+++'}, {name: '发展', segment: '+-*'}, {name: '保持', segment: '-++'}, {name: '其余', segment: '***'}]);
    const {by} = await run({name: 'RFM', kind: 'rfm', high_from: 3, dimension_id: dim.id});
    assert.deepEqual(told(by, (row) => `${row.recency}${row.frequency}${row.monetary}`), RFM);
    assert.deepEqual(told(by, (row) => dim.classes.indexOf(row.class_id)), SEGMENTS);
  });

  await t.test('realised_potential_and_model_value_with_the_list', async () => {
    const {by, model} = await run({name: '综合', kind: 'value'});
    assert.deepEqual(told(by, (row) => row.model_value), MODEL);
    assert.deepEqual(told(by, (row) => row.potential), {...Object.fromEntries(Object.keys(MODEL).map((n) => [n, '0.00'])), ...POTENTIAL});
    const offers = (await h.stack.get('/account-offers', 'admin', {model_id: model.id, account_id: ids[10], sort: '-typical'})).json.data;
    assert.deepEqual(offers.map((o) => [o.category_id, o.typical, o.buyers, o.peers]), [[lines.A.category_id, '400.00', 3, 4], [lines.B.category_id, '200.00', 3, 4]]);
    const {by: half, model: six} = await run({name: '半年', kind: 'value', months: 6});
    assert.equal(half[ids[10]].model_value, '1200.00', `${six.id}: six months count twice`);
    // a salesman sees those of his own customers
    const his = (await h.stack.get('/account-values', 'rep_a', {model_id: model.id, limit: 200})).json.data;
    assert.deepEqual(his.map((row) => row.account_id).sort(), [1, 3, 5, 7, 9].map((n) => ids[n]).sort());
    assert.equal(his.find((row) => row.account_id === ids[5]).model_value, '200.00');
  });
});

test('a_static_group_has_whom_people_put_in_among_those_they_see', async () => {
  const [a, b, theirs] = [await account('分组甲公司'), await account('分组乙公司'), await account('分组别人公司', {}, 'rep_s')];
  const group = await post('/account-groups', {name: '展会邀请'}, 'rep_a');
  const put = (ids, isIn = true, token = 'rep_a') => h.stack.post(`/account-groups/${group.id}/members`, token, {ids, is_in: isIn});
  assert.equal(expectStatus(await put([a, b]), 200).json.data.changed, 2);
  assert.equal(expectStatus(await put([a, b]), 200).json.data.changed, 0);
  expectStatus(await put([theirs]), 404, 'a customer out of his sight');
  expectStatus(await put([a], true, 'rep_s'), 404, 'a group out of his sight');
  expectStatus(await put([a, theirs], true, 'admin'), 200);
  const members = async (token) => (await h.stack.get('/accounts', token, {filter: JSON.stringify({has: 'group_member.account_id', where: {field: 'group_id', op: 'eq', value: group.id}}), sort: 'name'})).json.data.map((x) => x.id);
  assert.deepEqual(await members('rep_a'), [b, a]);
  assert.deepEqual(await members('rep_s'), [theirs], 'who sees a customer sees that it is in a group');
  expectStatus(await h.stack.get(`/account-groups/${group.id}`, 'rep_s'), 404, 'but not which');
  assert.equal(expectStatus(await put([b], false), 200).json.data.changed, 1);
  assert.deepEqual(await members('rep_a'), [a]);
});

test('a_dynamic_group_follows_its_condition_with_the_rights_of_whose_it_is', async () => {
  const [mine, theirs] = [await account('分组动态公司', {source: 'web'}), await account('分组动态别人公司', {source: 'web'}, 'rep_s')];
  const group = await post('/account-groups', {name: '网站来的', kind: 'dynamic', definition: {field: 'source', op: 'eq', value: 'web'}}, 'rep_a');
  const members = async () => (await h.stack.rows(`select account_id from app.group_member where group_id = '${group.id}' order by 1`)).map((x) => x.account_id);
  await h.stack.until(async () => (await members()).includes(mine), 'the member');
  assert.ok(!(await members()).includes(theirs), 'he does not see it, nor does his group');
  expectProblem(await h.stack.post(`/account-groups/${group.id}/members`, 'rep_a', {ids: [mine], is_in: false}), 409, 'by_rules');
  expectStatus(await h.stack.patch(`/account-groups/${group.id}`, 'rep_a', {definition: {field: 'source', op: 'eq', value: 'referral'}}, '*'), 200);
  await h.stack.until(async () => !(await members()).includes(mine), 'it to leave');
});

test('a_run_under_old_rules_writes_nothing', async () => {
  const a = await account('分类旧规则公司', {source: 'other'});
  const dim = await dimension({name: '旧规则', how: 'rules', is_active: false}, [{name: '旧'}]);
  await h.stack.sql(`update app.dimension set last_run_at = now() + interval '1 day', is_active = true where id = '${dim.id}'; insert into job.class_ran values ('${dim.id}', app.class_stamp('${dim.id}'))`);
  const stamp = await h.stack.sql(`select app.class_stamp('${dim.id}')`);
  const note = () => h.stack.sql(`select job.class_note('${dim.id}', '${stamp}', array['${a}']::uuid[], array['${dim.classes[0]}']::uuid[], '00000000-0000-0000-0000-000000000000', null)`);
  expectStatus(await h.stack.patch(`/dimension-classes/${dim.classes[0]}`, 'admin', {name: '新'}, '*'), 200);
  assert.equal(await note(), 'f');
  assert.equal(await h.stack.sql(`select count(*) from app.account_class where dimension_id = '${dim.id}' and account_id = '${a}' and how = 'rules' and created_at < (select updated_at from app.dimension_class where id = '${dim.classes[0]}')`), '0');
});

test('of_two_runs_the_later_one_counts', async () => {
  const model = await post('/value-models', {name: '两次', kind: 'value', account_kinds: ['other']});
  const a = await account('分类两次公司', {kind: 'other'});
  await post('/opportunities', {name: '谈', account_id: a, stage_id: IDS.stage, amount: '100', probability: '50'}, 'rep_a');
  // In one transaction, so that no night of the worker comes between.
  const told = await h.stack.sql(`create function pg_temp.two() returns text language plpgsql as $$
    declare model constant uuid := '${model.id}'; nobody constant uuid := '00000000-0000-0000-0000-000000000000'; first uuid; second uuid; told text; begin
      select p.run_id into first from job.value_prepare(model) p; select p.run_id into second from job.value_prepare(model) p;
      told := coalesce(job.value_step(model, first, nobody, 2000)::text, 'none') || ' ' || job.value_step(model, second, nobody, 2000);
      told := told || ' ' || job.value_finish(model, first) || ' ' || job.value_finish(model, second);
      return told || ' ' || (select count(*) from job.value_row w where w.model_id = model); end $$; select pg_temp.two()`);
  assert.equal(told.trim(), `none ${a} false true 0`);
});

test('what_a_deleted_model_said_goes_and_the_night_computes_the_others', async () => {
  const [gone, kept] = [await post('/value-models', {name: '将删除', kind: 'value', account_kinds: ['supplier']}), await post('/value-models', {name: '留下', kind: 'value', account_kinds: ['supplier']})];
  const a = await account('分类夜间公司', {kind: 'supplier'});
  await post('/opportunities', {name: '谈', account_id: a, stage_id: IDS.stage, amount: '100', probability: '50'}, 'rep_a');
  const night = async () => { const id = await h.stack.sql("select job.open_system('value_night', '{}', null, false)"); await h.stack.until(async () => (await h.stack.sql(`select state from app.job where id = '${id}'`)) === 'done', 'the night'); };
  const said = (model) => h.stack.sql(`select count(*) from app.account_value where model_id = '${model.id}'`);
  await night();
  assert.deepEqual([await said(gone), await said(kept)], ['1', '1']);
  expectStatus(await h.stack.delete(`/value-models/${gone.id}`, 'admin', '*'), 204);
  await night();
  assert.deepEqual([await said(gone), await said(kept)], ['0', '1']);
});

test('classes_and_figures_stay_with_their_customer_in_a_merge', async () => {
  const dim = await dimension({name: '合并'}, [{name: '甲'}, {name: '乙'}]);
  const [a, b] = [await account('分类合并甲公司', {}, 'admin'), await account('分类合并乙公司', {}, 'admin')];
  for (const [i, id] of [a, b].entries()) expectStatus(await assign('admin', [id], dim.id, dim.classes[i]), 200);
  expectStatus(await h.stack.post('/merges', 'admin', {resource: 'account', id: a, other_ids: [b]}), 200);
  assert.equal((await classOf(a, dim.id, 'admin')).class_id, dim.classes[0]);
  assert.equal(await h.stack.sql(`select account_id from app.account_class where dimension_id = '${dim.id}' and class_id = '${dim.classes[1]}'`), b);
});
