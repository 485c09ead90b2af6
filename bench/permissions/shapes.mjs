// SPDX-License-Identifier: AGPL-3.0-or-later
// Who asks for what, and the filters that somebody would write by hand instead of a permission.

/** isAll: sees everything. way: of those who are measured for one way only. */
export const people = [
  { name: 'director', username: 'bench_director', isAll: true },
  { name: 'salesman', username: 'bench_sales' },
  { name: 'manager', username: 'bench_manager' },
  { name: 'partner', username: 'bench_partner' },
  { name: 'salesman, 10 accounts', username: 'bench_small', only: ['first', 'count', 'funnel'] },
  { name: 'salesman, 20,000', username: 'bench_big', only: ['first', 'deep', 'name', 'count', 'funnel'] },
  { name: 'office, 200,000', username: 'bench_office', only: ['first', 'deep', 'name', 'filter', 'search', 'count', 'funnel'] },
  { name: 'territory', username: 'bench_area', only: ['first', 'deep', 'name', 'search', 'count', 'funnel'] },
  { name: 'deputy', username: 'bench_deputy', only: ['first', 'deep', 'count', 'detail'] },
  { name: 'matrix, 5 cells', username: 'bench_cells5', only: ['first', 'deep', 'name', 'filter', 'search', 'count', 'detail', 'invisible'] },
  { name: 'matrix, 300 cells', username: 'bench_cells300', only: ['first', 'deep', 'name', 'filter', 'search', 'count', 'detail', 'invisible'] },
  { name: 'matrix, 3,000 cells', username: 'bench_cells3000', only: ['first', 'deep', 'name', 'filter', 'search', 'count', 'detail', 'invisible'] },
]

/** path: the request; ids: what was found out about the person. */
export const shapes = [
  { name: 'first', path: () => '/accounts?limit=50' },
  { name: 'deep', path: ({ cursor }) => cursor && `/accounts?limit=50&cursor=${cursor}` },
  { name: 'name', path: () => '/accounts?limit=50&sort=name' },
  { name: 'filter', path: () => '/accounts?limit=50&industry=testing&level=b' },
  { name: 'search', path: () => `/accounts?limit=50&q=${encodeURIComponent('长平')}` },
  { name: 'count', path: () => '/accounts?limit=1&fields=id&count=capped', picks: (sql) => /^select count/.test(sql) },
  { name: 'detail', path: ({ visible }) => `/accounts/${visible}` },
  { name: 'invisible', path: ({ invisible }) => `/accounts/${invisible}`, isMissing: true },
  { name: 'funnel', path: () => '/opportunities/aggregate?group=stage_id&measure=count,sum:amount' },
]

/** A page in the middle of the list: the cursor's values are replaced. */
export const deepen = (params, at) => params.map((value) => (/^\d{4}-\d\d-\d\d[T ]\d\d:/.test(value ?? '') ? at : value))

const quoted = (ids) => `'{${ids.join(',')}}'`

/** The statement over the tables: no permission at all but the branches, whose keys stand in it. */
export function bare(sql, subject) {
  const share = `from (select h.record_id, h.resource from auth.share h where h.grantee_id = any (${quoted(subject?.grantee_ids ?? [])}::uuid[]) and (h.until is null or h.until > now())) m where`
  return sql.replace(/from api\.(account|contact|opportunity)(?:_full|_all|_one|_find)? (\w+) where /g, 'from app.$1 $2 where $2.deleted_at is null and ')
    .replace(/from api\.my_share m where/g, share)
}

/** The same by hand where the service sends no branches (a walk that tests, one record): the scope as one condition. */
export function byHand(sql, subject) {
  const text = bare(sql, subject)
  if (subject.is_all || /\b(?:owner_id|department_id|territory_id|partner_id|cell_id) = (?:any\()?[$(u]/.test(sql)) return text
  const ways = [`t.owner_id = '${subject.user_id}'`]
  if (subject.subtree) ways.push(`t.department_id = any (${quoted(subject.subtree_ids)}::uuid[])`)
  if (subject.deputy_for?.length) ways.push(`t.owner_id = any (${quoted(subject.deputy_for)}::uuid[])`)
  if (subject.partner_id) ways.push(`t.partner_id = '${subject.partner_id}'`)
  ways.push(`t.id = any (array(select h.record_id from auth.share h where h.resource = 'account' and h.grantee_id = any (${quoted(subject.grantee_ids)}::uuid[])))`)
  if (subject.bits) ways.push(`get_bit(B'${subject.bits}'::varbit, t.cell_id) = 1`)
  return text.replace(/(from app\.\w+ t where t\.deleted_at is null)/, `$1 and (${ways.join(' or ')})`)
}
