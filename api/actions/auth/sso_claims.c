// SPDX-License-Identifier: AGPL-3.0-or-later
// What an id token must say before it is believed (OpenID Connect Core 3.1.3.7), by explicit type tests: a claim that is
// absent or of another type is a refusal.
#include "actions/auth/sso_jws.h"
#include "actions/auth/sso_oidc.h"
#include "core/clock.h"
#include "core/crypto.h"
#include "core/json.h"
#include <string.h>

enum { SKEW = 60, AGE_MAX = 900, SUBJECT_MAX = 255 };

static bool equals(const char *a, const char *b) {
    return a != NULL && b != NULL && strlen(a) == strlen(b) && gx_crypto_equal(a, b, strlen(a));
}

// aud is us, alone or among others; among others azp says that the token was made for us.
static bool is_for(const json_t *claims, const char *client_id) {
    const json_t *aud = json_object_get(claims, "aud");
    const json_t *azp = json_object_get(claims, "azp");
    bool found = json_is_string(aud) && equals(json_string_value(aud), client_id);
    size_t i;
    json_t *item;
    if (json_is_array(aud)) {
        json_array_foreach((json_t *)(uintptr_t)aud, i, item) found |=
            json_is_string(item) && equals(json_string_value(item), client_id);
    }
    if (azp == NULL)
        return found && (!json_is_array(aud) || json_array_size(aud) == 1);
    return found && json_is_string(azp) && equals(json_string_value(azp), client_id);
}

static bool is_timely(const json_t *claims) {
    int64_t now = gx_clock_unix();
    int64_t exp = gx_json_i64(claims, "exp", 0);
    int64_t iat = gx_json_i64(claims, "iat", 0);
    const json_t *nbf = json_object_get(claims, "nbf");
    return exp > now - SKEW && iat <= now + SKEW && iat >= now - AGE_MAX &&
           (nbf == NULL || (json_is_integer(nbf) && json_integer_value(nbf) <= now + SKEW));
}

gx_rc gx_oidc_claims_check(gx_cx *cx, const json_t *claims, const char *issuer, const char *client_id,
                           const char *nonce) {
    const char *subject = gx_json_str(claims, "sub");
    if (!equals(gx_json_str(claims, "iss"), issuer))
        return gx_jws_refuse(cx, "iss");
    if (!is_for(claims, client_id))
        return gx_jws_refuse(cx, "aud");
    if (!is_timely(claims))
        return gx_jws_refuse(cx, "exp or iat");
    if (!equals(gx_json_str(claims, "nonce"), nonce))
        return gx_jws_refuse(cx, "nonce");
    if (subject == NULL || *subject == '\0' || strlen(subject) > SUBJECT_MAX)
        return gx_jws_refuse(cx, "sub");
    return GX_OK;
}
