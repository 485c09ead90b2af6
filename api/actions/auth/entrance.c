// SPDX-License-Identifier: AGPL-3.0-or-later
// An unknown user, a wrong password and a closed account give the same answer; what really happened stands in the log
// of attempts.
#include "actions/auth/entrance.h"
#include "actions/auth/password.h"
#include "actions/auth/token.h"
#include "actions/auth/totp.h"
#include "core/json.h"
#include "db/client/identity.h"
#include <string.h>

static gx_rc throttled(gx_cx *cx, int64_t wait) {
    gx_rc rc = gx_fail(cx, GX_E_THROTTLED, NULL, "too many attempts");
    cx->problem.retry_after = (int)wait;
    return rc;
}

static const char *aud_of(const char *kind) {
    return strcmp(kind, "portal") == 0 ? "portal" : "staff";
}

gx_rc gx_entrance_find(gx_cx *cx, const struct gx_request *rq, const char *username, struct gx_person *out) {
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
    out->username = username;
    if (gx_result_rows(results[1]) == 0)
        return GX_OK;
    const gx_result *r = results[1];
    out->user_id = gx_result_value(r, 0, 0);
    out->hash = gx_result_value(r, 0, 1);
    out->totp = gx_result_value(r, 0, 2);
    out->totp_step = gx_result_i64(r, 0, 3);
    out->is_active = gx_result_bool(r, 0, 4);
    out->aud = aud_of(gx_result_text(r, 0, 5));
    return GX_OK;
}

gx_rc gx_entrance_person(gx_cx *cx, const struct gx_request *rq, const char *user_id, const char *username,
                         struct gx_person *out) {
    const struct gx_stmt stmt =
        GX_STMT("select p.username, p.totp_secret, p.totp_last_step, p.is_active, p.kind,"
                " api.login_throttle(p.username, $2) from api.login_person($1::uuid) p",
                user_id, rq->ip);
    gx_result *r;
    gx_rc rc = gx_identity_write(cx, &stmt, 1, &r);
    if (rc != GX_OK)
        return rc;
    memset(out, 0, sizeof *out);
    if (gx_result_rows(r) == 0)
        return gx_fail(cx, GX_E_UNAUTHORIZED, NULL, "no such person");
    if (gx_result_i64(r, 0, 5) > 0)
        return throttled(cx, gx_result_i64(r, 0, 5));
    out->username = username != NULL ? username : gx_result_text(r, 0, 0);
    out->user_id = user_id;
    out->totp = gx_result_value(r, 0, 1);
    out->totp_step = gx_result_i64(r, 0, 2);
    out->is_active = gx_result_bool(r, 0, 3);
    out->aud = aud_of(gx_result_text(r, 0, 4));
    return GX_OK;
}

