// SPDX-License-Identifier: AGPL-3.0-or-later
// What a failed request becomes: an Error that carries the contract's problem
// body (RFC 9457). Callers read code and errors; words come from i18n, never
// from the server's title.

export class Problem extends Error {
  /** @param {{status?: number, code?: string, title?: string, detail?: string, request_id?: string,
   *   errors?: {pointer: string, code: string, message: string}[], current?: any, retryAfter?: number}} body */
  constructor(body) {
    super(body.detail || body.title || body.code || 'error');
    this.name = 'Problem';
    this.status = body.status ?? 0;
    this.code = body.code ?? 'internal';
    this.detail = body.detail ?? '';
    this.requestId = body.request_id ?? '';
    this.errors = body.errors ?? [];
    this.current = body.current ?? null;
    this.retryAfter = body.retryAfter ?? 0;
  }
}

/** @param {Response} response @returns {Promise<Problem>} */
export async function problemOf(response) {
  let body = {};
  try {
    body = await response.json();
  } catch {
    body = { code: response.status >= 502 && response.status <= 504 ? 'unavailable' : 'internal' };
  }
  const retryAfter = Number(response.headers.get('Retry-After')) || 0;
  return new Problem({ ...body, status: response.status, retryAfter });
}

/** @param {unknown} error @param {string} code */
export const isProblem = (error, code) => error instanceof Problem && error.code === code;

/**
 * Errors by field name: "/name" and "/changes/name" both name the field "name".
 * @param {unknown} error @returns {Record<string, {code: string, message: string}>}
 */
export function fieldErrors(error) {
  /** @type {Record<string, {code: string, message: string}>} */
  const out = {};
  if (!(error instanceof Problem)) return out;
  for (const item of error.errors) {
    const parts = String(item.pointer ?? '').split('/').filter(Boolean);
    const name = parts[0] === 'changes' ? parts[1] : parts[0];
    if (name && !out[name]) out[name] = { code: item.code, message: item.message };
  }
  return out;
}
