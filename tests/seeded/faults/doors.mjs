// SPDX-License-Identifier: AGPL-3.0-or-later
// Doors of the service, in C. The service has no right on any table, so that a door that forgets the view is shut by
// the database; what must be seen is that somebody notices.
const ways = 'tests/permission/holes_ways.test.mjs';
const one = (name, file, from, to, only, ...tests) => ({name, edits: [{file, from, to}], only, tests});

export default [
  one('names_beside_a_list_come_from_the_table', 'api/resource/include.c', 'gx_sql_addf(sql, " from api.%s%s r where r.id in (%s) order by r.id)", target->name,', 'gx_sql_addf(sql, " from app.%s%s r where r.id in (%s) order by r.id)", target->name,', 'sums_groups', ways),
  one('names_come_in_the_order_of_the_table', 'api/resource/include.c', 'r where r.id in (%s) order by r.id)", target->name,', 'r where r.id in (%s))", target->name,', 'names_beside', ways),
  one('sums_come_from_the_table', 'api/resource/plan.c', 'gx_sql_addf(sql, "select %s from api.%s t", columns, plan->view);', 'gx_sql_addf(sql, "select %s from app.%s t", columns, plan->query->resource->name);', 'sums_groups', ways),
  one('an_export_needs_no_right', 'api/resource/run.c', 'if (gx_rights_allows(run->right, operation) && ((run->resource->operations >> operation) & 1))',
    'if (operation == GX_OPERATION_EXPORT || (gx_rights_allows(run->right, operation) && ((run->resource->operations >> operation) & 1)))', 'sums_groups', ways),
  {name: 'a_cursor_is_anybody_s', edits: [{file: 'api/resource/cursor.c', from: '    gx_buf_adds(&all, query->hints->user_id);\n', to: ''},
    {file: 'api/resource/query.c', from: 'gx_buf_printf(&text, "%s %s", query->resource->name, query->hints->user_id);', to: 'gx_buf_printf(&text, "%s", query->resource->name);'}], only: 'a_cursor_is', tests: [ways]},
  one('an_old_copy_is_confirmed_unseen', 'api/resource/run_one.c', '    if (!version)\n        return gx_one_missing(cx);\n    if (strcmp',
    '    if (!version && gx_request_none_match(rq, gx_run_etag(cx, "1"))) {\n        rs->status = 304;\n        rs->etag = gx_run_etag(cx, "1");\n        return GX_OK;\n    }\n    if (!version)\n        return gx_one_missing(cx);\n    if (strcmp', 'a_copy_that_he_holds', ways),
  one('other_eyes_are_not_looked_at', 'db/client/identity.c', '" api.write_check(i.user_id, i.actor_id)"', '" api.write_check(i.user_id, i.user_id)"', 'nothing_is_written', ways),
  one('reading_knows_no_limits', 'db/client/identity.c', '" api.enter_check(i.user_id, i.rights_gen, $2::bigint, i.catalog_gen, $3::bigint, i.limits, $4)"',
    '" api.enter_check(i.user_id, i.rights_gen, $2::bigint, i.catalog_gen, $3::bigint, null::jsonb, $4)"', 'hold_for', ways),
  one('masked_fields_may_be_asked_about', 'api/resource/rights.c', 'return bit(right->readable, field->position) && !bit(right->masked, field->position);', 'return bit(right->readable, field->position);',
    'is_masked', 'tests/permission/matrix_fields.test.mjs'),
];
