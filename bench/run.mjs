// SPDX-License-Identifier: AGPL-3.0-or-later
// ./guanxi bench: starts an API on the bench database, measures floor and ours in
// turn, prints ratios beside their targets and writes them as JSON. Measurements
// are in rows/; this file knows none of them.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startProgram, stopProgram } from '../tests/lib/process.mjs'
import { logIn, median, pgbench, psql, untilReady, wrk } from './lib/measure.mjs'

const option = (name, fallback) => {
  const at = process.argv.indexOf('--' + name)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}
const named = process.argv.slice(2).filter((arg, at, all) => !arg.startsWith('--') && !all[at - 1]?.startsWith('--'))
const seconds = option('seconds', 3)
const rounds = option('rounds', 3)
const e = process.env
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1)) // takes the programs along
const pgEnv = { PGHOST: e.GX_BENCH_SOCKET, PGPORT: e.GX_BENCH_PORT, PGUSER: e.GX_BENCH_SUPER }

/** Everything a row needs: who is logged in, how many accounts, ids. */
async function circumstances(base) {
  const accounts = Number(await psql({ env: pgEnv, database: e.GX_BENCH_DB, text: 'select count(*) from app.account' }))
  const people = {}
  for (const name of ['bench_boss', 'bench_manager', 'bench_sales']) people[name] = { token: await logIn(base, name) }
  const ids = JSON.parse(await psql({ env: pgEnv, database: e.GX_BENCH_DB, text: "select json_object_agg(username, id) from app.\"user\" where username like 'bench\\_%' and username ~ '[a-z]$'" }))
  for (const [name, id] of Object.entries(ids)) if (people[name]) people[name].id = id
  return { accounts, people }
}

async function measure(row, base, dir, given) {
  const floors = []
  const ours = []
  if (row.prepare) await psql({ env: pgEnv, database: e.GX_BENCH_DB, text: row.prepare })
  for (let n = 0; n < rounds && row.once; n += 1) {
    const more = { ...given, env: pgEnv, database: e.GX_BENCH_DB, base, token: await logIn(base, row.as), run: `${Date.now()}-` }
    floors.push(await row.floor(more))
    ours.push(await row.ours(more))
  }
  for (let n = 0; n < rounds && !row.once; n += 1) {
    floors.push(await pgbench({ env: pgEnv, dir, database: e.GX_BENCH_DB, script: row.floor(given), clients: row.clients, seconds, vars: { accounts: given.accounts } }))
    const token = await logIn(base, row.as)
    ours.push(await wrk({ dir, base, lua: row.ours({ ...given, token }), clients: row.clients, seconds, allow404: row.allow404 }))
  }
  if (row.clean) await psql({ env: pgEnv, database: e.GX_BENCH_DB, text: row.clean })
  const floor = median(floors)
  const mine = median(ours)
  return { name: row.name, floor, ours: mine, ratio: mine / floor, target: row.target }
}

const line = (cells) => cells.map((cell, at) => (at ? String(cell).padStart(11) : String(cell).padEnd(46))).join(' ')
const number = (value) => Math.round(value).toLocaleString('en')

async function main() {
  const dir = mkdtempSync(path.join(tmpdir(), 'gx-bench-'))
  const { child, match } = await startProgram(path.join(e.GX_BENCH_BIN, 'guanxi-api'), { GX_LISTEN: '127.0.0.1:0', GX_LOG: 'error', GX_DEMO: '0' }, /listening 127\.0\.0\.1:(\d+)/)
  const base = `http://127.0.0.1:${match[1]}`
  const worker = await startProgram(path.join(e.GX_BENCH_BIN, 'guanxi-worker'), { GX_LOG: 'error', GX_DEMO: '0' }, /ready|started|waiting|listening/i)
  try {
    await untilReady(base)
    const given = await circumstances(base)
    const files = readdirSync(new URL('./rows/', import.meta.url)).filter((name) => name.endsWith('.mjs')).sort()
    const results = []
    console.log(`${given.accounts.toLocaleString('en')} accounts, ${rounds} rounds of ${seconds} s, medians`)
    console.log(line(['', 'floor/s', 'ours/s', 'ratio', 'target']))
    for (const file of files) {
      if (named.length && !named.some((name) => file.startsWith(name))) continue
      const { rows } = await import(new URL('./rows/' + file, import.meta.url))
      for (const row of rows) {
        const result = await measure(row, base, dir, given)
        results.push(result)
        console.log(line([result.name, number(result.floor), number(result.ours), result.ratio.toFixed(2), result.target ? '>= ' + result.target.toFixed(2) : '']))
      }
    }
    const memory = await psql({ env: pgEnv, database: e.GX_BENCH_DB, text: "select pg_size_pretty(pg_database_size(current_database()))" })
    writeFileSync(e.GX_BENCH_OUT, JSON.stringify({ accounts: given.accounts, seconds, rounds, database: memory.trim(), results }, null, 1) + '\n')
  } finally {
    await stopProgram(worker.child)
    await stopProgram(child)
    rmSync(dir, { recursive: true, force: true })
  }
}

await main()
