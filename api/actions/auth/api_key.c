// SPDX-License-Identifier: AGPL-3.0-or-later
// API keys: sessions of service users that programs bring with every request. Shown once, stored hashed.
#include "actions/auth/token.h"
#include "core/crypto.h"
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"
#include "resource/rights.h"
#include <string.h>

// Who administers people administers their keys.
static gx_rc require(gx_cx *cx) {
    const struct gx_hints *hints;
    gx_rc rc = gx_rights_get(cx, &hints);
    if (rc != GX_OK)
        return rc;
    const struct gx_resource *user = gx_catalog_by_name(hints->catalog, "user");
    if (user != NULL && gx_rights_allows(gx_rights_of(hints, user), GX_OPERATION_UPDATE))
        return GX_OK;
    return gx_fail(cx, GX_E_FORBIDDEN, NULL, "no right to change users");
}

static gx_rc list(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    (void)rq;
    const struct gx_stmt stmt = GX_STMT0("select coalesce(json_agg(json_build_object('id', k.id, 'name', "
                                         "k.name, 'user_id', k.user_id, 'created_at',"
                                         " k.created_at, 'expires_at', k.expires_at, 'last_used_at', "
                                         "k.last_seen_at) order by k.created_at), '[]')::text"
                                         " from api.api_key k");
    gx_result *result;
    gx_rc rc = require(cx);
    if (rc == GX_OK)
        rc = gx_identity_read(cx, &stmt, 1, &result);
    if (rc != GX_OK)
        return rc;
    return gx_response_value(rs, gx_result_text(result, 0, 0));
}
GX_OPERATION("api_key_list", list);

static gx_rc create(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const char *key = gx_arena_printf(cx->arena, "gxk_%s", gx_crypto_token(cx->arena, 32));
    const char *user_id = gx_json_str(rq->json, "user_id");
    const char *name = gx_json_str(rq->json, "name");
    const char *expires_at = gx_json_str(rq->json, "expires_at");
    const struct gx_stmt find = GX_STMT("select u.kind from api.\"user\" u where u.id = $1::uuid", user_id);
    const struct gx_stmt stmt = GX_STMT("select api.api_key_create($1::uuid, $2, $3::bytea, $4::timestamptz)",
                                        user_id, name, gx_token_hash(cx, key), expires_at);
    gx_result *result;
    gx_rc rc = require(cx);
    if (rc == GX_OK)
        rc = gx_identity_read(cx, &find, 1, &result);
    if (rc != GX_OK)
        return rc;
    if (gx_result_rows(result) == 0 || strcmp(gx_result_text(result, 0, 0), "service") != 0)
        return gx_fail_add(cx, "/user_id", "unknown_reference", "a key belongs to a service user");
    rc = gx_identity_write(cx, &stmt, 1, &result);
    if (rc != GX_OK)
        return rc;
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
    gx_rc rc = require(cx);
    if (rc == GX_OK)
        rc = gx_identity_write(cx, &stmt, 1, NULL);
    return rc == GX_OK ? gx_response_none(rs) : rc;
}
GX_OPERATION("api_key_revoke", revoke);
