// SPDX-License-Identifier: AGPL-3.0-or-later
// What falls into a pool by itself: days without contact or deal, what keeps a record, warnings before, undo of the round.
import {test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack({worker: true, env: {GX_TICK_SECONDS: '1'}});
const ago = (id, days) => h.stack.sql(`set session_replication_role = replica; update app.account set created_at = now() - interval '${days} days' where id = '${id}'`);
const account = async (name, days, more = {}, token = 'rep_a') => {
  const {id} = expectStatus(await h.stack.post('/accounts', token, {name, ...more}), 201).json.data;
  await ago(id, days);
  return id;
};
const today = (n) => new Date(Date.now() + 8 * 3600e3 + n * 86400e3).toISOString().slice(0, 10);
const read = async (id) => (await h.stack.get(`/accounts/${id}`, 'admin')).json.data;
const deal = (id, stage, more = {}) => h.stack.post('/opportunities', 'admin', {name: '商机', account_id: id, stage_id: IDS[stage], ...more}).then((a) => expectStatus(a, 201));

/** Waits until a round that began now has ended: an account that must fall has fallen. */
async function round() {
  const probe = await account('轮次探针', 4000);
  await h.stack.until(async () => (await read(probe)).owner_id === null, 'the round', 20000);
  const next = await account('轮次探针', 4000);
  await h.stack.until(async () => (await read(next)).owner_id === null, 'the next round', 20000);
}

let place;
test('what_had_no_contact_for_its_days_falls_and_what_had_stays', async () => {
  const idle = await account('久未跟进公司', 40);
  const edited = await account('只改资料公司', 40);
  const called = await account('昨天打过电话公司', 40);
  const fresh = await account('新客户公司', 5);
  const kept = await account('免掉公司', 40);
  const level = await account('A级公司', 40, {}, 'rep_b');
  const open = await account('有商机公司', 40);
  const weak = await account('弱商机公司', 40);
  expectStatus(await h.stack.patch(`/accounts/${edited}`, 'rep_a', {city: '苏州市'}, '*'), 200);
  expectStatus(await h.stack.post('/follow-ups', 'rep_a', {parent_resource: 'account', parent_id: called, kind: 'call', body: '聊过'}), 200);
  expectStatus(await h.stack.patch(`/accounts/${kept}`, 'admin', {is_kept: true}, '*'), 200);
  expectStatus(await h.stack.patch(`/accounts/${level}`, 'admin', {level: 'a'}, '*'), 200);
  await deal(open, 'stage', {probability: '60'});
  await deal(weak, 'stage', {probability: '10'});
  for (const id of [idle, edited, called, kept, level, open, weak]) await ago(id, 40);
  place = expectStatus(await h.stack.post('/pools', 'admin', {name: '规则公海', department_ids: [IDS.east], idle_days: 30, exempt_probability: '50', exempt: {field: 'level', op: 'eq', value: 'a'}}), 201).json.data.id;
  await round();
  for (const [id, falls] of [[idle, true], [edited, true], [called, false], [fresh, false], [kept, false], [level, false], [open, false], [weak, true]]) {
    const now = await read(id);
    assert.deepEqual([now.name, now.owner_id === null, now.pool_id], [now.name, falls, falls ? place : null]);
  }
  assert.deepEqual([(await read(called)).release_on, (await read(fresh)).release_on, (await read(open)).release_on], [today(30), today(25), null]);
  const lines = (await h.stack.get('/ownerships', 'admin', {parent_id: idle})).json.data;
  assert.deepEqual(lines.map((l) => [l.kind, l.from_id, l.pool_id]), [['auto_release', IDS.rep_a, place]]);
  const inbox = (await h.stack.get('/notifications', 'rep_a', {limit: 200})).json.data.filter((n) => n.kind === 'pool_released');
  assert.ok(inbox.length > 0 && inbox.every((n) => n.record_id === null && Number(n.body) > 0));
});

test('the_owner_is_warned_once_at_each_step_with_the_record', async () => {
  const soon = await account('七天后掉公海', 23);
  const near = await account('一天后掉公海', 29);
  await round();
  await round();
  const mine = (await h.stack.get('/notifications', 'rep_a', {limit: 200})).json.data.filter((n) => n.kind === 'pool_warning' && [soon, near].includes(n.record_id));
  assert.deepEqual(mine.map((n) => [n.record_id, n.body]).sort(), [[near, '1'], [soon, '7']].sort());
  await ago(soon, 27);
  await round();
  const again = (await h.stack.get('/notifications', 'rep_a', {limit: 200, record_id: soon})).json.data;
  assert.deepEqual(again.map((n) => n.body).sort(), ['3', '7']);
  const order = (await h.stack.get('/accounts', 'rep_a', {sort: 'release_on', 'release_on[null]': 'false', limit: 2})).json.data;
  assert.deepEqual(order.map((a) => a.id), [near, soon]);
});

test('a_round_that_took_too_much_is_undone_as_one', async () => {
  const rest = (on) => h.stack.sql(`update app.pool set is_active = ${on} where id = '${place}'`);
  // both are there before the round begins
  await rest(false);
  const ids = [await account('误收一', 31), await account('误收二', 31, {}, 'rep_b')];
  await rest(true);
  await h.stack.until(async () => (await Promise.all(ids.map(read))).every((a) => a.owner_id === null), 'the fall of both', 20000);
  const [{change_set_id: set}] = await h.stack.rows(`select change_set_id from audit.history where record_id = '${ids[0]}' order by id desc limit 1`);
  await rest(false);
  expectStatus(await h.stack.post(`/change-sets/${set}/undo`, 'admin', {}), 200);
  assert.deepEqual((await Promise.all(ids.map(read))).map((a) => a.owner_id), [IDS.rep_a, IDS.rep_b]);
});

test('without_its_pool_a_record_has_no_day_on_which_it_falls', async () => {
  const rest = (on) => h.stack.sql(`update app.pool set is_active = ${on} where id = '${place}'`);
  const id = await account('公海停用后', 5);
  await rest(true);
  await h.stack.until(async () => (await read(id)).release_on === today(25), 'the day', 20000);
  await rest(false);
  await h.stack.until(async () => (await read(id)).release_on === null, 'no day any more', 20000);
});

test('territory_and_department_choose_the_pool_and_no_deal_counts_too', async () => {
  const east = await h.stack.post('/territories', 'admin', {name: '公海东'}).then((a) => expectStatus(a, 201).json.data.id);
  const below = await h.stack.post('/territories', 'admin', {name: '公海东一', parent_id: east}).then((a) => expectStatus(a, 201).json.data.id);
  const inside = await account('东区公司', 100, {territory_id: below}, 'admin');
  const outside = await account('他区公司', 100, {}, 'admin');
  const won = await account('成交公司', 100, {territory_id: below}, 'admin');
  await deal(won, 'stage_won');
  for (const id of [inside, outside, won]) await ago(id, 100);
  const taker = expectStatus(await h.stack.post('/pools', 'admin', {name: '东区公海', position: 1, takes_territory_ids: [east], deal_days: 90}), 201).json.data.id;
  await h.stack.until(async () => (await read(inside)).pool_id === taker, 'the fall', 20000);
  const next = await account('东区公司二', 100, {territory_id: below}, 'admin');
  await h.stack.until(async () => (await read(next)).pool_id === taker, 'another round', 20000);
  assert.equal((await read(outside)).owner_id, IDS.admin);
  assert.equal((await read(won)).owner_id, IDS.admin);
});
