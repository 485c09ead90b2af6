// SPDX-License-Identifier: AGPL-3.0-or-later
// Fields that a person may not read or ask about, named where a definition is stored and used later: the key by which
// an import finds what its rows refer to, and what a stage asks for.
import {before, describe, test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {resource} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {literal} from '../lib/psql.mjs';
import {Wizard, csv, mappingOf} from '../flow/lib/wizard.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

// The stage of won deals wants an amount and a closing date; of the amount the rep knows nothing.
const h = withStack({fixtures: `insert into auth.role_field (role_id, resource, field, "right") values (${literal(IDS.role_rep)}, 'opportunity', 'amount', 'none');
  update app.stage set required_fields = '{amount,next_step}' where id = ${literal(IDS.stage_won)};`});
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

describe('what a stage asks for', () => {
  const move = async (token, changes) => {
    const {data} = await makeRecord(h.stack, resource('opportunity'), 'admin', {owner_id: IDS.rep_a});
    await h.stack.sql(`update app.opportunity set next_step = null, amount = ${changes.amount ?? 'null'} where id = ${literal(data.id)}`);
    return h.stack.patch(`/opportunities/${data.id}`, token, {stage_id: IDS.stage_won, ...(changes.next && {next_step: changes.next})}, '*');
  };
  const plain = (a) => JSON.stringify([a.status, a.json.errors]);

  test('does_not_tell_whether_a_hidden_field_is_empty', async () => {
    const [empty, full] = [await move('rep_a', {}), await move('rep_a', {amount: '5'})];
    expectProblem(empty, 422, 'invalid');
    assert.deepEqual(empty.json.errors.map((e) => e.pointer), ['/next_step']);
    assert.equal(plain(empty), plain(full));
    expectStatus(await move('rep_a', {next: 'x'}), 200);
  });

  test('is_told_to_who_sees_it', async () => {
    assert.deepEqual((await move('admin', {next: 'x'})).json.errors.map((e) => e.pointer), ['/amount']);
  });
});
