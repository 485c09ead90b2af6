// SPDX-License-Identifier: AGPL-3.0-or-later
// API keys: sessions of service users that programs bring with every request. Shown once, stored hashed.
#include "actions/auth/token.h"
#include "core/crypto.h"
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"

static gx_rc list(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    (void)rq;
    const struct gx_stmt stmt =
        GX_STMT0("select coalesce(json_agg(k order by k.created_at), '[]')::text from api.api_key k");
    gx_result *result;
    gx_rc rc = gx_identity_read(cx, &stmt, 1, &result);
    if (rc != GX_OK) return rc;
    gx_buf *body = gx_response_json(rs, 200);
    gx_buf_adds(body, gx_result_text(result, 0, 0));
    gx_buf_addc(body, '}');
    return GX_OK;
}
GX_OPERATION("api_key_list", list);

static gx_rc create(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const char *key = gx_arena_printf(cx->arena, "gxk_%s", gx_crypto_token(cx->arena, 32));
    const char *user_id = gx_json_str(rq->json, "user_id");
    const char *name = gx_json_str(rq->json, "name");
    const char *expires_at = gx_json_str(rq->json, "expires_at");
    const struct gx_stmt stmt = GX_STMT("select api.api_key_create($1::uuid, $2, $3::bytea, $4::timestamptz)", user_id,
                                        name, gx_token_hash(cx, key), expires_at);
    gx_result *result;
    gx_rc rc = gx_identity_write(cx, &stmt, 1, &result);
    if (rc != GX_OK) return rc;
    gx_buf *body = gx_response_json(rs, 201);
    gx_buf_addc(body, '{');
    gx_buf_pair(body, "id", gx_result_text(result, 0, 0));
    gx_buf_pair(body, "key", key);
    gx_buf_pair(body, "name", name);
    gx_buf_pair(body, "user_id", user_id);
    gx_buf_pair(body, "expires_at", expires_at);
    gx_buf_adds(body, "}}");
    return GX_OK;
}
GX_OPERATION("api_key_create", create);

static gx_rc revoke(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const struct gx_stmt stmt = GX_STMT("select api.api_key_revoke($1::uuid)", gx_request_param(rq, "id"));
    gx_rc rc = gx_identity_write(cx, &stmt, 1, NULL);
    return rc == GX_OK ? gx_response_none(rs) : rc;
}
GX_OPERATION("api_key_revoke", revoke);