gx_rc gx_entrance_refuse(gx_cx *cx, const struct gx_request *rq, const struct gx_person *person,
                         const char *reason) {
    const struct gx_stmt stmts[] = {
        GX_STMT("select api.login_lock($1)", person->username),
        GX_STMT("select api.login_throttle($1, $2)", person->username, rq->ip),
        GX_STMT("select api.login_record($1, $2, $3, $4::uuid, false, $5)", person->username, rq->ip,
                rq->user_agent, person->user_id, reason),
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
static gx_rc use_step(gx_cx *cx, const struct gx_person *person, int64_t step, bool *fresh) {
    const struct gx_stmt stmt = GX_STMT("select api.totp_used($1::uuid, $2::bigint)", person->user_id,
                                        gx_arena_printf(cx->arena, "%lld", (long long)step));
    gx_result *result;
    gx_rc rc = gx_identity_write(cx, &stmt, 1, &result);
    *fresh = rc == GX_OK && gx_result_bool(result, 0, 0);
    return rc;
}

static gx_rc second_factor(gx_cx *cx, const struct gx_request *rq, const struct gx_person *person) {
    const char *code = gx_json_str(rq->json, "totp");
    int64_t step = 0;
    bool fresh = false;
    if (person->totp == NULL)
        return GX_OK;
    if (code == NULL)
        return gx_entrance_refuse(cx, rq, person, "totp_required");
    gx_rc rc = gx_totp_check(cx, person->totp, code, person->totp_step, &step);
    if (rc == GX_OK && step > 0)
        rc = use_step(cx, person, step, &fresh);
    if (rc != GX_OK)
        return rc;
    return fresh ? GX_OK : gx_entrance_refuse(cx, rq, person, "wrong_totp");
}

gx_rc gx_entrance_open(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs,
                       const struct gx_person *person, const char *via) {
    const char *refresh;
    const char *hash;
    const char *access;
    gx_rc rc = second_factor(cx, rq, person);
    if (rc != GX_OK)
        return rc;
    gx_token_refresh_new(cx, &refresh, &hash);
    const struct gx_stmt stmt =
        GX_STMT("select session_id, wait from api.login_open($1, $2, $3, $4::uuid, $5::bytea, $6, $7)",
                person->username, rq->ip, rq->user_agent, person->user_id, hash, person->aud, via);
    gx_result *result;
    rc = gx_identity_write(cx, &stmt, 1, &result);
    if (rc != GX_OK)
        return rc;
    if (gx_result_is_null(result, 0, 0))
        return throttled(cx, gx_result_i64(result, 0, 1));
    rc = gx_token_issue(cx, person->user_id, gx_result_text(result, 0, 0), person->aud, NULL, &access);
    if (rc != GX_OK)
        return rc;
    const char *where = gx_json_str(rq->json, "refresh");
    return gx_token_answer(cx, rs, access, refresh, where != NULL && strcmp(where, "body") == 0);
}

// Who holds a token must not guess the password or a code with it: wrong ones count like those of a log-in. Tries that
// were begun together are counted, too; the last word is spoken behind the lock.
static gx_rc count(gx_cx *cx, const struct gx_request *rq, bool matches, const char *reason) {
    static const char *const flags[] = {"false", "true"};
    const struct gx_stmt stmts[] = {
        GX_STMT0("select api.login_lock(s.username) from api.my_subject s"),
        GX_STMT("select api.login_throttle(s.username, $1) from api.my_subject s", rq->ip),
        GX_STMT("select api.login_record(s.username, $1, $2, s.user_id, false, $4)"
                " from api.my_subject s where not $3::boolean",
                rq->ip, rq->user_agent, flags[matches], reason),
    };
    gx_result *results[3];
    gx_rc rc = gx_identity_write(cx, stmts, GX_COUNT(stmts), results);
    if (rc != GX_OK)
        return rc;
    int64_t wait = gx_result_rows(results[1]) > 0 ? gx_result_i64(results[1], 0, 0) : 0;
    return wait > 0 ? throttled(cx, wait) : GX_OK;
}

gx_rc gx_entrance_confirm(gx_cx *cx, const struct gx_request *rq, const char *password, bool needed,
                          bool *matches) {
    const struct gx_stmt read = GX_STMT0("select api.password_of_me()");
    gx_result *result;
    gx_rc rc = gx_identity_write(cx, &read, 1, &result);
    if (rc != GX_OK)
        return rc;
    *matches = !needed && gx_result_is_null(result, 0, 0);
    if (*matches)
        return GX_OK;
    rc = gx_password_verify(cx, gx_result_value(result, 0, 0), password != NULL ? password : "", matches);
    return rc == GX_OK ? count(cx, rq, *matches, "wrong_old_password") : rc;
}

gx_rc gx_entrance_confirm_code(gx_cx *cx, const struct gx_request *rq, const char *code, bool *matches) {
    const struct gx_stmt read = GX_STMT0("select secret, last_step, is_confirmed from api.totp_of_me()");
    gx_result *result;
    int64_t step = 0;
    gx_rc rc = gx_identity_write(cx, &read, 1, &result);
    if (rc != GX_OK)
        return rc;
    *matches = gx_result_rows(result) == 0 || !gx_result_bool(result, 0, 2);
    if (*matches)
        return GX_OK;
    if (code != NULL)
        rc = gx_totp_check(cx, gx_result_text(result, 0, 0), code, gx_result_i64(result, 0, 1), &step);
    *matches = step > 0;
    return rc == GX_OK ? count(cx, rq, *matches, "wrong_totp") : rc;
}
