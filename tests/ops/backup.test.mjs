// SPDX-License-Identifier: AGPL-3.0-or-later
// The restore drill: what went into a backup comes out of it, in another cluster, bit for bit.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { System, copyCheckout, isRoot, scratch, sh } from './lib/system.mjs';

const dir = scratch();
const checkout = copyCheckout(join(dir, 'co'));
const source = new System(checkout, join(dir, 'source'), { GUANXI_DEMO: '1' });
const target = new System(checkout, join(dir, 'target'));
const archive = join(dir, '备份 1.tar');
const content = Buffer.from('合同 '.repeat(5000));
const hash = createHash('sha256').update(content).digest('hex');

before(() => {
  source.ok('db', 'up');
  source.ok('demo');
  const shelf = join(source.state, 'files', hash.slice(0, 2));
  mkdirSync(shelf, { recursive: true });
  writeFileSync(join(shelf, hash), content, { mode: 0o600 });
  if (isRoot) sh('chown -R --reference="$D" "$D/$S"', { D: join(source.state, 'files'), S: hash.slice(0, 2) });
  source.ok('backup', archive);
});
after(() => {
  for (const s of [source, target]) s.destroy();
  rmSync(dir, { recursive: true, force: true });
});

const TABLES = `select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('app', 'auth', 'audit', 'job', 'meta') order by 1`;

/** Rows and one checksum for each table, independent of the order in which rows lie. */
function sums(system, leave = []) {
  const tables = system.sql(TABLES).split('\n').filter((t) => !leave.includes(t));
  const parts = tables.map((t) => `select '${t}', count(*), coalesce(md5(string_agg(m, '' order by m)), '-') from (select md5(t::text) as m from ${t} t) x`);
  return Object.fromEntries(system.sql(parts.join(' union all ')).split('\n').map((l) => [l.split('|')[0], l.split('|').slice(1).join(' ')]));
}

test('archive_is_for_its_maker_only_and_lists_what_it_holds', () => {
  assert.equal(statSync(archive).mode & 0o077, 0);
  const names = sh('tar -tf "$A"', { A: archive }).trim().split('\n');
  for (const name of ['manifest.sha256', 'about', 'box.key', 'database.dump', `files/${hash.slice(0, 2)}/${hash}`]) assert.ok(names.includes(name), name);
  assert.ok(!names.some((n) => /\.pw$|jwt|cursor/.test(n)), 'holds passwords of roles');
});

test('damaged_archive_is_refused_and_changes_nothing', () => {
  const bad = join(dir, 'bad.tar');
  const bytes = Buffer.from(readFileSync(archive));
  const at = bytes.indexOf('PGDMP') + 5000;
  bytes[at] ^= 1;
  writeFileSync(bad, bytes);
  const r = target.run('restore', bad);
  assert.notEqual(r.code, 0);
  assert.match(r.err, /damaged/);
});

for (const [what, make] of [
  ['a_member_more', 'cp "$A" "$B"; cd "$(mktemp -d)"; mkdir files; echo x >files/extra; tar -rf "$B" files/extra'],
  ['an_odd_name', 'cp "$A" "$B"; cd "$(mktemp -d)"; echo x >evil; tar -rf "$B" --transform "s,^,../," -P evil'],
  ['a_link', 'cp "$A" "$B"; cd "$(mktemp -d)"; mkdir files; ln -s /etc/passwd files/link; tar -rf "$B" files/link'],
]) {
  test(`archive_with_${what}_is_refused`, () => {
    const bad = join(dir, `${what}.tar`);
    sh(make, { A: archive, B: bad });
    const r = target.run('restore', bad);
    assert.notEqual(r.code, 0, r.text);
    assert.match(r.err, /archive/);
  });
}

test('restore_into_a_new_cluster_gives_the_same_rows_and_files', () => {
  const r = target.run('restore', archive);
  assert.equal(r.code, 0, r.text);
  // The restore itself migrates (generations move on) and holds waiting jobs.
  const before = sums(source), after = sums(target);
  assert.deepEqual(Object.keys(after).sort(), Object.keys(before).sort());
  assert.ok(Number(before['app.account'].split(' ')[0]) > 0, 'the source is empty');
  for (const table of Object.keys(before).filter((t) => t.startsWith('app.') || t.startsWith('auth.') || t === 'audit.history' || t === 'meta.migration')) {
    if (table !== 'app.job') assert.equal(after[table], before[table], table);
  }
  const restored = join(target.state, 'files', hash.slice(0, 2), hash);
  assert.deepEqual(readFileSync(restored), content);
  assert.equal(statSync(restored).mode & 0o077, 0);
  assert.equal(readFileSync(join(target.state, 'secrets/box.key'), 'utf8'), readFileSync(join(source.state, 'secrets/box.key'), 'utf8'));
});

test('restored_system_keeps_rights_and_owners', () => {
  const rights = `select coalesce(md5(string_agg(x, ',' order by x)), '-') from (select n.nspname || '.' || c.relname || ' ' || c.relowner::regrole || ' ' || coalesce((select string_agg(a::text, ' ' order by a::text) from unnest(c.relacl) a), '') as x from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('app', 'api', 'auth', 'audit', 'meta', 'job')) r`;
  assert.equal(target.sql(rights), source.sql(rights));
  const functions = `select md5(string_agg(p.oid::regprocedure || ' ' || p.proowner::regrole || ' ' || p.prosecdef, ',' order by p.oid::regprocedure::text)) from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('app', 'api', 'auth', 'audit', 'meta', 'job')`;
  assert.equal(target.sql(functions), source.sql(functions));
  assert.equal(target.sql('select datacl is not distinct from datacl, pg_get_userbyid(datdba) from pg_database where datname = current_database()'), 't|guanxi_owner');
});

test('restored_system_starts', async () => {
  target.ok('up');
  assert.equal((await target.https('/readyz')).status, 200);
});

test('restored_audit_verifies_and_goes_on_being_sealed', async () => {
  const r = target.run('admin', 'audit-verify');
  assert.equal(r.code, 0, r.text);
  target.sql("insert into app.tag (name) values ('新系统')");
  const end = Date.now() + 30_000;
  while (target.sql('select unsealed from job.audit_state()') !== '0' && Date.now() < end) await new Promise((resolve) => { setTimeout(resolve, 200); });
  assert.equal(target.sql("select count(*) from audit.seal s join app.tag t on t.id = any (s.records) where t.name = '新系统'"), '1');
  assert.equal(target.run('admin', 'audit-verify').code, 0);
});

test('restore_onto_a_system_in_use_is_refused', () => {
  const count = source.sql('select count(*) from app.account');
  const r = source.run('restore', archive);
  assert.notEqual(r.code, 0);
  assert.match(r.err, /holds customers already/);
  assert.equal(source.sql('select count(*) from app.account'), count);
});

test('backup_without_a_name_goes_to_the_data_directory', () => {
  const { out } = source.ok('backup');
  assert.match(out, /backups\/guanxi-\d{8}T\d{6}Z\.tar \(\d+ bytes, 1 files\)/);
  assert.equal(statSync(join(source.state, 'backups')).mode & 0o077, 0);
});

test('demo_is_not_poured_over_customers', () => {
  const r = source.run('demo');
  assert.notEqual(r.code, 0);
  assert.match(r.err, /holds customers already/);
});
