// SPDX-License-Identifier: AGPL-3.0-or-later
// Runs one load with pgbench or wrk and returns transactions per second.
// Must not interpret results: ratios and targets are the caller's.
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
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

/** Text of a psql session. */
export async function psql({ env, database, text }) {
  const { stdout } = await run('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', database, '-c', text], { env: { ...process.env, ...env }, maxBuffer: 1 << 26 })
  return stdout.trim()
}
