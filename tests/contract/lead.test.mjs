// SPDX-License-Identifier: AGPL-3.0-or-later
// The conversion of a lead answers what the contract says and takes nothing else.
import {test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const lead = async (body) => expectStatus(await h.stack.post('/leads', 'admin', body), 201).json.data;
const convert = (id, body, etag = '*') => h.stack.post(`/leads/${id}/convert`, 'admin', body, {'If-Match': etag});

test('a_conversion_answers_what_it_made_and_its_change_set', async () => {
  const {id} = await lead({company: '合同样本公司', name: '样本', budget: '1000.00'});
  const answer = expectStatus(await convert(id, {account: {name: '合同样本公司'}, contact: {name: '样本'}, opportunity: {name: '样本商机', stage_id: IDS.stage, amount: '2000.00'}}), 200);
  assert.match(answer.headers['change-set'], /^[0-9a-f-]{36}$/);
  const {account_id, contact_id, opportunity_id, carried} = answer.json.data;
  assert.deepEqual(carried, {});
  const deal = expectStatus(await h.stack.get(`/opportunities/${opportunity_id}`, 'admin'), 200).json.data;
  assert.deepEqual([deal.account_id, deal.contact_id, Number(deal.amount)], [account_id, contact_id, 2000]);
  expectProblem(await convert(id, {account: {name: 'x'}}), 409, 'already_converted');
});

test('bodies_are_checked', async () => {
  const {id} = await lead({name: '检查'});
  for (const body of [{account: {}, more: 1}, {account: {name: ''}}, {account: {id: 'x'}}, {contact: 5}, {contact: {name: 'x'}, opportunity: {name: 'y', amount: '-1'}}, {account: null, contact: null}]) {
    expectStatus(await convert(id, body), [400, 422], JSON.stringify(body));
  }
  expectStatus(await convert(id, {account: {}}), 422, 'a new customer needs a name, and the lead has none');
  expectStatus(await convert(id, {contact: {name: 'x'}, opportunity: {name: 'y'}}), 422, 'a deal needs a stage');
  expectStatus(await convert('01890000-0000-7000-8000-fffffffffff0', {contact: {name: 'x'}}), 404);
  assert.equal(expectStatus(await h.stack.get(`/leads/${id}`, 'admin'), 200).json.data.status, 'new');
});
