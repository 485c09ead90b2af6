// SPDX-License-Identifier: AGPL-3.0-or-later
// openapi/**.yaml -> dist/catalog.json (for the database, the server and the tests) and
// dist/openapi.json (for everybody). `node openapi/build.mjs` writes, `--check` fails when the
// committed files are stale. Deterministic: no times, no machine names, sorted input.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {makeCatalog} from './build/catalog.mjs';
import {makeDocument} from './build/document.mjs';
import {checkExamples} from './build/examples.mjs';
import {loadSources} from './build/load.mjs';
import {catalogOperation, readOperations} from './build/operations.mjs';
import {makeInitials} from './build/pinyin.mjs';
import {makeTraditional} from './build/zh_tw.mjs';

const root = dirname(fileURLToPath(import.meta.url));

export function build() {
  const sources = {...loadSources(root), initials: makeInitials(join(root, '../migrations/0020_han.sql'))};
  const traditional = makeTraditional(sources.zhTw);
  const operations = readOperations(sources.operations);
  const errors = sources.errors.map(({code, status, ...t}) => (
    {code, status, title: {'zh-CN': t['zh-CN'], 'zh-TW': traditional(t['zh-CN']), en: t.en}}));
  const catalog = makeCatalog(sources, traditional, operations.map((op) => catalogOperation(op, sources.schemas)), errors);
  const document = makeDocument(catalog, sources, operations);
  checkExamples(catalog, document);
  for (const r of catalog.resources) delete r.examples;
  return {'catalog.json': text(catalog, 4), 'openapi.json': text(document, 99)};
}

/** The catalog puts a field or operation on one line, so that a change reads well in a diff; the contract is plain indented JSON. */
function text(value, depth) {
  return `${depth > 9 ? JSON.stringify(value, null, 1) : compact(value, '', depth)}\n`;
}

function compact(value, indent, depth) {
  const line = JSON.stringify(value);
  if (depth === 0 || !value || typeof value !== 'object' || line.length < 160) return line;
  const inner = `${indent} `;
  const lines = Array.isArray(value)
    ? value.map((v) => inner + compact(v, inner, depth - 1))
    : Object.entries(value).filter(([, v]) => v !== undefined).map(([k, v]) => `${inner}${JSON.stringify(k)}: ${compact(v, inner, depth - 1)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

function main() {
  const files = build();
  const dist = join(root, 'dist');
  mkdirSync(dist, {recursive: true});
  let stale = 0;
  for (const [name, content] of Object.entries(files)) {
    const path = join(dist, name);
    if (process.argv.includes('--check')) {
      let old = '';
      try { old = readFileSync(path, 'utf8'); } catch { /* absent is stale */ }
      if (old !== content) { stale += 1; console.error(`openapi/dist/${name} is stale: run node openapi/build.mjs`); }
    } else writeFileSync(path, content);
  }
  process.exitCode = stale ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try { main(); } catch (e) { console.error(e.message); process.exitCode = 1; }
}
