// SPDX-License-Identifier: AGPL-3.0-or-later
// Side-loading. Referenced records show id, name and code, as far as the caller may read them;
// what he may not see is simply not among them.
#include "resource/include.h"

#include "resource/frame.h"
#include <string.h>

enum { SHOWN = 3 }; // id, name, code

struct target {
    const struct gx_resource *resource;
    gx_buf ids;
};

static size_t shown_fields(const struct gx_hints *hints, const struct gx_resource *target,
                           const struct gx_field *out[SHOWN]) {
    const char *const names[SHOWN] = {"id", target->name_field ? target->name_field : "name", "code"};
    const struct gx_right *right = gx_rights_of(hints, target);
    size_t n = 0;
    for (size_t i = 0; i < SHOWN; i++) {
        const struct gx_field *field = gx_catalog_field(target, names[i], strlen(names[i]));
        bool twice = n > 1 && field == out[1];
        if (field && !twice && gx_rights_reads(right, field))
            out[n++] = field;
    }
    return n;
}

// The distinct resources that the query's includes point at, with SQL for the ids of each.
static size_t collect(const struct gx_query *query, struct target targets[GX_QUERY_INCLUDES]) {
    size_t n = 0;
    for (size_t i = 0; i < query->n_includes; i++) {
        const struct gx_field *field = query->includes[i];
        size_t at = 0;
        while (at < n && targets[at].resource != field->to)
            at++;
        if (at == n)
            targets[n++] = (struct target){.resource = field->to};
        gx_buf_printf(&targets[at].ids,
                      field->type == GX_T_REFERENCES ? "%sselect unnest(p.%s) from p"
                                                     : "%sselect p.%s from p",
                      targets[at].ids.len ? " union " : "", field->column);
    }
    return n;
}

void gx_include_select(struct gx_sql *sql, const struct gx_hints *hints, const struct gx_resource *target,
                       int mark, const char *ids, size_t width) {
    const struct gx_field *fields[SHOWN];
    size_t n = shown_fields(hints, target, fields);
    // In an order of its own: that of the table tells what was written last.
    gx_sql_addf(sql, " union all (select %d", mark);
    for (size_t i = 0; i < width; i++) {
        if (i < n)
            gx_sql_addf(sql, ", r.%s::text", fields[i]->column);
        else
            gx_sql_add(sql, ", null");
    }
    gx_sql_addf(sql, " from api.%s%s r where r.id in (%s) order by r.id)", target->name,
                gx_rights_of(hints, target)->is_full ? "_full" : "", ids);
}

void gx_include_page(struct gx_sql *sql, const struct gx_plan *plan, int limit) {
    gx_sql_add(sql, "select ");
    for (size_t i = 0; i < plan->n_columns; i++) {
        gx_sql_add(sql, i ? ", " : "");
        gx_plan_value(sql, plan->columns[i], "p");
    }
    gx_sql_add(sql, " from (");
    gx_plan_page(sql, plan, limit);
    gx_sql_add(sql, ") p");
}

// The page again, but only its keys: cheaper than carrying whole rows through an expression that
// is read twice.
static void narrow_page(struct gx_sql *sql, const struct gx_plan *plan, int limit) {
    struct gx_query *query = gx_arena_memdup(sql->arena, plan->query, sizeof *query);
    query->n_fields = 0;
    struct gx_plan *narrow = gx_plan_of_view(sql->arena, query, plan->view);
    narrow->branches = plan->branches;
    gx_plan_page(sql, narrow, limit);
}

bool gx_include_refs(struct gx_sql *sql, const struct gx_plan *plan, int limit) {
    struct target targets[GX_QUERY_INCLUDES] = {0};
    size_t n = collect(plan->query, targets);
    if (n == 0)
        return false;
    gx_sql_add(sql, "with p as materialized (");
    narrow_page(sql, plan, limit);
    gx_sql_add(sql, ") select 0, null::text, null::text, null::text where false");
    for (size_t i = 0; i < n; i++) {
        gx_include_select(sql, plan->query->hints, targets[i].resource, (int)i + 1, targets[i].ids.data,
                          SHOWN);
        gx_buf_free(&targets[i].ids);
    }
    return true;
}

int gx_include_rows(const gx_result *rows) {
    int n = 0;
    while (n < gx_result_rows(rows) && gx_result_text(rows, n, 0)[0] == '0')
        n++;
    return n;
}

void gx_include_records(gx_buf *buf, const struct gx_plan *plan, const gx_result *rows, int n) {
    const struct gx_query *query = plan->query;
    int columns[128];
    for (size_t i = 0; i < query->n_fields; i++)
        columns[i] = gx_plan_column(plan, query->fields[i]);
    for (int row = 0; row < n; row++) {
        if (row > 0)
            gx_buf_addc(buf, ',');
        gx_frame_record(buf, query->fields, columns, query->n_fields, rows, row);
    }
}

void gx_include_list(gx_buf *buf, const struct gx_hints *hints, const struct gx_resource *target, int mark,
                     const gx_result *rows) {
    const struct gx_field *fields[SHOWN];
    const int columns[SHOWN] = {1, 2, 3};
    size_t n = shown_fields(hints, target, fields);
    bool first = true;
    gx_buf_key(buf, target->name);
    gx_buf_addc(buf, '[');
    for (int row = 0; row < gx_result_rows(rows); row++) {
        if (gx_result_i64(rows, row, 0) != mark)
            continue;
        gx_buf_adds(buf, first ? "" : ",");
        first = false;
        gx_frame_record(buf, fields, columns, n, rows, row);
    }
    gx_buf_addc(buf, ']');
}

void gx_include_frame(gx_buf *buf, const struct gx_plan *plan, const gx_result *rows) {
    struct target targets[GX_QUERY_INCLUDES] = {0};
    size_t n = collect(plan->query, targets);
    if (n == 0)
        return;
    gx_buf_adds(buf, ",\"included\":{");
    for (size_t i = 0; i < n; i++) {
        gx_include_list(buf, plan->query->hints, targets[i].resource, (int)i + 1, rows);
        gx_buf_free(&targets[i].ids);
    }
    gx_buf_addc(buf, '}');
}
