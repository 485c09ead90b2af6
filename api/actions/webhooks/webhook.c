// SPDX-License-Identifier: AGPL-3.0-or-later
// What the one who arranges webhooks does beside their plain settings: the secret, a trial, sending once more.
#include "actions/auth/seal.h"
#include "core/crypto.h"
#include "core/handler.h"
#include "db/client/identity.h"
#include "resource/run_one.h"

#include <string.h>

static gx_rc secret_create(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const char *id = gx_request_param(rq, "id");
    const char *secret = gx_arena_printf(cx->arena, "gxw_%s", gx_crypto_token(cx->arena, 32));
    const char *purpose = gx_arena_printf(cx->arena, "webhook %s", id);
    const struct gx_stmt stmt = GX_STMT("select api.webhook_secret_set($1::uuid, $2::bytea)", id,
                                        gx_seal(cx, purpose, secret, strlen(secret)));
    gx_rc rc = gx_identity_write(cx, &stmt, 1, NULL);
    if (rc != GX_OK)
        return rc;
    gx_buf *body = gx_response_json(rs, 200);
    gx_buf_addc(body, '{');
    gx_buf_pair(body, "secret", secret);
    gx_buf_adds(body, "}}");
    return GX_OK;
}
GX_OPERATION("webhook_secret_create", secret_create);

// 202 and the line of the log, as its reader sees it.
static gx_rc answer_delivery(gx_cx *cx, const char *id, struct gx_response *rs) {
    const struct gx_hints *hints;
    struct gx_plan *plan;
    gx_result *row;
    gx_rc rc = gx_rights_get(cx, &hints);
    if (rc != GX_OK)
        return rc;
    struct gx_query *query = gx_query_new(cx, hints, gx_catalog_by_name(hints->catalog, "webhook_delivery"));
    const struct gx_stmt stmt = gx_one_select(cx, query, id, &plan);
    rc = gx_identity_read(cx, &stmt, 1, &row);
    if (rc != GX_OK)
        return rc;
    return gx_one_answer(cx, plan, row, 202, rs) ? GX_OK : gx_one_missing(cx);
}

static gx_rc act(gx_cx *cx, struct gx_response *rs, struct gx_stmt stmt) {
    gx_result *result;
    gx_rc rc = gx_identity_write(cx, &stmt, 1, &result);
    return rc == GX_OK ? answer_delivery(cx, gx_result_text(result, 0, 0), rs) : rc;
}

static gx_rc test(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    return act(cx, rs, GX_STMT("select api.webhook_ping($1::uuid)", gx_request_param(rq, "id")));
}
GX_OPERATION("webhook_test", test);

static gx_rc again(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    return act(cx, rs, GX_STMT("select api.webhook_again($1::uuid)", gx_request_param(rq, "id")));
}
GX_OPERATION("webhook_delivery_again", again);
