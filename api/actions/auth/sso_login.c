// SPDX-License-Identifier: AGPL-3.0-or-later
// Operations of single sign-on: buttons, begin, finish; and the same to tie a name at a provider to oneself.
#include "actions/auth/entrance.h"
#include "actions/auth/sso_oidc.h"
#include "actions/auth/token.h"
#include "core/crypto.h"
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"
#include <string.h>

struct attempt {
    const char *state;
    const char *hash;
    const char *provider_id; // NULL: no such state
    const char *link_user_id;
    const char *user_id; // known already, waits for the one-time code
};

static gx_rc providers(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    (void)rq;
    const struct gx_stmt stmt =
        GX_STMT0("select coalesce(json_agg(json_build_object('id', b.id, 'label', b.label)),"
                 " '[]')::text from api.sso_buttons() b");
    gx_result *result;
    gx_rc rc = gx_identity_read(cx, &stmt, 1, &result);
    if (rc != GX_OK)
        return rc;
    return gx_response_value(rs, gx_result_text(result, 0, 0));
}
GX_OPERATION("auth_provider_list", providers);

static gx_rc begin(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs, bool is_link) {
    static const char *const flags[] = {"false", "true"};
    struct gx_sso_provider provider;
    const char *url;
    const char *code;
    const char *state = gx_crypto_token(cx->arena, 32);
    gx_rc rc = gx_sso_provider_find(cx, gx_request_param(rq, "id"), &provider);
    if (rc == GX_OK)
        rc = gx_oidc_url(cx, &provider, state, &url, &code);
    if (rc != GX_OK)
        return rc;
    const struct gx_stmt stmt = GX_STMT(
        "select api.sso_begin($1::bytea, $2::bytea, $3::uuid, $4, $5::boolean)", gx_token_hash(cx, state),
        gx_token_hash(cx, gx_json_str(rq->json, "binding")), provider.id, rq->ip, flags[is_link]);
    gx_result *result;
    rc = gx_identity_write(cx, &stmt, 1, &result);
    if (rc != GX_OK)
        return rc;
    if (gx_result_i64(result, 0, 0) > 0) {
        rc = gx_fail(cx, GX_E_THROTTLED, NULL, "too many log-ins were begun");
        cx->problem.retry_after = (int)gx_result_i64(result, 0, 0);
        return rc;
    }
    gx_buf *body = gx_response_json(rs, 200);
    gx_buf_addc(body, '{');
    gx_buf_pair(body, "url", url);
    gx_buf_adds(body, "}}");
    return GX_OK;
}

static gx_rc start(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    return begin(cx, rq, rs, false);
}
GX_OPERATION("auth_oidc_start", start);

static gx_rc link_start(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    bool matches;
    gx_rc rc = gx_entrance_confirm(cx, rq, gx_json_str(rq->json, "password"), false, &matches);
    if (rc != GX_OK)
        return rc;
    return matches ? begin(cx, rq, rs, true)
                   : gx_fail_add(cx, "/password", "wrong_password", "the password is not right");
}
GX_OPERATION("auth_identity_start", link_start);

static gx_rc take(gx_cx *cx, const struct gx_request *rq, struct attempt *out) {
    memset(out, 0, sizeof *out);
    out->state = gx_json_str(rq->json, "state");
    out->hash = gx_token_hash(cx, out->state);
    const struct gx_stmt stmt =
        GX_STMT("select wait, provider_id, link_user_id, user_id from api.sso_take($1::bytea, $2::bytea, $3)",
                out->hash, gx_token_hash(cx, gx_json_str(rq->json, "binding")), rq->ip);
    gx_result *result;
    gx_rc rc = gx_identity_write(cx, &stmt, 1, &result);
    if (rc != GX_OK || gx_result_rows(result) == 0)
        return rc;
    if (gx_result_i64(result, 0, 0) > 0) {
        rc = gx_fail(cx, GX_E_THROTTLED, NULL, "too many attempts");
        cx->problem.retry_after = (int)gx_result_i64(result, 0, 0);
        return rc;
    }
    out->provider_id = gx_result_value(result, 0, 1);
    out->link_user_id = gx_result_value(result, 0, 2);
    out->user_id = gx_result_value(result, 0, 3);
    return GX_OK;
}

// Nobody is known yet: the address counts, under a name that belongs to this state alone.
static gx_rc note(gx_cx *cx, const struct gx_request *rq, const struct attempt *attempt, const char *reason) {
    const struct gx_stmt stmt =
        GX_STMT("select api.login_record($1, $2, $3, null, false, $4)",
                gx_arena_printf(cx->arena, "sso:%.16s", attempt->hash + 2), rq->ip, rq->user_agent, reason);
    return gx_identity_write(cx, &stmt, 1, NULL);
}

static gx_rc refuse(gx_cx *cx, const struct gx_request *rq, const struct attempt *attempt, gx_rc rc,
                    const char *code, const char *detail) {
    gx_rc noted = note(cx, rq, attempt, code);
    return noted != GX_OK ? noted : gx_fail_code(cx, rc, code, NULL, "%s", detail);
}

