// SPDX-License-Identifier: AGPL-3.0-or-later
// Rules over records: reminders (a date lies so many days ahead) and data care (a condition alone). Each active rule
// is run as a query with the rights of whoever answers for it, so that it finds what he may see and nothing else;
// its condition goes through the one compiler of conditions. What becomes of the records is the kind's function.
#include "core/json.h"
#include "core/log.h"
#include "jobs/job.h"
#include "resource/filter.h"
#include <string.h>

enum { FOUND_MAX = 5000 };

struct rule {
    const char *id, *user_id, *resource, *date_field, *days_before, *definition;
};

// One kind of rules: which are due, and what is done with what one has found ($1 id, $2 rows or null, $3 limit).
struct rules {
    const char *due, *note;
};

// The date of a rule: one of the fields that its person may name; NULL for rules without.
static gx_rc find_date(gx_cx *cx, const struct rule *rule, const struct gx_resource *resource,
                       const struct gx_right *right, const struct gx_field **out) {
    *out = NULL;
    if (rule->date_field == NULL)
        return GX_OK;
    *out = gx_catalog_field(resource, rule->date_field, strlen(rule->date_field));
    if (*out == NULL || !gx_rights_names(right, *out) ||
        ((*out)->type != GX_T_DATE && (*out)->type != GX_T_DATETIME))
        return gx_fail(cx, GX_E_INVALID, "/date_field", "no such date");
    return GX_OK;
}

// The date in days as PostgreSQL counts them here, as a column of the answer.
static void add_due(struct gx_sql *sql, const struct gx_field *date) {
    if (date == NULL)
        gx_sql_add(sql, "null::date as due_on, ");
    else if (date->type == GX_T_DATE)
        gx_sql_addf(sql, "t.%s as due_on, ", date->column);
    else
        gx_sql_addf(sql, "(t.%s at time zone '%s')::date as due_on, ", date->column, GX_FILTER_ZONE);
}

// The date lies days_before days ahead.
static void add_day(struct gx_sql *sql, const struct rule *rule, const struct gx_field *date) {
    const char *cast = date->type == GX_T_DATE ? "" : "::timestamp at time zone 'Asia/Shanghai'";
    gx_sql_addf(sql, "t.%s >= ((now() at time zone '%s')::date + ", date->column, GX_FILTER_ZONE);
    gx_sql_param(sql, rule->days_before, "int");
    gx_sql_addf(sql, ")%s and t.%s < ((now() at time zone '%s')::date + ", cast, date->column,
                GX_FILTER_ZONE);
    gx_sql_param(sql, rule->days_before, "int");
    gx_sql_addf(sql, " + 1)%s and ", cast);
}

// select id, the date, the owner ... of the records that a rule names.
static gx_rc build(gx_cx *cx, const struct rule *rule, struct gx_stmt *out) {
    const struct gx_hints *hints;
    const struct gx_field *date;
    struct gx_cond *cond;
    gx_rc rc = gx_job_hints(cx, rule->user_id, &hints);
    if (rc != GX_OK)
        return rc;
    const struct gx_resource *resource = gx_catalog_by_name(hints->catalog, rule->resource);
    if (resource == NULL)
        return gx_fail(cx, GX_E_INVALID, "/resource", "no such resource");
    rc = find_date(cx, rule, resource, gx_rights_of(hints, resource), &date);
    if (rc == GX_OK)
        rc = gx_filter_stored(cx, hints, resource, rule->definition, &cond);
    if (rc != GX_OK)
        return rc;
    struct gx_sql *sql = gx_sql_new(cx->arena);
    gx_sql_add(sql, "select coalesce(json_agg(x), '[]')::text from (select t.id, ");
    add_due(sql, date);
    gx_sql_add(sql, resource->has_owner ? "t.owner_id" : "null::uuid as owner_id");
    gx_sql_addf(sql, " from api.\"%s\" t where ", resource->name);
    if (date != NULL)
        add_day(sql, rule, date);
    gx_filter_sql(sql, cond, "t");
    gx_sql_addf(sql, " limit %d) x", FOUND_MAX);
    *out = gx_sql_stmt(sql);
    return GX_OK;
}

static gx_rc run_rule(gx_cx *cx, const struct rules *kind, const struct rule *rule) {
    struct gx_stmt query;
    gx_result *found;
    gx_rc rc = build(cx, rule, &query);
    if (rc == GX_OK)
        rc = gx_job_write(cx, rule->user_id, "reminder", &query, 1, &found);
    const char *items = rc == GX_OK ? gx_result_text(found, 0, 0) : NULL;
    if (rc != GX_OK)
        gx_log(GX_LOG_WARN, "reminder", GX_LOG_S("id", rule->id), GX_LOG_S("code", gx_rc_code(rc)),
               GX_LOG_S("cause", cx->problem.cause));
    if (rc == GX_E_UNAVAILABLE)
        return rc;
    gx_cx_clear(cx);
    // a rule that cannot run is noted as run, so that it does not come again every second
    const char *most = gx_arena_printf(cx->arena, "%d", FOUND_MAX);
    const struct gx_stmt stmt = GX_STMT(kind->note, rule->id, items, most);
    return gx_job_system(cx, &stmt, 1, NULL);
}

static gx_rc run_rules(gx_cx *cx, const struct rules *kind) {
    const struct gx_stmt stmt = GX_STMT0(kind->due);
    gx_result *r;
    gx_rc rc = gx_job_system(cx, &stmt, 1, &r);
    for (int i = 0; rc == GX_OK && i < gx_result_rows(r) && !gx_job_is_stopping(); i++) {
        const struct rule rule = {gx_result_text(r, i, 0),  gx_result_text(r, i, 1),
                                  gx_result_text(r, i, 2),  gx_result_value(r, i, 3),
                                  gx_result_value(r, i, 4), gx_result_value(r, i, 5)};
        rc = run_rule(cx, kind, &rule);
    }
    return rc;
}

static gx_rc run_reminders(gx_cx *cx) {
    static const struct rules kind = {
        "select id, user_id, resource, date_field, days_before, definition from job.reminder_due()",
        "select job.reminder_notify($1::uuid, $2::jsonb), $3::int"};
    return run_rules(cx, &kind);
}
GX_TASK("reminder", 60, run_reminders);

static gx_rc run_care(gx_cx *cx) {
    static const struct rules kind = {
        "select id, user_id, resource, date_field, days_before, definition from job.care_due()",
        "select job.care_note($1::uuid, $2::jsonb, $3::int)"};
    return run_rules(cx, &kind);
}
GX_TASK("care", 60, run_care);
