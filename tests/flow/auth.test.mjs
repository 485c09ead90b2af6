// SPDX-License-Identifier: AGPL-3.0-or-later
// A person's day with log-in: sessions on two devices, a stolen refresh token, a new password, a leaver, one-time
// codes, throttling, one click on a demo system.
import {createHmac} from 'node:crypto';
import {describe, test} from 'node:test';
import {IDS, PASSWORD} from '../fixtures/people.mjs';
import {startStack} from '../lib/stack.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const logIn = (username, more = {}) => h.stack.api('POST', '/auth/login', {body: {username, password: PASSWORD, refresh: 'body', ...more}});
const me = (token) => h.stack.api('GET', '/auth/me', {token});
const refresh = (refresh_token) => h.stack.api('POST', '/auth/refresh', {body: {refresh_token}});

/** RFC 6238 code of a base32 secret. */
function code(secret, at = Date.now()) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replaceAll('=', '')].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = mac[19] & 15;
  return String((mac.readUInt32BE(offset) & 0x7FFFFFFF) % 1000000).padStart(6, '0');
}

describe('sessions', () => {
  test('two_devices_are_listed_and_one_is_ended', async () => {
    const a = expectStatus(await logIn('rep_s'), 200).json;
    const b = expectStatus(await logIn('rep_s'), 200).json;
    const {data} = expectStatus(await h.stack.api('GET', '/auth/sessions', {token: b.access_token}), 200).json;
    assert.equal(data.filter((s) => s.is_current).length, 1);
    for (const s of data.filter((x) => !x.is_current)) expectStatus(await h.stack.api('DELETE', `/auth/sessions/${s.id}`, {token: b.access_token}), 204);
    expectStatus(await me(a.access_token), 401);
    expectStatus(await me(b.access_token), 200);
    expectStatus(await refresh(a.refresh_token), 401);
  });

  test('a_refresh_token_used_twice_ends_the_session_of_thief_and_owner', async () => {
    const first = expectStatus(await logIn('rep_s'), 200).json;
    const second = expectStatus(await refresh(first.refresh_token), 200).json;
    expectStatus(await me(second.access_token), 200);
    expectStatus(await refresh(first.refresh_token), 401);
    expectStatus(await me(second.access_token), 401);
    expectStatus(await refresh(second.refresh_token), 401);
  });

  test('a_browser_keeps_its_token_in_a_cookie_that_scripts_do_not_see', async () => {
    const answer = expectStatus(await h.stack.api('POST', '/auth/login', {body: {username: 'rep_s', password: PASSWORD}}), 200);
    assert.equal(answer.json.refresh_token, undefined);
    const cookie = [answer.headers['set-cookie']].flat()[0];
    for (const part of [/^__Host-/, /HttpOnly/, /Secure/, /SameSite=Strict/, /Path=\//]) assert.match(cookie, part);
    const pair = cookie.split(';')[0];
    const next = expectStatus(await h.stack.api('POST', '/auth/refresh', {headers: {Cookie: pair}}), 200);
    assert.notEqual([next.headers['set-cookie']].flat()[0].split(';')[0], pair);
    const out = expectStatus(await h.stack.api('POST', '/auth/logout', {token: next.json.access_token}), 204);
    assert.match([out.headers['set-cookie']].flat()[0], /Expires=Thu, 01 Jan 1970/);
    expectStatus(await me(next.json.access_token), 401);
  });

  test('whoever_leaves_is_out_on_the_next_request', async () => {
    const {access_token, refresh_token} = expectStatus(await logIn('leaver'), 200).json;
    expectStatus(await me(access_token), 200);
    const user = await h.stack.get(`/users/${IDS.leaver}`, 'admin');
    expectStatus(await h.stack.patch(`/users/${IDS.leaver}`, 'admin', {is_active: false}, user.etag), 200);
    expectStatus(await me(access_token), 401);
    expectStatus(await refresh(refresh_token), 401);
    expectProblem(await logIn('leaver'), 401, 'invalid_credentials');
  });
});

describe('passwords', () => {
  test('a_new_password_ends_the_other_devices_and_only_those', async () => {
    const here = expectStatus(await logIn('rep_b'), 200).json.access_token;
    const there = expectStatus(await logIn('rep_b'), 200).json.access_token;
    const change = (body) => h.stack.api('POST', '/auth/password', {token: here, body});
    assert.equal(expectStatus(await change({old: 'wrong', new: 'a long new password'}), 422).json.errors[0].code, 'wrong_password');
    assert.equal(expectStatus(await change({old: PASSWORD, new: 'short'}), 422).json.errors[0].code, 'weak_password');
    expectStatus(await change({old: PASSWORD, new: '新的密码，十个字以上'}), 204);
    expectStatus(await me(here), 200);
    expectStatus(await me(there), 401);
    expectProblem(await logIn('rep_b'), 401, 'invalid_credentials');
    expectStatus(await logIn('rep_b', {password: '新的密码，十个字以上'}), 200);
  });

  test('asking_for_a_link_tells_nothing_about_who_exists', async () => {
    const ask = (username) => h.stack.api('POST', '/auth/reset-request', {body: {username}});
    const [known, unknown] = [await ask('rep_a'), await ask('no.such.person')];
    assert.deepEqual([known.status, known.text], [204, '']);
    assert.deepEqual([unknown.status, unknown.text], [204, '']);
    const [{n}] = await h.stack.rows(`select count(*) as n from auth.reset_token where user_id = '${IDS.rep_a}'`);
    assert.equal(Number(n), 1);
  });

  test('a_reset_link_works_once', async () => {
    const token = 'a-token-that-only-the-person-has-been-given';
    await h.stack.sql(`insert into auth.reset_token (hash, user_id, expires_at) values (sha256('${token}'), '${IDS.rep_a}', now() + interval '1 hour')`);
    const use = (password) => h.stack.api('POST', '/auth/reset', {body: {token, password}});
    expectStatus(await use('short'), 422);
    expectStatus(await use('after the reset'), 204);
    expectStatus(await use('once more please'), 401);
    expectStatus(await logIn('rep_a', {password: 'after the reset'}), 200);
  });
});

describe('second_factor', () => {
  test('a_code_is_asked_for_after_confirmation_and_counts_once', async () => {
    const {access_token} = expectStatus(await logIn('totp'), 200).json;
    const post = (path, body) => h.stack.api('POST', path, {token: access_token, body});
    const {secret, uri} = expectStatus(await post('/auth/totp'), 200).json.data;
    assert.ok(uri.startsWith('otpauth://totp/') && uri.includes(secret));
    expectStatus(await logIn('totp'), 200, 'not before it is confirmed');
    expectStatus(await post('/auth/totp/confirm', {code: '000000'}), 422);
    expectStatus(await post('/auth/totp/confirm', {code: code(secret, Date.now() - 30000)}), 204);
    expectProblem(await logIn('totp'), 401, 'totp_required');
    const now = code(secret);
    expectStatus(await logIn('totp', {totp: now}), 200);
    expectProblem(await logIn('totp', {totp: now}), 401, 'invalid_credentials', 'a code that was seen is worth nothing');
    expectProblem(await logIn('totp', {totp: now, password: 'wrong password'}), 401, 'invalid_credentials');
    const [{stored}] = await h.stack.rows(`select encode(totp_secret, 'escape') as stored from auth.credential where user_id = '${IDS.totp}'`);
    assert.ok(!stored.includes(secret), 'sealed');
    for (const body of [{}, {code: now}]) expectStatus(await post('/auth/totp/clear', body), 422, 'who has stolen a session does not switch it off');
    expectStatus(await post('/auth/totp/clear', {code: code(secret, Date.now() + 30000)}), 204);
    expectStatus(await logIn('totp'), 200);
  });
});

describe('guessing', () => {
  test('many_wrong_passwords_have_to_wait', async () => {
    for (let i = 0; i < 5; i++) expectProblem(await logIn('nobody', {password: `guess number ${i}`}), 401, 'invalid_credentials');
    const answer = expectProblem(await logIn('nobody'), 429, 'throttled');
    assert.ok(Number(answer.headers['retry-after']) >= 1);
    expectProblem(await logIn('no.such.person', {password: 'guess'}), 401, 'invalid_credentials', 'others are not held up');
  });

  test('unknown_and_known_names_cost_the_same', async () => {
    const time = async (username) => {
      const from = process.hrtime.bigint();
      await logIn(username, {password: 'certainly wrong'});
      return Number(process.hrtime.bigint() - from) / 1e6;
    };
    const samples = {manager: [], 'nobody.there': []};
    for (let i = 0; i < 4; i++) for (const name of Object.keys(samples)) samples[name].push(await time(name));
    const [known, unknown] = Object.values(samples).map((s) => Math.min(...s));
    assert.ok(unknown > known / 4, `${known} ms and ${unknown} ms`);
  });
});

test('one_click_people_exist_on_a_demo_system_only', async () => {
  expectStatus(await h.stack.api('GET', '/auth/demo'), 404);
  const stack = await startStack({env: {GX_DEMO: '1'}, fixtures: `update auth.credential set password_hash = (select password_hash from auth.credential limit 1)`});
  try {
    const {data} = expectStatus(await stack.api('GET', '/auth/demo'), 200).json;
    assert.deepEqual(data.map((p) => [p.username, p.role_title]), [['admin', '测试管理员'], ['director', '测试总监'], ['manager', '测试经理'], ['rep_a', '测试业务员']]);
    assert.ok(data.every((p) => p.password.length >= 10));
  } finally { await stack.stop(); }
});

describe('invitation', () => {
  const invite = (who, id) => h.stack.api('POST', `/users/${id}/invitation`, {token: who, body: {}});
  const tokenOf = (url) => new URL(url).searchParams.get('reset');

  test('a_colleague_sets_a_password_by_the_link_of_the_administrator_once', async () => {
    await h.stack.sql(`update app."user" set is_active = true where id = '${IDS.leaver}'`); // he left above
    const first = expectStatus(await invite('admin', IDS.leaver), 200).json.data;
    const second = expectStatus(await invite('admin', IDS.leaver), 200).json.data;
    assert.ok(second.url.startsWith('http://localhost/?reset='));
    const reset = (url, password) => h.stack.api('POST', '/auth/reset', {body: {token: tokenOf(url), password}});
    expectStatus(await reset(first.url, 'a fresh pass phrase'), 401, 'a newer link ends the older one');
    expectStatus(await reset(second.url, 'short'), 422);
    expectStatus(await reset(second.url, 'a fresh pass phrase'), 204);
    expectStatus(await reset(second.url, 'another pass phrase'), 401, 'a link works once');
    expectStatus(await logIn('leaver', {password: 'a fresh pass phrase'}), 200);
    expectStatus(await logIn('leaver'), 401);
  });

  test('only_who_administers_people_makes_such_links', async () => {
    expectProblem(await invite('manager', IDS.rep_a), 403, 'forbidden');
    expectProblem(await invite('director', IDS.director), 403, 'forbidden');
    expectProblem(await invite('admin', '01890000-0000-7000-8000-0000000fffff'), 404, 'not_found');
    expectStatus(await invite('admin', IDS.service), 409, 'a service user has no password');
  });
});
