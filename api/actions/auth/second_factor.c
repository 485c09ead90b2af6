// SPDX-License-Identifier: AGPL-3.0-or-later
// Switching one-time codes on (secret, then a first code) and off (by a code: a token that was stolen is not enough).
#include "actions/auth/entrance.h"
#include "actions/auth/totp.h"
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"

static gx_rc totp_start(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    (void)rq;
    const char *sealed;
    const char *secret;
    gx_rc rc = gx_totp_new(cx, &sealed, &secret);
    if (rc != GX_OK)
        return rc;
    const struct gx_stmt stmt = GX_STMT("select api.totp_set($1::bytea)", sealed);
    rc = gx_identity_write(cx, &stmt, 1, NULL);
    if (rc != GX_OK)
        return rc;
    gx_buf *body = gx_response_json(rs, 200);
    gx_buf_addc(body, '{');
    gx_buf_pair(body, "secret", secret);
    gx_buf_pair(body, "uri",
                gx_arena_printf(cx->arena, "otpauth://totp/Guanxi?secret=%s&issuer=Guanxi", secret));
    gx_buf_adds(body, "}}");
    return GX_OK;
}
GX_OPERATION("auth_totp_start", totp_start);

static gx_rc totp_confirm(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const struct gx_stmt read = GX_STMT0("select secret, last_step from api.totp_of_me()");
    gx_result *result;
    int64_t step;
    gx_rc rc = gx_identity_write(cx, &read, 1, &result);
    if (rc != GX_OK)
        return rc;
    if (gx_result_rows(result) == 0 || gx_result_is_null(result, 0, 0))
        return gx_fail_code(cx, GX_E_CONFLICT, "wrong_state", NULL, "start first");
    rc = gx_totp_check(cx, gx_result_text(result, 0, 0), gx_json_str(rq->json, "code"),
                       gx_result_i64(result, 0, 1), &step);
    if (rc != GX_OK)
        return rc;
    if (step == 0)
        return gx_fail_add(cx, "/code", "format", "the code does not fit");
    const struct gx_stmt stmt =
        GX_STMT("select api.totp_confirm($1::bigint)", gx_arena_printf(cx->arena, "%lld", (long long)step));
    rc = gx_identity_write(cx, &stmt, 1, NULL);
    return rc == GX_OK ? gx_response_none(rs) : rc;
}
GX_OPERATION("auth_totp_confirm", totp_confirm);

static gx_rc totp_clear(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    bool matches;
    gx_rc rc = gx_entrance_confirm_code(cx, rq, gx_json_str(rq->json, "code"), &matches);
    if (rc != GX_OK)
        return rc;
    if (!matches)
        return gx_fail_add(cx, "/code", "format", "the code does not fit");
    const struct gx_stmt stmt = GX_STMT0("select api.totp_clear()");
    rc = gx_identity_write(cx, &stmt, 1, NULL);
    return rc == GX_OK ? gx_response_none(rs) : rc;
}
GX_OPERATION("auth_totp_clear", totp_clear);
