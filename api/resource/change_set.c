// SPDX-License-Identifier: AGPL-3.0-or-later
// What was done together, newest first, and its undo. The list is a page like any other, over a
// resource that exists only here.
#include "core/crypto.h"
#include "core/decimal.h"
#include "core/handler.h"
#include "db/client/identity.h"
#include "resource/cursor.h"
#include "resource/include.h"
#include "resource/page.h"
#include <string.h>

enum { COLUMNS = 10 };

static const char *const names[COLUMNS] = {
    "id",     "at",       "subject_id", "actor_id",  "kind",
    "origin", "resource", "title",      "undone_at", "undone_by_change_set"};

static enum gx_type type_of(const char *name) {
    size_t n = strlen(name);
    if (strcmp(name, "id") == 0 || (n > 3 && strcmp(name + n - 3, "_id") == 0) || strstr(name, "_by_"))
        return GX_T_REFERENCE;
    return strcmp(name, "at") == 0 || (n > 3 && strcmp(name + n - 3, "_at") == 0) ? GX_T_DATETIME : GX_T_TEXT;
}

static struct gx_query *make_query(gx_cx *cx, const struct gx_hints *hints) {
    struct gx_query *query = GX_NEW(cx->arena, struct gx_query);
    struct gx_resource *resource = GX_NEW(cx->arena, struct gx_resource);
    struct gx_field *fields = GX_NEW_N(cx->arena, struct gx_field, COLUMNS);
    query->fields = GX_NEW_N(cx->arena, const struct gx_field *, COLUMNS + GX_QUERY_EXTRA);
    for (size_t i = 0; i < COLUMNS; i++) {
        fields[i] = (struct gx_field){
            .name = names[i], .column = names[i], .type = type_of(names[i]), .never_null = i < 2};
        query->fields[query->n_fields++] = &fields[i];
    }
    *resource = (struct gx_resource){.name = "change_set", .fields = fields, .n_fields = COLUMNS};
    query->hints = hints;
    query->resource = resource;
    query->limit = GX_QUERY_LIMIT;
    query->sorts[0] = (struct gx_sort){&fields[1], true};
    query->sorts[1] = (struct gx_sort){&fields[0], true};
    query->n_sorts = 2;
    gx_crypto_sha256("change_set", 10, query->hash);
    return query;
}

static gx_rc read_page(gx_cx *cx, const struct gx_request *rq, struct gx_query *query) {
    for (size_t i = 0; i < rq->n_query; i++) {
        const char *key = rq->query[i].key, *value = rq->query[i].value;
        int64_t n = 0;
        gx_rc rc = GX_OK;
        if (strcmp(key, "cursor") == 0)
            rc = gx_cursor_read(cx, query, value);
        else if (strcmp(key, "limit") != 0)
            rc = gx_fail_code(cx, GX_E_MALFORMED, "unknown_parameter", key, "there is no such parameter");
        else if (!gx_decimal_i64(value, strlen(value), 1, GX_QUERY_LIMIT_MAX, &n))
            rc = gx_fail(cx, GX_E_MALFORMED, "limit", "limit is 1 to %d", GX_QUERY_LIMIT_MAX);
        if (rc)
            return rc;
        if (n)
            query->limit = (int)n;
    }
    return GX_OK;
}

static gx_rc list(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const struct gx_hints *hints;
    gx_rc rc = gx_rights_get(cx, &hints);
    if (rc)
        return rc;
    struct gx_query *query = make_query(cx, hints);
    rc = read_page(cx, rq, query);
    if (rc)
        return rc;
    return gx_page_answer(cx, gx_plan_of_view(cx->arena, query, "change_set"), rs);
}

static gx_rc answer_undone(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs,
                           gx_result *const *results, void *data) {
    int64_t undone = 0;
    bool first = true;
    const gx_result *rows = results[0];
    (void)rq;
    (void)data;
    for (int row = 0; row < gx_result_rows(rows); row++)
        undone += strcmp(gx_result_text(rows, row, 2), "undone") == 0;
    gx_buf *buf = gx_response_json(rs, 200);
    rs->change_set = cx->change_set_id;
    gx_buf_addc(buf, '{');
    gx_buf_pair(buf, "change_set_id", cx->change_set_id);
    gx_buf_pair_i64(buf, "undone", undone);
    gx_buf_adds(buf, ",\"conflicts\":[");
    for (int row = 0; row < gx_result_rows(rows); row++) {
        if (strcmp(gx_result_text(rows, row, 2), "undone") == 0)
            continue;
        gx_buf_adds(buf, first ? "{" : ",{");
        first = false;
        gx_buf_pair(buf, "resource", gx_result_text(rows, row, 0));
        gx_buf_pair(buf, "id", gx_result_text(rows, row, 1));
        gx_buf_pair(buf, "result", gx_result_text(rows, row, 2));
        gx_buf_addc(buf, '}');
    }
    gx_buf_adds(buf, "]}}");
    return GX_OK;
}

static gx_rc answer_job(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs,
                        gx_result *const *results, void *data) {
    const char *id = gx_result_text(results[0], 0, 0);
    (void)rq;
    (void)data;
    rs->location = gx_arena_printf(cx->arena, "/api/v1/jobs/%s", id);
    gx_buf *buf = gx_response_json(rs, 202);
    gx_buf_addc(buf, '{');
    gx_buf_pair(buf, "job_id", id);
    gx_buf_adds(buf, "}}");
    return GX_OK;
}

// Hundreds of records are a job's work: a request has two seconds.
static gx_rc undo(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const char *id = gx_request_param(rq, "id");
    gx_result *size;
    struct gx_stmt is_big = GX_STMT("select api.change_set_is_big($1::uuid)", id);
    struct gx_stmt now = GX_STMT("select resource, record_id, result from api.change_set_undo($1::uuid)", id);
    struct gx_stmt later =
        GX_STMT("select api.job_open('undo', jsonb_build_object('change_set_id', $1::uuid))", id);
    gx_rc rc = gx_identity_read(cx, &is_big, 1, &size);
    if (rc)
        return rc;
    if (gx_result_bool(size, 0, 0))
        return gx_identity_post(cx, rq, rs, &later, 1, answer_job, NULL);
    return gx_identity_post(cx, rq, rs, &now, 1, answer_undone, NULL);
}

GX_OPERATION("change_set_list", list);
GX_OPERATION("change_set_undo", undo);
