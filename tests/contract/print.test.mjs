// SPDX-License-Identifier: AGPL-3.0-or-later
// Postal addresses of every resource that declares them: what would be printed, the documents, and what is refused.
import {describe, test} from 'node:test';
import {catalog} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const addressed = catalog.resources.filter((r) => r.postal);

test('somebody_has_an_address', () => assert.ok(addressed.length > 1));

for (const r of addressed) {
  describe(r.name, () => {
    test('is_printed_as_envelopes_and_labels_when_it_has_an_address', async () => {
      const {data} = await makeRecord(h.stack, r, 'admin');
      const {postal} = r;
      const filled = Object.fromEntries([[postal.street, '人民路 1 号'], [postal.postcode, '215000'], ...(postal.country ? [[postal.country, null]] : [])].filter(([name]) => name));
      expectStatus(await h.stack.patch(`/${r.path}/${data.id}`, 'admin', filled, '*'), 200);
      for (const format of ['envelopes', 'labels']) {
        const before = expectStatus(await h.stack.get(`/${r.path}/postal`, 'admin', {format, id: data.id}), 200).json.data;
        assert.deepEqual([before.total, before.printable, before.problems], [1, 1, []]);
        assert.match(before.first.place, /人民路 1 号$/);
        const file = expectStatus(await h.stack.get(`/${r.path}/export`, 'admin', {format, id: data.id}), 200);
        assert.equal(file.bytes.subarray(0, 5).toString(), '%PDF-');
      }
      expectStatus(await h.stack.patch(`/${r.path}/${data.id}`, 'admin', {[postal.street]: null}, '*'), 200);
      const after = expectStatus(await h.stack.get(`/${r.path}/postal`, 'admin', {format: 'labels', id: data.id}), 200).json.data;
      assert.ok(after.printable === 0 || postal.company.endsWith('_id'), 'without a street nothing is printed but at the company');
    });

    test('needs_the_right_to_export_and_a_format', async () => {
      expectStatus(await h.stack.get(`/${r.path}/postal`, 'nobody', {format: 'labels'}), 403);
      expectStatus(await h.stack.get(`/${r.path}/postal`, null, {format: 'labels'}), 401);
      expectStatus(await h.stack.get(`/${r.path}/postal`, 'admin', {}), 400);
      expectStatus(await h.stack.get(`/${r.path}/postal`, 'admin', {format: 'labels', limit: 5}), 400);
      expectStatus(await h.stack.get(`/${r.path}/postal`, 'admin', {format: 'labels', print: '{"paper":"zl"}'}), 422);
    });
  });
}

test('what_has_no_address_is_not_printed', async () => {
  for (const r of catalog.resources.filter((x) => !x.postal && x.operations.includes('export'))) {
    const answer = await h.stack.get(`/${r.path}/export`, 'admin', {format: 'labels'});
    assert.equal(answer.status, 400, r.name);
  }
});
