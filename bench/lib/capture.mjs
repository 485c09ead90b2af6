// SPDX-License-Identifier: AGPL-3.0-or-later
// What the service really sends: the server writes the statements of the reading role to its log while one request
// runs, and they are read from there with their parameters. Must not know any resource or statement.
import { psql } from './measure.mjs'

const SETTINGS = ['log_min_duration_statement = 0', 'log_parameter_max_length = -1', 'log_duration = off']

/** Turns the log of new connections of the reading role on; call the returned function to turn it off. */
export async function logStatements({ env, database }) {
  const each = (text) => psql({ env, database, text: SETTINGS.map((s) => text(s)).join('; ') })
  await each((s) => `alter role guanxi_read in database "${database}" set ${s}`)
  return () => each((s) => `alter role guanxi_read in database "${database}" reset ${s.split(' ')[0]}`)
}

const values = (detail) => {
  const found = []
  for (const [, n, value] of detail.matchAll(/\$(\d+) = (NULL|'(?:[^']|'')*')/g)) found[Number(n) - 1] = value === 'NULL' ? null : value.slice(1, -1).replaceAll("''", "'")
  return found
}

/** The statements that ran while `act` did: [{sql, params}], in order. */
export async function capture({ env, database }, act) {
  const size = async () => JSON.parse(await psql({ env, database, text: "select json_build_array(pg_current_logfile(), (pg_stat_file(pg_current_logfile())).size)" }))
  const [file, from] = await size()
  const result = await act()
  for (let last = -1, now = 0; last !== now;) {
    last = now
    await new Promise((done) => setTimeout(done, 250))
    now = (await size())[1]
  }
  const text = await psql({ env, database, text: `select pg_read_file('${file}', ${from}, 1 << 24)` })
  const statements = []
  for (const line of text.replace(/\n\t/g, ' ').split('\n')) {
    if (!line.includes(` guanxi_read@${database} `)) continue
    const run = /LOG: {2}duration: [\d.]+ ms {2}execute [^:]+: (.*)$/.exec(line)
    const detail = /DETAIL: {2}parameters: (.*)$/.exec(line)
    if (run) statements.push({ sql: run[1].trim(), params: [], isRun: true })
    else if (/LOG:/.test(line)) statements.push({ isRun: false })
    else if (detail && statements.at(-1)?.isRun) statements.at(-1).params = values(detail[1])
  }
  return { result, statements: statements.filter((s) => s.isRun) }
}

/** A pgbench script that runs statements in one pipeline, as the service does, and the variables of their values. */
export function script(statements) {
  const vars = {}
  const lines = statements.map(({ sql, params }, at) => sql.replace(/\$(\d+)/g, (_, n) => {
    const value = params[n - 1]
    if (value === null || value === undefined) return 'null'
    vars[`s${at}p${n}`] = value
    return `:s${at}p${n}`
  }) + ';')
  return { text: ['\\startpipeline', ...lines, '\\endpipeline', ''].join('\n'), vars }
}
