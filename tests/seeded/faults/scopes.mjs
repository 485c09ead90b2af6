// SPDX-License-Identifier: AGPL-3.0-or-later
// A way to a row that opens everything, or is forgotten: each of the ten parts, and the conditions that they share.
const file = 'db/schema/30_access/00_scope.sql';
const rows = ['tests/sql/02_scope.sql', 'tests/sql/13_ways.sql', 'tests/sql/15_ways.sql'];
const fault = (name, from, to, tests = rows) => ({name, edits: [{file, from, to}], tests});
const owner = "meta.scope_key(u, 'owner_id')";
const department = "meta.scope_key(u, 'department_id')";

const parts = {
  own: `${owner} || ' = s.user_id'`,
  subordinates: `${owner} || ' = any (s.subordinate_ids)'`,
  department: `${department} || ' = any (s.department_ids)'`,
  subtree: `${department} || ' = any (s.subtree_ids)'`,
  territory: "meta.scope_key(u, 'territory_id') || ' = any (s.territory_ids)'",
  partner: "meta.scope_key(u, 'partner_id') || ' = s.partner_id'",
  deputy: `'(s.deputy_until > now() and ' || ${owner} || ' = any (s.deputy_for))'`,
  share: 'case when u.is_shareable then meta.shared_sql(u) end',
  matrix: "meta.cell_sql(u, meta.scope_key(u, 'cell_id'))",
};

const opened = Object.entries(parts).map(([name, text]) => fault(`${name}_opens_everything`, text, "'true'"));
const dropped = Object.entries(parts).map(([name, text]) => fault(`${name}_is_forgotten`, text, 'null::text'));

export default [
  ...opened, ...dropped,
  fault('all_is_given_to_every_scope', "(1, 'all', 32, null)", "(1, 'all', 0, 'true')"),
  fault('all_is_forgotten', "(1, 'all', 32, null)", "(1, 'all', 0, 'false')"),
  fault('whoever_has_no_scope_is_helped_too', "format('(%s <> 0 and %s)', u.word, x.test)", "format('(%s is not null and %s)', u.word, x.test)"),
  fault('a_deputy_stays_one', "'(s.deputy_until > now() and '", "'(s.deputy_until is not null and '"),
  fault('a_share_never_ends_in_lists', "' and h.resource = %s%s and (h.until is null or h.until > now())'", "' and h.resource = %s%s'"),
  fault('a_share_never_ends_for_one_record', "' and h.grantee_id = any (s.grantee_ids)%s and (h.until is null or h.until > now())))'", "' and h.grantee_id = any (s.grantee_ids)%s))'"),
  fault('a_share_for_reading_lets_write', "' and h.grantee_id = any (s.grantee_ids)%s and (h.until is null or h.until > now())))',\n        u.record_sql, u.resource_sql, case when u.is_write then ' and h.can_write' else '' end)",
    "' and h.grantee_id = any (s.grantee_ids)%s and (h.until is null or h.until > now())))',\n        u.record_sql, u.resource_sql, '')"),
  fault('a_share_of_one_resource_counts_for_all', "exists (select from auth.share h where h.record_id = %s and h.resource = %s'", "exists (select from auth.share h where h.record_id = %s and %s <> '''''"),
  fault('bits_of_cells_are_off_by_one', "get_bit(%2$s, %1$s) = 1", "get_bit(%2$s, greatest(%1$s - 1, 0)) = 1"),
  fault('cells_for_reading_let_write', "case when u.is_write then 'cs.writes' else 'cs.reads' end", "'cs.reads'"),
  fault('a_cell_newer_than_the_bits_is_open', '= 1 else false end', '= 1 else true end'),
  {name: 'a_hanging_row_asks_for_its_author_s_resource', edits: [{file: 'db/schema/30_access/30_inherited_any.sql',
    from: "return row(table_name, 'scope_', 't.parent_resource', 't.parent_id', right_set || '.read_scope', false, true, true)::meta.scope_use;",
    to: "return row(table_name, 'scope_', 't.parent_resource', 't.parent_id', '32', false, true, true)::meta.scope_use;"}], tests: ['tests/sql/09_attached.sql', 'tests/sql/15_ways.sql']},
];
