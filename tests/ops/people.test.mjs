// SPDX-License-Identifier: AGPL-3.0-or-later
// Who starts it: root, root in somebody else's checkout, a person without rights; missing packages; the first administrator.
import { test, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { System, copyCheckout, isRoot, ownerOf, scratch, sh } from './lib/system.mjs';

const dir = scratch();
const made = [];
after(() => {
  for (const s of made) s.destroy();
  rmSync(dir, { recursive: true, force: true });
});
function system(...args) {
  const s = new System(...args);
  made.push(s);
  return s;
}
const NOBODY = 65534;
const needsRoot = { skip: !isRoot && 'needs root to become somebody else' };
/** A test's own copy of a program folder that everybody may read. */
const bin = join(dir, 'bin');
mkdirSync(bin);
sh('cp "$FROM"/guanxi-* "$TO/"; chmod -R a+rX "$TO"', { FROM: process.env.GX_TEST_BIN, TO: bin });

function asNobody(checkout, ...args) {
  const env = { PATH: '/usr/bin:/bin', HOME: '/', GUANXI_BIN: bin, GUANXI_DEMO: '0', GUANXI_PG_BUFFERS_MB: '128' };
  return spawnSync('setpriv', ['--reuid', '65534', '--regid', '65534', '--clear-groups', join(checkout, 'guanxi'), ...args], { env, encoding: 'utf8', input: '', timeout: 300_000 });
}

test('first_administrator_of_a_system_without_demo_can_log_in', async () => {
  const s = system(copyCheckout(join(dir, 'root')));
  assert.match(s.ok('up').out, /user-add/);
  const r = spawnSync(join(s.checkout, 'guanxi'), ['admin', 'user-add', 'boss', '老板', 'admin'], { env: s.environment(), input: 'long enough 1\n', encoding: 'utf8' });
  assert.equal(r.status, 0, r.stdout + r.stderr);
  const answer = await s.https('/api/v1/auth/login', { method: 'POST', headers: { 'content-type': 'application/json', 'x-real-ip': '9.9.9.9' }, body: JSON.stringify({ username: 'boss', password: 'long enough 1' }) });
  assert.equal(answer.status, 200, answer.text);
  assert.ok(JSON.parse(answer.text).access_token);
  assert.doesNotMatch(s.sql('select host(ip::inet) from auth.session'), /9\.9\.9\.9/, 'the client chose its own address');
  assert.equal((await s.https('/api/v1/auth/demo')).status >= 400 || JSON.parse((await s.https('/api/v1/auth/demo')).text).data.length === 0, true);
  s.ok('down');
});

test('person_without_rights_starts_it_where_the_packages_are', needsRoot, async () => {
  const s = system(copyCheckout(join(dir, 'nobody')));
  sh('chown -R 65534:65534 "$D"', { D: s.checkout });
  const r = asNobody(s.checkout, 'up');
  assert.equal(r.status, 0, r.stdout + r.stderr);
  assert.equal((await s.https('/readyz')).status, 200);
  assert.equal(ownerOf(`/proc/${s.postmaster()}`), NOBODY);
  assert.equal(asNobody(s.checkout, 'down').status, 0);
});

test('root_in_somebodys_checkout_becomes_that_person', needsRoot, () => {
  const s = made.at(-1);
  s.env.GUANXI_BIN = bin;
  s.ok('up');
  assert.equal(ownerOf(`/proc/${s.postmaster()}`), NOBODY);
  assert.equal(sh('find "$D" -user root | head -n 5', { D: s.checkout }), '');
  s.ok('down');
});

test('data_of_somebody_else_are_refused', needsRoot, () => {
  const s = made[0];
  const copy = join(dir, 'other');
  mkdirSync(copy);
  sh('cp -a "$A/guanxi" "$A/deploy" "$B/"; chown -R 65534:65534 "$B"', { A: s.checkout, B: copy });
  const r = spawnSync('setpriv', ['--reuid', '65534', '--regid', '65534', '--clear-groups', join(copy, 'guanxi'), 'status'], { env: { PATH: process.env.PATH, GUANXI_VAR: s.state }, encoding: 'utf8' });
  assert.notEqual(r.status, 0);
  assert.match(r.stderr, /belongs to root/);
});

test('missing_packages_are_named_to_who_may_not_install_them', needsRoot, () => {
  const checkout = copyCheckout(join(dir, 'bare'));
  appendFileSync(join(checkout, 'deploy/packages.txt'), 'no-such-package-a # for a test\nno-such-package-b\n');
  sh('chown -R 65534:65534 "$D"', { D: checkout });
  const r = asNobody(checkout, 'up');
  assert.notEqual(r.status, 0);
  assert.match(r.stderr, /no-such-package-a no-such-package-b/);
  assert.match(r.stderr, /apt-get install/);
  assert.ok(!existsSync(join(checkout, 'var')));
});

test('checkout_that_the_run_accounts_cannot_enter_works', needsRoot, async () => {
  const shut = join(dir, 'shut');
  mkdirSync(shut);
  chmodSync(shut, 0o700);
  const s = system(copyCheckout(join(shut, 'co')));
  s.ok('up');
  assert.match(s.state, /^\/var\/lib\/guanxi\./);
  assert.equal((await s.https('/readyz')).status, 200);
  assert.match((await s.https('/')).text, /<div id="root"/);
  s.ok('down');
  assert.ok(readFileSync(join(s.checkout, 'var/elsewhere'), 'utf8').trim() === s.state);
});
