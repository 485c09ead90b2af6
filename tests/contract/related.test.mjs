// SPDX-License-Identifier: AGPL-3.0-or-later
// Conditions on what refers to a record, against what plain JavaScript counts; and what of it is refused.
import {before, describe, test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const accounts = [];
const deals = [];

const make = async (path, body, token = 'admin') => expectStatus(await h.stack.post(path, token, body), 201).json.data.id;

const ask = async (tree, token = 'admin') => expectStatus(await h.stack.get('/accounts', token, {filter: {and: [{field: 'id', op: 'in', value: accounts}, tree]}, limit: 200, sort: 'name'}), 200, JSON.stringify(tree)).json.data.map((a) => accounts.indexOf(a.id));
const of = (i, fits = () => true) => deals.filter((d) => d.account_id === accounts[i] && fits(d));
const wanted = (condition) => accounts.map((_, i) => i).filter(condition);
const sum = (list) => list.reduce((all, d) => all + Number(d.amount ?? 0), 0);
const A = {field: 'name', op: 'eq', value: 'A'};
const DEALS = 'opportunity.account_id';

describe('conditions_on_related_records', () => {
  before(async () => {
    // Customer n has n deals of 1000, 2000 … in turn A and B, and every other one a note.
    for (let n = 0; n < 5; n += 1) {
      const id = await make('/accounts', {name: `关联${n}`, owner_id: IDS.rep_a});
      accounts.push(id);
      for (let i = 1; i <= n; i += 1) {
        const deal = {name: i % 2 ? 'A' : 'B', account_id: id, stage_id: IDS.stage, amount: i === 3 ? null : `${i}000`, currency: 'CNY', owner_id: i === 4 ? IDS.rep_s : IDS.rep_a};
        deals.push({...deal, id: await make('/opportunities', deal)});
      }
      if (n % 2) await make('/notes', {body: '记', parent_resource: 'account', parent_id: id});
    }
  });

  test('there_is_one_or_none', async () => {
    assert.deepEqual(await ask({has: DEALS}), wanted((i) => of(i).length > 0));
    assert.deepEqual(await ask({not: {has: DEALS}}), wanted((i) => of(i).length === 0));
    assert.deepEqual(await ask({has: DEALS, where: {and: [A, {field: 'amount', op: 'gte', value: '1000'}]}}), wanted((i) => of(i, (d) => d.name === 'A' && Number(d.amount) >= 1000).length > 0));
    assert.deepEqual(await ask({has: 'note.parent_id'}), [1, 3]);
  });

  const compare = {eq: (a, b) => a === b, ne: (a, b) => a !== b, lt: (a, b) => a < b, lte: (a, b) => a <= b, gt: (a, b) => a > b, gte: (a, b) => a >= b};
  for (const [op, holds] of Object.entries(compare)) {
    test(`number_and_sum_compared_by_${op}`, async () => {
      for (const value of [0, 1, 2, 4]) {
        assert.deepEqual(await ask({has: DEALS, measure: 'count', op, value}), wanted((i) => holds(of(i).length, value)), `count ${op} ${value}`);
        assert.deepEqual(await ask({has: DEALS, where: A, op, value}), wanted((i) => holds(of(i, (d) => d.name === 'A').length, value)), `count of A ${op} ${value}`);
      }
      for (const value of ['0', '1000.00', '3000', '7000']) assert.deepEqual(await ask({has: DEALS, measure: 'sum:amount', op, value}), wanted((i) => holds(sum(of(i)), Number(value))), `sum ${op} ${value}`);
    });
  }

  test('they_join_with_others_and_reach_further', async () => {
    assert.deepEqual(await ask({or: [{has: 'note.parent_id'}, {has: DEALS, op: 'gte', value: 4}]}), [1, 3, 4]);
    assert.deepEqual(await ask({has: DEALS, where: {field: 'account.name', op: 'eq', value: '关联2'}}), [2]);
    assert.deepEqual(await ask({has: 'contact.account_id', where: {not: {has: 'opportunity.contact_id'}}}), []);
    const {data} = expectStatus(await h.stack.get('/accounts/aggregate', 'admin', {measure: 'count', filter: {and: [{field: 'id', op: 'in', value: accounts}, {has: DEALS}]}}), 200).json;
    assert.equal(Number(data[0].count), 4);
  });

  test('only_what_is_seen_counts', async () => {
    assert.deepEqual(await ask({has: DEALS, op: 'gte', value: 4}), [4]);
    assert.deepEqual(await ask({has: DEALS, op: 'gte', value: 4}, 'rep_a'), [], "the fourth deal is another's");
    assert.deepEqual(await ask({has: DEALS, op: 'lte', value: 3}, 'rep_a'), [0, 1, 2, 3, 4]);
  });

  test('what_is_not_understood_is_refused', async () => {
    const refused = async (tree, code, token = 'admin') => expectProblem(await h.stack.get('/accounts', token, {filter: tree}), 400, code, JSON.stringify(tree));
    for (const has of ['opportunity', 'opportunity.', '.account_id', 'nothing.account_id', 'opportunity.owner_id', 'opportunity.name', 'opportunity.stage_id', 'user.account_id', 'activity.parent_resource']) await refused({has}, 'unknown_field');
    await refused({has: DEALS, measure: 'sum:nothing', op: 'gt', value: 1}, 'unknown_field');
    await refused({has: DEALS, where: {field: 'industry', op: 'eq', value: 'it'}}, 'unknown_field');
    await refused({has: DEALS, op: 'contains', value: 1}, 'unknown_operator');
    for (const tree of [{has: 1}, {has: DEALS, extra: 1}, {has: DEALS, measure: 'count'}, {has: DEALS, op: 'gt'}, {has: DEALS, value: 1}, {has: DEALS, measure: 'sum:name', op: 'gt', value: 1}, {has: DEALS, op: 'gt', value: 'x'}, {has: DEALS, op: 'gt', value: [1]},
      {has: DEALS, where: []}, {and: Array.from({length: 6}, () => ({has: DEALS}))}]) expectStatus(await h.stack.get('/accounts', 'admin', {filter: tree}), 400, JSON.stringify(tree));
    await refused({has: 'audit_event.record_id'}, 'unknown_field');
    expectProblem(await h.stack.get('/departments', 'rep_a', {filter: {has: 'role.department_id'}}), 400, 'unknown_field');
  });
});
