// SPDX-License-Identifier: AGPL-3.0-or-later
// The container entry points, run as plain processes against a local cluster.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import https from 'node:https';
import { join } from 'node:path';
import { HOME, System, request, scratch, sh, until } from './lib/system.mjs';

const dir = scratch();
const cluster = new System(HOME, join(dir, 'cluster'));
const root = join(dir, 'opt guanxi'); // the tree that the image has, under an odd name
const state = join(dir, 'state');
const running = [];
let env;

const freePort = () => new Promise((done) => {
  const s = createServer().listen(0, '127.0.0.1', () => {
    const { port } = s.address();
    s.close(() => done(port));
  });
});
const entry = (...args) => spawnSync(join(root, 'deploy/container/entry.sh'), args, { env, encoding: 'utf8', timeout: 240_000 });
function background(extra, ...args) {
  const child = spawn(join(root, 'deploy/container/entry.sh'), args, { env: { ...env, ...extra }, stdio: ['ignore', 'pipe', 'pipe'] });
  child.text = '';
  for (const s of [child.stdout, child.stderr]) s.on('data', (d) => (child.text += d));
  running.push(child);
  return child;
}

before(async () => {
  cluster.ok('db', 'up');
  mkdirSync(join(root, 'openapi'), { recursive: true });
  for (const [to, from] of [['bin', process.env.GX_TEST_BIN], ['deploy', join(HOME, 'deploy')], ['migrations', join(HOME, 'migrations')], ['db', join(HOME, 'db')], ['openapi/dist', join(HOME, 'openapi/dist')], ['web', join(HOME, 'web-client/dist')]]) {
    sh('cp -R "$FROM" "$TO"', { FROM: from, TO: join(root, to) });
  }
  const socket = cluster.ok('env').out.match(/PGHOST=(\S+)/)[1];
  env = {
    PATH: process.env.PATH, GUANXI_ROOT: root, GUANXI_STATE: state, GUANXI_PG_HOST: socket, GUANXI_DB_NAME: 'in_container', GUANXI_DEMO: '0',
    GUANXI_API_PORT: String(await freePort()), GUANXI_HTTPS_PORT: String(await freePort()), GUANXI_HTTP_PORT: String(await freePort()), GUANXI_API_HOST: '127.0.0.1',
  };
});
after(() => {
  for (const child of running) child.kill('SIGKILL');
  cluster.run('db', 'destroy');
  rmSync(dir, { recursive: true, force: true });
});

test('migrate_makes_secrets_database_and_tables', () => {
  const r = entry('migrate');
  assert.equal(r.status, 0, r.stdout + r.stderr);
  assert.ok(existsSync(join(state, 'secrets/guanxi_api.pw')));
  cluster.env.GUANXI_DB_NAME = 'in_container';
  assert.equal(cluster.sql("select to_regclass('app.account') is not null"), 't');
});

test('migrate_again_is_harmless', () => {
  const before = readFileSync(join(state, 'secrets/guanxi_api.pw'), 'utf8');
  const r = entry('migrate');
  assert.equal(r.status, 0, r.stdout + r.stderr);
  assert.equal(readFileSync(join(state, 'secrets/guanxi_api.pw'), 'utf8'), before);
});

test('api_worker_and_web_start_and_pass_their_health_checks', async () => {
  const api = background({ GX_LISTEN: `127.0.0.1:${env.GUANXI_API_PORT}` }, 'api');
  await until(`api is healthy`, () => entry('health', env.GUANXI_API_PORT).status === 0 || (api.exitCode !== null && assert.fail(api.text)), 30_000);
  const worker = background({}, 'worker');
  await until('worker is alive', () => entry('alive', 'guanxi-worker').status === 0);
  const web = background({}, 'web');
  await until('web is healthy', () => entry('health', env.GUANXI_HTTP_PORT).status === 0 || (web.exitCode !== null && assert.fail(web.text)), 20_000);
  const ca = readFileSync(join(state, 'tls/ca.crt'));
  const page = await request(https, { host: 'localhost', port: env.GUANXI_HTTPS_PORT, ca, path: '/' });
  assert.match(page.text, /<div id="root"/);
  const contract = await request(https, { host: 'localhost', port: env.GUANXI_HTTPS_PORT, ca, path: '/api/v1/openapi.json' });
  assert.equal(contract.status, 200);
  for (const child of [api, worker]) assert.equal(child.exitCode, null, child.text);
});

test('container_stops_on_term', async () => {
  for (const child of running) child.kill('SIGTERM');
  for (const child of running) await until('ended', () => child.exitCode !== null || child.signalCode !== null, 15_000);
});

test('health_check_of_what_is_away_fails', () => {
  assert.notEqual(entry('health', env.GUANXI_API_PORT).status, 0);
});

test('unknown_word_is_refused', () => {
  const r = entry('shell');
  assert.notEqual(r.status, 0);
  assert.match(r.stderr, /usage/);
});
