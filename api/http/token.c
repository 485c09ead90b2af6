// SPDX-License-Identifier: AGPL-3.0-or-later
// The one caller of jwt_decode. libjwt checks neither exp nor that the algorithm is ours, so we do; a claim that is
// absent or of another type refuses the token.
#include "http/token.h"
#include "core/clock.h"
#include "core/config.h"
#include "core/crypto.h"
#include "core/uuid.h"
#include "db/client/identity.h"
#include "http/token_cache.h"

#include <errno.h>
#include <jwt.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { TOKEN_MAX = 4096, LEEWAY_S = 5 };

static const jwt_alg_t ALGORITHM = JWT_ALG_HS256;
static const char ISSUER[] = "guanxi", KEY_PREFIX[] = "gxk_";

static bool is_text(jwt_t *jwt, const char *claim, const char *wanted) {
    const char *value = jwt_get_grant(jwt, claim);
    return value && strcmp(value, wanted) == 0;
}

static bool is_header(jwt_t *jwt, const char *name, const char *wanted) {
    const char *value = jwt_get_header(jwt, name);
    return value && strcmp(value, wanted) == 0;
}

static bool read_number(jwt_t *jwt, const char *claim, int64_t *out) {
    errno = 0;
    long value = jwt_get_grant_int(jwt, claim);
    *out = value;
    return errno == 0 && value > 0;
}

static bool read_uuid(jwt_t *jwt, const char *claim, char out[37]) {
    const char *value = jwt_get_grant(jwt, claim);
    return value && gx_uuid_parse(value, strlen(value), out);
}

static bool is_in_time(const struct gx_token_claims *claims) {
    int64_t now = gx_clock_unix();
    return now < claims->expires && claims->from <= now + LEEWAY_S && claims->issued <= now + LEEWAY_S;
}

static bool read_times(jwt_t *jwt, struct gx_token_claims *out) {
    return read_number(jwt, "exp", &out->expires) && read_number(jwt, "nbf", &out->from) &&
           read_number(jwt, "iat", &out->issued) && is_in_time(out);
}

static bool read_claims(jwt_t *jwt, struct gx_token_claims *claims) {
    struct gx_principal *out = &claims->who;
    const char *aud = jwt_get_grant(jwt, "aud");
    if (jwt_get_alg(jwt) != ALGORITHM || !is_header(jwt, "typ", "JWT") || !is_header(jwt, "kid", "1"))
        return false;
    if (!is_text(jwt, "iss", ISSUER) || !is_text(jwt, "typ", "access") || !read_times(jwt, claims))
        return false;
    if (!aud || (strcmp(aud, "staff") != 0 && strcmp(aud, "portal") != 0))
        return false;
    snprintf(out->aud, sizeof out->aud, "%s", aud);
    out->is_view_as = jwt_get_grant(jwt, "act") != NULL;
    return read_uuid(jwt, "sid", out->session_id) && read_uuid(jwt, "sub", out->user_id);
}

static bool check(gx_cx *cx, const char *token, struct gx_token_claims *out) {
    struct gx_secret key = cx->env->config->jwt_key;
    jwt_t *jwt = NULL;
    *out = (struct gx_token_claims){0};
    if (!key.data || strlen(token) > TOKEN_MAX || jwt_decode(&jwt, token, key.data, (int)key.len) != 0) {
        jwt_free(jwt);
        return false;
    }
    bool good = read_claims(jwt, out);
    jwt_free(jwt);
    if (!good)
        *out = (struct gx_token_claims){0};
    return good;
}

bool gx_token_check(gx_cx *cx, const char *token, struct gx_principal *out) {
    struct gx_token_claims claims;
    bool good = check(cx, token, &claims);
    *out = claims.who;
    return good;
}

// Reading and verifying a token costs as much as the rest of a small request: what was good once is known, and
// only its times are looked at again.
static bool check_once(gx_cx *cx, const char *token, struct gx_principal *out) {
    struct gx_token_claims claims;
    bool good = gx_token_cache_find(token, &claims) && is_in_time(&claims);
    if (!good && (good = check(cx, token, &claims)))
        gx_token_cache_keep(token, &claims);
    *out = claims.who;
    return good;
}

static gx_rc refuse(gx_cx *cx) {
    return gx_fail(cx, GX_E_UNAUTHORIZED, NULL, "Log in first");
}

// The key's id serves as session id; that it is still good is checked again by the first statement.
static gx_rc read_api_key(gx_cx *cx, const char *key) {
    unsigned char hash[GX_SHA256_LEN];
    gx_result *result;
    GX_AUTO(gx_lease) lease = {0};
    gx_crypto_sha256(key, strlen(key), hash);
    const struct gx_stmt find =
        GX_STMT("select i.session_id, i.user_id from (select api.api_key_lookup($1::bytea) as id) k"
                " join api.identity i on i.session_id = k.id",
                gx_crypto_bytea(cx->arena, hash, sizeof hash));
    gx_rc rc = gx_pool_take(cx->env->read, cx, &lease);
    if (rc == GX_OK)
        rc = gx_db_pipeline(cx, &lease, &find, 1, GX_TX_IMPLICIT, &result);
    if (rc != GX_OK)
        return rc;
    struct gx_principal *who = &cx->principal;
    if (gx_result_rows(result) != 1 ||
        !gx_uuid_parse(gx_result_text(result, 0, 0), GX_UUID_LEN, who->session_id) ||
        !gx_uuid_parse(gx_result_text(result, 0, 1), GX_UUID_LEN, who->user_id))
        return refuse(cx);
    snprintf(who->aud, sizeof who->aud, "service");
    who->is_api_key = true;
    return GX_OK;
}

gx_rc gx_token_principal(gx_cx *cx, const struct gx_raw *raw) {
    const char *header = gx_raw_header(raw, "Authorization");
    if (!header || strncasecmp(header, "Bearer ", 7) != 0 || strlen(header) > TOKEN_MAX)
        return refuse(cx);
    const char *token = header + 7;
    if (strncmp(token, KEY_PREFIX, sizeof KEY_PREFIX - 1) == 0)
        return read_api_key(cx, token);
    return check_once(cx, token, &cx->principal) ? GX_OK : refuse(cx);
}
