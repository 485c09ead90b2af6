// SPDX-License-Identifier: AGPL-3.0-or-later
// What is generated is fresh, what is formatted is formatted, what is installed runs on Node 18.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import test from 'node:test';
import {ROOT, files, read} from './tree.mjs';

function run(command, args) {
  const r = spawnSync(command, args, {cwd: ROOT, encoding: 'utf8', env: {...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true'}, maxBuffer: 64 << 20});
  return {...r, text: `${r.stdout ?? ''}${r.stderr ?? ''}${r.error ?? ''}`};
}

test('openapi/dist is what build.mjs makes', () => {
  const r = run(process.execPath, ['openapi/build.mjs', '--check']);
  assert.equal(r.status, 0, r.text);
});

test('the contract passes Redocly', () => {
  const r = run(process.execPath, ['node_modules/@redocly/cli/bin/cli.js', 'lint', 'openapi/dist/openapi.json']);
  assert.equal(r.status, 0, r.text.slice(-3000));
});

test('C is in the layout of .clang-format', () => {
  const r = run('clang-format', ['--dry-run', '-Werror', ...files(/^(api|db|tests)\/.*\.[ch]$/)]);
  const bad = [...new Set([...r.text.matchAll(/^([^\s:]+\.[ch]):\d+/gm)].map((m) => m[1]))];
  assert.deepEqual(bad, [], 'run clang-format -i on these');
  assert.equal(r.status, 0, r.text.slice(0, 500));
});

const NODE = [18, 20, 4];
const compare = (a, b) => { for (let i = 0; i < 3; i++) if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) - (b[i] ?? 0); return 0; };
const numbers = (text) => text.split('-')[0].split('.').filter((p) => /^\d+$/.test(p)).map(Number);

function fitsOne(part) {
  const [, op, version] = /^(>=|<=|>|<|=|\^|~)?\s*v?([\dx*.]*[^\s]*)$/.exec(part) ?? [];
  if (!version || version === '*' || version === 'x') return true;
  const v = numbers(version), c = compare(NODE, v);
  if (op === '>=') return c >= 0;
  if (op === '>') return c > 0;
  if (op === '<=') return c <= 0;
  if (op === '<') return c < 0;
  if (op === '~') return NODE[0] === v[0] && (v.length < 2 || NODE[1] === v[1]) && c >= 0;
  return NODE[0] === v[0] && (op === '^' || v.length > 1 ? c >= 0 : true);
}

const fits = (range) => range.split('||').some((alternative) => alternative.trim().replace(/(>=|<=|>|<|=|\^|~)\s+/g, '$1').split(/\s+/).filter(Boolean).every(fitsOne));

test('ranges are read rightly', () => {
  for (const good of ['>=18', '^18.0.0 || >=20', '>= 16.17', '*', '18 || 20', '>=14 <22', '18.x']) assert.ok(fits(good), good);
  for (const bad of ['>=20', '^20.19.0 || >=22.12.0', '22', '>=18.21', '^16.0.0', '>=20 <23']) assert.ok(!fits(bad), bad);
});

// Declares Node 20, was run on 18 all the same; only lints the contract.
const RAN_ON_18 = ['node_modules/@redocly/cli'];

test('everything in the lock file runs on Debian\'s Node 18', () => {
  const lock = JSON.parse(read('package-lock.json'));
  const bad = Object.entries(lock.packages)
    .filter(([name, p]) => !p.optional && !RAN_ON_18.includes(name) && p.engines?.node && !fits(p.engines.node)).map(([name, p]) => `${name}: ${p.engines.node}`);
  assert.deepEqual(bad, []);
});

test('the lock file names no registry and no install script', () => {
  const lock = JSON.parse(read('package-lock.json'));
  const bad = Object.entries(lock.packages).filter(([, p]) => p.resolved && !p.link).map(([name]) => name);
  assert.deepEqual(bad, []);
});
