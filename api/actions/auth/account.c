// SPDX-License-Identifier: AGPL-3.0-or-later
// What a person does to his own log-in: password and reset link.
#include "actions/auth/password.h"
#include "actions/auth/token.h"
#include "core/config.h"
#include "core/crypto.h"
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"
#include <string.h>

// Who holds a token must not guess the password with it: wrong ones count like those of a log-in. Tries that were
// begun together are counted, too; the last word is spoken behind the lock.
static gx_rc throttle(gx_cx *cx, const struct gx_request *rq, bool matches) {
    static const char *const flags[] = {"false", "true"};
    const struct gx_stmt stmts[] = {
        GX_STMT0("select api.login_lock(s.username) from api.my_subject s"),
        GX_STMT("select api.login_throttle(s.username, $1) from api.my_subject s", rq->ip),
        GX_STMT("select api.login_record(s.username, $1, $2, s.user_id, false, 'wrong_old_password')"
                " from api.my_subject s where not $3::boolean",
                rq->ip, rq->user_agent, flags[matches]),
    };
    gx_result *results[3];
    gx_rc rc = gx_identity_write(cx, stmts, GX_COUNT(stmts), results);
    if (rc != GX_OK)
        return rc;
    int64_t wait = gx_result_rows(results[1]) > 0 ? gx_result_i64(results[1], 0, 0) : 0;
    if (wait <= 0)
        return GX_OK;
    rc = gx_fail(cx, GX_E_THROTTLED, NULL, "too many attempts");
    cx->problem.retry_after = (int)wait;
    return rc;
}

// Changing the password ends every other session of the person (in api.password_set).
static gx_rc password(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const struct gx_stmt read = GX_STMT0("select api.password_of_me()");
    gx_result *result;
    bool matches;
    const char *hash;
    gx_rc rc = gx_identity_write(cx, &read, 1, &result);
    if (rc == GX_OK)
        rc = gx_password_verify(cx, gx_result_value(result, 0, 0), gx_json_str(rq->json, "old"), &matches);
    if (rc == GX_OK)
        rc = throttle(cx, rq, matches);
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
