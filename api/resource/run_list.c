// SPDX-License-Identifier: AGPL-3.0-or-later
// GET /accounts: one page, what it refers to, and the count, in one round trip.
#include "core/handler.h"
#include "resource/cursor.h"
#include "resource/include.h"
#include "resource/page.h"

// Few distinct statement texts serve all limits: the next larger of these is fetched.
static int fetched(int limit) {
    static const int steps[] = {10, 20, 50, 100, GX_QUERY_LIMIT_MAX};
    for (size_t i = 0; i < GX_COUNT(steps); i++)
        if (limit <= steps[i])
            return steps[i] + 1;
    return GX_QUERY_LIMIT_MAX + 1;
}

static const char *next_cursor(gx_cx *cx, const struct gx_plan *plan, const gx_result *rows, int last) {
    const struct gx_query *query = plan->query;
    const char *values[GX_QUERY_SORTS + 1];
    for (size_t i = 0; i < query->n_sorts; i++)
        values[i] =
            gx_result_value(rows, last, gx_plan_column(plan, query->sorts[i].field) + GX_INCLUDE_COLUMN);
    return gx_cursor_write(cx, query, values);
}

static void frame_count(gx_buf *buf, const struct gx_query *query, const gx_result *count) {
    int64_t n = gx_result_i64(count, 0, 0);
    bool exact = query->count == GX_QUERY_EXACT || n <= GX_QUERY_COUNT_CAP;
    gx_buf_key(buf, "count");
    gx_buf_addc(buf, '{');
    gx_buf_pair_i64(buf, "value", exact ? n : GX_QUERY_COUNT_CAP);
    gx_buf_pair_bool(buf, "exact", exact);
    gx_buf_addc(buf, '}');
}

gx_rc gx_page_answer(gx_cx *cx, const struct gx_plan *plan, gx_page_records records, struct gx_response *rs) {
    const struct gx_query *query = plan->query;
    struct gx_sql *page = gx_sql_new(cx->arena), *count = gx_sql_new(cx->arena);
    gx_result *results[2];
    gx_include_page(page, plan, fetched(query->limit));
    struct gx_stmt stmts[2] = {gx_sql_stmt(page)};
    if (query->count != GX_QUERY_UNCOUNTED) {
        gx_plan_count(count, plan);
        stmts[1] = gx_sql_stmt(count);
    }
    gx_rc rc = gx_run_read(cx, stmts, query->count != GX_QUERY_UNCOUNTED ? 2 : 1, query->q != NULL, results);
    if (rc)
        return rc;
    int n = gx_include_rows(results[0]);
    bool more = n > query->limit;
    n = more ? query->limit : n;
    gx_buf *buf = gx_response_json(rs, 200);
    gx_buf_addc(buf, '[');
    records(buf, plan, results[0], n);
    gx_buf_addc(buf, ']');
    gx_include_frame(buf, plan, results[0]);
    gx_buf_adds(buf, ",\"page\":{");
    gx_buf_pair_i64(buf, "limit", query->limit);
    gx_buf_pair(buf, "next", more ? next_cursor(cx, plan, results[0], n - 1) : NULL);
    if (query->count != GX_QUERY_UNCOUNTED)
        frame_count(buf, query, results[1]);
    gx_buf_adds(buf, "}}");
    return GX_OK;
}

static gx_rc list(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct gx_run run;
    struct gx_query *query;
    gx_rc rc = gx_run_begin(cx, rq, &run);
    if (rc == GX_OK)
        rc = gx_run_may_read(cx, &run);
    if (rc == GX_OK)
        rc = gx_query_parse(cx, run.hints, run.resource, rq, GX_QUERY_TAKES_LIST, NULL, &query);
    if (rc)
        return rc;
    return gx_page_answer(cx, gx_plan_new(cx->arena, query), gx_include_records, rs);
}

GX_OPERATION("*_list", list);
