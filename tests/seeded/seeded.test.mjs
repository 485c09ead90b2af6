// SPDX-License-Identifier: AGPL-3.0-or-later
// Do the tests of permission bite? Each definition in faults/ breaks one place of db/ or api/ in a copy, and at least one
// of the tests that it names must go red; without any fault all of them are green. A fault whose old text no longer stands
// exactly once, or that cannot be installed, is an error of the definition. GX_SEEDED=regex takes some of them.
import {spawn} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {after, before, describe, test} from 'node:test';
import assert from 'node:assert/strict';
import {ROOT, testEnv} from '../lib/env.mjs';
import {createDatabase, dropDatabase, psql} from '../lib/psql.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'faults');
const all = (await Promise.all(readdirSync(folder).sort().map((f) => import(join(folder, f))))).flatMap((m) => m.default);
const faults = all.filter((f) => new RegExp(process.env.GX_SEEDED ?? '').test(f.name));
const inSql = (fault) => fault.edits[0].file.endsWith('.sql');
const scratch = mkdtempSync(join(tmpdir(), 'gx-seeded-'));
const home = join(scratch, 'home');

/** Runs a program; {code, text}. */
function run(program, args, {cwd = ROOT, env = {}, limit = 600000} = {}) {
  return new Promise((resolve, reject) => {
    const {NODE_TEST_CONTEXT, ...inherited} = process.env;
    const child = spawn(program, args, {cwd, env: {...inherited, ...env}, timeout: limit});
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk) => { text += chunk; });
    child.on('error', reject);
    child.on('close', (code) => resolve({code, text}));
  });
}

/** Puts a fault into the copy; returns what puts the old texts back. */
function plant(fault) {
  const old = fault.edits.map(({file, from, to}) => {
    const path = join(home, file);
    const text = readFileSync(path, 'utf8');
    assert.equal(text.split(from).length - 1, 1, `${fault.name}: the old text must stand once in ${file}`);
    writeFileSync(path, text.replace(from, () => to));
    return [path, text];
  });
  return () => old.forEach(([path, text]) => writeFileSync(path, text));
}

async function migrated() {
  const t = testEnv();
  const database = await createDatabase();
  await psql('postgres', `alter database "${database}" owner to guanxi_owner;`);
  await psql(database, readFileSync(join(home, 'db/bootstrap_db.sql'), 'utf8'));
  const settings = {GX_DB: `host=${t.socket} port=${t.port} dbname=${database}`, GX_SECRETS: t.secrets, GX_HOME: home, GX_FILES: scratch};
  const {code, text} = await run(join(t.bin, 'guanxi-admin'), ['migrate'], {env: settings});
  assert.equal(code, 0, `the fault cannot be installed: ${text}`);
  return database;
}

const pgProve = (database, files) => {
  const t = testEnv();
  return run('pg_prove', ['-h', t.socket, '-p', t.port, '-U', 'postgres', '-d', database, ...files]);
};
const extend = (database) => psql(database, 'create extension if not exists pgtap; create extension if not exists plpgsql_check;');

/** Does every test of the list pass? {passed, text}; the first file that fails is enough. A runner that reports no test at all is an error. */
async function passes(tests, {database, template = testEnv().template, bin = testEnv().bin, only} = {}) {
  const texts = [];
  const node = tests.filter((f) => f.endsWith('.mjs'));
  const runs = [...tests.filter((f) => f.endsWith('.sql')).map((f) => () => pgProve(database, [f])),
    ...(node.length ? [() => run(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=tap', ...(only ? [`--test-name-pattern=${only}`] : []), ...node], {env: {GX_TEST_BIN: bin, GX_TEST_TEMPLATE: template}})] : [])];
  for (const one of runs) {
    const {code, text} = await one();
    assert.ok(/^# pass [1-9]|^# fail [1-9]|Tests=[1-9]/m.test(text), `no test was run: ${text.slice(-800)}`);
    texts.push(text);
    if (code !== 0) return {passed: false, text: texts.join('\n')};
  }
  return {passed: true, text: texts.join('\n')};
}

before(() => {
  mkdirSync(home);
  for (const name of ['db', 'api', 'cmake', 'CMakeLists.txt']) cpSync(join(ROOT, name), join(home, name), {recursive: true});
  for (const name of ['migrations', 'openapi']) symlinkSync(join(ROOT, name), join(home, name));
});
after(() => rmSync(scratch, {recursive: true, force: true}));

test('without_a_fault_all_of_these_pass', async () => {
  const only = [...new Set(faults.map((f) => f.only).filter(Boolean))].join('|');
  const database = await createDatabase();
  try {
    await extend(database);
    const {passed, text} = await passes([...new Set(faults.flatMap((f) => f.tests))].sort(), {database, only});
    assert.ok(passed, text.slice(-3000));
  } finally { await dropDatabase(database); }
});

describe('in the database', () => {
  for (const fault of faults.filter(inSql)) {
    test(fault.name, async () => {
      const mend = plant(fault);
      let database;
      try {
        database = await migrated();
        await extend(database);
        const {passed} = await passes(fault.tests, {database, template: database, only: fault.only});
        assert.ok(!passed, 'no test noticed');
      } finally {
        mend();
        if (database) await dropDatabase(database);
      }
    });
  }
});

describe('in the service', () => {
  const build = join(scratch, 'build');
  const make = async (what) => {
    const {code, text} = await run('cmake', what, {env: {CCACHE_DISABLE: '1'}});
    assert.equal(code, 0, text.slice(-2000));
  };

  before(async () => {
    if (!faults.some((f) => !inSql(f))) return;
    await make(['-S', home, '-B', build, '-DCMAKE_BUILD_TYPE=Debug', '-DGX_TESTS=OFF']);
    await make(['--build', build, '-j', '2']);
  });

  for (const fault of faults.filter((f) => !inSql(f))) {
    test(fault.name, async () => {
      const mend = plant(fault);
      try {
        await make(['--build', build, '-j', '2']);
        const {passed} = await passes(fault.tests, {bin: join(build, 'bin'), only: fault.only});
        assert.ok(!passed, 'no test noticed');
      } finally { mend(); }
    });
  }
});
