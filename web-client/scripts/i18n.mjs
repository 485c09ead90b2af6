// SPDX-License-Identifier: AGPL-3.0-or-later
// Makes locales/zh-TW from locales/zh-CN by OpenCC (cn -> twp). Placeholders
// ({{name}}, $t(key)) are protected; overrides.json next to this file holds what
// a reader corrected: whole values by key, and words. --check only compares.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Converter } from 'opencc-js/cn2t';

const at = (path) => fileURLToPath(new URL('../src/i18n/locales/' + path, import.meta.url));
const overrides = JSON.parse(readFileSync(new URL('./overrides.json', import.meta.url), 'utf8'));
const convert = Converter({ from: 'cn', to: 'twp' });
const check = process.argv.includes('--check');

/** @param {string} text */
export function traditional(text) {
  const pieces = text.split(/(\{\{[^}]*\}\}|\$t\([^)]*\)|<\/?\w+>)/);
  const converted = pieces.map((piece, index) => (index % 2 ? piece : convert(piece))).join('');
  return Object.entries(overrides.words).reduce((out, [from, to]) => out.replaceAll(from, to), converted);
}

function walk(node, key) {
  if (typeof node === 'string') return overrides.keys[key] ?? traditional(node);
  return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, walk(child, key ? key + '.' + name : name)]));
}

let stale = 0;
mkdirSync(at('zh-TW'), { recursive: true });
for (const file of readdirSync(at('zh-CN')).sort()) {
  const source = JSON.parse(readFileSync(at('zh-CN/' + file), 'utf8'));
  const name = file.replace(/\.json$/, '');
  const made = JSON.stringify(Object.fromEntries(Object.entries(source).map(([key, node]) => [key, walk(node, name + ':' + key)])), null, 2) + '\n';
  let had = '';
  try { had = readFileSync(at('zh-TW/' + file), 'utf8'); } catch { /* first time */ }
  if (had === made) continue;
  stale += 1;
  if (!check) writeFileSync(at('zh-TW/' + file), made);
}
if (check && stale) {
  console.error(stale + ' file(s) of locales/zh-TW are stale: run node web-client/scripts/i18n.mjs');
  process.exit(1);
}
