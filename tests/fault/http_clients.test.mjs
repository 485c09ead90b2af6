// SPDX-License-Identifier: AGPL-3.0-or-later
// Many clients, idle ones, slow ones, rude ones: memory stays flat and others are served meanwhile.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {connect} from 'node:net';
import {after, before, test} from 'node:test';
import {startStack} from '../lib/stack.mjs';

const IDLE = 1000;
const SLOW = 200;
const LIMIT_MB = 64;

let stack;
let token;
before(async () => { stack = await startStack(); token = await stack.login('rep_a'); });
after(() => stack?.stop());

const open = () => new Promise((resolve, reject) => {
  const {hostname, port} = new URL(stack.base);
  const socket = connect(Number(port), hostname, () => resolve(socket));
  socket.on('error', reject);
});

const status = () => readFileSync(`/proc/${stack.apiProcess.pid}/status`, 'utf8');
const memory = () => Number(/VmRSS:\s+(\d+)/.exec(status())[1]) / 1024;
const threads = () => Number(/Threads:\s+(\d+)/.exec(status())[1]);
const sanitized = () => /asan|tsan/.test(readFileSync(`/proc/${stack.apiProcess.pid}/maps`, 'utf8'));

const ask = (socket, path) => new Promise((resolve, reject) => {
  socket.once('data', (d) => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(d.toString('latin1'))?.[1])));
  socket.once('close', () => reject(new Error('closed')));
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`);
});

test('a_thousand_idle_connections_that_were_used_before_need_little_memory', async (t) => {
  const sockets = [];
  for (let n = 0; n < IDLE; n += 1) sockets.push(await open());
  for (const socket of sockets) assert.equal(await ask(socket, '/api/v1/accounts'), 200);
  const used = memory();
  t.diagnostic(`${used.toFixed(1)} MB with ${IDLE} connections, ${threads()} threads`);
  assert.ok(threads() >= IDLE, 'the connections were closed: the test proves nothing');
  if (!sanitized()) assert.ok(used < LIMIT_MB, `${used.toFixed(1)} MB`);
  const began = Date.now();
  assert.equal((await stack.get('/accounts', token)).status, 200);
  assert.ok(Date.now() - began < 2000, 'a new client waits');
  for (const socket of sockets) socket.destroy();
  await stack.until(() => threads() < 100, 'the threads to end');
});

test('slow_senders_hold_up_nobody_and_are_cut_off', {timeout: 60000}, async () => {
  const sockets = await Promise.all(Array.from({length: SLOW}, open));
  const closed = sockets.map((s) => new Promise((resolve) => { s.on('close', resolve); s.on('error', () => {}); s.resume(); }));
  for (const socket of sockets) socket.write('POST /api/v1/accounts HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\nContent-Type: application/json\r\n\r\n{"na');
  for (let n = 0; n < 20; n += 1) {
    const began = Date.now();
    assert.equal((await stack.get('/accounts', token)).status, 200);
    assert.ok(Date.now() - began < 2000);
  }
  await Promise.all(closed);
});

test('clients_that_leave_in_the_middle_cost_nothing', async () => {
  const before = memory();
  for (let round = 0; round < 20; round += 1) {
    const sockets = await Promise.all(Array.from({length: 20}, open));
    for (const [n, socket] of sockets.entries()) {
      socket.on('error', () => {});
      socket.write(`GET /api/v1/${n % 2 ? 'openapi.json' : 'accounts'} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n\r\n`);
      if (n % 3) socket.destroy();
      else setTimeout(() => socket.destroy(), 5);
    }
  }
  await stack.until(() => threads() < 100, 'the threads to end');
  assert.equal((await stack.api('GET', '/readyz', {raw: true})).status, 200);
  if (!sanitized()) assert.ok(memory() < before + 32, `${before.toFixed(1)} -> ${memory().toFixed(1)} MB`);
});

test('a_body_of_ten_megabytes_is_refused_and_the_memory_comes_back', async () => {
  const body = JSON.stringify({name: 'x'.repeat(10 << 20)});
  for (let n = 0; n < 5; n += 1) {
    const answer = await stack.api('POST', '/accounts', {token, body}).catch((e) => e);
    if (!(answer instanceof Error)) assert.equal(answer.status, 413);
  }
  assert.equal((await stack.get('/accounts', token)).status, 200);
  if (!sanitized()) await stack.until(() => memory() < 2 * LIMIT_MB, 'the memory to come back', 40000);
});

test('a_stop_lets_running_requests_end', async () => {
  const running = Promise.all(Array.from({length: 20}, async (_, n) => {
    const made = await stack.api('POST', '/accounts', {token, body: {name: `停${n}`}}).catch((e) => ({status: e.code ?? e.message}));
    return made.status;
  }));
  await stack.until(async () => Number(await stack.sql("select count(*) from app.account where name like '停%'")) > 0, 'the first write');
  stack.apiProcess.kill('SIGTERM');
  const answers = await running;
  const kept = Number(await stack.sql("select count(*) from app.account where name like '停%'"));
  assert.equal(answers.filter((s) => s === 201).length, kept, `${answers}: what was saved was also answered`);
});
