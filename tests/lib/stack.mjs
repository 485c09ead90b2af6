// SPDX-License-Identifier: AGPL-3.0-or-later
// A whole system for one test program: a database of its own copied from the template, the real
// API on a port of its choice, the worker on request. Every answer is held against the contract.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {answerProblem, findRoute} from './contract.mjs';
import {recordHit} from './coverage.mjs';
import {testEnv} from './env.mjs';
import {query, request} from './http.mjs';
import {startProgram, stopProgram} from './process.mjs';
import {createDatabase, dropDatabase, psql, rows} from './psql.mjs';
import {PASSWORD, peopleSql} from '../fixtures/people.mjs';

export const BASE = '/api/v1';
const TOKEN_MS = 8 * 60_000; // of the 10 minutes that an access token lives

/**
 * fixtures: false = the bare template; true = the people of tests/fixtures; a string or list of
 * strings = SQL that runs after them. worker: start guanxi-worker too. env: for the programs.
 */
export async function startStack({fixtures = true, worker = false, env = {}, database} = {}) {
  const t = testEnv();
  const db = database ?? await createDatabase();
  const files = mkdtempSync(join(tmpdir(), 'gx-files-'));
  const settings = {
    GX_LISTEN: '127.0.0.1:0', GX_DB: `host=${t.socket} port=${t.port} dbname=${db}`, GX_SECRETS: t.secrets, GX_FILES: files,
    GX_HOME: t.home, GX_BASE_URL: 'http://localhost', GX_DEMO: '0', GX_LOG: process.env.GX_LOG ?? 'info',
    // nobody listens: mail is on, and nothing goes out
    GX_SMTP_URL: 'smtp://127.0.0.1:9', GX_SMTP_FROM: 'guanxi@hengce.example', ...env,
  };
  if (fixtures) {
    await psql(db, peopleSql());
    for (const text of [fixtures].flat().filter((f) => typeof f === 'string')) await psql(db, text);
  }
  const stack = new Stack(db, files, settings, t);
  try {
    await stack.startApi();
    if (worker) await stack.startWorker();
  } catch (e) { await stack.stop(); throw e; }
  return stack;
}

export class Stack {
  constructor(db, files, settings, t) {
    Object.assign(this, {db, files, settings, binaries: t.bin, tokens: new Map()});
  }

  async startApi() {
    const {child, match} = await startProgram(join(this.binaries, 'guanxi-api'), this.settings, /listening 127\.0\.0\.1:(\d+)/);
    this.apiProcess = child;
    this.base = `http://127.0.0.1:${match[1]}`;
    await this.until(async () => (await request(this.base, 'GET', '/readyz')).status === 200, 'the API to get ready');
  }

  async startWorker() {
    const {child} = await startProgram(join(this.binaries, 'guanxi-worker'), this.settings, /ready|started|waiting|listening/i);
    this.workerProcess = child;
  }

  /** A request below /api/v1 (path with leading slash). `params` become the query; `token` a person's name or a raw token. */
  async api(method, path, {token, body, headers = {}, params, raw = false, check = true, ...rest} = {}) {
    const full = (raw ? path : BASE + path) + query(params);
    const bearer = token ? await this.bearer(token) : undefined;
    const answer = await request(this.base, method, full, {
      body, headers: {...(bearer && {Authorization: `Bearer ${bearer}`}), ...headers}, ...rest,
    });
    answer.etag = answer.headers.etag;
    const pathname = full.split('?')[0];
    const route = findRoute(method, pathname);
    if (route) recordHit(route.id, answer.status);
    const wrong = check ? answerProblem(method, pathname, answer) : null;
    if (wrong) throw new Error(`${method} ${full} breaks the contract: ${wrong}`);
    return answer;
  }

  get(path, token, params) { return this.api('GET', path, {token, params}); }
  post(path, token, body, headers) { return this.api('POST', path, {token, body, headers}); }
  patch(path, token, body, etag) { return this.api('PATCH', path, {token, body, headers: {...(etag && {'If-Match': etag}), 'Content-Type': 'application/merge-patch+json'}}); }
  delete(path, token, etag) { return this.api('DELETE', path, {token, headers: etag ? {'If-Match': etag} : {}}); }

  async bearer(token) { return token.length > 40 ? token : this.login(token); }

  /** Access token of a person; one log-in per person and stack, another one before the token ends (long classes). */
  async login(username, password = PASSWORD) {
    const kept = this.tokens.get(username);
    if (!kept || Date.now() - kept.since > TOKEN_MS) {
      const token = this.api('POST', '/auth/login', {body: {username, password, refresh: 'body'}}).then((a) => {
        if (a.status !== 200) throw new Error(`log-in of ${username}: ${a.status} ${a.text}`);
        return a.json.access_token;
      });
      this.tokens.set(username, {since: Date.now(), token});
    }
    return this.tokens.get(username).token;
  }

  sql(text) { return psql(this.db, text); }
  rows(text) { return rows(this.db, text); }

  /** Waits for a condition (never for a time): tries again until it holds. */
  async until(condition, what, limit = 20000) {
    const end = Date.now() + limit;
    for (;;) {
      const value = await Promise.resolve().then(condition).catch(() => false);
      if (value) return value;
      if (Date.now() > end) throw new Error(`waited ${limit} ms for ${what}\n${this.apiProcess?.tail() ?? ''}\n${this.workerProcess?.tail() ?? ''}`);
      await new Promise((resolve) => { setTimeout(resolve, 25); });
    }
  }

  async stop() {
    await stopProgram(this.workerProcess);
    const end = await stopProgram(this.apiProcess);
    rmSync(this.files, {recursive: true, force: true});
    if (!process.env.GX_TEST_KEEP) await dropDatabase(this.db);
    if (end && (end.code ?? 0) !== 0) throw new Error(`guanxi-api ended with ${end.code ?? end.signal}:\n${this.apiProcess.tail()}`);
  }
}
