// SPDX-License-Identifier: AGPL-3.0-or-later
// The files that are ours: what git knows, without what is generated.
import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync, readdirSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const SKIP = /(^|\/)(node_modules|build[^/]*|var|dist|\.git|generated)(\/|$)/;

function walk(folder, found = []) {
  for (const name of readdirSync(join(ROOT, folder))) {
    const path = folder ? `${folder}/${name}` : name;
    if (SKIP.test(path)) continue;
    if (statSync(join(ROOT, path)).isDirectory()) walk(path, found);
    else found.push(path);
  }
  return found;
}

function listed() {
  try {
    return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']})
      .split('\n').filter(Boolean);
  } catch { return walk(''); }
}

const all = [...new Set(listed())].filter((f) => !SKIP.test(f) && existsSync(join(ROOT, f))).sort();

export const read = (file) => readFileSync(join(ROOT, file), 'utf8');
export const files = (pattern) => all.filter((f) => pattern.test(f));
export const isGenerated = (text) => /generated|do not edit/i.test(text.split('\n', 8).join('\n'));

/** Files with a message for each that breaks a rule; for assert.deepEqual(…, []). */
export function complaints(list, rule) {
  return list.flatMap((file) => {
    const found = rule(read(file), file);
    return [found].flat().filter(Boolean).map((message) => `${file}: ${message}`);
  });
}

/** Text of C or JavaScript without comments and the insides of strings, lines kept. */
export function code(text) {
  return text.replace(/\/\*[^]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g,
    (m) => (m[0] === '/' ? m.replace(/[^\n]/g, ' ') : m[0] + ' '.repeat(m.length - 2) + m[0]));
}
