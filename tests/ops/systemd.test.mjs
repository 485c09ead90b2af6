// SPDX-License-Identifier: AGPL-3.0-or-later
// The systemd units: known to systemd, sandboxed, restarted, and given no more secrets than they need.
import { test, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOME, scratch } from './lib/system.mjs';

const folder = join(HOME, 'deploy/systemd');
const units = readdirSync(folder).filter((f) => f.endsWith('.service'));
const text = (unit) => readFileSync(join(folder, unit), 'utf8');
const analyze = spawnSync('systemd-analyze', ['--version']).status === 0;
const dir = scratch();
after(() => rmSync(dir, { recursive: true, force: true }));

test('there_is_a_unit_for_each_program', () => {
  assert.deepEqual(units.sort(), ['guanxi-api.service', 'guanxi-migrate.service', 'guanxi-nginx.service', 'guanxi-worker.service']);
});

for (const unit of units) {
  test(`${unit}_is_sandboxed`, () => {
    const lines = text(unit).split('\n');
    for (const wanted of ['NoNewPrivileges=yes', 'ProtectSystem=strict', 'ProtectHome=yes', 'PrivateTmp=yes', 'PrivateDevices=yes', 'LimitCORE=0', 'RestrictNamespaces=yes', 'SystemCallArchitectures=native']) {
      assert.ok(lines.includes(wanted), wanted);
    }
    assert.ok(lines.some((l) => /^User=guanxi/.test(l)));
  });

  test(`${unit}_passes_systemd_analyze`, { skip: !analyze && 'no systemd-analyze here' }, () => {
    // The programs are not installed on the test machine: only their paths are replaced.
    const copy = join(dir, unit);
    writeFileSync(copy, text(unit).replace(/^ExecStart=\S+/m, 'ExecStart=/bin/true').replace(/^(After|Requires|Wants)=.*guanxi.*$/gm, ''));
    const r = spawnSync('systemd-analyze', ['verify', copy], { encoding: 'utf8' });
    const complaints = (r.stdout + r.stderr).split('\n').filter((l) => l.includes('guanxi-'));
    assert.deepEqual(complaints, []);
  });
}

test('lasting_services_restart_within_two_seconds', () => {
  for (const unit of units.filter((u) => !u.includes('migrate'))) {
    assert.match(text(unit), /^Restart=always$/m, unit);
    assert.ok(Number(text(unit).match(/^RestartSec=(\d+)$/m)[1]) <= 2, unit);
    assert.match(text(unit), /^MemoryMax=/m, unit);
  }
});

test('only_the_migration_holds_the_migrators_password', () => {
  for (const unit of units) assert.equal(text(unit).includes('guanxi_migrator.pw'), unit.includes('migrate'), unit);
  assert.ok(!text('guanxi-api.service').includes('guanxi_worker.pw'));
  assert.ok(!text('guanxi-worker.service').includes('jwt.key'));
});
