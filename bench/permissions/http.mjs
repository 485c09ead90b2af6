// SPDX-License-Identifier: AGPL-3.0-or-later
// A few of the same queries through HTTP, with log-in, JSON and all: answers per second beside the bare statement.
import { stopProgram } from '../../tests/lib/process.mjs'
import { logIn, median, wrk } from '../lib/measure.mjs'

const PEOPLE = ['bench_director', 'bench_sales', 'bench_manager', 'bench_partner', 'bench_cells3000']
const PATHS = [['first page', '/accounts?limit=50'], ['by name', '/accounts?limit=50&sort=name'], ['funnel', '/opportunities/aggregate?group=stage_id&measure=count,sum:amount']]

const lua = (token, path) => `wrk.headers["Authorization"] = "Bearer ${token}"\nrequest = function() return wrk.format("GET", ${JSON.stringify('/api/v1' + path)}) end\n`

/** [{person, query, perSecond}], each the median of the rounds, which go through all of them in turn; NaN: not every answer was good. */
export async function throughHttp({ start, dir, rounds, seconds }) {
  const api = await start()
  const base = `http://127.0.0.1:${api.match[1]}`
  const rows = PEOPLE.flatMap((person) => PATHS.map(([query, path]) => ({ person, query, path, rates: [] })))
  try {
    for (let n = 0; n < rounds; n += 1) {
      for (const row of rows) row.rates.push(await wrk({ dir, base, lua: lua(await logIn(base, row.person), row.path), clients: 8, seconds: Math.ceil(seconds) }).catch(() => NaN))
    }
  } finally {
    await stopProgram(api.child)
  }
  console.log('\nThrough HTTP, 8 clients, answers per second')
  for (const { person, query, rates } of rows) console.log(`${person.padEnd(18)} ${query.padEnd(12)} ${Math.round(median(rates)).toLocaleString('en').padStart(8)}`)
  return rows.map(({ person, query, rates }) => ({ person, query, perSecond: median(rates) }))
}
