// SPDX-License-Identifier: AGPL-3.0-or-later
// Issuing of tokens. A token names a subject and a session and says nothing about rights: those are read from the
// database in each request's own transaction.
#include "actions/auth/token.h"

#include "core/clock.h"
#include "core/config.h"
#include "core/crypto.h"
#include <jwt.h>
#include <stdlib.h>
#include <string.h>

static bool fill(jwt_t *jwt, const char *user_id, const char *session_id, const char *aud,
                 const char *actor_id) {
    long now = (long)gx_clock_unix();
    return jwt_add_header(jwt, "typ", "JWT") == 0 && jwt_add_header(jwt, "kid", "1") == 0 &&
           jwt_add_grant(jwt, "iss", "guanxi") == 0 && jwt_add_grant(jwt, "aud", aud) == 0 &&
           jwt_add_grant(jwt, "typ", "access") == 0 && jwt_add_grant(jwt, "sub", user_id) == 0 &&
           jwt_add_grant(jwt, "sid", session_id) == 0 &&
           (!actor_id || jwt_add_grant(jwt, "act", actor_id) == 0) &&
           jwt_add_grant_int(jwt, "iat", now) == 0 && jwt_add_grant_int(jwt, "nbf", now) == 0 &&
           jwt_add_grant_int(jwt, "exp", now + GX_TOKEN_SECONDS) == 0;
}

gx_rc gx_token_issue(gx_cx *cx, const char *user_id, const char *session_id, const char *aud,
                     const char *actor_id, const char **out) {
    struct gx_secret key = cx->env->config->jwt_key;
    jwt_t *jwt = NULL;
    char *text = NULL;
    if (jwt_new(&jwt) == 0 && fill(jwt, user_id, session_id, aud, actor_id) &&
        jwt_set_alg(jwt, JWT_ALG_HS256, key.data, (int)key.len) == 0)
        text = jwt_encode_str(jwt);
    jwt_free(jwt);
    if (text == NULL)
        return gx_fail(cx, GX_E_INTERNAL, NULL, "token");
    *out = gx_arena_strdup(cx->arena, text);
    free(text);
    return GX_OK;
}

const char *gx_token_hash(gx_cx *cx, const char *token) {
    unsigned char hash[GX_SHA256_LEN];
    gx_crypto_sha256(token, strlen(token), hash);
    return gx_crypto_bytea(cx->arena, hash, sizeof hash);
}

void gx_token_refresh_new(gx_cx *cx, const char **token, const char **hash) {
    *token = gx_crypto_token(cx->arena, 32);
    *hash = gx_token_hash(cx, *token);
}

gx_rc gx_token_answer(gx_cx *cx, struct gx_response *rs, const char *access, const char *refresh,
                      bool in_body) {
    rs->status = 200;
    gx_buf_addc(&rs->body, '{');
    gx_buf_pair(&rs->body, "access_token", access);
    gx_buf_pair_i64(&rs->body, "expires_in", GX_TOKEN_SECONDS);
    gx_buf_pair(&rs->body, "token_type", "Bearer");
    if (in_body && refresh)
        gx_buf_pair(&rs->body, "refresh_token", refresh);
    gx_buf_addc(&rs->body, '}');
    if (!in_body)
        rs->set_cookie = gx_arena_printf(
            cx->arena, GX_TOKEN_COOKIE "=%s; Path=/; Max-Age=%d; Secure; HttpOnly; SameSite=Strict", refresh,
            GX_TOKEN_REFRESH_DAYS * 86400);
    return GX_OK;
}

const char *gx_token_no_cookie(void) {
    return GX_TOKEN_COOKIE
        "=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure; HttpOnly; SameSite=Strict";
}
