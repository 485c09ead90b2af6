// SPDX-License-Identifier: AGPL-3.0-or-later
// GET /accounts/aggregate: groups and measures over the rows that fit. Scoped people get the sum
// of their disjoint branches. What is asked for is checked in aggregate_read.c, its SQL is written in
// aggregate_sql.c.
#include "resource/aggregate.h"

#include "core/handler.h"
#include "resource/frame.h"
#include "resource/include.h"
#include "resource/run.h"
#include <string.h>

// Level and place of a group stand behind its keys and measures.
static struct gx_stmt statement(gx_cx *cx, const struct gx_aggregate *what) {
    struct gx_sql *sql = gx_sql_new(cx->arena);
    gx_sql_add(sql, "with p as materialized (");
    gx_aggregate_sql(sql, what);
    gx_sql_add(sql, ") select 0");
    for (size_t i = 0; i < what->n_groups; i++)
        gx_sql_addf(sql, ", p.k%zu::text", i);
    for (size_t i = 0; i < what->n_measures; i++)
        gx_sql_addf(sql, ", p.m%zu::text", i);
    gx_sql_add(sql, ", p.level::text, p.nr::text from p");
    for (size_t i = 0; i < what->n_groups; i++) {
        if (what->groups[i].included)
            gx_include_select(sql, what->query->hints, what->groups[i].field->to, (int)i + 1,
                              gx_arena_printf(cx->arena, "select p.k%zu from p", i),
                              what->n_groups + what->n_measures + 2);
    }
    return gx_sql_stmt(sql);
}

static void value(gx_buf *buf, enum gx_type type, const gx_result *rows, int row, int column) {
    if (gx_result_is_null(rows, row, column))
        gx_buf_adds(buf, "null");
    else
        gx_frame_value(buf, type, gx_result_text(rows, row, column), gx_result_len(rows, row, column));
}

// A row of a level has the keys of that level only.
static void frame_group(gx_buf *buf, const struct gx_aggregate *what, size_t keys, const gx_result *rows,
                        int row) {
    gx_buf_addc(buf, '{');
    for (size_t i = 0; i < keys; i++) {
        gx_buf_key(buf, what->groups[i].field->name);
        value(buf, gx_group_type(&what->groups[i]), rows, row, (int)i + 1);
    }
    for (size_t i = 0; i < what->n_measures; i++) {
        gx_buf_key(buf, what->measures[i].name);
        value(buf, gx_measure_type(&what->measures[i]), rows, row, (int)(what->n_groups + i) + 1);
    }
    gx_buf_addc(buf, '}');
}

static bool is_shown(const struct gx_aggregate *what, const gx_result *rows, int row, int level) {
    int at = (int)(what->n_groups + what->n_measures) + 1;
    return gx_result_i64(rows, row, at) == level &&
           (!what->limit || gx_result_i64(rows, row, at + 1) <= what->limit);
}

// The rows of one level with commas between, at most GX_AGGREGATE_GROUPS; how many there are.
static int frame_level(gx_buf *buf, const struct gx_aggregate *what, int level, size_t keys,
                       const gx_result *rows, int n) {
    int shown = 0;
    for (int row = 0; row < n; row++) {
        if (!is_shown(what, rows, row, level) || shown++ >= GX_AGGREGATE_GROUPS)
            continue;
        gx_buf_adds(buf, shown > 1 ? "," : "");
        frame_group(buf, what, keys, rows, row);
    }
    return shown;
}

// True when there are more groups than are shown.
static bool frame_data(gx_buf *buf, const struct gx_aggregate *what, const gx_result *rows, int n) {
    int all = 0, groups;
    gx_buf_addc(buf, '[');
    groups = frame_level(buf, what, 0, what->n_groups, rows, n);
    gx_buf_addc(buf, ']');
    for (int row = 0; row < n; row++)
        all += gx_result_i64(rows, row, (int)(what->n_groups + what->n_measures) + 1) == 0;
    return all > groups || groups > GX_AGGREGATE_GROUPS || n == GX_AGGREGATE_ROWS;
}

static void frame_totals(gx_buf *buf, const struct gx_aggregate *what, const gx_result *rows, int n) {
    if (what->n_groups > 1) {
        gx_buf_adds(buf, ",\"subtotals\":[");
        (void)frame_level(buf, what, gx_aggregate_first(what), 1, rows, n);
        gx_buf_addc(buf, ']');
    }
    gx_buf_adds(buf, ",\"total\":");
    for (int row = 0; row < n; row++)
        if (gx_result_i64(rows, row, (int)(what->n_groups + what->n_measures) + 1) == gx_aggregate_all(what))
            frame_group(buf, what, 0, rows, row);
}

static void frame_included(gx_buf *buf, const struct gx_aggregate *what, const gx_result *rows) {
    bool any = false;
    for (size_t i = 0; i < what->n_groups; i++) {
        if (!what->groups[i].included)
            continue;
        gx_buf_adds(buf, any ? "" : ",\"included\":{");
        any = true;
        gx_include_list(buf, what->query->hints, what->groups[i].field->to, (int)i + 1, rows);
    }
    gx_buf_adds(buf, any ? "}" : "");
}

static gx_rc frame(gx_cx *cx, const struct gx_aggregate *what, const gx_result *rows,
                   struct gx_response *rs) {
    int n = gx_include_rows(rows);
    gx_buf *buf = gx_response_json(rs, 200);
    bool more = frame_data(buf, what, rows, n);
    if (more && !what->limit)
        return gx_fail(cx, GX_E_MALFORMED, "group", "more than %d groups", GX_AGGREGATE_GROUPS);
    if (what->totals)
        frame_totals(buf, what, rows, n);
    if (what->limit)
        gx_buf_adds(buf, more ? ",\"more\":true" : ",\"more\":false");
    frame_included(buf, what, rows);
    gx_buf_addc(buf, '}');
    return GX_OK;
}

static gx_rc read_totals(gx_cx *cx, const struct gx_request *rq, struct gx_aggregate *out) {
    const char *text = gx_request_query(rq, "totals");
    out->totals = text && strcmp(text, "true") == 0;
    return !text || out->totals || strcmp(text, "false") == 0
               ? GX_OK
               : gx_fail(cx, GX_E_MALFORMED, "totals", "totals is true or false");
}

static gx_rc aggregate(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    static const char *const own[] = {"totals", NULL};
    struct gx_run run;
    struct gx_aggregate what;
    gx_result *rows;
    gx_rc rc = gx_run_begin(cx, rq, &run);
    if (rc == GX_OK)
        rc = gx_run_may_read(cx, &run);
    if (rc == GX_OK)
        rc = gx_aggregate_read(cx, &run, rq, GX_QUERY_TAKES_INCLUDE, own, &what);
    if (rc == GX_OK)
        rc = read_totals(cx, rq, &what);
    if (rc)
        return rc;
    struct gx_stmt stmt = statement(cx, &what);
    rc = gx_run_read(cx, &stmt, 1, what.query->q != NULL, &rows);
    return rc ? rc : frame(cx, &what, rows, rs);
}

GX_OPERATION("*_aggregate", aggregate);
