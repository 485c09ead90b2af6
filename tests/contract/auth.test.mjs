// SPDX-License-Identifier: AGPL-3.0-or-later
// Log-in, refresh, sessions, passwords, one-time codes, API keys: what a good person gets, and what
// a wrong, late or stolen secret gets.
import {createHmac} from 'node:crypto';
import {describe, test} from 'node:test';
import {IDS, PASSWORD} from '../fixtures/people.mjs';
import {request} from '../lib/http.mjs';
import {startStack} from '../lib/stack.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const login = (username, more = {}) => h.stack.api('POST', '/auth/login', {body: {username, password: PASSWORD, refresh: 'body', ...more}});
const me = (token) => h.stack.api('GET', '/auth/me', {token});

/** RFC 6238, 30 seconds, 6 digits; the secret in base32. */
function totp(secret, at = Date.now()) {
  const bits = [...secret.replace(/=+$/, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = mac[19] & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1000000).padStart(6, '0');
}

describe('log_in', () => {
  test('right_password_gives_tokens_that_work', async () => {
    const answer = expectStatus(await login('rep_b'), 200);
    assert.ok(answer.json.refresh_token);
    const who = expectStatus(await me(answer.json.access_token), 200);
    assert.equal(who.json.data.id, IDS.rep_b);
    assert.equal(who.json.data.username, 'rep_b');
  });

  test('browser_log_in_keeps_the_refresh_token_in_a_guarded_cookie', async () => {
    const answer = expectStatus(await login('rep_b', {refresh: undefined}), 200);
    assert.equal(answer.json.refresh_token, undefined);
    const cookie = [answer.headers['set-cookie']].flat()[0];
    for (const part of ['__Host-', 'HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/']) assert.ok(cookie.includes(part), part);
    const refreshed = expectStatus(await h.stack.api('POST', '/auth/refresh', {headers: {Cookie: cookie.split(';')[0]}}), 200);
    expectStatus(await me(refreshed.json.access_token), 200);
  });

  test('wrong_password_unknown_and_inactive_person_answer_alike', async () => {
    await h.stack.sql(`update app."user" set is_active = false where id = '${IDS.leaver}';`);
    const answers = [await login('service', {password: 'wrong password'}), await login('no such person'), await login('leaver'), await login("' or 1=1 --")];
    answers.forEach((a) => expectProblem(a, 401, 'invalid_credentials'));
    const bodies = answers.map((a) => JSON.stringify({...a.json, request_id: ''}));
    assert.equal(new Set(bodies).size, 1);
  });

  test('bad_bodies_are_refused', async () => {
    for (const body of [{}, {username: 'admin'}, {username: 'admin', password: 5}, {username: ['admin'], password: 'x'}, {username: 'admin', password: 'x'.repeat(2000)}]) {
      expectStatus(await h.stack.api('POST', '/auth/login', {body}), 422, JSON.stringify(body).slice(0, 60));
    }
    expectStatus(await h.stack.api('POST', '/auth/login', {body: {username: 'admin', password: 'x', more: 1}}), 400);
  });

  test('many_wrong_passwords_are_throttled', async () => {
    let last;
    for (let i = 0; i < 25; i += 1) {
      last = await login('throttled person', {password: `wrong ${i}`});
      if (last.status === 429) break;
    }
    expectProblem(last, 429, 'throttled');
    assert.ok(Number(last.headers['retry-after']) > 0);
  });

  test('demo_people_are_listed_only_on_a_demo', async () => {
    expectStatus(await h.stack.api('GET', '/auth/demo'), 404);
    const demo = await startStack({fixtures: false, env: {GX_DEMO: '1'}});
    try {
      const {data} = expectStatus(await demo.api('GET', '/auth/demo'), 200).json;
      for (const person of data) expectStatus(await demo.api('POST', '/auth/login', {body: {username: person.username, password: person.password}}), 200, person.username);
    } finally { await demo.stop(); }
  });
});

describe('tokens', () => {
  const parts = (token) => token.split('.').map((p) => Buffer.from(p, 'base64url').toString());
  const join = (head, body, sign) => [head, body].map((x) => Buffer.from(JSON.stringify(x)).toString('base64url')).concat(sign).join('.');

  test('forged_and_damaged_tokens_are_401', async () => {
    const good = await h.stack.login('admin');
    const [head, body] = parts(good).slice(0, 2).map((x) => JSON.parse(x));
    const sign = good.split('.')[2];
    const bad = [join({...head, alg: 'none'}, body, ''), join({...head, alg: 'HS512'}, body, sign), join(head, {...body, sub: IDS.director}, sign),
      join(head, {...body, exp: body.exp + 9999}, sign), good.slice(0, -2), `${good}x`, 'x.y.z', `${'a'.repeat(5000)}.b.c`];
    for (const token of bad) {
      const answer = await h.stack.api('GET', '/auth/me', {headers: {Authorization: `Bearer ${token}`}});
      expectProblem(answer, 401, 'unauthorized', token.slice(0, 60));
    }
    for (const value of ['Bearer', 'Bearer ', 'Basic YTpi', good]) expectStatus(await h.stack.api('GET', '/auth/me', {headers: {Authorization: value}}), 401, value.slice(0, 20));
    expectStatus(await h.stack.api('GET', '/auth/me'), 401);
  });

  test('a_refresh_token_works_once_and_its_second_use_ends_the_session', async () => {
    const first = (await login('director')).json;
    const refresh = (token) => h.stack.api('POST', '/auth/refresh', {body: {refresh_token: token}});
    const second = expectStatus(await refresh(first.refresh_token), 200).json;
    expectStatus(await me(second.access_token), 200);
    expectStatus(await refresh(first.refresh_token), 401);
    expectStatus(await me(second.access_token), 401, 'the stolen family is closed');
    expectStatus(await refresh(second.refresh_token), 401);
    expectStatus(await refresh('x'.repeat(40)), 401);
    expectStatus(await h.stack.api('POST', '/auth/refresh'), 401);
  });

  test('log_out_and_revoke_end_sessions_at_once', async () => {
    const a = (await login('manager')).json.access_token;
    const b = (await login('manager')).json.access_token;
    const list = expectStatus(await h.stack.get('/auth/sessions', a), 200).json.data;
    assert.ok(list.length >= 2);
    const sid = JSON.parse(parts(b)[1]).sid;
    expectStatus(await h.stack.delete(`/auth/sessions/${sid}`, 'rep_a'), 404, "somebody else's session");
    expectStatus(await me(b), 200);
    expectStatus(await h.stack.delete(`/auth/sessions/${sid}`, a), 204);
    expectStatus(await me(b), 401);
    expectStatus(await h.stack.post('/auth/logout', a), 204);
    expectStatus(await me(a), 401);
  });

  test('deactivation_counts_on_the_next_request', async () => {
    const token = (await login('rep_s')).json.access_token;
    expectStatus(await me(token), 200);
    const user = await h.stack.get(`/users/${IDS.rep_s}`, 'admin');
    expectStatus(await h.stack.patch(`/users/${IDS.rep_s}`, 'admin', {is_active: false}, user.etag), 200);
    expectStatus(await me(token), 401);
    expectStatus(await h.stack.patch(`/users/${IDS.rep_s}`, 'admin', {is_active: true}, '*'), 200);
  });
});

describe('passwords', () => {
  test('change_needs_the_old_one_and_ten_characters', async () => {
    const token = (await login('rep_b')).json.access_token;
    const other = (await login('rep_b')).json.access_token;
    const change = (body) => h.stack.post('/auth/password', token, body);
    assert.equal(expectStatus(await change({old: 'wrong', new: 'a good new password'}), 422).json.errors[0].code, 'wrong_password');
    expectStatus(await change({old: PASSWORD, new: 'short'}), 422);
    expectStatus(await change({old: PASSWORD, new: 'a good new password'}), 204);
    expectStatus(await me(other), 401, 'other sessions end');
    expectStatus(await login('rep_b'), 401);
    expectStatus(await login('rep_b', {password: 'a good new password'}), 200);
  });

  test('reset_request_tells_nothing_and_wrong_links_fail', async () => {
    for (const username of ['rep_a', 'no such person']) expectStatus(await h.stack.api('POST', '/auth/reset-request', {body: {username}}), 204);
    expectStatus(await h.stack.api('POST', '/auth/reset', {body: {token: 'x'.repeat(43), password: 'a good new password'}}), [401, 422]);
    expectStatus(await h.stack.api('POST', '/auth/reset', {body: {token: 'x'.repeat(43), password: 'short'}}), [401, 422]);
  });

  test('a_reset_link_sets_the_password_once', async () => {
    const token = 'guanxi-reset-token-for-the-contract-test-0001';
    await h.stack.sql(`insert into auth.reset_token (hash, user_id, expires_at) values (sha256('${token}'::bytea), '${IDS.rep_a}', now() + interval '1 hour');`);
    const reset = (password) => h.stack.api('POST', '/auth/reset', {body: {token, password}});
    expectStatus(await reset('the password after reset'), 204);
    expectStatus(await reset('the password after reset 2'), [401, 422]);
    expectStatus(await login('rep_a', {password: 'the password after reset'}), 200);
  });
});

describe('invitations', () => {
  test('an_invitation_lets_the_person_set_a_password_once', async () => {
    const invite = (token, id) => h.stack.post(`/users/${id}/invitation`, token);
    expectStatus(await invite('rep_s', IDS.director), 403);
    expectStatus(await invite('admin', '01890000-0000-7000-8000-ffffffffffff'), 404);
    const {data} = expectStatus(await invite('admin', IDS.director), 200).json;
    assert.ok(Date.parse(data.expires_at) > Date.now());
    const token = data.url.match(/[A-Za-z0-9_-]{40,}/)[0];
    expectStatus(await h.stack.api('POST', '/auth/reset', {body: {token, password: 'the invited password'}}), 204);
    expectStatus(await h.stack.api('POST', '/auth/reset', {body: {token, password: 'the invited password'}}), [401, 422]);
    expectStatus(await login('director', {password: 'the invited password'}), 200);
  });
});

describe('one_time_codes', () => {
  test('start_confirm_log_in_with_code_and_clear', async () => {
    const token = (await login('totp')).json.access_token;
    const {secret, uri} = expectStatus(await h.stack.post('/auth/totp', token), 200).json.data;
    assert.match(uri, /^otpauth:\/\/totp\//);
    expectStatus(await h.stack.post('/auth/totp/confirm', token, {code: '000000'}), 422);
    expectStatus(await login('totp'), 200, 'not confirmed yet');
    expectStatus(await h.stack.post('/auth/totp/confirm', token, {code: totp(secret, Date.now() - 30000)}), 204);
    expectProblem(await login('totp'), 401, 'totp_required');
    expectProblem(await login('totp', {totp: '123456'}), 401, 'invalid_credentials');
    const code = totp(secret);
    expectStatus(await login('totp', {totp: code}), 200);
    expectStatus(await login('totp', {totp: code}), 401, 'a code works once');
    expectStatus(await h.stack.post('/auth/totp/clear', token, {code}), 422);
    expectStatus(await h.stack.post('/auth/totp/clear', token, {code: totp(secret, Date.now() + 30000)}), 204);
    expectStatus(await login('totp'), 200);
  });
});

describe('api_keys', () => {
  test('a_key_acts_as_its_service_user_until_revoked', async () => {
    const made = expectStatus(await h.stack.post('/api-keys', 'admin', {user_id: IDS.service, name: '接口'}), 201).json.data;
    assert.match(made.key, /^gxk_/);
    assert.equal(expectStatus(await h.stack.api('GET', '/auth/me', {token: made.key}), 200).json.data.id, IDS.service);
    const list = expectStatus(await h.stack.get('/api-keys', 'admin'), 200);
    assert.ok(list.json.data.some((k) => k.id === made.id));
    assert.ok(!list.text.includes(made.key), 'the key is shown once');
    expectStatus(await h.stack.delete(`/api-keys/${made.id}`, 'admin'), 204);
    expectStatus(await h.stack.api('GET', '/auth/me', {token: made.key}), 401);
  });

  test('keys_need_the_right_and_a_service_user_and_expire', async () => {
    expectStatus(await h.stack.post('/api-keys', 'rep_s', {user_id: IDS.service, name: 'x'}), 403);
    const list = expectStatus(await h.stack.get('/api-keys', 'rep_s'), [200, 403]);
    assert.deepEqual(list.json.data ?? [], [], 'keys of others are not shown');
    expectStatus(await h.stack.post('/api-keys', 'admin', {user_id: IDS.rep_b, name: 'x'}), [409, 422]);
    const past = await h.stack.post('/api-keys', 'admin', {user_id: IDS.service, name: 'x', expires_at: '2020-01-01T00:00:00Z'});
    if (past.status === 201) expectStatus(await h.stack.api('GET', '/auth/me', {token: past.json.data.key}), 401);
    else expectStatus(past, 422);
  });
});

test('health_and_readiness_answer_without_log_in', async () => {
  for (const path of ['/healthz', '/readyz', '/metrics']) expectStatus(await h.stack.api('GET', path, {raw: true}), 200, path);
  assert.equal((await request(h.stack.base, 'GET', '/')).status, 404);
});
