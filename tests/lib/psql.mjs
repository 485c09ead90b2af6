// SPDX-License-Identifier: AGPL-3.0-or-later
// The superuser's hand on the test cluster, by psql: make and drop databases, put rows in, look at
// what is really stored. Tests of behaviour go through HTTP; this is for set-up and for proof.
import {spawn} from 'node:child_process';
import {testEnv} from './env.mjs';

export function psql(database, text) {
  const env = testEnv();
  const args = ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-h', env.socket, '-p', env.port, '-U', 'postgres', '-d', database, '-f', '-'];
  return new Promise((resolve, reject) => {
    const child = spawn('psql', args, {env: {...process.env, PGOPTIONS: '-c client_min_messages=warning'}});
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => { out += chunk; });
    child.stderr.setEncoding('utf8').on('data', (chunk) => { err += chunk; });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(out.trim()) : reject(new Error(`psql: ${err.trim()}`))));
    child.stdin.on('error', () => {});
    child.stdin.end(text);
  });
}

/** Rows of one query as objects. */
export async function rows(database, query) {
  return JSON.parse(await psql(database, `select coalesce(json_agg(q), '[]') from (${query}) q;`));
}

let counter = 0;

/** A new database, copied from the template; the name is ours. Copying waits while another copies. */
export async function createDatabase(template = testEnv().template) {
  counter += 1;
  const name = `t_${process.pid}_${Date.now().toString(36)}_${counter}`;
  await psql('postgres', `select pg_advisory_lock(20260101);\ncreate database "${name}" template "${template}";`);
  return name;
}

export const dropDatabase = (name) => psql('postgres', `drop database if exists "${name}" with (force);`);

/** A literal for SQL text. */
export const literal = (value) => (value === null || value === undefined ? 'null'
  : Array.isArray(value) ? `array[${value.map(literal).join(',')}]`
    : typeof value === 'object' ? `'${JSON.stringify(value).replaceAll("'", "''")}'` : `'${String(value).replaceAll("'", "''")}'`);
