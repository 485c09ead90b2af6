// SPDX-License-Identifier: AGPL-3.0-or-later
// Within /api/v1 the contract only grows. openapi/released/v1.json.gz holds what the last release promised;
// `node openapi/release.mjs` says what the present contract breaks of it (and fails then), `--write` makes it the promise.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gunzipSync, gzipSync} from 'node:zlib';
import {broken, promisesOf} from './build/promises.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const file = join(root, 'released', 'v1.json.gz');
const now = promisesOf(JSON.parse(readFileSync(join(root, 'dist', 'openapi.json'), 'utf8')));

if (process.argv.includes('--write')) {
  mkdirSync(dirname(file), {recursive: true});
  writeFileSync(file, gzipSync(JSON.stringify(now, null, 1), {level: 9}));
} else {
  const lines = broken(JSON.parse(gunzipSync(readFileSync(file))), now);
  for (const line of lines) console.error(line);
  process.exitCode = lines.length ? 1 : 0;
}
