// SPDX-License-Identifier: AGPL-3.0-or-later
// The one fetch: bearer, one renewal for many, keys, problems.
import { webcrypto } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { acceptTokens, forgetTokens, get, onSession, patch, post, queryString } from '../src/api/client.js';

// Browsers have it; Node 18 has it under another name.
if (!globalThis.crypto) Object.defineProperty(globalThis, 'crypto', { value: webcrypto });

const answer = (status, body, headers = {}) => new Response(body === null ? null : JSON.stringify(body), { status, headers });
/** @type {{url: string, options: any}[]} */
let calls;
/** @type {(url: string, options: any) => Response} */
let server;

beforeEach(() => {
  calls = [];
  forgetTokens();
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('fetch', async (url, options) => {
    calls.push({ url, options });
    return server(url, options);
  });
});

describe('requests', () => {
  it('carry_the_bearer_and_posts_an_idempotency_key', async () => {
    acceptTokens({ access_token: 'one', expires_in: 600 });
    server = () => answer(200, { data: 1 });
    await get('/accounts', { query: { limit: 2, q: '', filter: { and: [] } } });
    await post('/accounts', { name: 'x' });
    expect(calls[0].url).toBe('/api/v1/accounts?limit=2&filter=%7B%22and%22%3A%5B%5D%7D');
    expect(calls[0].options.headers.Authorization).toBe('Bearer one');
    expect(calls[0].options.headers['Idempotency-Key']).toBeUndefined();
    expect(calls[1].options.headers['Idempotency-Key']).toMatch(/^[0-9a-f-]{36}$/);
  });
  it('renew_once_for_several_401s_and_try_again', async () => {
    acceptTokens({ access_token: 'old', expires_in: 600 });
    server = (url, options) => {
      if (url.endsWith('/auth/refresh')) return answer(200, { access_token: 'new', expires_in: 600 });
      return options.headers.Authorization === 'Bearer new' ? answer(200, { data: 'ok' }) : answer(401, { code: 'unauthorized' });
    };
    const both = await Promise.all([get('/a'), get('/b')]);
    expect(both.map((item) => item.body.data)).toEqual(['ok', 'ok']);
    expect(calls.filter((call) => call.url.endsWith('/auth/refresh'))).toHaveLength(1);
  });
  it('end_the_session_when_renewal_fails', async () => {
    const signedOut = vi.fn();
    onSession({ signedOut });
    acceptTokens({ access_token: 'old', expires_in: 600 });
    server = () => answer(401, { code: 'unauthorized' });
    await expect(get('/a')).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
    expect(signedOut).toHaveBeenCalledOnce();
  });
  it('of_a_look_are_neither_renewed_nor_asked_again_in_another_name', async () => {
    const lookOver = vi.fn();
    onSession({ lookOver });
    acceptTokens({ access_token: 'eyes', expires_in: 600 }, true);
    server = () => answer(401, { code: 'unauthorized' });
    await expect(post('/a', {})).rejects.toMatchObject({ code: 'look_over' });
    expect(lookOver).toHaveBeenCalledOnce();
    acceptTokens({ access_token: 'eyes', expires_in: 0 }, true);
    await expect(get('/b')).rejects.toMatchObject({ code: 'look_over' });
    expect(calls.map((call) => call.url)).toEqual(['/api/v1/a']);
  });
  it('begun_before_one_became_somebody_else_are_not_repeated_as_him', async () => {
    acceptTokens({ access_token: 'own', expires_in: 600 });
    server = (url) => {
      if (!url.endsWith('/auth/refresh')) { forgetTokens(); acceptTokens({ access_token: 'eyes', expires_in: 600 }, true); }
      return answer(401, { code: 'unauthorized' });
    };
    await expect(post('/a', {})).rejects.toMatchObject({ code: 'look_over' });
    expect(calls).toHaveLength(1);
  });
  it('become_problems_with_code_errors_and_current', async () => {
    server = () => answer(412, { code: 'version_conflict', current: { version: 3 }, errors: [] });
    await expect(patch('/accounts/1', {}, { etag: '"2.0.0"' })).rejects.toMatchObject({ status: 412, code: 'version_conflict', current: { version: 3 } });
    expect(calls[0].options.headers['If-Match']).toBe('"2.0.0"');
  });
  it('tell_of_changed_rights_by_the_etag', async () => {
    const rightsChanged = vi.fn();
    onSession({ rightsChanged });
    server = () => answer(200, { data: {} }, { ETag: '"1.5.9"' });
    await get('/accounts/1');
    server = () => answer(200, { data: {} }, { ETag: '"4.6.9"' });
    await get('/accounts/1');
    expect(rightsChanged).toHaveBeenCalledOnce();
  });
  it('say_network_when_there_is_none', async () => {
    vi.stubGlobal('fetch', async () => { throw new TypeError('failed'); });
    await expect(get('/a')).rejects.toMatchObject({ status: 0, code: 'network' });
  });
});

it('query_strings_leave_out_blanks_and_keep_false', () => {
  expect(queryString({ a: '', b: null, c: undefined, d: false, e: 0 })).toBe('?d=false&e=0');
  expect(queryString({})).toBe('');
});
