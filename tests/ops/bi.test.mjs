// SPDX-License-Identifier: AGPL-3.0-or-later
// SQL of people's own over the network: TLS and a password for members of guanxi_bi, nothing for anybody else.
import { test, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { System, copyCheckout, scratch } from './lib/system.mjs';

const dir = scratch();
const s = new System(copyCheckout(join(dir, 'checkout')));
after(() => {
  s.destroy();
  rmSync(dir, { recursive: true, force: true });
});
const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});
const state = () => join(s.checkout, 'var');
const where = () => { try { return readFileSync(join(state(), 'elsewhere'), 'utf8').trim(); } catch { return state(); } };
const PASSWORD = 'for the tests only';

test('people_read_by_their_own_log_in_what_their_person_may', async () => {
  const port = await freePort();
  s.ok('up');
  assert.notEqual(s.run('bi', 'enable', String(port)).code, 0, 'not under a running service');
  s.ok('down');
  s.ok('bi', 'enable', String(port));
  s.ok('up');
  s.sql(`insert into app."user" (id, name, username, role_ids) select '01890000-0000-7000-8000-0000000000b1', '分析员', 'analyst', array[r.id] from app.role r where r.key = 'salesperson';
         insert into app.account (name, owner_id) values ('甲', '01890000-0000-7000-8000-0000000000b1'), ('乙', null)`);
  const added = spawnSync(join(s.checkout, 'guanxi'), ['bi', 'add', 'analyst_sql', 'analyst'], { env: s.environment(), input: `${PASSWORD}\n`, encoding: 'utf8' });
  assert.equal(added.status, 0, added.stdout + added.stderr);

  const ask = (user, query, mode = 'verify-full', database = 'guanxi') => spawnSync('psql', ['-XAt', '-c', query,
    `host=localhost hostaddr=127.0.0.1 port=${port} dbname=${database} user=${user} sslmode=${mode} sslrootcert=${join(where(), 'tls/ca.crt')}`],
  { env: { PATH: process.env.PATH, PGPASSWORD: user === 'guanxi_api' ? readFileSync(join(where(), 'secrets/guanxi_api.pw'), 'utf8') : PASSWORD }, encoding: 'utf8' });

  const seen = ask('analyst_sql', 'select name from account');
  assert.equal(seen.stdout.trim(), '甲', seen.stderr);
  assert.notEqual(ask('analyst_sql', 'select 1', 'disable').status, 0, 'nobody without TLS');
  assert.notEqual(ask('analyst_sql', 'select 1', 'verify-full', 'postgres').status, 0, 'no other database');
  assert.notEqual(ask('guanxi_api', 'select 1').status, 0, 'the service\'s own role does not come by the network');
  assert.notEqual(ask('postgres', 'select 1').status, 0, 'nor the superuser');
  assert.notEqual(ask('analyst_sql', 'select count(*) from app.account').status, 0, 'tables are closed');
  assert.equal((await s.https('/readyz')).status, 200, 'the service runs beside it');
  s.ok('bi', 'remove', 'analyst_sql');
  assert.notEqual(ask('analyst_sql', 'select 1').status, 0, 'a removed log-in is gone');
  for (const name of ['postgres', 'guanxi_read', 'Ünicode', 'x;drop']) assert.notEqual(s.run('bi', 'add', name, 'analyst').code, 0, name);
  s.ok('down');
  s.ok('bi', 'disable');
  s.ok('up');
  assert.notEqual(ask('analyst_sql', 'select 1').status, 0, 'closed again');
  s.ok('down');
});
