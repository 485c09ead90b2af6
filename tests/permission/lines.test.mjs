// SPDX-License-Identifier: AGPL-3.0-or-later
// What hangs on a parent and is not listed in a role follows the parent: whoever may change it works on its lines, but
// what leaves the house, is final or shows what was hidden needs the same right on the parent.
import {describe, test} from 'node:test';
import {catalog, resource} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {IDS} from '../fixtures/people.mjs';
import {literal} from '../lib/psql.mjs';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';

const role = '01890000-0000-7000-8000-e00000000097';
const h = withStack({fixtures: `insert into app.role (id, name, position) values ('${role}', '只看母体', 990);
  update app."user" set role_ids = array['${role}']::uuid[] where id = ${literal(IDS.nobody)};`});

/** The person `nobody` may do this on the parent, with this on the fields, and on nothing else. */
async function give(parent, operations, fields = []) {
  const line = (name, scope, more) => ({resource: name, read_scope: scope, write_scope: scope, operations: [], fields: {}, ...more});
  const resources = [line(parent, 'all', {operations}), ...fields.map(([name, given]) => line(name, 'parent', {fields: given}))];
  expectStatus(await h.stack.api('PUT', `/roles/${role}/rights`, {token: 'admin', body: {resources}, headers: {'If-Match': '*'}}), 200);
}
const operationsOf = async (name) => expectStatus(await h.stack.get('/meta', 'nobody'), 200).json.data.resources.find((r) => r.name === name).operations.toSorted();

const WORK = ['create', 'update', 'delete', 'restore', 'bulk'];
const lines = catalog.resources.filter((r) => r.access_parent).map((r) => [r, resource(r.fields.find((f) => f.name === r.access_parent).to)]);

describe('what_is_told', () => {
  for (const [r, parent] of lines) {
    test(`${r.name}_gives_no_right_that_${parent.name}_does_not`, async () => {
      for (const given of [[], ['update'], ...parent.operations.filter((o) => o !== 'update').map((o) => [o])]) {
        await give(parent.name, given);
        const expected = r.operations.filter((o) => given.includes(o) || (given.includes('update') && WORK.includes(o)));
        assert.deepEqual(await operationsOf(r.name), expected.toSorted(), `${parent.name}: ${given}`);
      }
    });
  }
});

describe('what_is_done', () => {
  const r = resource('invoice_title');
  const one = `/${r.path}`;
  const body = (account, name) => ({account_id: account, name, phone: '0574-87654321'});
  const doors = {
    export: () => h.stack.get(`${one}/export`, 'nobody', {format: 'json'}),
    history: (id) => h.stack.get(`${one}/${id}/history`, 'nobody'),
    reveal: (id) => h.stack.post(`${one}/${id}/reveal`, 'nobody', {fields: ['phone'], reason: '核对资料'}),
    purge: async (id) => { await h.stack.delete(`${one}/${id}`, 'admin', '*'); return h.stack.post(`${one}/${id}/purge`, 'nobody'); },
  };

  test('who_may_change_the_customer_only_works_on_its_invoice_titles', async () => {
    const account = (await makeRecord(h.stack, resource('account'), 'admin')).data.id;
    await give('account', ['update'], [['invoice_title', {phone: 'mask'}]]);
    const made = expectStatus(await h.stack.post(one, 'nobody', body(account, '甲')), 201).json.data;
    expectStatus(await h.stack.patch(`${one}/${made.id}`, 'nobody', {name: '乙'}, '*'), 200);
    for (const [name, open] of Object.entries(doors)) expectStatus(await open(made.id), 403, name);
    expectStatus(await h.stack.post(`${one}/${made.id}/restore`, 'nobody'), 200);
    expectStatus(await h.stack.delete(`${one}/${made.id}`, 'nobody', '*'), 204);
  });

  test('each_of_the_others_comes_with_the_same_right_on_the_customer', async () => {
    const account = (await makeRecord(h.stack, resource('account'), 'admin')).data.id;
    for (const [name, open] of Object.entries(doors)) {
      const made = expectStatus(await h.stack.post(one, 'admin', body(account, name)), 201).json.data;
      await give('account', [name], [['invoice_title', {phone: 'mask'}]]);
      expectStatus(await open(made.id), [200, 204], name);
      expectStatus(await h.stack.post(one, 'nobody', body(account, '丙')), 403, `${name}: create`);
    }
  });
});
