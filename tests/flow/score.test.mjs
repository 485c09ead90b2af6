// SPDX-License-Identifier: AGPL-3.0-or-later
// 评分: rules give points at every write, the worker scores anew when a rule changes, the record says which rule gave what.
import {test} from 'node:test';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack({worker: true, env: {GX_TICK_SECONDS: '1'}});
const rule = async (name, definition, points, more = {}) => expectStatus(await h.stack.post('/score-rules', 'admin', {name, definition, points, ...more}), 201).json.data;
const lead = async (body) => expectStatus(await h.stack.post('/leads', 'rep_a', body), 201).json.data;
const read = async (id) => expectStatus(await h.stack.get(`/leads/${id}`, 'rep_a'), 200).json.data;
const until = async (look, wanted) => {
  for (let i = 0; i < 150; i += 1) {
    if ((await look()) === wanted) return;
    await new Promise((go) => { setTimeout(go, 100); });
  }
  assert.equal(await look(), wanted);
};

test('rules_score_at_every_write_and_anew_when_they_change', async () => {
  const old = await lead({name: '早来的', budget: '500000.00'});
  assert.deepEqual([old.score, old.score_reasons], [0, null]);
  const big = await rule('预算三十万以上', {field: 'budget', op: 'gte', value: '300000'}, 30);
  await rule('江浙且有电话', {and: [{field: 'province', op: 'in', value: ['江苏省', '浙江省']}, {not: {field: 'phone', op: 'null', value: true}}]}, 15);
  await rule('展会名单', {or: [{field: 'tags', op: 'contains', value: ['展会']}, {field: 'source', op: 'eq', value: 'exhibition'}]}, 5);
  await rule('停用的', {field: 'name', op: 'null', value: false}, 100, {is_active: false});
  await until(async () => (await read(old.id)).score, 30);
  assert.equal((await read(old.id)).version, old.version, 'a score is no new version');
  const {id} = await lead({name: '评分', phone: '0571-5566', province: '浙江省', budget: '300000', tags: ['展会']});
  assert.deepEqual([(await read(id)).score, (await read(id)).score_reasons.map((x) => [x.rule, x.points])], [50, [['预算三十万以上', 30], ['江浙且有电话', 15], ['展会名单', 5]]]);
  const less = expectStatus(await h.stack.patch(`/leads/${id}`, 'rep_a', {budget: '299999.99', tags: []}, '*'), 200).json.data;
  assert.equal(less.score, 15);
  expectStatus(await h.stack.patch(`/score-rules/${big.id}`, 'admin', {points: 7}, '*'), 200);
  await until(async () => (await read(old.id)).score, 7);
  expectStatus(await h.stack.delete(`/score-rules/${big.id}`, 'admin', '*'), 204);
  await until(async () => (await read(old.id)).score, 0);
  const best = expectStatus(await h.stack.get('/leads', 'rep_a', {sort: '-score', limit: 1}), 200).json.data;
  assert.equal(best[0].id, id);
});

test('a_rule_looks_at_fields_of_the_record_itself_only', async () => {
  for (const definition of [{field: 'score', op: 'gt', value: 1}, {field: 'owner.name', op: 'eq', value: 'x'}, {field: 'created_at', op: 'within', value: 'last_7_days'},
    {field: 'budget', op: 'gt', value: 'viel'}, {field: 'nothing', op: 'eq', value: 1}, {field: 'name', op: 'like', value: '%'}, []]) {
    const {json} = expectProblem(await h.stack.post('/score-rules', 'admin', {name: 'x', definition, points: 1}), 422, 'invalid');
    assert.equal(json.errors[0].pointer.split('/')[1], 'definition', JSON.stringify(definition));
  }
  expectStatus(await h.stack.post('/score-rules', 'admin', {name: 'x', resource: 'account', definition: {field: 'name', op: 'eq', value: 'x'}, points: 1}), 422);
  expectStatus(await h.stack.post('/score-rules', 'rep_a', {name: 'x', definition: {field: 'name', op: 'eq', value: 'x'}, points: 1}), 403);
});
