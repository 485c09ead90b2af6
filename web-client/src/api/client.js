// SPDX-License-Identifier: AGPL-3.0-or-later
// The one fetch of the client. Adds the bearer token (kept in memory only),
// renews it once by the refresh cookie when it has run out, gives every POST an
// idempotency key, and turns problem bodies into Problem errors. It knows no
// resource and no React.
import { Problem, problemOf } from './problem.js';

export const BASE = '/api/v1';

/** looks: the token is that of a look through somebody's eyes; who: counts up whenever it becomes somebody else's.
 * @type {{token: string, expires: number, generation: string, looks: boolean, who: number}} */
const session = { token: '', expires: 0, generation: '', looks: false, who: 0 };
/** @type {{signedOut: () => void, rightsChanged: () => void, lookOver: () => void}} */
const listeners = { signedOut: () => {}, rightsChanged: () => {}, lookOver: () => {} };

/** @param {Partial<typeof listeners>} handlers */
export const onSession = (handlers) => Object.assign(listeners, handlers);
export const isSignedIn = () => Boolean(session.token);

/** @param {{access_token: string, expires_in: number}} tokens @param {boolean} [looks] */
export function acceptTokens(tokens, looks = false) {
  session.looks = looks;
  session.token = tokens.access_token;
  session.expires = Date.now() + (tokens.expires_in - 20) * 1000;
}

export function forgetTokens() {
  session.token = '';
  session.expires = 0;
  session.generation = '';
  session.looks = false;
  session.who += 1;
}

/** @type {Promise<boolean>|null} */
let renewing = null;

async function renewOnce() {
  try {
    const response = await fetch(BASE + '/auth/refresh', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
      credentials: 'same-origin',
    });
    if (!response.ok) return false;
    const body = await response.json();
    acceptTokens(body.data ?? body);
    return true;
  } catch {
    return false;
  }
}

/**
 * Renews the access token. One flight per tab; across tabs a lock keeps two of
 * them from spending the same refresh token, which would end the session.
 * @returns {Promise<boolean>}
 */
export function renew() {
  if (!renewing) {
    const run = navigator.locks ? navigator.locks.request('gx-refresh', renewOnce) : renewOnce();
    renewing = Promise.resolve(run).finally(() => { renewing = null; });
  }
  return renewing;
}

/** @param {Record<string, any>} [query] */
export function queryString(query) {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null || value === '') continue;
    params.set(key, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  const text = params.toString();
  return text ? '?' + text : '';
}

/** If-Match for a record of which only the version is known. @param {number} version */
export const etagOf = (version) => '"' + version + '.0.0"';

/** A rights or catalog generation that moved means that /meta has to be read again. */
function watchGeneration(etag) {
  const parts = String(etag ?? '').replace(/^W\/|"/g, '').split('.');
  if (parts.length !== 3) return;
  const generation = parts[1] + '.' + parts[2];
  if (session.generation && session.generation !== generation) listeners.rightsChanged();
  session.generation = generation;
}

function headersOf(method, options) {
  const headers = { Accept: 'application/json', ...options.headers };
  if (session.token && options.auth !== false) headers.Authorization = 'Bearer ' + session.token;
  if (options.body !== undefined && !options.raw) headers['Content-Type'] = 'application/json';
  if (options.etag) headers['If-Match'] = options.etag;
  if (method === 'POST') headers['Idempotency-Key'] = options.key ?? crypto.randomUUID();
  return headers;
}

async function send(method, url, options, headers) {
  try {
    return await fetch(url, {
      method,
      headers,
      body: options.body === undefined ? undefined : options.raw ? options.body : JSON.stringify(options.body),
      signal: options.signal,
      credentials: 'same-origin',
    });
  } catch (error) {
    if (error?.name === 'AbortError') throw error;
    throw new Problem({ status: 0, code: 'network' });
  }
}

/** A look is never renewed, and what was asked for in one name is never asked again in another. @param {number} [who] */
function lookIsOver(who = session.who) {
  if (session.looks && session.who === who) listeners.lookOver();
  throw new Problem({ status: 401, code: 'look_over' });
}

/**
 * @typedef {object} Options
 * @property {Record<string, any>} [query]
 * @property {any} [body] JSON value, or a Blob with raw
 * @property {boolean} [raw] body is sent as it is
 * @property {string} [etag] If-Match
 * @property {string} [key] Idempotency-Key (one is made when absent)
 * @property {Record<string, string>} [headers]
 * @property {AbortSignal} [signal]
 * @property {boolean} [auth] false: never send or renew a token
 * @property {'json'|'blob'|'stream'} [as]
 */

/**
 * @param {string} method @param {string} path below /api/v1 @param {Options} [options]
 * @returns {Promise<{status: number, body: any, etag: string|null, changeSet: string|null, headers: Headers}>}
 */
export async function request(method, path, options = {}) {
  const url = BASE + path + queryString(options.query);
  const auth = options.auth !== false;
  const who = session.who;
  if (auth && session.looks && Date.now() > session.expires) lookIsOver();
  if (auth && session.token && Date.now() > session.expires) await renew();
  const headers = headersOf(method, options);
  let response = await send(method, url, options, headers);
  if (response.status === 401 && auth && (session.looks || session.who !== who)) lookIsOver(who);
  if (response.status === 401 && auth && (await renew())) {
    response = await send(method, url, options, { ...headers, Authorization: 'Bearer ' + session.token });
  }
  if (response.status === 401 && auth) {
    forgetTokens();
    listeners.signedOut();
  }
  if (!response.ok) throw await problemOf(response);
  const etag = response.headers.get('ETag');
  if (auth && options.as !== 'stream' && options.as !== 'blob' && path !== '/meta') watchGeneration(etag);
  return {
    status: response.status,
    body: await bodyOf(response, options.as),
    etag,
    changeSet: response.headers.get('Change-Set'),
    headers: response.headers,
  };
}

async function bodyOf(response, as) {
  if (as === 'stream') return response;
  if (as === 'blob') return response.blob();
  if (response.status === 204 || response.status === 304) return null;
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

/** @param {string} path @param {Options} [options] */
export const get = (path, options) => request('GET', path, options);
/** @param {string} path @param {any} [body] @param {Options} [options] */
export const post = (path, body, options) => request('POST', path, { ...options, body });
/** @param {string} path @param {any} body @param {Options} [options] */
export const patch = (path, body, options) => request('PATCH', path, { ...options, body });
/** @param {string} path @param {any} body @param {Options} [options] */
export const put = (path, body, options) => request('PUT', path, { ...options, body });
/** @param {string} path @param {Options} [options] */
export const del = (path, options) => request('DELETE', path, options);

/** Hands a blob answer to the browser as a file. @param {{body: Blob, headers: Headers}} answer @param {string} name when the server gives none */
export function hand({ body, headers }, name) {
  const sent = /filename\*=UTF-8''([^;]+)/i.exec(headers.get('Content-Disposition') ?? '');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(body);
  link.download = sent ? decodeURIComponent(sent[1]) : name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Downloads under the caller's rights. @param {string} path @param {string} name @param {Options} [options] */
export async function download(path, name, options) {
  hand(await request('GET', path, { ...options, as: 'blob' }), name);
}