static gx_rc expired(gx_cx *cx, const struct gx_request *rq, const struct attempt *attempt) {
    return refuse(cx, rq, attempt, GX_E_UNAUTHORIZED, "sso_expired", "this log-in is no longer good");
}

// Who is it, by the provider's word? On a refusal the attempt is noted.
static gx_rc identify(gx_cx *cx, const struct gx_request *rq, const struct attempt *attempt,
                      struct gx_sso_provider *provider, struct gx_sso_identity *identity) {
    const char *code = gx_json_str(rq->json, "code");
    if (code == NULL)
        return expired(cx, rq, attempt);
    gx_rc rc = gx_sso_provider_find(cx, attempt->provider_id, provider);
    if (rc == GX_E_NOT_FOUND) {
        gx_cx_clear(cx);
        return expired(cx, rq, attempt);
    }
    if (rc == GX_OK)
        rc = gx_oidc_identify(cx, provider, attempt->state, code, identity);
    if (rc != GX_E_UNAUTHORIZED)
        return rc;
    gx_rc noted = note(cx, rq, attempt, cx->problem.cause);
    return noted != GX_OK ? noted : rc;
}

// The person's id, now or from the call before that asked for the one-time code.
static gx_rc who(gx_cx *cx, const struct gx_request *rq, struct attempt *attempt) {
    struct gx_sso_provider provider;
    struct gx_sso_identity identity;
    const char *outcome;
    if (attempt->user_id != NULL)
        return GX_OK;
    gx_rc rc = identify(cx, rq, attempt, &provider, &identity);
    if (rc == GX_OK)
        rc = gx_sso_enter(cx, &provider, &identity, &attempt->user_id, &outcome);
    if (rc != GX_OK || attempt->user_id != NULL)
        return rc;
    return refuse(cx, rq, attempt, GX_E_FORBIDDEN, "no_account", "no user here belongs to this identity");
}

static gx_rc await(gx_cx *cx, const struct attempt *attempt, const char *user_id) {
    const struct gx_stmt stmt = GX_STMT("select api.sso_await($1::bytea, $2::uuid)", attempt->hash, user_id);
    return gx_identity_write(cx, &stmt, 1, NULL);
}

static gx_rc finish(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct attempt attempt;
    struct gx_person person;
    gx_rc rc = take(cx, rq, &attempt);
    if (rc != GX_OK)
        return rc;
    if (attempt.provider_id == NULL || attempt.link_user_id != NULL)
        return expired(cx, rq, &attempt);
    rc = who(cx, rq, &attempt);
    if (rc == GX_OK)
        rc = gx_entrance_person(cx, rq, attempt.user_id, NULL, &person);
    if (rc != GX_OK)
        return rc;
    if (!person.is_active)
        return refuse(cx, rq, &attempt, GX_E_FORBIDDEN, "no_account",
                      "no user here belongs to this identity");
    if (person.totp != NULL)
        rc = await(cx, &attempt, attempt.user_id);
    if (rc == GX_OK)
        rc = gx_entrance_open(cx, rq, rs, &person, "oidc");
    return rc == GX_OK && person.totp != NULL ? await(cx, &attempt, NULL) : rc;
}
GX_OPERATION("auth_oidc_finish", finish);

// Refusals are 422 here: the session of the person who asks is good.
static gx_rc link(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct attempt attempt;
    struct gx_sso_provider provider;
    struct gx_sso_identity identity;
    gx_rc rc = take(cx, rq, &attempt);
    if (rc != GX_OK)
        return rc;
    if (attempt.link_user_id == NULL || strcmp(attempt.link_user_id, cx->principal.user_id) != 0)
        return gx_fail_add(cx, "/state", "sso_expired", "this is no longer good");
    rc = identify(cx, rq, &attempt, &provider, &identity);
    if (rc == GX_E_UNAUTHORIZED) {
        gx_cx_clear(cx);
        return gx_fail_add(cx, "/code", "sso_refused", "the identity provider did not vouch for anybody");
    }
    if (rc != GX_OK)
        return rc;
    const struct gx_stmt stmt =
        GX_STMT("select api.identity_link($1::uuid, $2, $3)", provider.id, identity.subject,
                identity.username != NULL ? identity.username : identity.email);
    rc = gx_identity_write(cx, &stmt, 1, NULL);
    return rc == GX_OK ? gx_response_none(rs) : rc;
}
GX_OPERATION("auth_identity_create", link);

static gx_rc identities(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    (void)rq;
    const struct gx_stmt stmt =
        GX_STMT0("select coalesce(json_agg(i order by i.created_at), '[]')::text from api.my_identities() i");
    gx_result *result;
    gx_rc rc = gx_identity_read(cx, &stmt, 1, &result);
    if (rc != GX_OK)
        return rc;
    return gx_response_value(rs, gx_result_text(result, 0, 0));
}
GX_OPERATION("auth_identity_list", identities);

static gx_rc unlink_one(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const struct gx_stmt stmt = GX_STMT("select api.identity_unlink($1::uuid)", gx_request_param(rq, "id"));
    gx_rc rc = gx_identity_write(cx, &stmt, 1, NULL);
    return rc == GX_OK ? gx_response_none(rs) : rc;
}
GX_OPERATION("auth_identity_delete", unlink_one);
