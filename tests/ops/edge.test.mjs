// SPDX-License-Identifier: AGPL-3.0-or-later
// What nginx adds: TLS by the local CA, headers, caching, limits, and errors in the API's own form.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { createConnection } from 'node:net';
import { networkInterfaces } from 'node:os';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { System, copyCheckout, scratch, until } from './lib/system.mjs';

const dir = scratch();
const system = new System(copyCheckout(join(dir, 'co')));
before(() => system.ok('up'));
after(() => {
  system.destroy();
  rmSync(dir, { recursive: true, force: true });
});

function isProblem(answer, status, code) {
  assert.equal(answer.status, status);
  assert.match(answer.headers['content-type'], /^application\/problem\+json/);
  const body = JSON.parse(answer.text);
  assert.deepEqual({ status: body.status, code: body.code }, { status, code });
  assert.ok(body.request_id && body.title);
  assert.equal(body.type, `urn:guanxi:error:${code}`);
}

/** Sends bytes as they are and returns what comes back. */
function raw(bytes) {
  return new Promise((done, fail) => {
    let text = '';
    const socket = createConnection(system.ports().http, '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(8000, () => socket.destroy());
    socket.on('data', (d) => (text += d));
    socket.on('error', fail);
    socket.on('close', () => done(text));
  });
}

test('certificate_is_trusted_by_the_local_ca_only', async () => {
  assert.equal((await system.https('/')).status, 200);
  await assert.rejects(system.https('/', { ca: undefined }), /certificate|self.signed/i);
});

test('private_keys_are_for_their_owner_only', () => {
  for (const f of ['ca.key', 'server.key']) assert.equal(statSync(join(system.state, 'tls', f)).mode & 0o077, 0, f);
  for (const f of readdirSync(join(system.state, 'secrets'))) assert.equal(statSync(join(system.state, 'secrets', f)).mode & 0o177, 0, f);
});

test('page_has_the_content_policy', async () => {
  const { headers } = await system.https('/');
  const policy = Object.fromEntries(headers['content-security-policy'].split('; ').map((p) => [p.split(' ')[0], p.slice(p.indexOf(' ') + 1)]));
  assert.equal(policy['script-src'], "'self'");
  assert.equal(policy['style-src'], "'self' 'unsafe-inline'");
  assert.equal(policy['img-src'], "'self' data: blob:");
  assert.equal(policy['connect-src'], "'self'");
  assert.equal(policy['frame-ancestors'], "'none'");
  assert.equal(policy['base-uri'], "'none'");
  assert.equal(policy['form-action'], "'self'");
  assert.equal(headers['x-content-type-options'], 'nosniff');
});

test('page_is_asked_for_anew_and_assets_are_kept', async () => {
  const page = await system.https('/');
  assert.equal(page.headers['cache-control'], 'no-cache');
  const asset = page.text.match(/\/assets\/[^"]+\.js/)[0];
  const { status, headers } = await system.https(asset);
  assert.equal(status, 200);
  assert.match(headers['cache-control'], /immutable/);
});

test('client_paths_give_the_page_and_missing_assets_404', async () => {
  assert.match((await system.https('/accounts/0190a0b0')).text, /<div id="root"/);
  assert.equal((await system.https('/assets/none.js')).status, 404);
});

test('nothing_outside_the_client_is_served', async () => {
  for (const path of ['/../nginx.conf', '/%2e%2e/nginx.conf', '/..%2f..%2fsecrets/jwt.key', '/assets/../../home/db/bootstrap.sql']) {
    const { status, text } = await system.https(path);
    assert.ok(status === 400 || /<div id="root"/.test(text) || status === 404, `${path}: ${status}`);
    assert.doesNotMatch(text, /worker_processes|create role/);
  }
});

test('target_that_cannot_be_read_is_400_problem', async () => {
  for (const path of ['/../nginx.conf', '/api/v1/../../../x', '/api/v1/%00', '/%zz']) isProblem(await system.https(path), 400, 'malformed');
});

test('plain_http_is_on_the_loopback_only', async () => {
  assert.equal((await system.http('/')).status, 200);
  const outside = Object.values(networkInterfaces()).flat().find((i) => i.family === 'IPv4' && !i.internal);
  if (outside) await assert.rejects(system.http('/', { host: outside.address }), /ECONNREFUSED/);
});

test('body_over_the_limit_is_413_problem', async () => {
  isProblem(await system.https('/api/v1/accounts', { method: 'POST', body: Buffer.alloc(1_100_000, 32), headers: { 'content-type': 'application/json' } }), 413, 'too_large');
});

test('file_content_may_be_larger_than_json', async () => {
  const answer = await system.https('/api/v1/files/0190a0b0-0000-7000-8000-000000000000/content', { method: 'PUT', body: Buffer.alloc(1_100_000) });
  assert.notEqual(answer.status, 413);
});

test('malformed_requests_get_a_400_problem', async () => {
  for (const bytes of [
    'GET /api/v1/accounts HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n',
    'GET /api/v1/accounts HTTP/1.1\r\nHost: a\r\nContent-Length: 4, 4\r\nConnection: close\r\n\r\nabcd',
    'GET /api/v1/accounts HTTP/1.1\r\nConnection: close\r\n\r\n',
    `GET /api/v1/accounts HTTP/1.1\r\nHost: a\r\nX-Long: ${'a'.repeat(70_000)}\r\n\r\n`,
  ]) {
    const text = await raw(bytes);
    assert.match(text, /^HTTP\/1\.1 400 /);
    assert.match(text, /application\/problem\+json/);
    assert.match(text, /"code":"malformed"/);
  }
});

test('log_in_attempts_are_throttled_with_a_problem', async () => {
  const answers = await Promise.all(Array.from({ length: 120 }, () => system.https('/api/v1/auth/me')));
  const refused = answers.filter((a) => a.status === 429 && a.headers['retry-after']);
  assert.ok(refused.length > 0);
  isProblem(refused[0], 429, 'throttled');
});

test('answers_are_compressed_when_asked', async () => {
  const { headers } = await system.https('/api/v1/openapi.json', { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(headers['content-encoding'], 'gzip');
});

test('api_that_is_away_is_a_503_problem_and_then_back', async () => {
  const old = system.pid('api.child');
  process.kill(system.pid('api.sup'), 'SIGSTOP'); // so that it is not started again at once
  try {
    process.kill(old, 'SIGKILL');
    const answer = await until('503', async () => {
      const a = await system.https('/api/v1/accounts');
      return a.status === 503 && a;
    });
    isProblem(answer, 503, 'unavailable');
    assert.ok(answer.headers['retry-after']);
  } finally {
    process.kill(system.pid('api.sup'), 'SIGCONT');
  }
  await until('ready', async () => (await system.https('/readyz')).status === 200);
});

test('search_words_do_not_reach_the_log', async () => {
  await system.https('/api/v1/search?q=secretword');
  await system.https('/?q=secretword');
  const out = await until('the requests to be logged', async () => {
    const { out: text } = system.ok('logs', 'access', '--once');
    return /\/api\/v1\/search/.test(text) && / GET \/index\.html /.test(text) && text;
  });
  system.ok('down');
  assert.doesNotMatch(out + system.ok('logs', 'nginx', '--once').out, /secretword/);
});
