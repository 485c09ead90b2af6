// SPDX-License-Identifier: AGPL-3.0-or-later
// Who sees a record and why, of every resource: the form of the answers (held against the contract by the stack), and that
// the one who sees all is among them.
import {test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {catalog} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();

for (const r of catalog.resources) {
  test(`${r.name}_is_explained`, async () => {
    const {id} = (await makeRecord(h.stack, r)).data;
    const {people} = expectStatus(await h.stack.get(`/${r.path}/${id}/access`, 'admin'), 200).json.data;
    assert.ok(people.some((x) => x.user_id === IDS.admin));
    const says = expectStatus(await h.stack.get(`/${r.path}/${id}/why`, 'admin', {field: r.name_field}), 200).json.data;
    assert.deepEqual([says.can_read, says.can_write, says.field.name], [true, r.operations.includes('update'), r.name_field]);
  });
}

test('a_look_through_somebodys_eyes_begins_and_ends', async () => {
  const begun = expectStatus(await h.stack.post('/auth/view-as', 'admin', {user_id: IDS.rep_a, reason: '协助'}), 200).json;
  assert.deepEqual([begun.token_type, begun.expires_in, 'refresh_token' in begun], ['Bearer', 600, false]);
  expectStatus(await h.stack.post('/auth/view-as/end', begun.access_token), 204);
});
