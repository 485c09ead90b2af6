// SPDX-License-Identifier: AGPL-3.0-or-later
// A Guanxi of its own for a test: a copy of the checkout in a temporary place and
// the commands to drive it. Uses the sanitizer-built programs and the built client,
// so that only the tests of the build script build. Stops what it started.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import https from 'node:https';
import http from 'node:http';

export const HOME = process.env.GX_TEST_HOME ?? new URL('../../../', import.meta.url).pathname;
const LEAVE_OUT = ['node_modules', '.git', 'var', 'build', 'build-san', 'build-tsan', 'build-fuzz', 'web-client/dist'];

/** A directory that every account may enter: /tmp itself may be a private one. */
export function scratch(name = 'gx-ops-') {
  const dir = mkdtempSync(join(tmpdir(), name));
  chmodSync(dir, 0o755);
  return dir;
}

/** A copy of the sources; with `built`, also what the builds of this run have made. */
export function copyCheckout(to, { built = true } = {}) {
  mkdirSync(to, { recursive: true });
  const leave = LEAVE_OUT.map((p) => `--exclude=./${p}`).join(' ');
  sh(`tar -C "$FROM" ${leave} -cf - . | tar -C "$TO" --no-same-owner -xf -`, { FROM: HOME, TO: to });
  if (!built) return to;
  symlinkSync(join(HOME, 'node_modules'), join(to, 'node_modules'));
  sh('mkdir -p "$TO/build" && cp -a "$FROM/web-client/dist" "$TO/web-client/dist" && cp "$FROM"/build/.npm "$FROM"/build/.contract "$FROM"/build/.client "$TO/build/"', { FROM: HOME, TO: to });
  return to;
}

export function sh(script, env = {}) {
  const r = spawnSync('bash', ['-euo', 'pipefail', '-c', script], { env: { ...process.env, ...env }, encoding: 'utf8' });
  if (r.status !== 0) throw new Error(`${script}\n${r.stdout}${r.stderr}`);
  return r.stdout;
}

/** The settings that the surrounding test run has must not leak into a system under test. */
function cleanEnv(extra) {
  const env = { ...process.env };
  for (const name of Object.keys(env)) if (/^(GUANXI_|GX_|PG)/.test(name)) delete env[name];
  return { ...env, ...extra };
}

/** A free port pair far from the usual ones; the script under test checks them again. */
export class System {
  constructor(checkout, varDir, env = {}) {
    this.checkout = checkout;
    this.varDir = varDir;
    this.env = { GUANXI_BIN: process.env.GX_TEST_BIN, GUANXI_DEMO: '0', GUANXI_PG_BUFFERS_MB: '128', ...env };
  }

  environment() {
    return cleanEnv({ ...this.env, ...(this.varDir ? { GUANXI_VAR: this.varDir } : {}) });
  }

  run(...args) {
    const r = spawnSync(join(this.checkout, 'guanxi'), args, { env: this.environment(), encoding: 'utf8', input: '', timeout: 300_000 });
    return { code: r.status, out: r.stdout, err: r.stderr, text: r.stdout + r.stderr };
  }

  /** Like run, but a failure of the command is a failure of the test. */
  ok(...args) {
    const r = this.run(...args);
    if (r.code !== 0) throw new Error(`guanxi ${args.join(' ')} ended with ${r.code}\n${r.text}`);
    return r;
  }

  start(...args) {
    const child = spawn(join(this.checkout, 'guanxi'), args, { env: this.environment(), stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    child.stdout.on('data', (d) => (text += d));
    child.stderr.on('data', (d) => (text += d));
    return new Promise((done) => child.on('close', (code) => done({ code, text })));
  }

  /** Where the data are: VAR, or the place that it points to. */
  get state() {
    const dir = this.varDir ?? join(this.checkout, 'var');
    const pointer = join(dir, 'elsewhere');
    return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : dir;
  }

  ports() {
    const text = readFileSync(join(this.state, 'ports'), 'utf8');
    return Object.fromEntries(text.trim().split('\n').map((l) => [l.split('=')[0], Number(l.split('=')[1])]));
  }

  pid(name) {
    return Number(readFileSync(join(this.state, 'run', name), 'utf8').split(' ')[0]);
  }

  pids() {
    return Object.fromEntries(readdirSync(join(this.state, 'run')).filter((n) => /\.(sup|child)$/.test(n)).map((n) => [n, this.pid(n)]));
  }

  postmaster() {
    return Number(readFileSync(join(this.state, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0]);
  }

  sql(text) {
    return this.ok('psql', '-At', '-v', 'ON_ERROR_STOP=1', '-c', text).out.trim();
  }

  https(path, options = {}) {
    const ca = readFileSync(join(this.state, 'tls', 'ca.crt'));
    return request(https, { host: 'localhost', port: this.ports().https, ca, path, ...options });
  }

  http(path, options = {}) {
    return request(http, { host: '127.0.0.1', port: this.ports().http, path, ...options });
  }

  destroy() {
    if (existsSync(this.checkout)) this.run('down');
    const short = join(this.state, 'short');
    if (existsSync(short)) rmSync(readFileSync(short, 'utf8').trim(), { recursive: true, force: true });
    if (this.state !== (this.varDir ?? join(this.checkout, 'var'))) rmSync(this.state, { recursive: true, force: true });
  }
}

export function request(module, { body, ...options }) {
  return new Promise((done, fail) => {
    const rq = module.request({ agent: false, timeout: 10_000, ...options }, (rs) => {
      const parts = [];
      rs.on('data', (d) => parts.push(d));
      rs.on('end', () => done({ status: rs.statusCode, headers: rs.headers, text: Buffer.concat(parts).toString() }));
    });
    rq.on('error', fail);
    rq.end(body);
  });
}

/** Waits for a condition; no test sleeps for a guess. */
export async function until(what, condition, ms = 10_000) {
  const end = Date.now() + ms;
  for (;;) {
    try {
      const got = await condition();
      if (got) return got;
    } catch (e) {
      if (Date.now() > end) throw new Error(`${what}: ${e.message}`);
    }
    if (Date.now() > end) throw new Error(`waited in vain for: ${what}`);
    await new Promise((r) => setTimeout(r, 40));
  }
}

export function alive(pid) {
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

export const isRoot = process.getuid() === 0;
export const ownerOf = (path) => lstatSync(path).uid;
