// SPDX-License-Identifier: AGPL-3.0-or-later
// Delete, restore, purge, transfer: each one generated function of the database, which checks
// scope and operation right itself. A stale version is answered with the record as it is.
#include "core/handler.h"
#include "core/json.h"
#include "core/uuid.h"
#include "db/client/identity.h"
#include "resource/include.h"
#include "resource/run_one.h"
#include "resource/write.h"
#include <string.h>

struct move {
    struct gx_run run;
    enum gx_operation operation;
    const char *id, *version, *owner_id;
    struct gx_plan *plan;
};

static gx_rc begin(gx_cx *cx, const struct gx_request *rq, enum gx_operation operation, struct move *out) {
    *out = (struct move){.operation = operation, .id = gx_request_param(rq, "id")};
    gx_rc rc = gx_run_begin(cx, rq, &out->run);
    if (rc == GX_OK)
        rc = gx_run_may(cx, &out->run, operation);
    return rc ? rc : gx_run_no_query(cx, rq);
}

static gx_rc take_version(gx_cx *cx, const struct gx_request *rq, struct move *move) {
    int64_t expected;
    gx_rc rc = gx_request_if_match(cx, rq, &expected);
    if (rc == GX_OK && expected >= 0)
        move->version = gx_arena_printf(cx->arena, "%lld", (long long)expected);
    return rc;
}

static struct gx_stmt call(gx_cx *cx, const struct move *move) {
    return gx_write_call(cx, move->run.resource, move->operation, move->id, move->version, move->owner_id);
}

// Adds the present record to a 412. Whatever goes wrong here, the 412 stays.
static gx_rc with_current(gx_cx *cx, struct move *move, gx_rc rc) {
    gx_result *rows;
    struct gx_plan *plan;
    if (rc != GX_E_VERSION)
        return rc;
    struct gx_query *query = gx_query_new(cx, move->run.hints, move->run.resource);
    struct gx_stmt select = gx_one_select(cx, query, move->id, &plan);
    struct gx_problem problem = cx->problem;
    if (gx_run_read(cx, &select, 1, false, &rows) == GX_OK && gx_result_rows(rows) == 1) {
        gx_buf record = {0};
        gx_include_records(&record, plan, rows, 1);
        problem.current = gx_arena_strndup(cx->arena, record.data, record.len);
        gx_buf_free(&record);
    }
    cx->problem = problem;
    return rc;
}

static gx_rc answer_moved(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs,
                          gx_result *const *results, void *data) {
    const struct move *move = data;
    (void)rq;
    rs->change_set = cx->change_set_id;
    if (move->plan && gx_one_answer(cx, move->plan, results[1], 200, rs))
        return GX_OK;
    return gx_response_none(rs);
}

static gx_rc post(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs, struct move *move) {
    struct gx_stmt stmts[2] = {call(cx, move)};
    size_t n = 1;
    if (move->operation != GX_OPERATION_PURGE) {
        struct gx_query *query = gx_query_new(cx, move->run.hints, move->run.resource);
        stmts[n++] = gx_one_select(cx, query, move->id, &move->plan);
    }
    return with_current(cx, move, gx_identity_post(cx, rq, rs, stmts, n, answer_moved, move));
}

static gx_rc delete_one(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct move move;
    gx_result *results[1];
    gx_rc rc = begin(cx, rq, GX_OPERATION_DELETE, &move);
    if (rc == GX_OK)
        rc = take_version(cx, rq, &move);
    if (rc)
        return rc;
    struct gx_stmt stmt = call(cx, &move);
    rc = gx_identity_write(cx, &stmt, 1, results);
    if (rc)
        return with_current(cx, &move, rc);
    rs->change_set = cx->change_set_id;
    return gx_response_none(rs);
}

static gx_rc restore(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct move move;
    gx_rc rc = begin(cx, rq, GX_OPERATION_RESTORE, &move);
    return rc ? rc : post(cx, rq, rs, &move);
}

static gx_rc purge(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct move move;
    gx_rc rc = begin(cx, rq, GX_OPERATION_PURGE, &move);
    return rc ? rc : post(cx, rq, rs, &move);
}

static gx_rc take_owner(gx_cx *cx, const struct gx_request *rq, struct move *move) {
    json_t *body, *value;
    const char *name;
    char id[37];
    gx_rc rc = gx_run_body(cx, rq, &body);
    if (rc)
        return rc;
    json_object_foreach(body, name, value) {
        if (strcmp(name, "owner_id") != 0)
            return gx_fail_code(cx, GX_E_MALFORMED, "unknown_field", gx_arena_printf(cx->arena, "/%s", name),
                                "there is no such field");
    }
    const char *text = gx_json_str(body, "owner_id");
    if (!text)
        return gx_fail_add(cx, "/owner_id", json_object_get(body, "owner_id") ? "type" : "required",
                           "the new owner's id");
    if (!gx_uuid_parse(text, strlen(text), id))
        return gx_fail_add(cx, "/owner_id", "format", "not a UUID");
    move->owner_id = gx_arena_strdup(cx->arena, id);
    return GX_OK;
}

static gx_rc transfer(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct move move;
    gx_rc rc = begin(cx, rq, GX_OPERATION_TRANSFER, &move);
    if (rc == GX_OK)
        rc = take_version(cx, rq, &move);
    if (rc == GX_OK)
        rc = take_owner(cx, rq, &move);
    return rc ? rc : post(cx, rq, rs, &move);
}

GX_OPERATION("*_delete", delete_one);
GX_OPERATION("*_restore", restore);
GX_OPERATION("*_purge", purge);
GX_OPERATION("*_transfer", transfer);
