// SPDX-License-Identifier: AGPL-3.0-or-later
// GET /accounts/{id}/history: the masked changes of one record with the names of those who made
// them. The database function decides what of it the caller sees.
#include "core/decimal.h"
#include "core/handler.h"
#include "resource/frame.h"
#include "resource/history_changes.h"
#include "resource/include.h"
#include "resource/run.h"
#include <string.h>

enum { COLUMNS = 7 };

struct page {
    int limit;
    const char *before;
};

static gx_rc read_page(gx_cx *cx, const struct gx_request *rq, struct page *out) {
    *out = (struct page){.limit = GX_QUERY_LIMIT};
    for (size_t i = 0; i < rq->n_query; i++) {
        const char *key = rq->query[i].key, *value = rq->query[i].value;
        bool is_limit = strcmp(key, "limit") == 0;
        int64_t n;
        if (!is_limit && strcmp(key, "before_version") != 0)
            return gx_fail_code(cx, GX_E_MALFORMED, "unknown_parameter", key, "there is no such parameter");
        if (!gx_decimal_i64(value, strlen(value), 1, is_limit ? GX_QUERY_LIMIT_MAX : INT32_MAX, &n))
            return gx_fail(cx, GX_E_MALFORMED, key, "not a number of this range");
        if (is_limit)
            out->limit = (int)n;
        else
            out->before = value;
    }
    return GX_OK;
}

static void frame_row(gx_buf *buf, const struct gx_resource *resource, const gx_result *rows, int row) {
    static const struct {
        const char *name;
        enum gx_type type;
    } columns[COLUMNS] = {
        {"version_from", GX_T_INTEGER}, {"version_to", GX_T_INTEGER},      {"at", GX_T_DATETIME},
        {"actor_id", GX_T_REFERENCE},   {"change_set_id", GX_T_REFERENCE}, {"kind", GX_T_TEXT},
        {"changes", GX_T_JSON},
    };
    gx_buf_addc(buf, '{');
    for (int i = 0; i < COLUMNS; i++) {
        gx_buf_key(buf, columns[i].name);
        if (gx_result_is_null(rows, row, i + 1))
            gx_buf_adds(buf, "null");
        else if (columns[i].type == GX_T_JSON)
            gx_history_changes(buf, resource, gx_result_text(rows, row, i + 1),
                               gx_result_len(rows, row, i + 1));
        else
            gx_frame_value(buf, columns[i].type, gx_result_text(rows, row, i + 1),
                           gx_result_len(rows, row, i + 1));
    }
    gx_buf_addc(buf, '}');
}

static struct gx_stmt select_history(gx_cx *cx, const struct gx_run *run, const char *id,
                                     const struct page *page) {
    struct gx_sql *sql = gx_sql_new(cx->arena);
    const struct gx_resource *user = gx_catalog_by_name(run->hints->catalog, "user");
    gx_sql_add(sql, "with p as materialized (select * from api.history(");
    gx_sql_param(sql, run->resource->name, "text");
    gx_sql_add(sql, ", ");
    gx_sql_param(sql, id, "uuid");
    gx_sql_add(sql, ", ");
    gx_sql_param(sql, gx_arena_printf(cx->arena, "%d", page->limit + 1), "int");
    gx_sql_add(sql, ", ");
    gx_sql_param(sql, page->before, "int");
    gx_sql_add(sql, ")) select 0, version_from::text, version_to::text, at::text, actor_id::text,"
                    " change_set_id::text, kind, changes::text from p");
    if (user)
        gx_include_select(sql, run->hints, user, 1, "select actor_id from p", COLUMNS);
    return gx_sql_stmt(sql);
}

static gx_rc history(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct gx_run run;
    struct page page;
    gx_result *rows;
    gx_rc rc = gx_run_begin(cx, rq, &run);
    if (rc == GX_OK)
        rc = gx_run_may_read(cx, &run);
    if (rc == GX_OK)
        rc = read_page(cx, rq, &page);
    if (rc)
        return rc;
    struct gx_stmt select = select_history(cx, &run, gx_request_param(rq, "id"), &page);
    rc = gx_run_read(cx, &select, 1, false, &rows);
    if (rc)
        return rc;
    int n = gx_include_rows(rows);
    bool more = n > page.limit;
    n = more ? page.limit : n;
    gx_buf *buf = gx_response_json(rs, 200);
    gx_buf_addc(buf, '[');
    for (int row = 0; row < n; row++) {
        gx_buf_adds(buf, row ? "," : "");
        frame_row(buf, run.resource, rows, row);
    }
    gx_buf_adds(buf, "],\"included\":{");
    const struct gx_resource *user = gx_catalog_by_name(run.hints->catalog, "user");
    if (user)
        gx_include_list(buf, run.hints, user, 1, rows);
    gx_buf_adds(buf, "},\"page\":{");
    gx_buf_pair_i64(buf, "limit", page.limit);
    gx_buf_pair(buf, "next", more ? gx_result_text(rows, n - 1, 2) : NULL);
    gx_buf_adds(buf, "}}");
    return GX_OK;
}

GX_OPERATION("*_history", history);
