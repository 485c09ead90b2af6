// SPDX-License-Identifier: AGPL-3.0-or-later
// The private cluster: who gets in, how it is kept, and that odd places and crashes do not stop it.
import { test, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOME, System, alive, isRoot, scratch, sh } from './lib/system.mjs';

const dir = scratch();
const made = [];
function system(varDir) {
  // Roles and passwords are part of the cluster; tables are not needed, so no program is offered.
  const s = new System(HOME, varDir, { GUANXI_BIN: join(dir, 'none') });
  made.push(s);
  return s;
}
after(() => {
  for (const s of made) if (existsSync(s.varDir)) s.run('db', 'destroy');
  rmSync(dir, { recursive: true, force: true });
});

const main = system(join(dir, 'main'));
main.ok('db', 'up');
const env = Object.fromEntries([...main.ok('env').out.matchAll(/(PG\w+)=(\S+)/g)].map((m) => [m[1], m[2]]));

function login(user, password, { uid } = {}) {
  const where = ['-h', env.PGHOST, '-p', env.PGPORT, '-U', user, '-d', env.PGDATABASE, '-w', '-X', '-At', '-c', 'select current_user'];
  const settings = { PATH: process.env.PATH, ...(password ? { PGPASSWORD: password } : {}) };
  return uid ? spawnSync('setpriv', ['--reuid', uid, '--clear-groups', 'psql', ...where], { env: settings, encoding: 'utf8' }) : spawnSync('psql', where, { env: settings, encoding: 'utf8' });
}
const password = (role) => readFileSync(join(main.state, 'secrets', `${role}.pw`), 'utf8');

test('cluster_keeps_what_it_promises', () => {
  const got = main.sql("select current_setting('fsync'), current_setting('full_page_writes'), current_setting('data_checksums'), current_setting('password_encryption'), current_setting('listen_addresses'), datctype, datcollate, pg_encoding_to_char(encoding) from pg_database where datname = current_database()");
  assert.equal(got, 'on|on|on|scram-sha-256||C.UTF-8|C.UTF-8|UTF8');
});

test('no_line_of_the_access_file_trusts_anybody', () => {
  const rules = main.sql("select type || ' ' || auth_method from pg_hba_file_rules order by line_number");
  assert.deepEqual(rules.split('\n'), ['local peer', 'local scram-sha-256']);
});

test('roles_log_in_with_their_own_password_only', () => {
  for (const role of ['guanxi_read', 'guanxi_api', 'guanxi_worker', 'guanxi_migrator']) {
    assert.equal(login(role, password(role)).status, 0, role);
    assert.notEqual(login(role, 'wrong').status, 0, role);
    assert.notEqual(login(role).status, 0, role);
  }
  assert.notEqual(login('guanxi_api', password('guanxi_read')).status, 0);
  assert.notEqual(login('guanxi_owner', password('guanxi_migrator')).status, 0);
});

test('passwords_are_kept_as_scram_and_not_in_the_log', () => {
  assert.equal(main.sql("select bool_and(rolpassword like 'SCRAM-SHA-256$%') from pg_authid where rolname ~ '^guanxi_' and rolcanlogin"), 't');
  const { out } = main.ok('logs', 'pg', '--once');
  assert.ok(!out.includes(password('guanxi_api')));
});

test('another_account_of_the_machine_is_not_the_superuser', { skip: !isRoot && 'needs root to become somebody else' }, () => {
  assert.notEqual(login('postgres', undefined, { uid: 'nobody' }).status, 0);
  assert.equal(login('postgres').status, 0);
});

test('killed_server_recovers', () => {
  main.sql('create table public.kept as select generate_series(1, 1000) as n');
  process.kill(main.postmaster(), 'SIGKILL');
  main.ok('db', 'up');
  assert.equal(main.sql('select count(*) from public.kept'), '1000');
});

test('lock_file_that_names_a_strangers_process_does_not_stop_it', () => {
  main.ok('db', 'down');
  const file = join(main.state, 'pg', 'postmaster.pid');
  sh('sleep 300 >/dev/null 2>&1 & echo $! >"$F"; printf "%s\\n0\\n5432\\n/nowhere\\n\\n" "$D" >>"$F"', { F: file, D: join(main.state, 'pg') });
  const stranger = Number(readFileSync(file, 'utf8').split('\n')[0]);
  try {
    main.ok('db', 'up');
    assert.ok(alive(stranger));
    assert.notEqual(main.postmaster(), stranger);
  } finally {
    process.kill(stranger);
  }
});

for (const [what, name] of [
  ['blanks_and_chinese', '数据 目录'],
  ['quotes_and_dollars', 'a"b\'c$HOME`d\\e'],
  ['more_than_107_bytes', 'x'.repeat(150)],
]) {
  test(`data_path_with_${what}_works`, () => {
    const s = system(join(dir, name));
    s.ok('db', 'up');
    assert.equal(s.sql('select 1'), '1');
    s.ok('db', 'up');
    assert.equal(s.run('db', 'status').code, 0);
    s.ok('db', 'down');
    assert.equal(s.run('db', 'status').code, 3);
  });
}

test('start_that_was_interrupted_is_begun_again', () => {
  const s = system(join(dir, 'half'));
  mkdirSync(join(s.varDir, 'pg.new', 'base'), { recursive: true });
  writeFileSync(join(s.varDir, 'pg.new', 'PG_VERSION'), '15\n');
  s.ok('db', 'up');
  assert.equal(s.sql('select 1'), '1');
});

test('copied_data_do_not_touch_the_original', () => {
  const copy = system(join(dir, 'copy'));
  const pid = main.postmaster();
  sh('cp -a "$A" "$B"', { A: main.varDir, B: copy.varDir });
  assert.equal(copy.run('db', 'status').code, 3);
  copy.ok('db', 'down');
  assert.ok(alive(pid));
  copy.ok('db', 'up');
  assert.notEqual(copy.postmaster(), pid);
  assert.equal(main.sql('select count(*) from public.kept'), copy.sql('select count(*) from public.kept'));
});

test('moved_data_are_found', () => {
  const s = system(join(dir, 'here'));
  s.ok('db', 'up');
  renameSync(s.varDir, join(dir, 'there'));
  const moved = system(join(dir, 'there'));
  moved.ok('db', 'up');
  assert.equal(moved.sql("select current_setting('unix_socket_directories')"), join(dir, 'there', 'sock'));
});

test('data_that_the_accounts_cannot_reach_live_elsewhere', { skip: !isRoot && 'only root is shut out by modes' }, () => {
  const shut = join(dir, 'shut');
  mkdirSync(shut);
  chmodSync(shut, 0o700);
  const s = system(join(shut, 'var'));
  s.ok('db', 'up');
  assert.match(s.state, /^\/var\/lib\/guanxi\./);
  assert.equal(s.sql('select 1'), '1');
  renameSync(shut, join(dir, 'shut2'));
  const moved = system(join(dir, 'shut2', 'var'));
  moved.ok('db', 'up');
  assert.equal(moved.sql('select 1'), '1');
  moved.ok('db', 'destroy');
  rmSync(moved.state, { recursive: true });
});
