// SPDX-License-Identifier: AGPL-3.0-or-later
// The check, the merge and their companions answer what the contract says, for every resource that names match fields.
import {describe, test} from 'node:test';
import {catalog} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const post = (path, body) => h.stack.post(path, 'admin', body);

for (const r of catalog.resources.filter((x) => x.match && x.operations.includes('delete'))) {
  describe(r.name, () => {
    test('what_is_typed_again_is_found_merged_led_on_and_taken_apart', async () => {
      const phone = '023-67771234';
      const made = [];
      for (const n of [1, 2]) made.push((await makeRecord(h.stack, r, 'admin', {[r.match.names[0]]: '重庆查重样本', [r.match.phones[0]]: phone}, n)).data);
      const answer = expectStatus(await post('/duplicates/check', {resource: r.name, values: {[r.match.names[0]]: '重庆查重样本', [r.match.phones[0]]: phone}}), 200).json.data;
      for (const {id} of made) assert.ok(answer.hits.some((x) => x.resource === r.name && x.id === id && x.score >= 60), JSON.stringify(answer));
      expectStatus(await post('/duplicates/keep', {resource: r.name, id: made[1].id, reason: '另一个'}), 200);
      expectStatus(await post('/duplicates/ask', {resource: r.name, id: made[0].id, wish: 'notify'}), 200);
      expectStatus(await post('/merges', {resource: r.name, id: made[0].id, other_ids: [made[1].id]}), 200);
      expectStatus(await h.stack.get(`/${r.path}/${made[1].id}`, 'admin'), 308);
      expectStatus(await post('/merges/undo', {resource: r.name, id: made[1].id}), 200);
      expectStatus(await h.stack.get(`/${r.path}/${made[1].id}`, 'admin'), 200);
    });
  });
}

test('bodies_are_checked', async () => {
  for (const body of [{}, {resource: 'account'}, {resource: 'account', values: {name: 5}}, {resource: 'account', values: {}, more: 1}]) {
    expectStatus(await post('/duplicates/check', body), [400, 422], JSON.stringify(body));
  }
  expectProblem(await post('/duplicates/check', {resource: 'product', values: {name: 'x'}}), 403, 'forbidden');
  expectStatus(await post('/duplicates/scan', {}), 200);
});
