// SPDX-License-Identifier: AGPL-3.0-or-later
// GET /accounts/{id}. Hidden, deleted and missing records take this one path to one 404.
#include "resource/run_one.h"

#include "core/handler.h"
#include "resource/frame.h"
#include "resource/include.h"
#include <string.h>

static const struct gx_field *field_of(const struct gx_query *query, const char *name) {
    return gx_catalog_field(query->resource, name, strlen(name));
}

static struct gx_stmt select_one(gx_cx *cx, struct gx_query *query, const char *id, enum gx_cond_kind kind,
                                 struct gx_plan **plan) {
    struct gx_sql *sql = gx_sql_new(cx->arena);
    struct gx_cond *cond = GX_NEW(cx->arena, struct gx_cond);
    cond->kind = kind;
    cond->resource = query->resource;
    cond->field = field_of(query, "id");
    cond->op = GX_OP_EQ;
    cond->value = id;
    query->where = gx_filter_both(cx->arena, cond, query->where);
    query->n_sorts = 1;
    query->sorts[0] = (struct gx_sort){field_of(query, "version"), false};
    const char *ending = query->right->is_full ? "_one" : "";
    *plan =
        gx_plan_of_view(cx->arena, query, gx_arena_printf(cx->arena, "%s%s", query->resource->name, ending));
    gx_plan_one(sql, *plan);
    return gx_sql_stmt(sql);
}

struct gx_stmt gx_one_select(gx_cx *cx, struct gx_query *query, const char *id, struct gx_plan **plan) {
    return select_one(cx, query, id, GX_COND_TEST, plan);
}

static const char *value_of(const struct gx_plan *plan, const gx_result *rows, const char *name) {
    return gx_result_text(rows, 0, gx_plan_column(plan, field_of(plan->query, name)));
}

const char *gx_one_version(const struct gx_plan *plan, const gx_result *rows) {
    return gx_result_rows(rows) == 0 ? NULL : value_of(plan, rows, "version");
}

static bool answer_with(gx_cx *cx, const struct gx_plan *plan, const gx_result *rows, const gx_result *refs,
                        int status, struct gx_response *rs) {
    const char *version = gx_one_version(plan, rows);
    if (!version)
        return false;
    rs->etag = gx_run_etag(cx, version);
    gx_buf *buf = gx_response_json(rs, status);
    gx_include_records(buf, plan, rows, 1);
    gx_include_frame(buf, plan, refs);
    gx_buf_addc(buf, '}');
    return true;
}

bool gx_one_answer(gx_cx *cx, const struct gx_plan *plan, const gx_result *rows, int status,
                   struct gx_response *rs) {
    return answer_with(cx, plan, rows, NULL, status, rs);
}

gx_rc gx_one_missing(gx_cx *cx) {
    return gx_fail(cx, GX_E_NOT_FOUND, NULL, "there is no such record");
}

// An id that was merged away leads to the record that stayed.
static void answer_led(gx_cx *cx, const struct gx_query *query, const char *id, struct gx_response *rs) {
    rs->status = 308;
    rs->location = gx_arena_printf(cx->arena, "/api/v1/%s/%s", query->resource->path, id);
}

static gx_rc read_one(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct gx_run run;
    struct gx_query *query;
    struct gx_plan *plan;
    gx_result *results[2] = {0};
    unsigned takes = GX_QUERY_TAKES_FIELDS | GX_QUERY_TAKES_INCLUDE;
    gx_rc rc = gx_run_begin(cx, rq, &run);
    if (rc == GX_OK)
        rc = gx_run_may_read(cx, &run);
    if (rc == GX_OK)
        rc = gx_query_parse(cx, run.hints, run.resource, rq, takes, NULL, &query);
    if (rc)
        return rc;
    struct gx_sql *refs = gx_sql_new(cx->arena);
    const char *id = gx_request_param(rq, "id");
    enum gx_cond_kind kind =
        json_is_object(json_object_get(run.resource->raw, "match")) ? GX_COND_LED : GX_COND_TEST;
    struct gx_stmt stmts[2] = {select_one(cx, query, id, kind, &plan)};
    bool refers = gx_include_refs(refs, plan, 1);
    if (refers)
        stmts[1] = gx_sql_stmt(refs);
    rc = gx_run_read(cx, stmts, refers ? 2 : 1, false, results);
    if (rc)
        return rc;
    const char *version = gx_one_version(plan, results[0]);
    if (!version)
        return gx_one_missing(cx);
    if (strcmp(value_of(plan, results[0], "id"), id) != 0) {
        answer_led(cx, query, value_of(plan, results[0], "id"), rs);
        return GX_OK;
    }
    rs->cache_control = "private, no-cache";
    if (query->n_includes == 0 && gx_request_none_match(rq, gx_run_etag(cx, version))) {
        rs->status = 304;
        rs->etag = gx_run_etag(cx, version);
        return GX_OK;
    }
    (void)answer_with(cx, plan, results[0], results[1], 200, rs);
    return GX_OK;
}

GX_OPERATION("*_read", read_one);
