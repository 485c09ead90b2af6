// SPDX-License-Identifier: AGPL-3.0-or-later
// A published view, guard or function that lost what it must ask.
const views = 'db/schema/60_publish/10_views.sql';
const share = 'db/schema/40_functions/80_share.sql';
const one = (name, file, from, to, ...tests) => ({name, edits: [{file, from, to}], tests, ...(tests[0].endsWith('.mjs') && {only: 'partners|exported'})});

export default [
  one('masks_are_dropped', views, "meta.mask_sql(c.mask, c.type, format('t.%I', c.column_name)),", "format('t.%I', c.column_name),", 'tests/sql/02_scope.sql', 'tests/sql/06_rights.sql', 'tests/sql/15_ways.sql'),
  one('unreadable_columns_are_shown', views, 'when c.is_raw or (is_open and not c.is_sensitive) then', 'when true then', 'tests/sql/02_scope.sql', 'tests/sql/06_rights.sql', 'tests/sql/15_ways.sql'),
  one('the_view_of_one_row_asks_nobody', views, "r.name || '_one', opened, r.name, meta.subject_join(r.name), one_rule.joins, one_rule.condition,",
    "r.name || '_one', opened, r.name, meta.subject_join(r.name), one_rule.joins, 'true',", 'tests/sql/13_ways.sql', 'tests/sql/15_ways.sql'),
  one('the_bin_asks_for_reading_only', views, "meta.subject_join(r.name), write_rule.joins, write_rule.condition", "meta.subject_join(r.name), one_rule.joins, one_rule.condition", 'tests/sql/15_ways.sql'),
  one('the_open_view_has_no_gate', views, "cell, from_live, meta.gate_sql(r.name, all_words.word1, all_words.word2));", "cell, from_live, 'true');", 'tests/sql/06_rights.sql', 'tests/sql/15_ways.sql'),
  one('deleted_rows_stay_in_sight', views, "format('from app.%I t %s %s where t.deleted_at is null and (%s)',", "format('from app.%I t %s %s where (%s)',", 'tests/sql/02_scope.sql', 'tests/sql/15_ways.sql'),
  one('writes_are_not_checked_again', 'db/schema/60_publish/20_write_view.sql', 'and %s with cascaded check option', 'and %s', 'tests/sql/01_structure.sql', 'tests/sql/14_doors.sql'),
  one('who_writes_need_not_see', 'db/schema/30_access/90_rule.sql', "condition := format('(%s) and (%s)', written.condition, seen.condition);", "condition := format('(%s)', written.condition);", 'tests/sql/15_ways.sql', 'tests/sql/02_scope.sql'),
  one('guards_are_not_published', 'db/schema/60_publish/90_publish.sql', '    perform meta.publish_guard(r);\n', '', 'tests/sql/01_structure.sql', 'tests/sql/03_guard.sql'),
  one('guards_know_no_hidden_references', 'db/schema/50_triggers/20_guard.sql', 'where not exists (select from api.%5$I v where v.id = e.id offset 0)) then', 'where not exists (select from app.%5$I v where v.id = e.id offset 0)) then', 'tests/sql/03_guard.sql', 'tests/sql/15_ways.sql'),
  one('history_shows_all_fields', 'db/schema/40_functions/20_history.sql', "where k.n = any (names)), '{}')", "where true), '{}')", 'tests/sql/04_history.sql'),
  one('history_is_for_everybody', 'db/schema/40_functions/20_history.sql', 'if not is_seen then', 'if false then', 'tests/sql/04_history.sql', 'tests/sql/15_ways.sql'),
  one('undo_asks_no_right', 'db/schema/60_publish/40_undo.sql', 'and (exists (select from api.%4$I w where w.id = m.record_id)', 'and (true', 'tests/sql/05_undo.sql', 'tests/sql/15_ways.sql'),
  one('what_is_lent_is_handed_on', share, "    perform meta.require_own_way(of_resource, record_id);\n", '', 'tests/sql/15_ways.sql'),
  one('what_is_lent_is_transferred', 'db/schema/60_publish/30_functions.sql', "format(E'perform meta.require_own_way(%L, $1);\\n    ', r.name)", "''", 'tests/sql/15_ways.sql'),
  one('shares_are_listed_for_everybody', share, "begin\n    perform meta.require_seen($1, $2);\n    return (select coalesce(jsonb_agg(", "begin\n    return (select coalesce(jsonb_agg(", 'tests/sql/15_ways.sql'),
  one('a_deputy_prolongs_his_absence', 'db/schema/20_auth/18_limits.sql', '(deputy = s.user_id or absent = any (s.deputy_for))', '(deputy = s.user_id)', 'tests/sql/15_ways.sql'),
  one('people_name_themselves_deputies', 'db/schema/20_auth/18_limits.sql', '(deputy = s.user_id or absent = any (s.deputy_for))', '(absent = any (s.deputy_for))', 'tests/sql/15_ways.sql'),
  one('partners_read_all_shares', share, "s.kind <> 'portal' or h.created_by", 'true or h.created_by', 'tests/permission/holes_ways.test.mjs'),
  one('partners_stand_in', 'db/schema/20_auth/18_limits.sql', "where u.id = deputy and u.kind <> 'staff'", 'where false', 'tests/permission/holes_ways.test.mjs'),
  one('exported_files_are_like_others', 'db/schema/40_functions/actions/40_export.sql', 'where f.id = $4 and f.owner_id = meta.subject_id();', 'where false;', 'tests/permission/holes_ways.test.mjs'),
  one('people_move_themselves', 'db/schema/20_auth/30_rebuild_triggers.sql', 'n.role_ids is distinct from o.role_ids or n.id = meta.subject_id()', 'n.role_ids is distinct from o.role_ids', 'tests/sql/15_ways.sql'),
  one('keys_of_rows_are_written_by_everybody', 'db/schema/20_auth/10_right_set.sql', 'greatest(case when meta.is_raw(f, r) then 2 end,', 'greatest(case when meta.is_raw(f, r) then 3 end,', 'tests/sql/15_ways.sql'),
  one('through_other_eyes_one_writes', 'db/schema/40_functions/10_identity.sql', 'select case when user_id is distinct from actor_id then', 'select case when false then', 'tests/sql/15_ways.sql'),
  one('limits_are_not_looked_at', 'db/schema/40_functions/10_identity.sql', 'if not auth.within_limits(limits, ip, now()) then', 'if false then', 'tests/sql/15_ways.sql'),
  one('kept_answers_are_for_everybody', 'db/schema/40_functions/30_idempotency.sql', 'where i.user_id = meta.subject_id() and i.route = $1 and i.key = $2 and i.created_at >= now()', 'where i.route = $1 and i.key = $2 and i.created_at >= now()', 'tests/sql/15_ways.sql'),
  one('jobs_are_cancelled_by_anybody', 'db/schema/40_functions/60_job.sql', "if not exists (select from api.job v where v.id = $1) then", 'if false then', 'tests/sql/08_job.sql', 'tests/sql/15_ways.sql'),
];
