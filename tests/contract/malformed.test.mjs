// SPDX-License-Identifier: AGPL-3.0-or-later
// Bad input of every kind gets a documented 4xx and changes nothing: broken bodies, odd encodings,
// wrong media, repeated and unknown parameters, sizes, methods, smuggled framing.
import net from 'node:net';
import {describe, test} from 'node:test';
import {catalog, resource} from '../lib/env.mjs';
import {createBody, writable} from '../lib/samples.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const count = async () => Number(await h.stack.sql('select count(*) from app.account;'));
const post = (body, headers = {}) => h.stack.api('POST', '/accounts', {token: 'admin', body, headers: {'Content-Type': 'application/json', ...headers}});

describe('bodies', () => {
  test('what_is_no_json_object_is_refused_and_changes_nothing', async () => {
    const before = await count();
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const bad = ['', '{', '{"name":}', '{"name":"x",}', "{'name':'x'}", '{"name":"x"} trailing', '[]', '"x"', 'null', 'NaN', '{"name":"a","name":"b"}', deep,
      '{"name":"\u0000x"}', '{"name":"\\u0000x"}', '{"name":"\\ud800"}', Buffer.from([0x7b, 0x22, 0x6e, 0x61, 0x6d, 0x65, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
      Buffer.from('{"name":"x"}', 'utf16le'), '{"name":1e999}'];
    for (const body of bad) expectStatus(await post(body), [400, 422], String(body).slice(0, 40));
    assert.equal(await count(), before);
  });

  test('a_body_over_the_limit_is_413', async () => {
    const answer = await h.stack.api('POST', '/accounts', {token: 'admin', body: JSON.stringify({name: 'x'.repeat(10 * 1024 * 1024)})}).catch((e) => e);
    if (answer instanceof Error) assert.match(String(answer), /EPIPE|ECONNRESET|socket hang up/);
    else expectStatus(answer, 413);
  });

  test('other_media_types_are_415', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml', 'application/json; charset=gbk']) {
      expectProblem(await post('{"name":"x"}', {'Content-Type': type}), 415, 'unsupported_media', type);
    }
    expectStatus(await post('{"name":"媒体类型"}', {'Content-Type': 'application/json; charset=utf-8'}), 201);
  });

  test('every_field_refuses_values_of_other_types_all_at_once', async () => {
    for (const r of catalog.resources.filter((x) => x.operations.includes('create'))) {
      const wrong = {};
      for (const f of writable(r)) if (f.type !== 'json' || f.required) wrong[f.name] = ['integer', 'boolean'].includes(f.type) ? 'x' : ['tags', 'references', 'multi_choice'].includes(f.type) ? {a: 1} : f.type === 'json' ? null : [1];
      const answer = expectProblem(await h.stack.post(`/${r.path}`, 'admin', wrong), 422, 'invalid', r.name);
      assert.deepEqual(answer.json.errors.map((e) => e.pointer).sort(), Object.keys(wrong).map((n) => `/${n}`).sort(), r.name);
    }
  });

  test('limits_patterns_choices_and_formats_hold', async () => {
    for (const r of catalog.resources.filter((x) => x.operations.includes('create'))) {
      for (const f of writable(r)) {
        const refuse = async (value) => {
          const answer = await h.stack.post(`/${r.path}`, 'admin', createBody(r, 0, {[f.name]: value}));
          expectStatus(answer, 422, `${r.name}.${f.name} = ${String(value).slice(0, 30)}`);
          assert.ok(answer.json.errors.some((e) => e.pointer.startsWith(`/${f.name}`)), answer.text);
        };
        const numeric = ['integer', 'money', 'decimal', 'percent'].includes(f.type);
        if (!numeric && f.max && f.max < 60000) await refuse('长'.repeat(f.max + 1));
        if (numeric && f.max !== null) await refuse(f.type === 'integer' ? f.max + 1 : String(f.max + 1));
        if (numeric && f.min !== null) await refuse(f.type === 'integer' ? f.min - 1 : String(f.min - 1));
        if (f.pattern) await refuse('!@ #');
        if (f.choices && f.type === 'choice') await refuse('no_such_choice');
        if (f.type === 'money') { await refuse('1e5'); await refuse('12345678901234567890'); await refuse('1.23456'); await refuse(''); }
        if (f.type === 'date') { await refuse('2026-02-30'); await refuse('2026/01/02'); }
        if (f.type === 'datetime') { await refuse('2026-01-01'); await refuse('2026-01-01T25:00:00Z'); }
        if (f.type === 'email') await refuse('no at sign');
        if (f.type === 'url') { await refuse('javascript:alert(1)'); await refuse('no scheme'); }
        if (f.type === 'reference') {
          await refuse('x');
          const missing = '01890000-0000-7000-8000-ffffffffffff';
          // a line of a parent that is not there is a line that one may not write: hidden and missing alike
          if (f.name === r.access_parent) expectStatus(await h.stack.post(`/${r.path}`, 'admin', createBody(r, 0, {[f.name]: missing})), [403, 422]);
          else if (f.to) await refuse(missing);
        }
        if (f.required && f.type === 'text') { await refuse(''); if (!f.pattern) await refuse('   '); }
        if (f.type === 'tags') { await refuse(['a', 'a']); await refuse(['']); await refuse(Array.from({length: 51}, (_, i) => `t${i}`)); }
      }
    }
  });
});

