// SPDX-License-Identifier: AGPL-3.0-or-later
// A file of 20,000 customers through the import (parsed, checked, matched, guarded, with history and search)
// against COPY of the same finished rows, search columns and all, into the same table with its indexes and
// constraints and without our triggers. Rows per second, once per round.
import { cleanAccounts, script } from '../lib/measure.mjs'

const ROWS = 20_000
const LIMIT_S = 300
const COLUMNS = 'id, code, name, industry, phone, city, owner_id, department_id, created_by, search_text, search_py, search_gram'
const row = (n, run) => [`导入${run}客户${n}有限公司`, 'technology', `0512-${String(n).padStart(8, '0')}`, '苏州']
const many = (make) => Array.from({ length: ROWS }, (_, n) => make(n)).join('\n') + '\n'

async function json(base, token, method, path, body, headers = {}) {
  const raw = body instanceof Buffer
  const response = await fetch(base + '/api/v1' + path, {
    method, body: raw ? body : body && JSON.stringify(body),
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': raw ? 'application/octet-stream' : 'application/json', ...headers },
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  const text = await response.text()
  return { ...(text ? JSON.parse(text) : {}), etag: response.headers.get('etag') }
}

/** Seconds that the import takes, from run to done. */
async function importOnce({ base, token, run }) {
  const bytes = Buffer.from('客户名称,行业,电话,城市\n' + many((n) => row(n, run).join(',')))
  const file = await json(base, token, 'POST', '/files', { name: 'bench.csv', size: bytes.length, mime_type: 'text/csv' })
  await json(base, token, 'PUT', `/files/${file.data.id}/content`, bytes)
  const made = await json(base, token, 'POST', '/imports', { resource: 'account', file_id: file.data.id })
  const at = `/imports/${made.data.id}`
  await json(base, token, 'POST', at + '/analyse', {})
  const now = await json(base, token, 'GET', at)
  const mapping = ['name', 'industry', 'phone', 'city'].map((field, column) => ({ column, field }))
  await json(base, token, 'PATCH', at, { options: { mapping, match_key: ['name'], mode: 'both' } }, { 'If-Match': now.etag })
  const began = Date.now()
  await json(base, token, 'POST', at + '/run', { dry_run: false })
  while (Date.now() - began < LIMIT_S * 1000) {
    await new Promise((resolve) => { setTimeout(resolve, 250) })
    const { data } = await json(base, token, 'GET', at)
    if (data.state === 'done' && data.result.created === ROWS) return (Date.now() - began) / 1000
    if (['failed', 'done'].includes(data.state)) throw new Error(JSON.stringify(data.result).slice(0, 400))
  }
  throw new Error(`the import was not done after ${LIMIT_S} s`)
}

/** Seconds that COPY takes for the same finished rows into the same table: its indexes and constraints, no trigger of ours. */
async function copyOnce({ env, database, run }) {
  const make = `create temporary table load_rows (name text, industry text, phone text, city text);
copy load_rows from stdin with (format csv);
${many((n) => row(n, run).join(','))}\\.
copy (select meta.uuid_v7(), 'Z-' || row_number() over (), l.*, s.user_id, s.department_ids[1], s.user_id, p.txt, p.py, p.gram
        from load_rows l cross join lateral meta.search_parse(l.name || E'\n' || l.phone) p
       cross join (select * from auth.subject limit 1) s) to stdout;`
  const data = await script({ env, database, text: make })
  const load = `begin;\nalter table app.account disable trigger user;\n\\timing on\ncopy app.account (${COLUMNS}) from stdin;\n${data}\\.\n\\timing off\nrollback;\n`
  const out = await script({ env, database, text: load })
  await script({ env, database, text: 'vacuum app.account;\n' })
  return Number(/Time: ([\d.]+) ms/.exec(out)[1]) / 1000
}

export const rows = [{
  name: `import of ${ROWS.toLocaleString('en')} rows (rows/s)`, as: 'bench_boss', target: 0.2, once: true,
  floor: async (given) => ROWS / (await copyOnce(given)),
  ours: async (given) => ROWS / (await importOnce(given)),
  clean: cleanAccounts('导入%客户%'),
}]
