// SPDX-License-Identifier: AGPL-3.0-or-later
// Looking through somebody's eyes: a token of its own that only reads. The database decides who may; what such a token
// may ask for, the contract says (`view_as`).
#include "actions/auth/token.h"
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"
#include <string.h>

static gx_rc begin(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const char *user_id = gx_json_str(rq->json, "user_id"), *access;
    const struct gx_stmt stmt = GX_STMT("select session_id, aud from api.view_as_begin($1::uuid, $2, $3, $4)",
                                        user_id, gx_json_str(rq->json, "reason"), rq->ip, rq->user_agent);
    gx_result *result;
    gx_rc rc = gx_identity_write(cx, &stmt, 1, &result);
    if (rc != GX_OK)
        return rc;
    rc = gx_token_issue(cx, user_id, gx_result_text(result, 0, 0), gx_result_text(result, 0, 1),
                        cx->principal.user_id, &access);
    return rc == GX_OK ? gx_token_answer(cx, rs, access, NULL, true) : rc;
}
GX_OPERATION("auth_view_as_begin", begin);

// The session is proven by the token; the end is written in nobody's name, because a look writes nothing.
static gx_rc end(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    (void)rq;
    const struct gx_stmt stmt =
        GX_STMT("select api.view_as_end($1::uuid)", gx_arena_strdup(cx->arena, cx->principal.session_id));
    cx->principal.session_id[0] = '\0';
    gx_rc rc = gx_identity_write(cx, &stmt, 1, NULL);
    return rc == GX_OK ? gx_response_none(rs) : rc;
}
GX_OPERATION("auth_view_as_end", end);
