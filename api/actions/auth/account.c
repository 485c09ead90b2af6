// SPDX-License-Identifier: AGPL-3.0-or-later
// What a person does to his own log-in: password and reset link.
#include "actions/auth/entrance.h"
#include "actions/auth/password.h"
#include "actions/auth/token.h"
#include "core/config.h"
#include "core/crypto.h"
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"
#include <string.h>

// Changing the password ends every other session of the person (in api.password_set).
static gx_rc password(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    bool matches;
    const char *hash;
    gx_rc rc = gx_entrance_confirm(cx, rq, gx_json_str(rq->json, "old"), true, &matches);
    if (rc != GX_OK)
        return rc;
    if (!matches)
        return gx_fail_add(cx, "/old", "wrong_password", "the old password is not right");
    rc = gx_password_hash(cx, gx_json_str(rq->json, "new"), "/new", &hash);
    if (rc != GX_OK)
        return rc;
    const struct gx_stmt set = GX_STMT("select api.password_set($1::uuid, $2)", cx->principal.user_id, hash);
    rc = gx_identity_write(cx, &set, 1, NULL);
    return rc == GX_OK ? gx_response_none(rs) : rc;
}
GX_OPERATION("auth_password", password);

// The answer is the same whether the person exists. The link reaches him by mail, or by the administrator, who
// makes one with guanxi-admin.
static gx_rc reset_request(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const char *token = gx_crypto_token(cx->arena, 32);
    const struct gx_stmt stmt = GX_STMT("select 1 from api.reset_open($1, $2::bytea)",
                                        gx_json_str(rq->json, "username"), gx_token_hash(cx, token));
    gx_rc rc = gx_identity_write(cx, &stmt, 1, NULL);
    return rc == GX_OK ? gx_response_none(rs) : rc;
}
GX_OPERATION("auth_reset_request", reset_request);

// A link that an administrator gives to a person: shown in this answer only, stored hashed.
static gx_rc invite(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const char *token = gx_crypto_token(cx->arena, 32);
    const struct gx_stmt stmt = GX_STMT("select to_json(api.reset_invite($1::uuid, $2::bytea))",
                                        gx_request_param(rq, "id"), gx_token_hash(cx, token));
    gx_result *result;
    gx_rc rc = gx_identity_write(cx, &stmt, 1, &result);
    if (rc != GX_OK)
        return rc;
    gx_buf *body = gx_response_json(rs, 200);
    gx_buf_addc(body, '{');
    gx_buf_pair(body, "url", gx_arena_printf(cx->arena, "%s/?reset=%s", cx->env->config->base_url, token));
    gx_buf_pair_raw(body, "expires_at", gx_result_text(result, 0, 0));
    gx_buf_adds(body, "}}");
    return GX_OK;
}
GX_OPERATION("user_invite", invite);

static gx_rc reset(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const char *hash;
    gx_result *result;
    gx_rc rc = gx_password_hash(cx, gx_json_str(rq->json, "password"), "/password", &hash);
    if (rc != GX_OK)
        return rc;
    const struct gx_stmt stmt = GX_STMT("select api.reset_use($1::bytea, $2)",
                                        gx_token_hash(cx, gx_json_str(rq->json, "token")), hash);
    rc = gx_identity_write(cx, &stmt, 1, &result);
    if (rc != GX_OK)
        return rc;
    if (gx_result_is_null(result, 0, 0))
        return gx_fail(cx, GX_E_UNAUTHORIZED, NULL, "the link is used or too old");
    return gx_response_none(rs);
}
GX_OPERATION("auth_reset", reset);
