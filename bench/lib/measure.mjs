// SPDX-License-Identifier: AGPL-3.0-or-later
// Runs one load with pgbench or wrk and returns transactions per second.
// Must not interpret results: ratios and targets are the caller's.
import { execFile } from 'node:child_process'
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Transactions per second of one pgbench script (text), prepared, over the Unix socket. */
export async function pgbench({ env, dir, database, script, clients, seconds, vars = {} }) {
  const file = path.join(dir, 'floor.sql')
  writeFileSync(file, script)
  const defines = Object.entries(vars).flatMap(([k, v]) => ['-D', `${k}=${v}`])
  const args = ['-n', '-M', 'prepared', '-c', clients, '-j', 2, '-T', seconds, ...defines, '-f', file, database]
  const { stdout } = await run('pgbench', args.map(String), { env: { ...process.env, ...env } })
  const tps = /tps = ([\d.]+) \(without/.exec(stdout) || /tps = ([\d.]+)/.exec(stdout)
  if (!tps || !/number of failed transactions: 0/.test(stdout)) throw new Error(`pgbench: ${stdout}`)
  return Number(tps[1])
}

/** Microseconds of each transaction of a pgbench script, one client, for about so many seconds. */
export async function latencies({ env, dir, database, script, seconds, vars = {} }) {
  const file = path.join(dir, 'one.sql')
  writeFileSync(file, script)
  const defines = Object.entries(vars).flatMap(([k, v]) => ['-D', `${k}=${v}`])
  const all = async (n) => {
    await run('pgbench', ['-n', '-M', 'prepared', '-t', String(n), '-l', '--log-prefix', path.join(dir, 'one'), ...defines, '-f', file, database], { env: { ...process.env, ...env }, cwd: dir })
    const log = readdirSync(dir).filter((name) => name.startsWith('one.') && name !== 'one.sql')
    const lines = log.flatMap((name) => readFileSync(path.join(dir, name), 'utf8').trim().split('\n'))
    for (const name of log) rmSync(path.join(dir, name))
    return lines.map((text) => Number(text.split(' ')[2])).slice(1) // the first one is planned
  }
  const some = median(await all(6))
  return all(Math.round(Math.min(2000, Math.max(6, seconds * 1e6 / some))) + 1)
}

/** Answers per second of one HTTP request (a wrk Lua script); throws when any answer is not 2xx. */
export async function wrk({ dir, base, lua, clients, seconds, allow404 = false }) {
  const file = path.join(dir, 'ours.lua')
  writeFileSync(file, lua)
  const args = ['-t', 2, '-c', clients, '-d', `${seconds}s`, '--latency', '-s', file, base]
  const { stdout } = await run('wrk', args.map(String))
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(stdout)
  const bad = /Non-2xx or 3xx responses: (\d+)/.exec(stdout)
  if (!rate) throw new Error(`wrk: ${stdout}`)
  if (bad && !allow404) throw new Error(`wrk: ${bad[1]} answers were not 2xx\n${stdout}`)
  return Number(rate[1])
}

/** Middle value of a list of numbers. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

/** What a psql session prints for a script (with \\commands and COPY data). */
export function script({ env, database, text }) {
  return new Promise((resolve, reject) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: 1 << 28 }
    const child = execFile('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', database, '-f', '-'], options,
      (error, out) => (error ? reject(error) : resolve(out)))
    child.stdin.on('error', () => {}) // psql has ended early and says why
    child.stdin.end(text)
  })
}

/** Trimmed text of a psql session. */
export const psql = async (given) => (await script(given)).trim()

/**
 * Takes away what a measurement has made. As a replica, without triggers: nothing refers to these rows, and one look per
 * row at tables that have no whole index on the reference would take hours.
 */
export const cleanAccounts = (pattern) => `set session_replication_role = replica;
delete from app.account where name like '${pattern}';
delete from audit.history where resource = 'account' and at > now() - interval '1 day';
delete from audit.change_set where at > now() - interval '1 day';
reset session_replication_role;
vacuum (analyze) app.account;
vacuum (analyze) audit.history;
vacuum (analyze) audit.change_set;`

/** Access token of one of the generator's people. */
export async function logIn(base, username) {
  const response = await fetch(base + '/api/v1/auth/login', {
    method: 'POST', headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username, password: 'guanxi-demo-1', refresh: 'body' }),
  })
  if (!response.ok) throw new Error(`log-in of ${username}: ${response.status} ${await response.text()}`)
  return (await response.json()).access_token
}

/** Waits until the service has its definitions: it listens before. */
export async function untilReady(base) {
  for (let n = 0; n < 300; n += 1) {
    if ((await fetch(base + '/readyz').catch(() => null))?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the API does not get ready')
}
