// SPDX-License-Identifier: AGPL-3.0-or-later
// 客户报备, the worker's part: what is protected does not fall into a pool; one warning; the end, also after the worker was killed.
import {test} from 'node:test';
import {stopProgram} from '../lib/process.mjs';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';
import {DEALERS, IDS, dealersSql, today, words} from './lib/registration.mjs';

const h = withStack({worker: true, env: {GX_TICK_SECONDS: '1'}, fixtures: dealersSql});
const {registered, read, owner, inbox} = words(h);
const quiet = (sql) => h.stack.sql(`set session_replication_role = replica; ${sql}`);
const until = (id, days) => quiet(`update app.registration set protected_until = '${today(days)}' where id = '${id}'`);
const state = async (id) => (await read('admin', id)).state;
let turn = 0;
/** Waits until a round that began now has ended: one that must end has ended. */
async function round() {
  for (let i = 0; i < 2; i++) {
    const {id} = await registered('rep_b', `轮次探针${'甲乙丙丁戊己庚辛壬癸'[turn++]}号厂`);
    await until(id, -400);
    await h.stack.until(async () => (await state(id)) === 'expired', 'the round');
  }
}

test('what_is_protected_stays_and_falls_after_the_end', async () => {
  const {id, account_id: customer} = await registered('rep_a', '绍兴护住印染有限公司');
  await quiet(`update app.account set created_at = now() - interval '40 days' where id = '${customer}'`);
  const free = expectStatus(await h.stack.post('/accounts', 'rep_a', {name: '无人保护的厂'}), 201).json.data.id;
  await quiet(`update app.account set created_at = now() - interval '40 days' where id = '${free}'`);
  expectStatus(await h.stack.post('/pools', 'admin', {name: '报备公海', idle_days: 30}), 201);
  await h.stack.until(async () => (await owner(free)) === null, 'the fall of the other');
  assert.equal(await owner(customer), IDS.rep_a);
  await until(id, -1);
  await h.stack.until(async () => (await state(id)) === 'expired', 'the end');
  assert.deepEqual(await inbox('rep_a', id), [['registration_expired', null]]);
  await h.stack.until(async () => (await owner(customer)) === null, 'the fall');
});

test('the_last_day_is_protected_and_the_warning_comes_once', async () => {
  const {id} = await registered('rep_a', '绍兴提醒织造有限公司');
  await until(id, 0);
  await round();
  assert.deepEqual([await state(id), await inbox('rep_a', id)], ['protected', []], 'the day of the warning is not yet there');
  await until(id, 3);
  await h.stack.sql(`update job.registration_watch set warn_on = '${today(-2)}' where registration_id = '${id}'`);
  await round();
  await round();
  assert.deepEqual(await inbox('rep_a', id), [['registration_warning', '3']]);
  expectStatus(await h.stack.post(`/registrations/${id}/extend`, 'rep_a', {reason: '预算推迟'}), 200);
  await h.stack.sql(`update job.registration_watch set warn_on = '${today(0)}' where registration_id = '${id}'`);
  await h.stack.until(async () => (await inbox('rep_a', id)).length === 2, 'the warning before the new end');
});

test('a_worker_that_was_killed_ends_each_once', async () => {
  await stopProgram(h.stack.workerProcess);
  await h.stack.sql(`insert into app.registration (name, owner_id, created_by) select '批量' || md5(n::text) || '厂', '${IDS.rep_s}', '${IDS.rep_s}' from generate_series(1, 450) n`);
  await quiet(`update app.registration set state = 'protected', protected_until = '${today(-1)}' where name like '批量%'`);
  await h.stack.startWorker();
  h.stack.workerProcess.kill('SIGKILL');
  await h.stack.startWorker();
  await h.stack.until(async () => (await h.stack.sql("select count(*) from app.registration where name like '批量%' and state = 'expired'")).trim() === '450', 'all of them', 60000);
  const told = await h.stack.rows("select n.record_id from app.notification n join app.registration g on g.id = n.record_id and g.name like '批量%' where n.kind = 'registration_expired'");
  assert.deepEqual([told.length, new Set(told.map((t) => t.record_id)).size], [450, 450]);
});
