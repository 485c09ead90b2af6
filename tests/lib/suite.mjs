// SPDX-License-Identifier: AGPL-3.0-or-later
// What a contract test program begins with: one stack for all its tests, started before the first
// and stopped after the last.
import {after, before} from 'node:test';
import assert from 'node:assert/strict';
import {announce} from './coverage.mjs';
import {startStack} from './stack.mjs';

export {assert};

/** A holder whose `stack` is there when the first test runs. */
export function withStack(options) {
  const holder = {stack: null};
  announce();
  before(async () => { holder.stack = await startStack(options); });
  after(async () => { await holder.stack?.stop(); });
  return holder;
}

/** The answer has this status; the message shows the body. */
export function expectStatus(answer, status, what = '') {
  const wanted = [status].flat();
  if (!wanted.includes(answer.status)) assert.fail(`${what} expected ${wanted.join(' or ')}, got ${answer.status}: ${answer.text.slice(0, 600)}`);
  return answer;
}

/** Status and problem code. */
export function expectProblem(answer, status, code, what = '') {
  expectStatus(answer, status, what);
  assert.equal(answer.json.code, code, `${what} ${answer.text}`);
  assert.equal(answer.json.status, status);
  return answer;
}
