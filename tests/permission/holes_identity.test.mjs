// SPDX-License-Identifier: AGPL-3.0-or-later
// Who somebody is, by doors that were open once: guesses begun together, a second factor that fell by asking for
// another, a portal token that turned into one of the staff, a link that a stranger could kill.
import {createHash} from 'node:crypto';
import {describe, test} from 'node:test';
import {IDS, PASSWORD} from '../fixtures/people.mjs';
import {literal} from '../lib/psql.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';
import {totp} from '../lib/totp.mjs';

const h = withStack();
const login = (username, more = {}, ip = '10.2.2.1') => h.stack.api('POST', '/auth/login',
  {body: {username, password: PASSWORD, refresh: 'body', ...more}, headers: {'X-Real-IP': ip}});
const claims = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

describe('throttle', () => {
  test('guesses_begun_together_are_told_no_more_than_guesses_in_a_row', async () => {
    const answers = await Promise.all(Array.from({length: 24}, (_, i) => login('rep_s', {password: `wrong password ${i}`}, '10.2.2.2')));
    answers.forEach((a) => expectStatus(a, [401, 429, 503]));
    assert.ok(answers.filter((a) => a.status === 401).length <= 5, answers.map((a) => a.status).join(' '));
  });

  test('the_right_one_among_many_wrong_ones_is_not_told_either', async () => {
    for (let i = 0; i < 5; i++) expectProblem(await login('rep_b', {password: 'wrong password'}), 401, 'invalid_credentials');
    const id = literal(IDS.rep_b);
    // What a try that began earlier meets at its end.
    const opened = await h.stack.sql(`select coalesce(session_id::text, 'none') || ' ' || (wait > 0) from api.login_open('rep_b', '10.1.1.1', 'x', ${id}, '\\x0102', 'staff')`);
    assert.equal(opened, 'none true');
    assert.equal(await h.stack.sql(`select count(*) from auth.session where user_id = ${id} and ip = '10.1.1.1'`), '0');
  });

  test('many_log_ins_of_one_person_at_once_are_fine', async () => {
    const answers = await Promise.all(Array.from({length: 10}, () => login('director')));
    answers.forEach((a) => expectStatus(a, [200, 503]));
    assert.ok(answers.some((a) => a.status === 200));
  });
});

test('who_holds_a_token_cannot_guess_the_password_with_it', async () => {
  const token = expectStatus(await login('leaver'), 200).json.access_token;
  const change = (old) => h.stack.post('/auth/password', token, {old, new: 'quite another word'}, {'X-Real-IP': '10.2.2.3'});
  const answers = await Promise.all(Array.from({length: 12}, (_, i) => change(`wrong password ${i}`)));
  answers.forEach((a) => expectStatus(a, [422, 429, 503]));
  assert.ok(answers.filter((a) => a.status === 422).length <= 5, answers.map((a) => a.status).join(' '));
  expectProblem(await change(PASSWORD), 429, 'throttled', 'the right one is not told among them');
});

test('asking_for_another_second_factor_does_not_switch_the_first_one_off', async () => {
  const token = expectStatus(await login('totp'), 200).json.access_token;
  const {secret} = expectStatus(await h.stack.post('/auth/totp', token), 200).json.data;
  const renewed = expectStatus(await h.stack.post('/auth/totp', token), 200).json.data.secret;
  assert.notEqual(renewed, secret, 'before it is confirmed a new one may be asked for');
  expectStatus(await h.stack.post('/auth/totp/confirm', token, {code: totp(renewed)}), 204);
  expectProblem(await h.stack.post('/auth/totp', token), 409, 'wrong_state');
  expectProblem(await login('totp'), 401, 'totp_required');
});

test('a_portal_session_stays_one_when_it_is_refreshed', async () => {
  await h.stack.sql(`update app."user" set kind = 'portal' where id = ${literal(IDS.rep_a)}`);
  const first = expectStatus(await login('rep_a'), 200).json;
  assert.equal(claims(first.access_token).aud, 'portal');
  const second = expectStatus(await h.stack.api('POST', '/auth/refresh', {body: {refresh_token: first.refresh_token}}), 200).json;
  assert.equal(claims(second.access_token).aud, 'portal');
  expectStatus(await h.stack.get('/auth/me', second.access_token), 200);
});

test('a_stranger_asking_for_a_reset_kills_no_link_and_fills_no_table', async () => {
  const link = 'a link that the administrator made';
  const hash = createHash('sha256').update(link).digest('hex');
  await h.stack.sql(`insert into auth.reset_token (hash, user_id, expires_at) values ('\\x${hash}', ${literal(IDS.manager)}, now() + interval '2 days')`);
  for (let i = 0; i < 10; i++) expectStatus(await h.stack.api('POST', '/auth/reset-request', {body: {username: 'manager'}}), 204);
  const open = `select count(*) from auth.reset_token where user_id = ${literal(IDS.manager)} and used_at is null`;
  assert.ok(Number(await h.stack.sql(open)) <= 4);
  expectStatus(await h.stack.api('POST', '/auth/reset', {body: {token: link, password: 'quite another word'}}), 204);
  assert.equal(await h.stack.sql(open), '0', 'a used link ends the others');
});
