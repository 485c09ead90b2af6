// SPDX-License-Identifier: AGPL-3.0-or-later
// Which operations were hit, with which status classes, over all test programs of one run. The
// programs are children of one `node --test`, so its pid names the folder; each appends what is new
// and says when it begins and ends, so that the closing test knows that all have spoken.
import {appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';

const folder = process.env.GX_TEST_COVERAGE ?? join(tmpdir(), `gx-hits-${process.ppid}`);
const program = basename(process.argv[1] ?? 'none');
const seen = new Set();

/** Called once by each test program before it starts anything; only the contract class counts. */
export function announce() {
  if (!/[\\/]contract[\\/]/.test(process.argv[1] ?? '')) return;
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, `${program}.begin`), '');
  process.on('exit', () => existsSync(folder) && writeFileSync(join(folder, `${program}.end`), ''));
}

export function recordHit(operationId, status) {
  const key = `${operationId} ${Math.floor(status / 100)}xx`;
  if (seen.has(key) || !existsSync(folder)) return;
  seen.add(key);
  appendFileSync(join(folder, `${program}.hits`), `${key}\n`);
}

/** Programs of the list that have begun, and those that have ended. */
export function progress(programs) {
  const has = (name, end) => existsSync(join(folder, `${name}.${end}`));
  return {begun: programs.filter((p) => has(p, 'begin')), ended: programs.filter((p) => has(p, 'end'))};
}

/** Takes the notes of the run away. */
export const forget = () => rmSync(folder, {recursive: true, force: true});

/** Map operationId -> set of status classes. */
export function readHits() {
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
