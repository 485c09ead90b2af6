// SPDX-License-Identifier: AGPL-3.0-or-later
// What belongs to a customer's record beyond plain fields: credit codes with their check digit, industries by the
// standard, invoice titles and bank accounts, one of which is the default.
import {describe, test} from 'node:test';
import {resource} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const account = (more) => h.stack.post('/accounts', 'rep_a', {name: '信用代码公司', ...more});

describe('credit_code', () => {
  test('a_code_with_its_check_digit_is_taken', async () => {
    assert.equal(expectStatus(await account({credit_code: '91330100799655058B'}), 201).json.data.credit_code, '91330100799655058B');
  });

  test('one_wrong_or_exchanged_character_is_named_by_its_code', async () => {
    for (const credit_code of ['91330100799655058C', '91330100799655085B', '91330100799655058D']) {
      const answer = expectProblem(await account({credit_code}), 422, 'invalid');
      assert.deepEqual((answer.json ?? answer).errors.map((e) => [e.pointer, e.code]), [['/credit_code', 'check_digit']], credit_code);
    }
  });

  test('every_field_of_that_format_is_checked', async () => {
    const {data} = await makeRecord(h.stack, resource('account'), 'rep_a');
    const answer = await h.stack.post('/invoice-titles', 'rep_a', {account_id: data.id, name: '抬头', tax_no: '91330100799655058C'});
    assert.equal(expectProblem(answer, 422, 'invalid') && answer.json.errors[0].code, 'check_digit');
  });
});

test('industries_by_the_standard_are_chosen_at_both_levels', async () => {
  for (const industry_class of ['C', 'C40', 'T97']) expectStatus(await account({industry_class}), 201);
  expectProblem(await account({industry_class: 'C44'}), 422, 'invalid');
});

for (const [name, more] of [['invoice_title', {}], ['bank_account', {bank_name: '招商银行'}]]) {
  describe(name, () => {
    const r = resource(name);
    const make = async (account_id, is_default) => expectStatus(await h.stack.post(`/${r.path}`, 'rep_a', {account_id, name: '甲', is_default, ...more}), 201).json.data;

    test('a_new_default_takes_it_from_the_former_of_the_same_customer_only', async () => {
      const [one, other] = [await makeRecord(h.stack, resource('account'), 'rep_a'), await makeRecord(h.stack, resource('account'), 'rep_a')];
      const first = await make(one.data.id, true);
      const elsewhere = await make(other.data.id, true);
      const second = await make(one.data.id, true);
      const is = async (x) => (await h.stack.get(`/${r.path}/${x.id}`, 'rep_a')).json.data.is_default;
      assert.deepEqual([await is(first), await is(elsewhere), await is(second)], [false, true, true]);
    });

    test('it_is_seen_and_made_with_the_rights_of_its_customer', async () => {
      const theirs = (await makeRecord(h.stack, resource('account'), 'rep_s')).data.id;
      const answer = await h.stack.post(`/${r.path}`, 'rep_a', {account_id: theirs, name: '甲', ...more});
      assert.ok([403, 422].includes(answer.status), answer.text);
      const mine = await make((await makeRecord(h.stack, resource('account'), 'rep_a')).data.id, false);
      expectStatus(await h.stack.get(`/${r.path}/${mine.id}`, 'rep_s'), 404);
    });
  });
}

test('a_bank_number_is_masked_for_who_knows_it_by_sight_only', async () => {
  const {data} = await makeRecord(h.stack, resource('account'), 'rep_a');
  const made = expectStatus(await h.stack.post('/bank-accounts', 'admin', {account_id: data.id, name: '甲', bank_name: '招商银行', account_no: '6222021234567890'}), 201).json.data;
  const seen = (await h.stack.get(`/bank-accounts/${made.id}`, 'manager')).json.data.account_no;
  assert.match(seen, /\*/);
  assert.ok(!seen.includes('02123456'));
  assert.equal((await h.stack.get(`/bank-accounts/${made.id}`, 'rep_a')).json.data.account_no, undefined);
});
