// SPDX-License-Identifier: AGPL-3.0-or-later
// Sharing one record. The database decides who may share what; each answer is the list as it is then.
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"
#include "resource/run.h"
#include <string.h>

static const char LIST[] = "select api.share_list($1, $2::uuid)::text";

static gx_rc answer_list(struct gx_response *rs, const gx_result *rows) {
    return gx_response_value(rs, gx_result_text(rows, 0, 0));
}

static gx_rc begin(gx_cx *cx, const struct gx_request *rq, struct gx_run *run) {
    gx_rc rc = gx_run_begin(cx, rq, run);
    if (rc == GX_OK)
        rc = gx_run_may_read(cx, run);
    return rc == GX_OK ? gx_run_no_query(cx, rq) : rc;
}

static gx_rc shares(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct gx_run run;
    gx_result *rows;
    const struct gx_stmt stmt = GX_STMT(LIST, rq->resource, gx_request_param(rq, "id"));
    gx_rc rc = begin(cx, rq, &run);
    if (rc == GX_OK)
        rc = gx_run_read(cx, &stmt, 1, false, &rows);
    return rc == GX_OK ? answer_list(rs, rows) : rc;
}

static gx_rc answer_changed(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs,
                            gx_result *const *results, void *data) {
    (void)cx, (void)rq, (void)data;
    return answer_list(rs, results[1]);
}

static gx_rc change(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs, struct gx_stmt stmt) {
    struct gx_run run;
    const struct gx_stmt stmts[] = {stmt, GX_STMT(LIST, rq->resource, gx_request_param(rq, "id"))};
    gx_rc rc = begin(cx, rq, &run);
    if (rc == GX_OK)
        rc = gx_run_may(cx, &run, GX_OPERATION_SHARE);
    return rc == GX_OK ? gx_identity_post(cx, rq, rs, stmts, 2, answer_changed, NULL) : rc;
}

static gx_rc share(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const char *right = gx_json_str(rq->json, "right");
    bool writes = right && strcmp(right, "write") == 0;
    bool is_member = gx_json_bool(rq->json, "is_member", false);
    const struct gx_stmt stmt = GX_STMT(
        "select api.share_add($1, $2::uuid, $3, $4::uuid, $5::boolean, $6::boolean, $7::timestamptz, $8)",
        rq->resource, gx_request_param(rq, "id"), gx_json_str(rq->json, "kind"), gx_json_str(rq->json, "to"),
        writes ? "true" : "false", is_member ? "true" : "false", gx_json_str(rq->json, "until"),
        gx_json_str(rq->json, "note"));
    return change(cx, rq, rs, stmt);
}

static gx_rc unshare(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const struct gx_stmt stmt = GX_STMT("select api.share_remove($1, $2::uuid, $3::uuid)", rq->resource,
                                        gx_request_param(rq, "id"), gx_json_str(rq->json, "share_id"));
    return change(cx, rq, rs, stmt);
}

GX_OPERATION("*_shares", shares);
GX_OPERATION("*_share", share);
GX_OPERATION("*_unshare", unshare);
