// SPDX-License-Identifier: AGPL-3.0-or-later
// POST /auth/login and /auth/refresh. Who has a password of this system logs in with that and nothing else, so that no
// directory, lost or wrong, can lock him out or let another in as him. Directories are asked for everybody else.
#include "actions/auth/entrance.h"
#include "actions/auth/password.h"
#include "actions/auth/sso.h"
#include "actions/auth/token.h"
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"
#include <string.h>

static gx_rc login(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct gx_person person;
    bool matches;
    const char *via = NULL;
    const char *password = gx_json_str(rq->json, "password");
    gx_rc rc = gx_entrance_find(cx, rq, gx_json_str(rq->json, "username"), &person);
    if (rc == GX_OK)
        rc = gx_password_verify(cx, person.hash, password, &matches);
    if (rc == GX_OK && person.hash == NULL)
        rc = gx_sso_directories_ask(cx, rq, password, &person, &matches, &via);
    if (rc != GX_OK)
        return rc;
    if (!matches)
        return gx_entrance_refuse(cx, rq, &person,
                                  person.user_id == NULL ? "unknown_user" : "wrong_password");
    if (!person.is_active)
        return gx_entrance_refuse(cx, rq, &person, "inactive");
    return gx_entrance_open(cx, rq, rs, &person, via);
}
GX_OPERATION("auth_login", login);

// The refresh token rotates at each use; the second use of one closes the whole session.
static gx_rc refresh(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const char *old = rq->json == NULL ? NULL : gx_json_str(rq->json, "refresh_token");
    bool in_body = old != NULL;
    if (old == NULL)
        old = gx_request_cookie(cx, rq, GX_TOKEN_COOKIE);
    if (old == NULL)
        return gx_fail(cx, GX_E_UNAUTHORIZED, NULL, "no refresh token");
    const char *token;
    const char *hash;
    const char *access;
    gx_token_refresh_new(cx, &token, &hash);
    const struct gx_stmt stmt =
        GX_STMT("select session_id, user_id, aud, outcome from api.session_rotate($1::bytea, $2::bytea)",
                gx_token_hash(cx, old), hash);
    gx_result *result;
    gx_rc rc = gx_identity_write(cx, &stmt, 1, &result);
    if (rc != GX_OK)
        return rc;
    if (gx_result_rows(result) == 0 || strcmp(gx_result_text(result, 0, 3), "ok") != 0)
        return gx_fail(cx, GX_E_UNAUTHORIZED, NULL, "the session has ended");
    rc = gx_token_issue(cx, gx_result_text(result, 0, 1), gx_result_text(result, 0, 0),
                        gx_result_text(result, 0, 2), NULL, &access);
    return rc == GX_OK ? gx_token_answer(cx, rs, access, token, in_body) : rc;
}
GX_OPERATION("auth_refresh", refresh);
