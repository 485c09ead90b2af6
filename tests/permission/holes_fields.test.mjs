// SPDX-License-Identifier: AGPL-3.0-or-later
// Fields that a person may not read or ask about, named where a definition is stored and used later: the key by which
// an import finds what its rows refer to.
import {before, describe, test} from 'node:test';
import {Wizard, csv, mappingOf} from '../flow/lib/wizard.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const ghost = 'zz_no_such';

describe('reference of an import', () => {
  let wizard;
  let id;
  let analysis;
  before(async () => {
    wizard = new Wizard(h.stack, 'rep_a');
    id = await wizard.open('contact', 'people.csv', csv([['姓名', '客户'], ['甲某', '5678']]));
    analysis = await wizard.analyse(id);
  });
  const ask = async (match) => {
    const mapping = mappingOf(analysis, {姓名: 'name', 客户: 'account_id'}).map((line) => (line.field === 'account_id' ? {...line, match} : line));
    await wizard.options(id, {mapping});
    return h.stack.post(`/imports/${id}/run`, 'rep_a', {dry_run: true});
  };

  for (const field of ['annual_revenue', 'phone']) {
    test(`is_not_looked_up_by_hidden_or_masked_${field}`, async () => {
      const [real, none] = [await ask(field), await ask(ghost)];
      const plain = (a) => JSON.stringify({...a.json, request_id: ''});
      expectProblem(none, 422, 'invalid');
      assert.equal(plain(real), plain(none));
    });
  }

  test('is_looked_up_by_a_field_that_may_be_asked_about', async () => {
    expectStatus(await ask('code'), 202);
  });
});
