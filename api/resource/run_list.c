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
        values[i] = gx_result_value(rows, last, gx_plan_column(plan, query->sorts[i].field));
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

// The page, then what it refers to, then the count: as many as the query asks for.
struct page_results {
    gx_result *page, *refs, *count;
};

static gx_rc run_page(gx_cx *cx, const struct gx_plan *plan, struct page_results *out) {
    const struct gx_query *query = plan->query;
    struct gx_sql *page = gx_sql_new(cx->arena), *refs = gx_sql_new(cx->arena),
                  *count = gx_sql_new(cx->arena);
    struct gx_stmt stmts[3];
    gx_result *results[3], **slots[3] = {&out->page};
    size_t n = 1;
    gx_include_page(page, plan, fetched(query->limit));
    stmts[0] = gx_sql_stmt(page);
    if (gx_include_refs(refs, plan, query->limit)) {
        slots[n] = &out->refs;
        stmts[n++] = gx_sql_stmt(refs);
    }
    if (query->count != GX_QUERY_UNCOUNTED) {
        gx_plan_count(count, plan);
        slots[n] = &out->count;
        stmts[n++] = gx_sql_stmt(count);
    }
    gx_rc rc = gx_run_read(cx, stmts, n, query->q != NULL, results);
    for (size_t i = 0; rc == GX_OK && i < n; i++)
        *slots[i] = results[i];
    return rc;
}

gx_rc gx_page_answer(gx_cx *cx, const struct gx_plan *plan, struct gx_response *rs) {
    const struct gx_query *query = plan->query;
    struct page_results results = {0};
    gx_rc rc = run_page(cx, plan, &results);
    if (rc)
        return rc;
    int n = gx_result_rows(results.page);
    bool more = n > query->limit;
    n = more ? query->limit : n;
    gx_buf *buf = gx_response_json(rs, 200);
    gx_buf_addc(buf, '[');
    gx_include_records(buf, plan, results.page, n);
    gx_buf_addc(buf, ']');
    gx_include_frame(buf, plan, results.refs);
    gx_buf_adds(buf, ",\"page\":{");
    gx_buf_pair_i64(buf, "limit", query->limit);
    gx_buf_pair(buf, "next", more ? next_cursor(cx, plan, results.page, n - 1) : NULL);
    if (query->count != GX_QUERY_UNCOUNTED)
        frame_count(buf, query, results.count);
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
    return gx_page_answer(cx, gx_plan_new(cx->arena, query), rs);
}

GX_OPERATION("*_list", list);
