// SPDX-License-Identifier: AGPL-3.0-or-later
// Every resource with fields that can be masked has the reveal, which answers exactly the fields that were named; the
// look-up of a telephone number covers every field of that type.
import {describe, test} from 'node:test';
import {catalog} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const VALUES = {phone: '0574-60001234', email: 'reveal@example.org', id_number: '330203198406181234', bank_account: '6222021234567890'};

test('what_can_be_masked_can_be_revealed_and_telephone_numbers_looked_up', () => {
  for (const r of catalog.resources) {
    assert.equal(r.operations.includes('reveal'), r.fields.some((f) => f.mask), r.name);
    assert.equal(r.operations.includes('lookup'), r.fields.some((f) => f.type === 'phone'), r.name);
  }
});

for (const r of catalog.resources.filter((x) => x.operations.includes('reveal'))) {
  describe(r.name, () => {
    const masks = r.fields.filter((f) => f.mask && !f.readonly);
    const body = Object.fromEntries(masks.map((f) => [f.name, VALUES[f.mask] ?? '甲某某']));

    test('reveal_answers_the_named_fields_and_null_for_nothing', async () => {
      const {data} = await makeRecord(h.stack, r, 'admin', body);
      const post = (fields, id = data.id) => h.stack.post(`/${r.path}/${id}/reveal`, 'admin', {fields, reason: '核对资料'});
      assert.deepEqual(expectStatus(await post(masks.map((f) => f.name)), 200).json.data, body);
      for (const f of masks) assert.deepEqual(expectStatus(await post([f.name]), 200).json.data, {[f.name]: body[f.name]});
      const empty = r.operations.includes('update') ? masks.filter((f) => f.nullable && !f.write_once) : [];
      if (empty.length) expectStatus(await h.stack.patch(`/${r.path}/${data.id}`, 'admin', Object.fromEntries(empty.map((f) => [f.name, null])), '*'), 200);
      if (empty.length) assert.deepEqual(expectStatus(await post(empty.map((f) => f.name)), 200).json.data, Object.fromEntries(empty.map((f) => [f.name, null])));
      expectProblem(await post(['zz_no_such']), 400, 'unknown_field');
      expectProblem(await post([masks[0].name], '01890000-0000-7000-8000-ffffffffffff'), 404, 'not_found');
      expectStatus(await h.stack.post(`/${r.path}/not-an-id/reveal`, 'admin', {fields: [masks[0].name], reason: '核对资料'}), [400, 404]);
    });

    for (const f of r.fields.filter((x) => x.type === 'phone')) {
      test(`look_up_finds_by_${f.name}`, async () => {
        const {data} = await makeRecord(h.stack, r, 'admin', {[f.name]: '(0574) 6000-4321'});
        const answer = expectStatus(await h.stack.post('/phone-lookup', 'admin', {number: '+86 574 60004321 转 9'}), 200);
        assert.ok(answer.json.data.some((x) => x.resource === r.name && x.id === data.id && x.name === data[r.name_field]), answer.text);
        if (r.operations.includes('delete')) expectStatus(await h.stack.delete(`/${r.path}/${data.id}`, 'admin', '*'), 204);
      });
    }
  });
}

test('look_up_takes_a_number_and_nothing_else', async () => {
  for (const body of [{}, {number: 5}, {number: '1234'}, {number: '1'.repeat(61)}, {number: '13800571234', more: 1}]) {
    expectStatus(await h.stack.post('/phone-lookup', 'admin', body), [400, 422], JSON.stringify(body));
  }
});
