// SPDX-License-Identifier: AGPL-3.0-or-later
// POST /auth/login and /auth/refresh. An unknown user, a wrong password and a closed account take the same time
// and give the same answer; what really happened stands in the log of attempts.
#include "actions/auth/password.h"
#include "actions/auth/token.h"
#include "actions/auth/totp.h"
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"
#include <string.h>

struct person {
    const char *user_id; // NULL: unknown
    const char *hash;
    const char *totp; // sealed secret, NULL: none
    int64_t totp_step;
    bool is_active;
    const char *aud;
};

static gx_rc throttled(gx_cx *cx, int64_t wait) {
    gx_rc rc = gx_fail(cx, GX_E_THROTTLED, NULL, "too many attempts");
    cx->problem.retry_after = (int)wait;
    return rc;
}

static gx_rc look_up(gx_cx *cx, const struct gx_request *rq, const char *username, struct person *out) {
    const struct gx_stmt stmts[] = {
        GX_STMT("select api.login_throttle($1, $2)", username, rq->ip),
        GX_STMT("select user_id, password_hash, totp_secret, totp_last_step, is_active, kind"
                " from api.login_lookup($1)",
                username),
    };
    gx_result *results[2];
    gx_rc rc = gx_identity_write(cx, stmts, GX_COUNT(stmts), results);
    if (rc != GX_OK)
        return rc;
    int64_t wait = gx_result_rows(results[0]) > 0 ? gx_result_i64(results[0], 0, 0) : 0;
    if (wait > 0)
        return throttled(cx, wait);
    memset(out, 0, sizeof *out);
    if (gx_result_rows(results[1]) == 0)
        return GX_OK;
    const gx_result *r = results[1];
    out->user_id = gx_result_value(r, 0, 0);
    out->hash = gx_result_value(r, 0, 1);
    out->totp = gx_result_value(r, 0, 2);
    out->totp_step = gx_result_i64(r, 0, 3);
    out->is_active = gx_result_bool(r, 0, 4);
    out->aud = strcmp(gx_result_text(r, 0, 5), "portal") == 0 ? "portal" : "staff";
    return GX_OK;
}

// Notes a failed attempt and returns the refusal. Attempts that were begun together are told no more than those
// that come one after the other.
static gx_rc refuse(gx_cx *cx, const struct gx_request *rq, const char *username, const struct person *person,
                    const char *reason) {
    const struct gx_stmt stmts[] = {
        GX_STMT("select api.login_lock($1)", username),
        GX_STMT("select api.login_throttle($1, $2)", username, rq->ip),
        GX_STMT("select api.login_record($1, $2, $3, $4::uuid, false, $5)", username, rq->ip, rq->user_agent,
                person->user_id, reason),
    };
    gx_result *results[3];
    gx_rc rc = gx_identity_write(cx, stmts, GX_COUNT(stmts), results);
    if (rc != GX_OK)
        return rc;
    if (gx_result_i64(results[1], 0, 0) > 0)
        return throttled(cx, gx_result_i64(results[1], 0, 0));
    if (strcmp(reason, "totp_required") == 0)
        return gx_fail_code(cx, GX_E_UNAUTHORIZED, "totp_required", NULL, "a one-time code is needed");
    return gx_fail_code(cx, GX_E_UNAUTHORIZED, "invalid_credentials", NULL, "wrong user name or password");
}

// A step counts once, also for two log-ins at the same moment.
static gx_rc use_step(gx_cx *cx, const struct person *person, int64_t step, bool *fresh) {
    const struct gx_stmt stmt = GX_STMT("select api.totp_used($1::uuid, $2::bigint)", person->user_id,
                                        gx_arena_printf(cx->arena, "%lld", (long long)step));
    gx_result *result;
    gx_rc rc = gx_identity_write(cx, &stmt, 1, &result);
    *fresh = rc == GX_OK && gx_result_bool(result, 0, 0);
    return rc;
}

// Opens the session and notes success, in one transaction.
static gx_rc open_session(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs,
                          const char *username, const struct person *person) {
    const char *refresh;
    const char *hash;
    const char *access;
    gx_token_refresh_new(cx, &refresh, &hash);
    const struct gx_stmt stmt =
        GX_STMT("select session_id, wait from api.login_open($1, $2, $3, $4::uuid, $5::bytea, $6)", username,
                rq->ip, rq->user_agent, person->user_id, hash, person->aud);
    gx_result *result;
    gx_rc rc = gx_identity_write(cx, &stmt, 1, &result);
    if (rc != GX_OK)
        return rc;
    if (gx_result_is_null(result, 0, 0))
        return throttled(cx, gx_result_i64(result, 0, 1));
    rc = gx_token_issue(cx, person->user_id, gx_result_text(result, 0, 0), person->aud, &access);
    if (rc != GX_OK)
        return rc;
    const char *where = gx_json_str(rq->json, "refresh");
    return gx_token_answer(cx, rs, access, refresh, where != NULL && strcmp(where, "body") == 0);
}

static gx_rc login(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct person person = {0};
    bool matches;
    int64_t step = 0;
    const char *username = gx_json_str(rq->json, "username");
    const char *code = gx_json_str(rq->json, "totp");
    gx_rc rc = look_up(cx, rq, username, &person);
    if (rc == GX_OK)
        rc = gx_password_verify(cx, person.hash, gx_json_str(rq->json, "password"), &matches);
    if (rc != GX_OK)
        return rc;
    if (person.user_id == NULL)
        return refuse(cx, rq, username, &person, "unknown_user");
    if (!matches)
        return refuse(cx, rq, username, &person, "wrong_password");
    if (!person.is_active)
        return refuse(cx, rq, username, &person, "inactive");
    if (person.totp != NULL) {
        if (code == NULL)
            return refuse(cx, rq, username, &person, "totp_required");
        bool fresh = false;
        rc = gx_totp_check(cx, person.totp, code, person.totp_step, &step);
        if (rc == GX_OK && step > 0)
            rc = use_step(cx, &person, step, &fresh);
        if (rc != GX_OK)
            return rc;
        if (!fresh)
            return refuse(cx, rq, username, &person, "wrong_totp");
    }
    return open_session(cx, rq, rs, username, &person);
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
                        gx_result_text(result, 0, 2), &access);
    return rc == GX_OK ? gx_token_answer(cx, rs, access, token, in_body) : rc;
}
GX_OPERATION("auth_refresh", refresh);
