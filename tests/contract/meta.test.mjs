// SPDX-License-Identifier: AGPL-3.0-or-later
// What a caller is told about the system: /meta by rights, the contract itself, and that the served
// documents agree with the committed ones.
import {describe, test} from 'node:test';
import {catalog, contract} from '../lib/env.mjs';
import {FIELD_RIGHTS, IDS} from '../fixtures/people.mjs';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const meta = async (token) => expectStatus(await h.stack.get('/meta', token), 200).json.data;

describe('meta', () => {
  test('an_administrator_sees_every_resource_field_and_operation', async () => {
    const data = await meta('admin');
    assert.deepEqual(data.resources.map((r) => r.name).sort(), catalog.resources.map((r) => r.name).sort());
    assert.equal(data.user.id, IDS.admin);
    for (const r of catalog.resources) {
      const mine = data.resources.find((x) => x.name === r.name);
      assert.deepEqual(mine.operations.filter((o) => r.operations.includes(o)).sort(), [...r.operations].sort(), r.name);
      const hidden = r.fields.filter((f) => f.sensitive && !FIELD_RIGHTS.some(([role, res, field]) => role === 'role_admin' && res === r.name && field === (f.follows ?? f.name)));
      assert.deepEqual(mine.fields.map((f) => f.name).sort(), r.fields.filter((f) => !hidden.includes(f)).map((f) => f.name).sort(), r.name);
      assert.deepEqual(mine.matrix, (r.matrix ?? []).filter((name) => mine.fields.some((f) => f.name === name && !f.masked)), `${r.name} matrix`);
      for (const f of mine.fields) {
        const source = r.fields.find((x) => x.name === f.name);
        assert.deepEqual([f.type, f.label, f.to ?? null], [source.type, source.label, source.to], `${r.name}.${f.name}`);
        if (!f.masked) assert.deepEqual([...f.filters].sort(), [...source.filters].sort(), `${r.name}.${f.name}`);
        if (source.readonly) assert.equal(f.writable, false, f.name);
      }
    }
    assert.ok(data.operations.includes('role_rights_write'));
  });

  test('a_salesman_is_not_told_of_what_he_may_not_read', async () => {
    const data = await meta('rep_a');
    const account = data.resources.find((r) => r.name === 'account');
    const names = account.fields.map((f) => f.name);
    assert.ok(!names.includes('annual_revenue'), 'an unreadable field is absent');
    assert.equal(account.fields.find((f) => f.name === 'phone').masked, true);
    assert.equal(account.fields.find((f) => f.name === 'level').writable, false);
    assert.equal(account.fields.find((f) => f.name === 'city').writable, true);
    assert.ok(!account.operations.includes('purge') && account.operations.includes('create'));
    const product = data.resources.find((r) => r.name === 'product');
    assert.ok(!product.fields.some((f) => f.name === 'cost'), 'sensitive fields need a right');
    assert.ok(!data.operations.includes('role_rights_write'));
    const layout = JSON.stringify(account.layout);
    assert.ok(!layout.includes('annual_revenue'), 'not in the layout either');
  });

  test('somebody_without_roles_has_no_business_resource', async () => {
    const data = await meta('nobody');
    for (const name of ['account', 'contact', 'opportunity', 'activity']) assert.ok(!data.resources.some((r) => r.name === name), name);
  });

  test('meta_is_cached_by_etag', async () => {
    const first = await h.stack.get('/meta', 'rep_a');
    expectStatus(await h.stack.api('GET', '/meta', {token: 'rep_a', headers: {'If-None-Match': first.etag}}), 304);
    expectStatus(await h.stack.api('GET', '/meta', {token: 'rep_b', headers: {'If-None-Match': '"x"'}}), 200);
  });
});

describe('contract', () => {
  test('the_served_contract_is_the_committed_one_without_inner_names', async () => {
    const served = expectStatus(await h.stack.api('GET', '/openapi.json'), 200);
    assert.deepEqual(Object.keys(served.json.paths).sort(), Object.keys(contract.paths).sort());
    assert.ok(!/"function"|app\.|guanxi_/.test(JSON.stringify(served.json)), 'no table or function names');
    expectStatus(await h.stack.api('GET', '/openapi.json', {headers: {'If-None-Match': served.etag}}), 304);
  });

  test('every_example_in_the_contract_can_be_created', () => {
    for (const r of catalog.resources.filter((x) => x.operations.includes('create'))) {
      const name = r.name.split('_').map((w) => w[0].toUpperCase() + w.slice(1)).join('');
      assert.ok(contract.components.schemas[`${name}Create`].examples.length > 0, r.name);
    }
  });

  test('each_error_code_has_words_in_three_languages', () => {
    for (const e of catalog.errors) assert.ok(e.title['zh-CN'] && e.title['zh-TW'] && e.title.en, e.code);
  });
});
