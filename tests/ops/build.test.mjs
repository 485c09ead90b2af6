// SPDX-License-Identifier: AGPL-3.0-or-later
// deploy/build.sh in a clean directory, as an image build runs it: from npm ci to programs.
import { test, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { copyCheckout, scratch } from './lib/system.mjs';

const dir = scratch();
let checkout = copyCheckout(join(dir, '源 码'), { built: false });
after(() => rmSync(dir, { recursive: true, force: true }));

function build(...words) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([k]) => !/^(GUANXI_|GX_|PG)/.test(k)));
  return spawnSync(join(checkout, 'deploy/build.sh'), words, { cwd: '/', env, encoding: 'utf8', timeout: 900_000 });
}

test('clean_directory_builds_everything', () => {
  const r = build();
  assert.equal(r.status, 0, r.stdout + r.stderr);
  for (const program of ['guanxi-api', 'guanxi-worker', 'guanxi-admin', 'guanxi-parse']) {
    assert.ok(statSync(join(checkout, 'build/bin', program)).mode & 0o100, program);
  }
  assert.ok(existsSync(join(checkout, 'web-client/dist/index.html')));
  assert.ok(readdirSync(join(checkout, 'web-client/dist/assets')).some((f) => f.endsWith('.js')));
});

test('programs_are_hardened', () => {
  const r = spawnSync('readelf', ['-dlW', join(checkout, 'build/bin/guanxi-api')], { encoding: 'utf8' });
  assert.match(r.stdout, /BIND_NOW|FLAGS.*NOW/);
  assert.match(r.stdout, /GNU_RELRO/);
  assert.match(r.stdout, /Flags: .*PIE/);
  assert.doesNotMatch(r.stdout, /GNU_STACK.*RWE/);
});

test('second_build_does_nothing', () => {
  const file = join(checkout, 'build/bin/guanxi-api');
  const before = statSync(file).mtimeMs;
  const began = Date.now();
  assert.equal(build().status, 0);
  assert.ok(Date.now() - began < 15_000);
  assert.equal(statSync(file).mtimeMs, before);
});

test('stale_contract_stops_the_build_with_advice', () => {
  const r = spawnSync('bash', ['-c', 'printf " " >>"$1/openapi/dist/catalog.json" && "$1/deploy/build.sh" contract-check', '_', checkout], { encoding: 'utf8' });
  assert.notEqual(r.status, 0);
  assert.match(r.stderr, /\.\/guanxi build/);
  assert.equal(build('contract', 'contract-check').status, 0);
});

test('moved_checkout_configures_anew', () => {
  renameSync(checkout, join(dir, 'moved'));
  checkout = join(dir, 'moved');
  rmSync(join(checkout, 'build/bin/guanxi-parse'));
  const r = spawnSync('cmake', ['-N', join(checkout, 'build')], { encoding: 'utf8' });
  assert.match(r.stdout + r.stderr, /源 码/); // what lies there knows the old place
  const b = build('programs');
  assert.equal(b.status, 0, b.stdout + b.stderr);
  assert.ok(existsSync(join(checkout, 'build/bin/guanxi-parse')));
});