describe('requests', () => {
  test('unknown_paths_are_404_and_other_methods_405', async () => {
    for (const path of ['/no-such', '/accounts/x/y/z', '/Accounts', '/accounts/', '//accounts', '/accounts/../users', '/%61ccounts/%2e%2e/users']) {
      expectStatus(await h.stack.api('GET', path, {token: 'admin'}), [400, 404], path);
    }
    for (const [method, path] of [['PUT', '/accounts'], ['DELETE', '/accounts'], ['PATCH', '/accounts'], ['POST', '/meta'], ['TRACE', '/accounts'], ['PUT', '/auth/login']]) {
      const answer = expectStatus(await h.stack.api(method, path, {token: 'admin'}), [405, 501, 400], `${method} ${path}`);
      if (answer.status === 405) assert.ok(answer.headers.allow, 'Allow header');
    }
  });

  test('unknown_and_repeated_parameters_are_400_everywhere', async () => {
    const {json} = await h.stack.post('/accounts', 'admin', createBody(resource('account')));
    const one = `/accounts/${json.data.id}`;
    for (const path of [one, '/auth/me', '/meta', `${one}/history`, '/accounts/aggregate', '/auth/sessions', '/change-sets']) {
      expectStatus(await h.stack.get(path, 'admin', {no_such: 1}), 400, path);
    }
    expectStatus(await h.stack.get(one, 'admin', {id: json.data.id}), 400, '?id= beside a path id');
    expectStatus(await h.stack.api('GET', `${one}?fields=id&fields=name`, {token: 'admin'}), 400);
    expectStatus(await h.stack.api('GET', '/accounts?name=%FF', {token: 'admin'}), 400, 'invalid UTF-8');
    expectStatus(await h.stack.api('GET', '/accounts?name=%00', {token: 'admin'}), 400, 'NUL');
    expectStatus(await h.stack.api('GET', '/accounts?name=%ZZ', {token: 'admin'}), 400, 'bad escape');
    expectStatus(await h.stack.api('GET', `/accounts?name=${'x'.repeat(20000)}`, {token: 'admin', check: false}), [400, 413, 414, 431], 'too long');
    expectStatus(await h.stack.api('POST', '/accounts?x=1', {token: 'admin', body: {name: 'x'}}), 400);
  });

  test('wrong_if_match_forms_are_refused', async () => {
    const {json} = await h.stack.post('/accounts', 'admin', createBody(resource('account')));
    for (const value of ['1', '"x"', 'W/"1.1.1"', '"1.1.1", "2.1.1"', '"-1.0.0"']) {
      expectStatus(await h.stack.patch(`/accounts/${json.data.id}`, 'admin', {city: 'x'}, value), [400, 412], value);
    }
  });

  /** Bytes straight into the socket; resolves to what came back before the connection closed or fell silent. */
  const raw = (bytes) => new Promise((resolve, reject) => {
    const url = new URL(h.stack.base);
    const socket = net.connect(Number(url.port), url.hostname, () => socket.write(bytes));
    let text = '';
    socket.setTimeout(1500, () => socket.destroy());
    socket.on('data', (d) => { text += d.toString('latin1'); });
    socket.on('close', () => resolve(text));
    socket.on('error', (e) => (e.code === 'ECONNRESET' ? resolve(text) : reject(e)));
  });

  test('smuggled_framing_never_reaches_a_second_request', async () => {
    const before = await count();
    const token = await h.stack.login('admin');
    const second = `POST /api/v1/accounts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n{"name":"schmugg"}`;
    const head = 'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    for (const framing of ['Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 'Content-Length: 4\r\nContent-Length: 40\r\n\r\n{}  ', 'Content-Length: -5\r\n\r\n',
      'Content-Length: 4, 4\r\n\r\n{}  ', 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n', 'Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n', ' Content-Length: 2\r\n\r\n{}']) {
      const text = await raw(`${head}${framing}${second}`);
      assert.ok(!/ 201 /.test(text), framing);
    }
    assert.equal(await count(), before);
    expectStatus(await h.stack.get('/auth/me', 'admin'), 200, 'still serving');
  });

  test('broken_request_lines_are_answered_or_closed', async () => {
    for (const line of ['GET\r\n\r\n', 'GET /api/v1/meta HTTP/9.9\r\n\r\n', '\u0000\u0001\u0002\r\n\r\n', `GET /${'a'.repeat(100000)} HTTP/1.1\r\n\r\n`, 'GET /api/v1/meta HTTP/1.1\r\nHost : x\r\n\r\n']) {
      const text = await raw(line);
      assert.ok(!/ 200 /.test(text.split('\r\n')[0] ?? ''), line.slice(0, 30));
    }
    expectStatus(await h.stack.get('/auth/me', 'admin'), 200, 'still serving');
  });

  test('no_answer_tells_of_the_database', async () => {
    const answers = await Promise.all([
      h.stack.get('/accounts', 'admin', {'name[contains]': "'; drop table app.account; --"}), h.stack.get('/accounts', 'admin', {sort: 'name;select'}),
      h.stack.get("/accounts/' or 1=1", 'admin').catch(() => ({text: ''})), h.stack.get('/accounts', 'admin', {q: "%_'\"\\"}),
    ]);
    for (const a of answers) assert.doesNotMatch(a.text, /syntax|SQLSTATE|relation|pg_|column "|app\.account/i);
    assert.ok(await count() >= 0);
  });
});
