// SPDX-License-Identifier: AGPL-3.0-or-later
// A file of 20,000 customers through the import (parsed, checked, matched, guarded,
// with history and search) against one INSERT … SELECT of the same rows into a bare table of the
// same shape with the same indexes. Rows per second, once per round.
import { execFile } from 'node:child_process'

const ROWS = 20_000
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
  for (;;) {
    await new Promise((resolve) => { setTimeout(resolve, 250) })
    const { data } = await json(base, token, 'GET', at)
    if (data.state === 'done' && data.result.created === ROWS) return (Date.now() - began) / 1000
    if (['failed', 'done'].includes(data.state)) throw new Error(JSON.stringify(data.result).slice(0, 400))
  }
}

/** Seconds that the bare load takes: rows staged by COPY, then one set-based insert. */
function loadOnce({ env, database, run }) {
  const owner = "(select user_id from auth.subject limit 1)"
  const script = `begin; create temporary table load_rows (name text, industry text, phone text, city text) on commit drop;
copy load_rows from stdin with (format csv);
${many((n) => row(n, run).join(','))}\\.
create temporary table load_full on commit drop as select meta.uuid_v7() as id, l.*, ${owner} as owner_id, now() as at from load_rows l;
\\timing on
insert into bench.bare (id, name, industry, phone, city, owner_id, created_by, created_at, updated_at) select id, name, industry, phone, city, owner_id, owner_id, at, at from load_full;
rollback;`
  return new Promise((resolve, reject) => {
    const child = execFile('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', database, '-f', '-'], { env: { ...process.env, ...env } }, (error, out, err) => {
      const time = /Time: ([\d.]+) ms/.exec(out)
      if (error || !time) reject(error ?? new Error(out + err))
      else resolve(Number(time[1]) / 1000)
    })
    child.stdin.end(script)
  })
}

export const rows = [{
  name: `import of ${ROWS.toLocaleString('en')} rows (rows/s)`, as: 'bench_boss', target: 0.2, once: true,
  prepare: 'create schema if not exists bench; drop table if exists bench.bare; create table bench.bare (like app.account including all);',
  clean: "drop table bench.bare; delete from app.account where name like '导入%客户%'; delete from audit.history where resource = 'account' and at > now() - interval '1 day';",
  floor: async (given) => ROWS / (await loadOnce(given)),
  ours: async (given) => ROWS / (await importOnce(given)),
}]
