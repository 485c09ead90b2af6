// SPDX-License-Identifier: AGPL-3.0-or-later
// Forged, foreign, stale and odd tokens: one 401, whatever is wrong with them.
import assert from 'node:assert/strict';
import {createHmac, randomUUID} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, describe, test} from 'node:test';
import {testEnv} from '../lib/env.mjs';
import {startStack} from '../lib/stack.mjs';
import {PASSWORD} from '../fixtures/people.mjs';

let stack;
let claims;
let key;
before(async () => {
  stack = await startStack();
  claims = JSON.parse(Buffer.from((await stack.login('rep_a')).split('.')[1], 'base64url'));
  const bytes = readFileSync(join(testEnv().secrets, 'jwt.key'));
  key = bytes.at(-1) === 10 ? bytes.subarray(0, -1) : bytes;
});
after(() => stack?.stop());

const part = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const HEADER = {typ: 'JWT', alg: 'HS256', kid: '1'};
const sign = (head, body, secret = key, digest = 'sha256') => {
  const text = `${part(head)}.${part(body)}`;
  return `${text}.${createHmac(digest, secret).update(text).digest('base64url')}`;
};
const me = (authorization) => stack.api('GET', '/auth/me', {headers: {Authorization: authorization}});
const now = () => Math.floor(Date.now() / 1000);

async function refused(authorization, what) {
  const answer = await me(authorization);
  assert.equal(answer.status, 401, `${what}: ${answer.status} ${answer.text}`);
  assert.equal(answer.json.code, 'unauthorized', what);
}

test('a_token_made_like_ours_is_good', async () => {
  assert.equal((await me(`Bearer ${sign(HEADER, claims)}`)).status, 200);
  assert.equal((await me(`bearer ${sign(HEADER, claims)}`)).status, 200);
});

describe('signatures', () => {
  test('other_algorithms_are_refused', async () => {
    await refused(`Bearer ${part({...HEADER, alg: 'none'})}.${part(claims)}.`, 'none');
    await refused(`Bearer ${part({...HEADER, alg: 'none'})}.${part(claims)}`, 'none without signature');
    await refused(`Bearer ${sign({...HEADER, alg: 'HS512'}, claims, key, 'sha512')}`, 'HS512');
    await refused(`Bearer ${sign({...HEADER, alg: 'HS384'}, claims, key, 'sha384')}`, 'HS384');
    await refused(`Bearer ${sign({...HEADER, alg: 'RS256'}, claims)}`, 'RS256 signed as HS256');
  });

  test('other_keys_and_changed_parts_are_refused', async () => {
    const good = sign(HEADER, claims).split('.');
    await refused(`Bearer ${sign(HEADER, claims, Buffer.alloc(32))}`, 'another key');
    await refused(`Bearer ${good[0]}.${part({...claims, sub: randomUUID()})}.${good[2]}`, 'another subject');
    await refused(`Bearer ${good[0]}.${good[1]}.${good[2].slice(0, -2)}`, 'a short signature');
    await refused(`Bearer ${good[0]}.${good[1]}`, 'no signature');
    await refused(`Bearer ${good.join('.')}.x`, 'a fourth part');
  });
});

describe('claims', () => {
  test('times_are_looked_at', async () => {
    await refused(`Bearer ${sign(HEADER, {...claims, exp: now() - 1})}`, 'expired');
    await refused(`Bearer ${sign(HEADER, {...claims, nbf: now() + 60})}`, 'not yet');
    await refused(`Bearer ${sign(HEADER, {...claims, iat: now() + 60})}`, 'issued tomorrow');
  });

  test('every_claim_must_be_there_and_of_its_type', async () => {
    for (const name of Object.keys(claims)) {
      const {[name]: gone, ...rest} = claims;
      await refused(`Bearer ${sign(HEADER, rest)}`, `without ${name}`);
      for (const value of [null, true, [gone], {a: gone}, typeof gone === 'number' ? String(gone) : 7, ''])
        await refused(`Bearer ${sign(HEADER, {...claims, [name]: value})}`, `${name} = ${JSON.stringify(value)}`);
    }
    await refused(`Bearer ${sign(HEADER, {...claims, exp: 1e300})}`, 'no integer');
    await refused(`Bearer ${sign(HEADER, {...claims, iss: 'somebody'})}`, 'another issuer');
    await refused(`Bearer ${sign(HEADER, {...claims, aud: 'everybody'})}`, 'another audience');
    await refused(`Bearer ${sign(HEADER, {...claims, typ: 'refresh'})}`, 'another kind');
    await refused(`Bearer ${sign({...HEADER, kid: '2'}, claims)}`, 'another key id');
    await refused(`Bearer ${sign({...HEADER, typ: 'JWE'}, claims)}`, 'another type');
  });

  test('a_session_that_is_not_there_is_refused', async () => {
    await refused(`Bearer ${sign(HEADER, {...claims, sid: randomUUID()})}`, 'unknown session');
    await refused(`Bearer ${sign(HEADER, {...claims, sid: `${claims.sid}' or true --`})}`, 'no uuid');
  });
});

test('odd_headers_are_refused', async () => {
  const good = sign(HEADER, claims);
  for (const [what, value] of Object.entries({
    'no scheme': good, basic: 'Basic YTpi', 'two blanks': `Bearer  ${good}`, 'a tab': `Bearer\t${good}`, 'a tail': `Bearer ${good} x`, empty: 'Bearer ',
    'much too long': `Bearer ${good}${'a'.repeat(5000)}`, dots: 'Bearer ...', words: 'Bearer a.b.c', 'not a key': 'Bearer gxk_', 'an unknown key': `Bearer gxk_${'A'.repeat(43)}`,
  })) await refused(value, what);
  assert.equal((await stack.api('GET', '/auth/me')).status, 401);
  assert.match((await stack.api('GET', '/auth/me')).headers['www-authenticate'], /^Bearer/);
});

test('a_session_that_was_closed_ends_its_token', async () => {
  const opened = await stack.api('POST', '/auth/login', {body: {username: 'rep_a', password: PASSWORD, refresh: 'body'}});
  assert.equal(opened.status, 200, opened.text);
  const token = opened.json.access_token;
  assert.equal((await stack.get('/auth/me', token)).status, 200);
  assert.equal((await stack.post('/auth/logout', token)).status, 204);
  assert.equal((await stack.get('/auth/me', token)).status, 401);
});
