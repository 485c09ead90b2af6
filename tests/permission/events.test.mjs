// SPDX-License-Identifier: AGPL-3.0-or-later
// The stream tells nobody of what he may not see: not that it was made, changed, deleted or how often; and what is heard
// is decided at the moment of telling, with the rights of that moment.
import {test} from 'node:test';
import {openEvents} from '../lib/events.mjs';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const account = async (token, body) => expectStatus(await h.stack.post('/accounts', token, body), 201).json.data;
const patch = async (path, token, body) => expectStatus(await h.stack.patch(path, token, body, '*'), 200);
/** Something that he does see, made last: when it is heard, everything before it would have been heard. */
const mark = async (stream, token) => stream.change((await account(token, {name: '标记'})).id);
const shape = (stream, from = 0) => stream.events.slice(from).filter((e) => e.event !== 'beat')
  .map((e) => `${e.id.length} ${e.event} ${JSON.stringify(e.data).replace(/"id":"[^"]+"/, '"id":""')}`);

test('what_is_hidden_is_never_heard_of_and_leaves_no_trace', async () => {
  const quiet = await openEvents(h.stack, 'rep_a');
  await mark(quiet, 'rep_a');
  const busy = await openEvents(h.stack, 'rep_a');
  const director = await openEvents(h.stack, 'director');
  const made = await account('rep_s', {name: '隐藏公司'});
  for (let i = 0; i < 5; i += 1) await patch(`/accounts/${made.id}`, 'rep_s', {name: `隐藏公司${i}`});
  expectStatus(await h.stack.delete(`/accounts/${made.id}`, 'rep_s', '*'), 204);
  expectStatus(await h.stack.post(`/accounts/${made.id}/restore`, 'rep_s'), [200, 204]);
  await director.change(made.id);
  await mark(busy, 'rep_a');
  assert.deepEqual(shape(busy), shape(quiet).slice(0, 2), 'event for event and byte for byte like a quiet day');
  for (const s of [quiet, busy, director]) s.close();
});

test('a_deleted_record_is_told_to_who_has_it_in_his_bin', async () => {
  const owner = await openEvents(h.stack, 'rep_a');
  const other = await openEvents(h.stack, 'rep_b');
  const made = await account('rep_a', {name: '删除公司'});
  expectStatus(await h.stack.delete(`/accounts/${made.id}`, 'rep_a', '*'), 204);
  await owner.change(made.id, (c) => c.kind === 'delete');
  await mark(other, 'rep_b');
  assert.equal(other.changes().length, 1);
  owner.close(); other.close();
});

test('a_record_that_changes_hands_is_heard_by_who_sees_it_then', async () => {
  const before = await openEvents(h.stack, 'rep_a');
  const after = await openEvents(h.stack, 'rep_b');
  const made = await account('rep_a', {name: '转手公司'});
  await before.change(made.id);
  expectStatus(await h.stack.post(`/accounts/${made.id}/transfer`, 'director', {owner_id: IDS.rep_b}, {'If-Match': '*'}), [200, 204]);
  await after.change(made.id);
  await patch(`/accounts/${made.id}`, 'rep_b', {name: '转手公司二'});
  await after.change(made.id, (c) => c.version >= 3);
  await mark(before, 'rep_a');
  assert.equal(before.changes().filter((c) => c.id === made.id).length, 1, 'only what was while it was his');
  before.close(); after.close();
});

test('a_change_of_rights_ends_the_stream_at_once_and_resuming_gives_no_more', async () => {
  const stream = await openEvents(h.stack, 'rep_b');
  await mark(stream, 'rep_b');
  const place = stream.events.at(-1).id;
  await patch(`/users/${IDS.rep_b}`, 'admin', {role_ids: []});
  assert.deepEqual((await stream.next((e) => e.event === 'end', 'the end', 3000)).data, {reason: 'rights'});
  await account('rep_a', {name: '之后'});
  const again = await openEvents(h.stack, 'rep_b', {after: place});
  await h.stack.sql(`insert into app.notification (kind, title, owner_id) values ('system', 'x', '${IDS.rep_b}')`);
  await h.stack.until(() => again.events.filter((e) => e.event === 'inbox').length >= 2, 'the inbox, which is his always');
  assert.deepEqual(again.changes().filter((c) => c.resource === 'account'), []);
  await patch(`/users/${IDS.rep_b}`, 'admin', {role_ids: [IDS.role_rep]});
  again.close();
});

test('logging_out_ends_the_stream', async () => {
  const answer = await h.stack.api('POST', '/auth/login', {body: {username: 'rep_s', password: (await import('../fixtures/people.mjs')).PASSWORD, refresh: 'body'}});
  const token = answer.json.access_token;
  const stream = await openEvents(h.stack, token);
  expectStatus(await h.stack.api('POST', '/auth/logout', {token, body: {}}), [200, 204]);
  assert.deepEqual((await stream.next((e) => e.event === 'end', 'the end', 3000)).data, {reason: 'session'});
});
