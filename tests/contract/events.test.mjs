// SPDX-License-Identifier: AGPL-3.0-or-later
// The event stream: what it says, how it goes on, who must make room, what it refuses.
import {test} from 'node:test';
import {openEvents} from '../lib/events.mjs';
import {schemaErrors} from '../lib/contract.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack({env: {GX_CONNECTIONS: '120'}});
const account = async (token, name) => expectStatus(await h.stack.post('/accounts', token, {name}), 201);
const opened = (stream) => stream.events.map((e) => e.event)[0];

test('a_stream_names_what_was_written_and_never_a_value', async () => {
  const stream = await openEvents(h.stack, 'rep_a');
  assert.equal(stream.status, 200);
  assert.match(stream.headers['content-type'], /^text\/event-stream/);
  assert.equal(stream.headers['x-accel-buffering'], 'no');
  assert.equal(stream.headers['cache-control'], 'no-store');
  assert.equal(opened(stream), 'ready');
  const made = await account('rep_a', '事件公司');
  const id = made.json.data.id;
  assert.deepEqual((await stream.change(id)).data, {resource: 'account', id, version: 1, kind: 'create'});
  const changed = expectStatus(await h.stack.patch(`/accounts/${id}`, 'rep_a', {name: '事件公司二'}, made.etag), 200);
  assert.equal((await stream.change(id, (c) => c.version === 2)).data.kind, 'update');
  expectStatus(await h.stack.delete(`/accounts/${id}`, 'rep_a', changed.etag), 204);
  assert.equal((await stream.change(id, (c) => c.kind === 'delete')).data.version, 3);
  expectStatus(await h.stack.post(`/accounts/${id}/restore`, 'rep_a'), [200, 204]);
  await stream.change(id, (c) => c.kind === 'restore');
  assert.ok(!JSON.stringify(stream.events).includes('事件公司'), 'no values');
  for (const change of stream.changes()) assert.deepEqual(Object.keys(change), ['resource', 'id', 'version', 'kind']);
  stream.close();
});

test('several_writes_of_one_moment_are_one_event', async () => {
  const stream = await openEvents(h.stack, 'rep_a');
  const made = await account('rep_a', '一次公司');
  await h.stack.patch(`/accounts/${made.json.data.id}`, 'rep_a', {name: '一次公司二'}, made.etag);
  const last = await account('rep_a', '之后公司');
  await stream.change(last.json.data.id);
  const heard = stream.changes().filter((c) => c.id === made.json.data.id);
  assert.ok(heard.length >= 1 && heard.length <= 2);
  assert.deepEqual([heard[0].kind, heard.at(-1).version], ['create', 2]);
  stream.close();
});

test('the_inbox_is_told_to_its_owner_only', async () => {
  const mine = await openEvents(h.stack, 'rep_b');
  const other = await openEvents(h.stack, 'rep_s');
  await h.stack.sql(`insert into app.notification (kind, title, owner_id) select 'system', 'x', id from app."user" where username = 'rep_b'`);
  await mine.next((e) => e.event === 'inbox', 'the inbox');
  const heard = mine.events.filter((e) => e.event === 'inbox').length;
  expectStatus(await h.stack.post('/notifications/mark-read', 'rep_b', {all: true}), 200);
  await h.stack.until(() => mine.events.filter((e) => e.event === 'inbox').length > heard, 'what was read');
  assert.ok(!other.events.some((e) => e.event === 'inbox'));
  mine.close(); other.close();
});

test('a_stream_goes_on_where_it_was', async () => {
  const first = await openEvents(h.stack, 'rep_a');
  const before = (await account('rep_a', '断线前')).json.data.id;
  const place = (await first.change(before)).id;
  first.close();
  const between = (await account('rep_a', '断线间')).json.data.id;
  const again = await openEvents(h.stack, 'rep_a', {after: place});
  assert.equal(opened(again), 'resumed');
  await again.change(between);
  const fresh = await openEvents(h.stack, 'rep_a');
  const later = (await account('rep_a', '重连后')).json.data.id;
  await Promise.all([fresh.change(later), again.change(later)]);
  assert.ok(!fresh.changes().some((c) => c.id === between), 'without a place it begins now');
  const stranger = await openEvents(h.stack, 'rep_b', {after: place});
  assert.equal(opened(stranger), 'ready', 'a place belongs to one person');
  for (const s of [again, fresh, stranger]) s.close();
});

test('what_commits_late_is_not_passed_over', async () => {
  const stream = await openEvents(h.stack, 'rep_a');
  const slow = (await account('rep_a', '慢')).json.data.id;
  await stream.change(slow);
  const held = h.stack.sql(`begin; update app.account set name = '慢二' where id = '${slow}'; select pg_sleep(2.5); commit`);
  const quick = (await account('rep_a', '快')).json.data.id;
  await stream.change(quick);
  assert.ok(!stream.changes().some((c) => c.id === slow && c.version === 2), 'not before it is committed');
  await held;
  await stream.change(slow, (c) => c.version === 2);
  stream.close();
});

test('it_beats_when_nothing_happens_and_outlives_the_limit_of_idle_connections', async () => {
  const stream = await openEvents(h.stack, 'rep_s');
  await h.stack.until(() => stream.events.filter((e) => e.event === 'beat').length >= 2, 'two beats', 40000);
  assert.equal(stream.ended, false);
  stream.close();
});

test('the_seventh_stream_of_a_person_ends_his_first', async () => {
  const streams = [];
  for (let i = 0; i < 6; i++) streams.push(await openEvents(h.stack, 'manager'));
  const seventh = await openEvents(h.stack, 'manager');
  assert.deepEqual((await streams[0].next((e) => e.event === 'end')).data, {reason: 'closed'});
  await h.stack.until(() => streams[0].ended, 'the end');
  assert.ok([...streams.slice(1), seventh].every((s) => !s.ended));
  for (const s of [...streams, seventh]) s.close();
});

test('a_process_has_a_quarter_of_its_connections_for_streams', async () => {
  const streams = [];
  const people = ['rep_a', 'rep_b', 'rep_s', 'manager', 'admin', 'nobody'];
  let refused;
  for (let i = 0; i < 36 && !refused; i++) {
    const s = await openEvents(h.stack, people[i % people.length]);
    if (s.status === 503) refused = s; else streams.push(s);
  }
  assert.ok(refused, 'one was refused');
  assert.ok(streams.length <= 30);
  assert.ok(Number(refused.headers['retry-after']) > 1);
  expectStatus(await h.stack.get('/accounts', 'rep_a'), 200);
  for (const s of streams) s.close();
});

test('it_refuses_what_is_no_place_and_who_is_not_logged_in', async () => {
  const bad = (value) => h.stack.api('GET', '/events', {token: 'rep_a', headers: {'Last-Event-ID': value}});
  for (const value of ['1', 'zz', `${'0'.repeat(200)}`, "'; select 1", '123:456:']) expectProblem(await bad(value), 400, 'malformed');
  expectProblem(await h.stack.api('GET', '/events', {}), 401, 'unauthorized');
  expectProblem(await h.stack.get('/events', 'rep_a', {x: 1}), 400, 'unknown_parameter');
  expectStatus(await h.stack.api('POST', '/events', {token: 'rep_a'}), 405);
  assert.deepEqual(schemaErrors('Problem', (await bad('1')).json), []);
});
