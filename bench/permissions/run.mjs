// SPDX-License-Identifier: AGPL-3.0-or-later
// ./guanxi bench permissions: what permission costs. Each statement that the service sends for a person and a shape of
// query runs through pgbench with its identity statement (ours), in turn with the same statement of who sees all over
// the bare tables (bare) and with the filter that somebody would write by hand (hand). Microseconds of one client.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startProgram, stopProgram } from '../../tests/lib/process.mjs'
import { capture, logStatements, script } from '../lib/capture.mjs'
import { latencies, logIn, median, psql, untilReady } from '../lib/measure.mjs'
import { bare, byHand, deepen, people, shapes } from './shapes.mjs'
import { recompute } from './recompute.mjs'
import { throughHttp } from './http.mjs'

const e = process.env
const args = process.argv.slice(2)
const option = (name, fallback) => (args.includes('--' + name) ? args[args.indexOf('--' + name) + 1] : fallback)
const rounds = Number(option('rounds', 3))
const seconds = Number(option('seconds', 0.3))
const wanted = (kind, name) => !option(kind) || option(kind).split(',').some((part) => name.startsWith(part))
const database = e.GX_BENCH_DB
const env = { PGHOST: e.GX_BENCH_SOCKET, PGPORT: e.GX_BENCH_PORT, PGUSER: e.GX_BENCH_SUPER }
const SETTINGS = '-c plan_cache_mode=force_generic_plan -c jit=off -c random_page_cost=1.1 -c timezone=UTC -c statement_timeout=10000'
const ask = (text) => psql({ env, database, text })

/** What the filters by hand name: the person's keys. */
const subjectOf = async (username) => JSON.parse(await ask(`
select row_to_json(x) from (
  select s.*, rs.read_scope & 32 <> 0 as is_all, rs.read_scope & 8 <> 0 as subtree, cs.plan as cell_plan,
         case when cs.plan in ('walk', 'mixed') then cs.reads::text end as bits
    from auth.subject s join app."user" u on u.id = s.user_id
    join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = 'account'
    left join auth.cell_set cs on cs.cell_set_id = s.cell_set_id and cs.resource = 'account'
   where u.username = '${username}') x`))

async function factsOf(base, person) {
  const token = await logIn(base, person.username)
  const get = async (at) => (await fetch(`${base}/api/v1${at}`, { headers: { Authorization: `Bearer ${token}` } })).json()
  const page = await get('/accounts?limit=50&fields=id')
  const invisible = person.isAll ? '01890000-0000-7000-8002-ffffffffffff'
    : await ask(`select a.id from app.account a where not exists (select from app._account_why(a.id, array[(select id from app."user" where username = '${person.username}')]) w where cardinality(w.reads) > 0) limit 1`)
  return { token, cursor: page.page.next, visible: page.data[Math.min(20, page.data.length - 1)].id, invisible, subject: await subjectOf(person.username) }
}

async function statementsOf(base, facts, shape) {
  const at = shape.path(facts)
  if (!at) return null
  const request = () => fetch(`${base}/api/v1${at}`, { headers: { Authorization: `Bearer ${facts.token}` } })
  await request() // rights are in the cache now
  const { result, statements } = await capture({ env, database }, request)
  if (result.status !== (shape.isMissing ? 404 : 200)) return { failed: result.status }
  const middle = new Date(Date.now() - 500 * 86400e3).toISOString()
  const prepared = statements.map((s) => ({ ...s, params: shape.name === 'deep' && !/app\.session_id/.test(s.sql) ? deepen(s.params, middle) : s.params }))
  const identity = prepared.find((s) => /api\.enter_check/.test(s.sql))
  const body = prepared.filter((s) => s !== identity && (!shape.picks || shape.picks(s.sql)))
  return { identity, body }
}

async function time(dir, statements) {
  const { text, vars } = script(statements)
  try {
    return await latencies({ env: { ...env, PGOPTIONS: SETTINGS }, dir, database, script: text, seconds, vars })
  } catch (error) {
    if (option('verbose')) console.log(String(error.stderr || error).slice(0, 2000))
    return []
  }
}

async function measure(dir, all, mine, subject) {
  const kinds = {
    bare: (all.body ?? mine.body).map((s) => ({ ...s, sql: bare(s.sql) })),
    hand: mine.body.map((s) => ({ ...s, sql: byHand(s.sql, subject) })),
    ours: [mine.identity, ...mine.body],
  }
  const times = { bare: [], hand: [], ours: [] }
  for (let n = 0; n < rounds; n += 1) for (const kind of Object.keys(kinds)) times[kind].push(...await time(dir, kinds[kind]))
  return Object.fromEntries(Object.entries(times).map(([kind, list]) => [kind, median(list) ?? NaN]))
}

const cells = (list) => list.map((cell, at) => (at < 2 ? String(cell).padEnd(at ? 10 : 22) : String(cell).padStart(10))).join(' ')
const micro = (value) => Math.round(value).toLocaleString('en')

async function compare(base, dir) {
  const director = await factsOf(base, people[0])
  const results = []
  console.log(cells(['', 'query', 'bare us', 'hand us', 'ours us', 'bare/ours', 'hand/ours', 'target']))
  for (const person of people.filter((p) => wanted('who', p.name))) {
    const facts = person.isAll ? director : await factsOf(base, person)
    for (const shape of shapes.filter((s) => wanted('shape', s.name) && (!person.only || person.only.includes(s.name)))) {
      const all = await statementsOf(base, director, shape)
      const mine = await statementsOf(base, facts, shape)
      if (!mine || mine.failed) { console.log(cells([person.name, shape.name, mine ? `status ${mine.failed}` : 'one page'])); continue }
      if (option('show')) console.log(mine.body.map((s) => s.sql + '\n' + JSON.stringify(s.params)).join('\n'))
      const got = await measure(dir, all, mine, facts.subject)
      const row = { person: person.name, query: shape.name, ...got, toBare: got.bare / got.ours, toHand: got.hand / got.ours, target: person.isAll ? 'bare 0.60' : 'hand 0.75' }
      results.push(row)
      console.log(cells([row.person, row.query, micro(row.bare), micro(row.hand), micro(row.ours), row.toBare.toFixed(2), row.toHand.toFixed(2), row.target]))
    }
  }
  return results
}

async function main() {
  const dir = mkdtempSync(path.join(tmpdir(), 'gx-bench-'))
  const stopLog = await logStatements({ env, database })
  const start = async () => {
    const program = await startProgram(path.join(e.GX_BENCH_BIN, 'guanxi-api'), { GX_LISTEN: '127.0.0.1:0', GX_LOG: 'error', GX_DEMO: '0' }, /listening 127\.0\.0\.1:(\d+)/)
    await untilReady(`http://127.0.0.1:${program.match[1]}`)
    return program
  }
  const out = { accounts: Number(await ask('select count(*) from app.account')), rounds, seconds }
  console.log(`${out.accounts.toLocaleString('en')} accounts, ${rounds} rounds of ${seconds} s, medians`)
  const api = await start()
  try {
    if (wanted('part', 'queries')) out.queries = await compare(`http://127.0.0.1:${api.match[1]}`, dir)
  } finally {
    await stopLog()
    await stopProgram(api.child)
  }
  if (wanted('part', 'http')) out.http = await throughHttp({ start, dir, rounds, seconds, env, database })
  if (wanted('part', 'recompute')) out.recompute = await recompute({ ask })
  writeFileSync(e.GX_BENCH_OUT, JSON.stringify(out, null, 1) + '\n')
  rmSync(dir, { recursive: true, force: true })
}

await main()
