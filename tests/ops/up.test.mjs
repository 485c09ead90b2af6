// SPDX-License-Identifier: AGPL-3.0-or-later
// ./guanxi up in the life of one system: first start, again, two at once, killed parts, moved, down.
// The checkout lies under a path with blanks, Chinese and a quote, as people have them.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { System, alive, copyCheckout, isRoot, ownerOf, scratch, sh, until } from './lib/system.mjs';

const dir = scratch();
const place = join(dir, "我 的'客户 $HOME");
mkdirSync(place);
let system = new System(copyCheckout(join(place, 'guanxi')));
let first;

before(() => {
  first = system.ok('up');
});
after(() => {
  system.destroy();
  rmSync(dir, { recursive: true, force: true });
});

const ready = async () => (await system.https('/readyz')).status === 200;

test('up_prints_the_address_and_serves_it', async () => {
  assert.match(first.out, new RegExp(`https://localhost:${system.ports().https}/`));
  assert.equal((await system.https('/')).status, 200);
  assert.ok(await ready());
});

test('up_again_changes_nothing_and_is_fast', () => {
  const before = { ...system.pids(), pg: system.postmaster() };
  // Processor time, not the clock: the machine may be busy with other things.
  const took = sh('TIMEFORMAT="%U %S"; { time "$G" up >/dev/null; } 2>&1 | tail -n 1', { ...system.environment(), G: join(system.checkout, 'guanxi') });
  assert.deepEqual({ ...system.pids(), pg: system.postmaster() }, before);
  const seconds = took.trim().split(' ').map(Number).reduce((a, b) => a + b);
  assert.ok(seconds < 3, `took ${seconds} s`);
});

test('two_starts_at_once_leave_one_system', async () => {
  system.ok('down');
  const both = await Promise.all([system.start('up'), system.start('up')]);
  assert.deepEqual(both.map((b) => b.code), [0, 0], both.map((b) => b.text).join('\n'));
  assert.equal(system.run('status').code, 0);
  assert.ok(await ready());
});

for (const name of ['api', 'worker', 'nginx']) {
  test(`killed_${name}_is_back_within_two_seconds`, async () => {
    const old = system.pid(`${name}.child`);
    process.kill(old, 'SIGKILL');
    await until(`${name} started again`, () => system.pid(`${name}.child`) !== old && alive(system.pid(`${name}.child`)), 2000);
    await until('ready', ready);
  });
}

test('everything_killed_then_up_is_the_same_system', async () => {
  const ports = system.ports();
  system.sql('create table public.kept as select 42 as n');
  const pids = [...Object.values(system.pids()).reverse(), system.postmaster()];
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  assert.notEqual(system.run('status').code, 0);
  system.ok('up');
  assert.equal(system.sql('select n from public.kept'), '42');
  assert.deepEqual(system.ports(), ports);
  assert.ok(await ready());
});

test('killed_supervisor_is_replaced_with_its_program', async () => {
  const { 'api.sup': sup, 'api.child': child } = system.pids();
  process.kill(sup, 'SIGKILL');
  assert.ok(alive(child));
  system.ok('up');
  assert.ok(!alive(child));
  assert.ok(await ready());
});

test('moved_checkout_is_pointed_to_its_new_place', async () => {
  const old = Object.values(system.pids());
  const to = join(dir, '搬家');
  renameSync(place, to);
  system = new System(join(to, 'guanxi'));
  const { err } = system.ok('up');
  assert.match(err, /moved/);
  for (const pid of old) await until(`end of process ${pid} of the old place`, () => !alive(pid), 3000);
  assert.equal(system.sql('select n from public.kept'), '42');
  assert.ok(await ready());
});

test('programs_run_without_roots_rights', { skip: !isRoot && 'not root' }, () => {
  for (const pid of [...Object.values(system.pids()), system.postmaster()]) assert.notEqual(ownerOf(`/proc/${pid}/task`), 0);
});

test('taken_port_that_was_asked_for_is_an_error', () => {
  const other = new System(system.checkout, join(dir, 'second'), { GUANXI_HTTPS_PORT: String(system.ports().https) });
  const r = other.run('up');
  other.destroy();
  assert.notEqual(r.code, 0);
  assert.match(r.err, /port \d+ is taken/);
});

test('second_system_takes_the_next_free_ports', async () => {
  const other = new System(system.checkout, join(dir, 'third'));
  try {
    other.ok('up');
    for (const name of ['api', 'http', 'https']) assert.notEqual(other.ports()[name], system.ports()[name]);
    assert.equal((await other.https('/readyz')).status, 200);
  } finally {
    other.destroy();
  }
});

test('logs_of_each_part_can_be_read', () => {
  for (const part of ['api', 'worker', 'nginx', 'pg']) assert.equal(system.run('logs', part, '--once').code, 0, part);
});

test('down_stops_everything_and_again_is_harmless', async () => {
  const pids = [...Object.values(system.pids()), system.postmaster()];
  system.ok('down');
  for (const pid of pids) await until(`end of process ${pid}`, () => !alive(pid), 3000);
  system.ok('down');
});
