// SPDX-License-Identifier: AGPL-3.0-or-later
// Writing: create and update with history, audit and guards against a bare INSERT
// or UPDATE on a table of the same shape with the same indexes and no trigger.
import { cleanAccounts } from '../lib/measure.mjs'

const prepare = `create schema if not exists bench;
drop table if exists bench.bare;
create table bench.bare (like app.account including all);
insert into bench.bare select * from app.account;
analyze bench.bare;`
const clean = `drop table bench.bare;\n${cleanAccounts('压测 %')}`

const insert = () => `\\set r random(1, 1000000000)
insert into bench.bare (id, name, industry, phone, owner_id, department_id, created_by)
select meta.uuid_v7(), '压测 ' || :r::text, 'technology', '0512-12345678', s.user_id, s.department_ids[1], s.user_id from auth.subject s limit 1;\n`
const update = () => `\\set r random(1, :accounts)
update bench.bare set description = 'note ' || :r::text, version = version + 1, updated_at = now()
 where id = ('01890000-0000-7000-8002-' || lpad(to_hex(:r::bigint), 12, '0'))::uuid;\n`

const head = (token) => `math.randomseed(os.time())
wrk.headers["Authorization"] = "Bearer ${token}"
wrk.headers["Content-Type"] = "application/json"
`
const post = ({ token }) => head(token) + `request = function()
  local body = string.format('{"name":"压测 %d","industry":"technology","phone":"0512-12345678"}', math.random(1, 1000000000))
  return wrk.format("POST", "/api/v1/accounts", nil, body) end\n`
const patch = ({ token, accounts }) => head(token) + `wrk.headers["If-Match"] = "*"
request = function()
  local n = math.random(1, ${accounts})
  return wrk.format("PATCH", string.format("/api/v1/accounts/01890000-0000-7000-8002-%012x", n), nil, string.format('{"description":"note %d"}', n)) end\n`

export const rows = [
  { name: 'create (history, audit, guards), 16 clients', as: 'bench_boss', clients: 16, prepare, floor: insert, ours: post, target: 0.3 },
  { name: 'update (history, audit, guards), 16 clients', as: 'bench_boss', clients: 16, floor: update, ours: patch, clean, target: 0.3 },
]
