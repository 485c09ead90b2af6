// SPDX-License-Identifier: AGPL-3.0-or-later
// Which operations were hit, with which status classes, over all test programs of a run: each
// appends what is new to its own file in GX_TEST_COVERAGE; run.mjs reads them all at the end.
import {appendFileSync, readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';

const seen = new Set();

export function recordHit(operationId, status) {
  const key = `${operationId} ${Math.floor(status / 100)}xx`;
  if (seen.has(key) || !process.env.GX_TEST_COVERAGE) return;
  seen.add(key);
  appendFileSync(join(process.env.GX_TEST_COVERAGE, `${process.pid}.hits`), `${key}\n`);
}

/** Map operationId -> set of status classes. */
export function readHits(folder) {
  const hits = new Map();
  for (const name of readdirSync(folder).filter((n) => n.endsWith('.hits'))) {
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean)) {
      const [id, status] = line.split(' ');
      if (!hits.has(id)) hits.set(id, new Set());
      hits.get(id).add(status);
    }
  }
  return hits;
}
