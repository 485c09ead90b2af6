// SPDX-License-Identifier: AGPL-3.0-or-later
// Reading: one record, first pages, search. The floor is the bare statement on the
// table: no permission, no JSON, no HTTP.
const ID = "('01890000-0000-7000-8002-' || lpad(to_hex(:r::bigint), 12, '0'))::uuid"
const byId = () => `\\set r random(1, :accounts)\nselect * from app.account where id = ${ID} and deleted_at is null;\n`

const lua = (token, path) => `math.randomseed(os.time())
wrk.headers["Authorization"] = "Bearer ${token}"
request = function() return wrk.format("GET", ${path}) end
`
const record = ({ token, accounts }) => lua(token, `string.format("/api/v1/accounts/01890000-0000-7000-8002-%012x", math.random(1, ${accounts}))`)
const fixed = (path) => ({ token }) => lua(token, JSON.stringify(path))
const page = (where) => `select * from app.account where deleted_at is null ${where} order by created_at desc, id desc limit 50;\n`
const own = ({ people }) => page(`and owner_id = '${people.bench_sales.id}'`)
const everybody = () => page('')
const departments = ({ people }) => `select x.* from auth.subject s cross join lateral unnest(s.subtree_ids) d (id)
 cross join lateral (select * from app.account a where a.department_id = d.id and a.deleted_at is null order by a.created_at desc, a.id desc limit 50) x
 where s.user_id = '${people.bench_manager.id}' order by x.created_at desc, x.id desc limit 50;\n`
const found = (q) => () => `select * from app.account t where t.deleted_at is null and t.search_gram @@ api.search_query('${q}')
 and (t.search_text || E'\\n' || t.search_py) ~ all (api.search_patterns('${q}')) order by created_at desc, id desc limit 50;\n`
const search = (q) => fixed(`/api/v1/accounts?q=${encodeURIComponent(q)}`)

export const rows = [
  { name: 'record, sees all, 16 clients', as: 'bench_boss', clients: 16, floor: byId, ours: record, target: 0.4 },
  { name: 'record, sees all, 64 clients', as: 'bench_boss', clients: 64, floor: byId, ours: record, target: 0.85 },
  { name: 'record, salesman, mostly invisible (404)', as: 'bench_sales', clients: 16, floor: byId, ours: record, target: 0.4, allow404: true },
  { name: 'first page of 50, sees all (unfiltered)', as: 'bench_boss', clients: 16, floor: everybody, ours: fixed('/api/v1/accounts'), target: 0.6 },
  { name: 'first page of 50, salesman (own, by hand)', as: 'bench_sales', clients: 16, floor: own, ours: fixed('/api/v1/accounts'), target: 0.75 },
  { name: 'first page of 50, manager (subtree, by hand)', as: 'bench_manager', clients: 16, floor: departments, ours: fixed('/api/v1/accounts'), target: 0.75 },
  { name: 'search 长平, sees all', as: 'bench_boss', clients: 8, floor: found('长平'), ours: search('长平') },
  { name: 'search cqca, sees all', as: 'bench_boss', clients: 8, floor: found('cqca'), ours: search('cqca') },
  { name: 'search 长安, salesman', as: 'bench_sales', clients: 8, floor: found('长安'), ours: search('长安') },
]
