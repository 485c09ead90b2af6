// SPDX-License-Identifier: AGPL-3.0-or-later
// Reminders: each active rule is run as a query with the rights of whoever made it, so that it finds what he may
// see and nothing else; its condition goes through the one compiler of conditions.
#include "core/json.h"
#include "core/log.h"
#include "jobs/job.h"
#include "resource/filter.h"
#include <string.h>

enum { FOUND_MAX = 5000 };

struct rule {
    const char *id, *user_id, *resource, *date_field, *days_before, *definition;
};

// select id, the date, the owner ... of records whose date lies days_before days ahead.
static gx_rc build(gx_cx *cx, const struct rule *rule, struct gx_stmt *out) {
    const struct gx_hints *hints;
    struct gx_cond *cond;
    gx_rc rc = gx_job_hints(cx, rule->user_id, &hints);
    if (rc != GX_OK)
        return rc;
    const struct gx_resource *resource = gx_catalog_by_name(hints->catalog, rule->resource);
    if (resource == NULL)
        return gx_fail(cx, GX_E_INVALID, "/resource", "no such resource");
    const struct gx_right *right = gx_rights_of(hints, resource);
    const struct gx_field *date = gx_catalog_field(resource, rule->date_field, strlen(rule->date_field));
    if (date == NULL || !gx_rights_names(right, date) ||
        (date->type != GX_T_DATE && date->type != GX_T_DATETIME))
        return gx_fail(cx, GX_E_INVALID, "/date_field", "no such date");
    rc = gx_filter_stored(cx, hints, resource, rule->definition, &cond);
    if (rc != GX_OK)
        return rc;
    struct gx_sql *sql = gx_sql_new(cx->arena);
    gx_sql_add(sql, "select coalesce(json_agg(x), '[]')::text from (select t.id, ");
    if (date->type == GX_T_DATE)
        gx_sql_addf(sql, "t.%s as due_on, ", date->column);
    else
        gx_sql_addf(sql, "(t.%s at time zone '%s')::date as due_on, ", date->column, GX_FILTER_ZONE);
    gx_sql_add(sql, resource->has_owner ? "t.owner_id" : "null::uuid as owner_id");
    gx_sql_addf(sql, " from api.\"%s\" t where ", resource->name);
    gx_sql_addf(sql, "t.%s >= ((now() at time zone '%s')::date + ", date->column, GX_FILTER_ZONE);
    gx_sql_param(sql, rule->days_before, "int");
    gx_sql_addf(sql, ")%s", date->type == GX_T_DATE ? "" : "::timestamp at time zone 'Asia/Shanghai'");
    gx_sql_addf(sql, " and t.%s < ((now() at time zone '%s')::date + ", date->column, GX_FILTER_ZONE);
    gx_sql_param(sql, rule->days_before, "int");
    gx_sql_addf(sql, " + 1)%s and ",
                date->type == GX_T_DATE ? "" : "::timestamp at time zone 'Asia/Shanghai'");
    gx_filter_sql(sql, cond, "t");
    gx_sql_addf(sql, " limit %d) x", FOUND_MAX);
    *out = gx_sql_stmt(sql);
    return GX_OK;
}

static gx_rc run_rule(gx_cx *cx, const struct rule *rule) {
    struct gx_stmt query;
    gx_result *found;
    gx_rc rc = build(cx, rule, &query);
    if (rc == GX_OK)
        rc = gx_job_write(cx, rule->user_id, "reminder", &query, 1, &found);
    const char *items = rc == GX_OK ? gx_result_text(found, 0, 0) : "[]";
    if (rc != GX_OK)
        gx_log(GX_LOG_WARN, "reminder", GX_LOG_S("id", rule->id), GX_LOG_S("code", gx_rc_code(rc)),
               GX_LOG_S("cause", cx->problem.cause));
    if (rc == GX_E_UNAVAILABLE)
        return rc;
    gx_cx_clear(cx);
    // a rule that cannot run is noted as run, so that it does not come again every second
    const struct gx_stmt stmt = GX_STMT("select job.reminder_notify($1::uuid, $2::jsonb)", rule->id, items);
    return gx_job_system(cx, &stmt, 1, NULL);
}

static gx_rc run_reminders(gx_cx *cx) {
    const struct gx_stmt stmt =
        GX_STMT0("select id, user_id, resource, date_field, days_before, definition from job.reminder_due()");
    gx_result *r;
    gx_rc rc = gx_job_system(cx, &stmt, 1, &r);
    for (int i = 0; rc == GX_OK && i < gx_result_rows(r) && !gx_job_is_stopping(); i++) {
        const struct rule rule = {gx_result_text(r, i, 0), gx_result_text(r, i, 1), gx_result_text(r, i, 2),
                                  gx_result_text(r, i, 3), gx_result_text(r, i, 4), gx_result_value(r, i, 5)};
        rc = run_rule(cx, &rule);
    }
    return rc;
}
GX_TASK("reminder", 60, run_reminders);
