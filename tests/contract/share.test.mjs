// SPDX-License-Identifier: AGPL-3.0-or-later
// Sharing one record, for every resource that offers it: opens to the receiver at once, replaces, ends, is refused to
// whoever may not, and leaves an audit line and a notification.
import {describe, test} from 'node:test';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';
import {catalog} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {IDS} from '../fixtures/people.mjs';

const h = withStack();
const TO_REP_B = {kind: 'user', to: IDS.rep_b};

for (const r of catalog.resources.filter((x) => x.operations.includes('share'))) {
  describe(r.name, () => {
    const path = (id, verb) => `/${r.path}/${id}/${verb}`;
    const fresh = async () => (await makeRecord(h.stack, r, 'manager')).data.id;

    test('a_share_opens_the_record_at_once_and_closes_it_again', async () => {
      const id = await fresh();
      expectStatus(await h.stack.get(`/${r.path}/${id}`, 'rep_b'), 404);
      const given = expectStatus(await h.stack.post(path(id, 'share'), 'manager', TO_REP_B), 200).json.data;
      assert.deepEqual([given.length, given[0].kind, given[0].grantee_id, given[0].right, given[0].is_member], [1, 'user', IDS.rep_b, 'read', false]);
      expectStatus(await h.stack.get(`/${r.path}/${id}`, 'rep_b'), 200);
      const listed = await h.stack.get(`/${r.path}`, 'rep_b', {limit: 200, count: 'exact'});
      assert.ok(listed.json.data.some((x) => x.id === id), 'in his list');
      assert.deepEqual(expectStatus(await h.stack.get(path(id, 'shares'), 'rep_b'), 200).json.data, given, 'whoever sees it sees with whom it is shared');
      assert.deepEqual(expectStatus(await h.stack.post(path(id, 'unshare'), 'manager', {share_id: given[0].id}), 200).json.data, []);
      expectStatus(await h.stack.get(`/${r.path}/${id}`, 'rep_b'), 404);
      assert.ok(!(await h.stack.get(`/${r.path}`, 'rep_b', {limit: 200})).json.data.some((x) => x.id === id), 'gone from his list');
    });

    test('shared_for_writing_it_can_be_changed_for_reading_not', async () => {
      const id = await fresh();
      await h.stack.post(path(id, 'share'), 'manager', TO_REP_B);
      const text = r.fields.find((f) => f.type === 'long_text' && !f.readonly).name;
      const change = async () => h.stack.patch(`/${r.path}/${id}`, 'rep_b', {[text]: 'x'}, '*');
      expectStatus(await change(), 403);
      expectStatus(await h.stack.post(path(id, 'share'), 'manager', {...TO_REP_B, right: 'write', is_member: true}), 200);
      expectStatus(await change(), 200);
      assert.equal((await h.stack.get(path(id, 'shares'), 'manager')).json.data.length, 1, 'the same receiver again is the same share');
    });

    test('who_may_not_share_or_does_not_see_it_is_refused', async () => {
      const id = await fresh();
      const nobody = '01890000-0000-7000-8000-ffffffffffff';
      expectStatus(await h.stack.post(path(id, 'share'), 'rep_b', TO_REP_B), 403);
      expectStatus(await h.stack.post(path(nobody, 'share'), 'manager', TO_REP_B), 404);
      expectStatus(await h.stack.post(path(id, 'unshare'), 'manager', {share_id: nobody}), 404);
      expectStatus(await h.stack.get(path(id, 'shares'), 'rep_b'), 404);
      expectStatus(await h.stack.post(path(id, 'share'), 'manager', {kind: 'user', to: nobody}), 422);
      expectStatus(await h.stack.post(path(id, 'share'), 'manager', {...TO_REP_B, until: '2020-01-01T00:00:00Z'}), 422);
      expectStatus(await h.stack.post(path(id, 'share'), 'manager', {...TO_REP_B, everybody: true}), 400);
      expectStatus(await h.stack.post(path(id, 'share'), 'manager', {kind: 'user'}), 422);
    });

    test('it_is_told_to_the_receiver_and_to_the_audit', async () => {
      const id = await fresh();
      await h.stack.post(path(id, 'share'), 'manager', {...TO_REP_B, note: '一起跟进'});
      const told = await h.stack.get('/notifications', 'rep_b', {record_id: id, kind: 'shared'});
      assert.equal(told.json.data.length, 1);
      assert.equal(await h.stack.sql(`select kind || ' ' || (detail ->> 'to_id') from audit.event where record_id = '${id}'`), `share ${IDS.rep_b}`);
    });
  });
}
