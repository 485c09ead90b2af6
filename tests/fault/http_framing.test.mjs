// SPDX-License-Identifier: AGPL-3.0-or-later
// Bytes that two parsers could read differently: refused, the connection closed, and never a second answer for
// what was hidden in a body.
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {startStack} from '../lib/stack.mjs';
import {exchange, lines} from './raw.mjs';

let stack;
before(async () => { stack = await startStack(); });
after(() => stack?.stop());

const POST = 'POST /api/v1/auth/login HTTP/1.1';
const GET = 'GET /healthz HTTP/1.1';
const JSON_TYPE = 'Content-Type: application/json';
const HIDDEN = '0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';
const send = (bytes, options) => exchange(stack.base, bytes, options);

async function refused(bytes, what) {
  const r = await send(bytes, {end: true, limit: 3000});
  assert.equal(r.status, 400, `${what}: ${r.text.slice(0, 200)}`);
  assert.ok(r.closed, `${what}: the connection stayed open`);
  assert.equal((r.text.match(/^HTTP\/1\.1 200/gm) ?? []).length, 0, `${what}: something hidden was answered`);
}

describe('framing', () => {
  const cases = {
    'both lengths': lines(POST, ['Content-Length: 6', 'Transfer-Encoding: chunked', JSON_TYPE], HIDDEN),
    'both lengths, the other way round': lines(POST, ['Transfer-Encoding: chunked', 'Content-Length: 6', JSON_TYPE], HIDDEN),
    'two equal lengths': lines(POST, ['Content-Length: 2', 'Content-Length: 2', JSON_TYPE], '{}'),
    'two lengths in other cases': lines(POST, ['Content-Length: 2', 'content-length: 2', JSON_TYPE], '{}'),
    'a list of lengths': lines(POST, ['Content-Length: 2, 2', JSON_TYPE], '{}'),
    'a signed length': lines(POST, ['Content-Length: +2', JSON_TYPE], '{}'),
    'a negative length': lines(POST, ['Content-Length: -2', JSON_TYPE], '{}'),
    'a hexadecimal length': lines(POST, ['Content-Length: 0x2', JSON_TYPE], '{}'),
    'two codings': lines(POST, ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity', JSON_TYPE], '2\r\n{}\r\n0\r\n\r\n'),
    'a broken chunk': lines(POST, ['Transfer-Encoding: chunked', JSON_TYPE], 'zz\r\n{}\r\n0\r\n\r\n'),
    'a blank in a header name': lines(GET, ['X Y: 1']),
    'a blank before the colon': lines(GET, ['Content-Length : 0']),
    'two hosts': lines(GET, ['Host: b']),
    'no host': Buffer.from(`${GET}\r\n\r\n`),
    'two tokens': lines('GET /api/v1/auth/me HTTP/1.1', ['Authorization: Bearer a', 'Authorization: Bearer b']),
    'two tokens in other cases': lines('GET /api/v1/auth/me HTTP/1.1', ['Authorization: Bearer a', 'authorization: Bearer b']),
    'a length behind a hundred headers': lines(POST, [...Array.from({length: 150}, (_, i) => `X-${i}: 1`), 'Transfer-Encoding: chunked', JSON_TYPE], '2\r\n{}\r\n0\r\n\r\n'),
  };
  for (const [name, bytes] of Object.entries(cases)) test(`${name.replaceAll(' ', '_')}_is_refused`, () => refused(bytes, name));

  test('an_unknown_coding_gets_no_answer_for_what_follows', async () => {
    for (const coding of ['identity', 'xchunked', 'gzip, chunked']) {
      const r = await send(lines(POST, [`Transfer-Encoding: ${coding}`, JSON_TYPE], HIDDEN), {limit: 700, end: true});
      assert.ok(!/^HTTP\/1\.1 200/m.test(r.text), `${coding}: ${r.text.slice(0, 200)}`);
    }
  });

  test('chunked_bodies_and_expect_are_served', async () => {
    assert.equal((await send(lines(POST, ['Transfer-Encoding: chunked', JSON_TYPE], '2\r\n{}\r\n0\r\n\r\n'))).status, 422);
    const r = await send(lines(POST, ['Content-Length: 2', 'Expect: 100-continue', JSON_TYPE], '{}'), {limit: 1000, end: true});
    assert.match(r.text, /HTTP\/1\.1 422/);
  });

  test('pipelined_requests_are_answered_in_order', async () => {
    const r = await send(Buffer.concat([lines(GET), lines('GET /api/v1/nowhere HTTP/1.1'), lines(GET)]), {limit: 1500, end: true});
    assert.deepEqual(r.text.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 200']);
  });
});

describe('request_targets', () => {
  const bad = ['/api/v1/accounts?name=%00', '/api/v1%2faccounts', '/api/v1/%5caccounts', '/api/v1/accounts%00', '/api/v1/accounts?name=%zz',
    '/api/v1/accounts?name=%f', '/api/v1/accounts?name=%', '/api//v1/accounts', '//api/v1/accounts', '/api/v1/../v1/accounts', '/api/v1/./accounts',
    '/api/v1/%2e%2e/accounts', '/api/v1/accounts?limit=1&limit=2', '/api/v1/accounts?name=%ff', '/api/v1/accounts?name=%c0%af', '/api/v1/accounts?%=1',
    '/api/v1/accounts?=1', '/healthz#x', 'http://elsewhere/healthz', '*', 'healthz', `/healthz?${'a'.repeat(9000)}`,
    `/api/v1/accounts?${Array.from({length: 150}, (_, i) => `f${i}=1`).join('&')}`];
  for (const target of bad)
    test(`${JSON.stringify(target.slice(0, 40))} is 400`, async () => {
      const r = await send(lines(`GET ${target} HTTP/1.1`));
      assert.equal(r.status, 400, r.text.slice(0, 300));
      assert.match(r.text, /application\/problem\+json/);
    });

  test('odd_ids_are_404_like_missing_ones', async () => {
    const token = await stack.login('admin');
    for (const id of ['1', '0', '-1', 'null', '00000000-0000-0000-0000-00000000000g', "'", '0190a1b2-0000-7000-8000-000000000000%20', '%E5%BC%A0', '{id}',
      '0190a1b2-0000-7000-8000-000000000000', 'a'.repeat(3000)]) {
      const r = await send(lines(`GET /api/v1/accounts/${id} HTTP/1.1`, [`Authorization: Bearer ${token}`]));
      assert.equal(r.status, 404, `${id.slice(0, 50)}: ${r.text.slice(0, 200)}`);
    }
  });

  test('an_id_in_the_query_does_not_stand_in_for_the_one_in_the_path', async () => {
    const made = await stack.post('/accounts', 'admin', {name: '路径'});
    assert.equal(made.status, 201, made.text);
    const {id} = made.json.data;
    const other = '0190a1b2-0000-7000-8000-000000000000';
    for (const path of [`/accounts/${other}?id=${id}`, `/accounts/${id}?id=${other}`]) {
      const answer = await stack.api('GET', path, {token: 'admin', check: false});
      assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status}`);
    }
  });

  test('methods_are_exact', async () => {
    for (const method of ['get', 'FOO', 'TRACE', 'CONNECT']) {
      const r = await send(lines(`${method} /healthz HTTP/1.1`));
      assert.equal(r.status, 405, `${method}: ${r.text.slice(0, 100)}`);
    }
    const head = await send(lines('HEAD /healthz HTTP/1.1'), {limit: 500, end: true});
    assert.equal(head.status, 200);
    assert.ok(head.text.endsWith('\r\n\r\n'), 'a HEAD answer has no body');
  });
});
