// SPDX-License-Identifier: AGPL-3.0-or-later
// JWS by GnuTLS, which libcurl and libldap bring along; libjwt would let the token choose how it is verified.
#include "actions/auth/sso_jws.h"
#include "core/base64.h"
#include "core/json.h"
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

enum { TOKEN_MAX = 32 * 1024, KEYS_MAX = 50, RSA_MIN = 2048 / 8, RSA_MAX = 8192 / 8, P256 = 32 };

enum algorithm { NONE, RS256, ES256 };

struct jws {
    const char *signed_part;
    size_t signed_len;
    json_t *header;
    json_t *payload;
    gnutls_datum_t signature;
    enum algorithm algorithm;
    const char *kid;
};

gx_rc gx_jws_refuse(gx_cx *cx, const char *why) {
    gx_fail_cause(cx, "id token: %s", why);
    return gx_fail_code(cx, GX_E_UNAUTHORIZED, "sso_refused", NULL,
                        "the identity provider did not vouch for anybody");
}

static enum algorithm algorithm_of(const char *name) {
    if (name == NULL)
        return NONE;
    return strcmp(name, "RS256") == 0 ? RS256 : strcmp(name, "ES256") == 0 ? ES256 : NONE;
}

static bool is_listed(const json_t *algorithms, const char *name) {
    size_t i;
    json_t *item;
    if (algorithms == NULL)
        return strcmp(name, "RS256") == 0;
    json_array_foreach((json_t *)(uintptr_t)algorithms, i, item) {
        if (json_is_string(item) && strcmp(json_string_value(item), name) == 0)
            return true;
    }
    return false;
}

static bool read_object(gx_cx *cx, const char *text, size_t len, json_t **out) {
    size_t n;
    const unsigned char *bytes = gx_base64_decode(cx->arena, text, len, &n);
    bool good =
        bytes != NULL && gx_json_parse(cx, (const char *)bytes, n, out) == GX_OK && json_is_object(*out);
    if (!good)
        gx_cx_clear(cx);
    return good;
}

static bool split(gx_cx *cx, const char *token, struct jws *out) {
    size_t n;
    memset(out, 0, sizeof *out);
    const char *first = strlen(token) <= TOKEN_MAX ? strchr(token, '.') : NULL;
    const char *second = first != NULL ? strchr(first + 1, '.') : NULL;
    if (second == NULL || strchr(second + 1, '.') != NULL)
        return false;
    out->signed_part = token;
    out->signed_len = (size_t)(second - token);
    out->signature.data = gx_base64_decode(cx->arena, second + 1, strlen(second + 1), &n);
    out->signature.size = (unsigned)n;
    if (out->signature.data == NULL || !read_object(cx, token, (size_t)(first - token), &out->header) ||
        !read_object(cx, first + 1, (size_t)(second - first - 1), &out->payload))
        return false;
    out->algorithm = algorithm_of(gx_json_str(out->header, "alg"));
    out->kid = gx_json_str(out->header, "kid");
    return json_object_get(out->header, "crit") == NULL;
}

static bool fits(const json_t *key, enum algorithm algorithm, const char *kid) {
    const char *use = gx_json_str(key, "use");
    const char *alg = gx_json_str(key, "alg");
    const char *type = gx_json_str(key, "kty");
    const char *id = gx_json_str(key, "kid");
    return type != NULL && strcmp(type, algorithm == RS256 ? "RSA" : "EC") == 0 &&
           (use == NULL || strcmp(use, "sig") == 0) && (alg == NULL || algorithm_of(alg) == algorithm) &&
           (kid == NULL || (id != NULL && strcmp(id, kid) == 0));
}

static bool number(gx_cx *cx, const json_t *key, const char *name, gnutls_datum_t *out) {
    const char *text = gx_json_str(key, name);
    size_t n = 0;
    out->data = text != NULL ? gx_base64_decode(cx->arena, text, strlen(text), &n) : NULL;
    while (n > 0 && out->data[0] == 0) {
        out->data++;
        n--;
    }
    out->size = (unsigned)n;
    return n > 0;
}

static bool import_key(gx_cx *cx, const json_t *key, enum algorithm algorithm, gnutls_pubkey_t to) {
    gnutls_datum_t a;
    gnutls_datum_t b;
    if (algorithm == RS256)
        return number(cx, key, "n", &a) && number(cx, key, "e", &b) && a.size >= RSA_MIN &&
               a.size <= RSA_MAX && gnutls_pubkey_import_rsa_raw(to, &a, &b) == 0;
    const char *curve = gx_json_str(key, "crv");
    return curve != NULL && strcmp(curve, "P-256") == 0 && number(cx, key, "x", &a) &&
           number(cx, key, "y", &b) && a.size <= P256 && b.size <= P256 &&
           gnutls_pubkey_import_ecc_raw(to, GNUTLS_ECC_CURVE_SECP256R1, &a, &b) == 0;
}

static bool verify_by(const struct jws *jws, gnutls_pubkey_t key) {
    const gnutls_datum_t data = {.data = (unsigned char *)(uintptr_t)jws->signed_part,
                                 .size = (unsigned)jws->signed_len};
    if (jws->algorithm == RS256)
        return gnutls_pubkey_verify_data2(key, GNUTLS_SIGN_RSA_SHA256, 0, &data, &jws->signature) >= 0;
    const gnutls_datum_t r = {.data = jws->signature.data, .size = P256};
    const gnutls_datum_t s = {.data = jws->signature.data + P256, .size = P256};
    gnutls_datum_t der = {0};
    if (jws->signature.size != P256 * 2 || gnutls_encode_rs_value(&der, &r, &s) != 0)
        return false;
    bool good = gnutls_pubkey_verify_data2(key, GNUTLS_SIGN_ECDSA_SHA256, 0, &data, &der) >= 0;
    gnutls_free(der.data);
    return good;
}

static bool verify_one(gx_cx *cx, const struct jws *jws, const json_t *key) {
    gnutls_pubkey_t public = NULL;
    if (gnutls_pubkey_init(&public) != 0)
        return false;
    bool good = import_key(cx, key, jws->algorithm, public) && verify_by(jws, public);
    gnutls_pubkey_deinit(public);
    return good;
}

bool gx_jws_has_key(const json_t *jwks) {
    size_t i;
    json_t *key;
    json_array_foreach(json_object_get(jwks, "keys"), i, key) {
        if (fits(key, RS256, NULL) || fits(key, ES256, NULL))
            return true;
    }
    return false;
}

gx_rc gx_jws_verify(gx_cx *cx, const char *token, const json_t *jwks, const json_t *algorithms,
                    json_t **payload, bool *key_missing) {
    struct jws jws;
    size_t i;
    json_t *key;
    *key_missing = false;
    if (!split(cx, token, &jws))
        return gx_jws_refuse(cx, "not a signed token");
    if (jws.algorithm == NONE || !is_listed(algorithms, gx_json_str(jws.header, "alg")))
        return gx_jws_refuse(cx, "algorithm");
    *key_missing = true;
    json_array_foreach(json_object_get(jwks, "keys"), i, key) {
        if (i >= KEYS_MAX)
            break;
        if (!fits(key, jws.algorithm, jws.kid))
            continue;
        *key_missing = false;
        if (!verify_one(cx, &jws, key))
            continue;
        *payload = jws.payload;
        return GX_OK;
    }
    return gx_jws_refuse(cx, *key_missing ? "no such key" : "signature");
}
