// SPDX-License-Identifier: AGPL-3.0-or-later
// Closes the class: every operation of the contract was asked for by some test, and answered well at
// least once. Runs last (its name), waits until the others have ended; alone it is skipped.
import {readdirSync} from 'node:fs';
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {operationIds} from '../lib/contract.mjs';
import {announce, forget, progress, readHits} from '../lib/coverage.mjs';

const here = fileURLToPath(import.meta.url);
const others = readdirSync(dirname(here)).filter((n) => n.endsWith('.test.mjs') && !here.endsWith(n));

async function wait(condition, limit) {
  const end = Date.now() + limit;
  while (!condition() && Date.now() < end) await new Promise((resolve) => { setTimeout(resolve, 50); });
  return condition();
}

test('every_operation_of_the_contract_was_hit', async (t) => {
  announce();
  if (!await wait(() => progress(others).begun.length === others.length, 5000)) return t.skip('not a run of the whole class');
  await wait(() => progress(others).ended.length === others.length, 600000);
  const hits = readHits();
  forget();
  const never = operationIds.filter((id) => !hits.has(id));
  const onlyErrors = operationIds.filter((id) => hits.has(id) && ![...hits.get(id)].some((s) => s === '2xx' || s === '3xx'));
  assert.deepEqual({never, onlyErrors}, {never: [], onlyErrors: []});
  return undefined;
});
