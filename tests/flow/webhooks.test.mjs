// SPDX-License-Identifier: AGPL-3.0-or-later
// Webhooks end to end with a real receiver: signed, in order, once by their id, tried again, told with the rights of the
// service user at the moment of sending, and nothing lost when the worker is killed in between.
import {after, before, test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {startReceiver} from '../lib/receiver.mjs';
import {startStack} from '../lib/stack.mjs';
import {assert, expectProblem, expectStatus} from '../lib/suite.mjs';

let stack;
let receiver;
before(async () => {
  receiver = await startReceiver();
  stack = await startStack({worker: true, env: {GX_TICK_SECONDS: '1', GX_NET_ALLOW: receiver.host}});
});
after(async () => { await stack?.stop(); await receiver?.stop(); });

const SERVICE = IDS.service;
const account = async (token, body) => expectStatus(await stack.post('/accounts', token, body), 201).json.data;
const patch = async (path, token, body) => expectStatus(await stack.patch(path, token, body, '*'), 200).json.data;
async function hook(body = {}) {
  const made = expectStatus(await stack.post('/webhooks', 'admin', {name: '测试', url: receiver.url, resource: 'account', events: ['create', 'update', 'delete'], user_id: SERVICE, ...body}), 201).json.data;
  const {secret} = expectStatus(await stack.post(`/webhooks/${made.id}/secret`, 'admin'), 200).json.data;
  return {id: made.id, secret, off: () => patch(`/webhooks/${made.id}`, 'admin', {is_active: false})};
}
const heard = (id, event) => stack.until(() => receiver.got.find((g) => g.json.record_id === id && g.json.event === event && g.status === 200), `${event} of ${id}`);
const log = async (id) => (await stack.get('/webhook-deliveries', 'admin', {webhook_id: id, sort: 'created_at', limit: 200})).json.data;
const settled = (id, n) => stack.until(async () => { const l = await log(id); return l.length >= n && l.every((d) => d.state !== 'waiting') && l; }, `${n} deliveries`);
const soon = (id) => stack.sql(`update job.webhook_state set retry_at = now() where webhook_id = '${id}'`);

test('changes_are_told_signed_and_in_order', async () => {
  const mine = await hook();
  const made = await account('rep_a', {name: '钩子公司'});
  await patch(`/accounts/${made.id}`, 'rep_a', {name: '钩子公司二'});
  expectStatus(await stack.delete(`/accounts/${made.id}`, 'rep_a', '*'), 204);
  await heard(made.id, 'account.delete');
  const calls = receiver.got.filter((g) => g.json.webhook_id === mine.id);
  const versions = calls.map((g) => g.json.version);
  assert.deepEqual(versions, [...versions].sort((a, b) => a - b));
  for (const call of calls) {
    assert.ok(call.isSigned(mine.secret));
    assert.equal(call.isSigned('gxw_other'), false);
    assert.equal(call.json.id, call.id);
  }
  assert.deepEqual(Object.keys(calls.at(-1).json), ['id', 'webhook_id', 'event', 'resource', 'record_id', 'version']);
  assert.equal(new Set(calls.map((c) => c.id)).size, calls.length);
  const lines = await settled(mine.id, 3);
  assert.ok(!JSON.stringify(lines).includes('钩子公司'), 'the log holds no content');
  await mine.off();
});

test('a_failure_is_tried_again_with_the_same_id_and_holds_the_order', async () => {
  const mine = await hook({events: ['create']});
  receiver.say.status = 500;
  const first = await account('rep_a', {name: '重试一'});
  const second = await account('rep_a', {name: '重试二'});
  await stack.until(() => receiver.got.some((g) => g.json.record_id === first.id), 'the first attempt');
  await stack.until(async () => (await log(mine.id)).some((d) => d.attempts === 1 && d.status === 500 && d.state === 'waiting'), 'the failure in the log');
  assert.ok(!receiver.got.some((g) => g.json.record_id === second.id), 'what came later waits');
  receiver.say.status = 0;
  await soon(mine.id);
  await stack.until(async () => (await log(mine.id)).some((d) => d.attempts === 2 && d.outcome === 'unreachable'), 'the second attempt');
  receiver.say.status = 200;
  await soon(mine.id);
  await heard(second.id, 'account.create');
  const calls = receiver.got.filter((g) => g.json.webhook_id === mine.id);
  assert.deepEqual([...new Set(calls.filter((c) => c.json.record_id === first.id).map((c) => c.id))].length, 1);
  assert.deepEqual(calls.filter((c) => c.status === 200).map((c) => c.json.record_id), [first.id, second.id]);
  await mine.off();
});

test('what_is_sent_is_what_the_service_user_sees_when_it_is_sent', async () => {
  await patch(`/users/${SERVICE}`, 'admin', {role_ids: [IDS.role_rep]});
  const mine = await hook();
  const hidden = await account('rep_s', {name: '看不见的公司'});
  const own = await account('director', {name: '服务公司', phone: '13800571234', annual_revenue: '1000000'});
  expectStatus(await stack.post(`/accounts/${own.id}/transfer`, 'director', {owner_id: SERVICE}, {'If-Match': '*'}), [200, 204]);
  const call = await stack.until(() => receiver.got.find((g) => g.json.webhook_id === mine.id && g.json.record_id === own.id), 'the one that he sees');
  assert.equal(call.json.data.name, '服务公司');
  assert.ok(!('annual_revenue' in call.json.data), 'a field that he may not read is absent');
  assert.ok(!call.text.includes('13800571234') && !call.text.includes('1000000'), 'and a masked one masked');
  const lines = await settled(mine.id, 3);
  assert.deepEqual(lines.filter((d) => d.record_id === hidden.id).map((d) => [d.state, d.outcome]), [['skipped', 'not_visible']]);
  assert.ok(!receiver.got.some((g) => g.json.record_id === hidden.id));
  receiver.say.status = 500;
  await patch(`/accounts/${own.id}`, 'director', {industry: 'retail'});
  await stack.until(async () => (await log(mine.id)).some((d) => d.state === 'waiting' && d.attempts === 1 && d.outcome), 'a failure');
  await patch(`/users/${SERVICE}`, 'admin', {role_ids: []});
  receiver.say.status = 200;
  await soon(mine.id);
  const last = (await settled(mine.id, 4)).filter((d) => d.record_id === own.id).at(-1);
  assert.equal(last.state, 'skipped', 'his rights of that moment');
  await patch(`/users/${SERVICE}`, 'admin', {role_ids: [IDS.role_director]});
  await mine.off();
});

test('conditions_and_fields_choose', async () => {
  const mine = await hook({events: ['create'], definition: {field: 'industry', op: 'eq', value: 'software'}, field_names: ['name', 'no_such_field']});
  const other = await account('rep_a', {name: '零售', industry: 'retail'});
  const right = await account('rep_a', {name: '软件', industry: 'software'});
  const call = await heard(right.id, 'account.create');
  assert.deepEqual(Object.keys(call.json.data).sort(), ['id', 'name']);
  await settled(mine.id, 2);
  assert.ok(!receiver.got.some((g) => g.json.record_id === other.id));
  await mine.off();
});

test('nothing_is_lost_or_has_another_id_when_the_worker_is_killed', async () => {
  const mine = await hook({events: ['create']});
  receiver.say.status = -1;
  const first = await account('rep_a', {name: '杀一'});
  await stack.until(() => receiver.got.some((g) => g.json.record_id === first.id), 'the attempt under way');
  stack.workerProcess.kill('SIGKILL');
  const second = await account('rep_a', {name: '杀二'});
  receiver.say.status = 200;
  await stack.sql(`update app.webhook_delivery set lease_until = now() where state = 'waiting'; update app.job set lease_until = now() where state = 'running'`);
  await stack.startWorker();
  await heard(second.id, 'account.create');
  const calls = receiver.got.filter((g) => g.json.record_id === first.id);
  assert.equal(calls.length, 2);
  assert.equal(calls[0].id, calls[1].id);
  await mine.off();
});

test('a_trial_and_sending_again', async () => {
  const mine = await hook();
  const line = expectStatus(await stack.post(`/webhooks/${mine.id}/test`, 'admin'), 202).json.data;
  const call = await stack.until(() => receiver.got.find((g) => g.id === line.id), 'the trial');
  assert.deepEqual(call.json, {id: line.id, webhook_id: mine.id, event: 'ping'});
  await settled(mine.id, 1);
  expectStatus(await stack.post(`/webhook-deliveries/${line.id}/again`, 'admin'), 202);
  await stack.until(() => receiver.got.filter((g) => g.id === line.id).length === 2, 'the same once more');
  await mine.off();
  expectProblem(await stack.post(`/webhooks/${mine.id}/test`, 'admin'), 409, 'wrong_state');
});

test('an_address_that_fails_for_days_is_turned_off_and_its_owner_told', async () => {
  const mine = await hook({events: ['create']});
  receiver.say.status = 500;
  await account('rep_a', {name: '三天'});
  await stack.until(async () => (await log(mine.id)).some((d) => d.attempts === 1), 'a failure');
  await stack.sql(`update job.webhook_state set failing_since = now() - interval '4 days', retry_at = now() where webhook_id = '${mine.id}'`);
  await stack.until(async () => !(await stack.get(`/webhooks/${mine.id}`, 'admin')).json.data.is_active, 'it to be off');
  assert.ok((await stack.get('/notifications', 'admin', {limit: 200})).json.data.some((n) => n.resource === 'webhook' && n.record_id === mine.id));
  receiver.say.status = 200;
});

test('addresses_of_the_local_network_are_refused', async () => {
  const mine = await hook({url: 'http://127.0.0.1:1/x'});
  const line = expectStatus(await stack.post(`/webhooks/${mine.id}/test`, 'admin'), 202).json.data;
  await stack.until(async () => (await log(mine.id)).some((d) => d.id === line.id && d.outcome === 'not_allowed'), 'the refusal');
  await mine.off();
});

test('only_who_may_give_roles_arranges_them', async () => {
  const body = {name: 'x', url: receiver.url, resource: 'account', events: ['create'], user_id: SERVICE};
  for (const who of ['director', 'rep_a', 'nobody']) expectStatus(await stack.post('/webhooks', who, body), 403, who);
  expectProblem(await stack.post('/webhooks', 'admin', {...body, resource: 'no_such'}), 422, 'invalid');
  expectStatus(await stack.post('/webhooks', 'admin', {...body, url: 'ftp://x/'}), 422);
  const mine = await hook();
  expectStatus(await stack.post(`/webhooks/${mine.id}/secret`, 'director'), 403);
  expectStatus(await stack.post(`/webhooks/${mine.id}/secret`, 'rep_a'), 404);
  assert.ok(!(await stack.get(`/webhooks/${mine.id}`, 'admin')).text.includes(mine.secret));
  await mine.off();
});
