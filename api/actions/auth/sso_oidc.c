// SPDX-License-Identifier: AGPL-3.0-or-later
// The talk with the provider. Whatever it sends is foreign: addresses are tested before they are used, documents have
// limits, and only a verified token says who somebody is.
#include "actions/auth/sso_oidc.h"
#include "actions/auth/seal.h"
#include "actions/auth/sso_documents.h"
#include "actions/auth/sso_jws.h"
#include "channels/net/fetch.h"
#include "core/base64.h"
#include "core/config.h"
#include "core/crypto.h"
#include "core/json.h"
#include <string.h>

enum {
    METADATA_AGE = 600,
    KEYS_AGE = 600,
    KEYS_AGAIN = 5,
    TOKEN_ANSWER_MAX = 128 * 1024,
    SECRET_TEXT_MAX = 4096
};

struct talk {
    const struct gx_sso_provider *provider;
    json_t *metadata;
    const char *issuer;
    const char *client_id;
    const char *ca_pem;
    const char *code; // what is wrong, in the words of the contract
};

static const char *redirect_uri(gx_cx *cx) {
    return gx_arena_printf(cx->arena, "%s/sso/callback", cx->env->config->base_url);
}

static const char *nonce_of(gx_cx *cx, const char *state) {
    return gx_seal_derive(cx, "guanxi oidc nonce 1", state);
}

static const char *verifier_of(gx_cx *cx, const char *state) {
    return gx_seal_derive(cx, "guanxi oidc verifier 1", state);
}

// The issuer's own description; it must say that it is the issuer's.
static gx_rc begin(gx_cx *cx, struct talk *talk, const struct gx_sso_provider *provider, int max_age) {
    memset(talk, 0, sizeof *talk);
    talk->provider = provider;
    talk->issuer = gx_sso_setting(provider, "issuer", "");
    talk->client_id = gx_sso_setting(provider, "client_id", "");
    talk->ca_pem = gx_sso_setting(provider, "ca_certificate", NULL);
    if (*talk->issuer == '\0' || *talk->client_id == '\0')
        return gx_sso_wrong(cx, &talk->code, "incomplete");
    size_t len = strlen(talk->issuer);
    const char *url = gx_arena_printf(cx->arena, "%.*s/.well-known/openid-configuration",
                                      (int)(talk->issuer[len - 1] == '/' ? len - 1 : len), talk->issuer);
    gx_rc rc = gx_sso_document(cx, url, talk->ca_pem, max_age, &talk->metadata, &talk->code);
    if (rc != GX_OK)
        return rc;
    const char *issuer = gx_json_str(talk->metadata, "issuer");
    if (issuer == NULL || strcmp(issuer, talk->issuer) != 0)
        return gx_sso_wrong(cx, &talk->code, "wrong_issuer");
    return GX_OK;
}

// An address of the metadata that may be used.
static gx_rc endpoint(gx_cx *cx, struct talk *talk, const char *name, const char **out) {
    *out = gx_json_str(talk->metadata, name);
    return gx_net_fetch_takes(cx, *out)
               ? GX_OK
               : gx_sso_wrong(cx, &talk->code, *out != NULL ? "not_allowed" : "bad_answer");
}

gx_rc gx_oidc_url(gx_cx *cx, const struct gx_sso_provider *provider, const char *state, const char **url,
                  const char **code) {
    unsigned char hash[GX_SHA256_LEN];
    struct talk talk;
    const char *at;
    gx_rc rc = begin(cx, &talk, provider, METADATA_AGE);
    if (rc == GX_OK)
        rc = endpoint(cx, &talk, "authorization_endpoint", &at);
    *code = talk.code;
    if (rc != GX_OK)
        return rc;
    const char *verifier = verifier_of(cx, state);
    gx_crypto_sha256(verifier, strlen(verifier), hash);
    *url = gx_arena_printf(cx->arena,
                           "%s%cresponse_type=code&client_id=%s&redirect_uri=%s&scope=%s&state=%s&nonce=%s"
                           "&code_challenge=%s&code_challenge_method=S256",
                           at, strchr(at, '?') != NULL ? '&' : '?', gx_net_escape(cx, talk.client_id),
                           gx_net_escape(cx, redirect_uri(cx)),
                           gx_net_escape(cx, gx_sso_setting(provider, "scopes", "openid")), state,
                           nonce_of(cx, state), gx_base64_encode(cx->arena, hash, sizeof hash));
    return GX_OK;
}

static bool offers(const json_t *metadata, const char *list, const char *method) {
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(metadata, list), i, item) {
        if (json_is_string(item) && strcmp(json_string_value(item), method) == 0)
            return true;
    }
    return false;
}

// RFC 6749 2.3.1: both parts are form-encoded, then base64 with padding.
static const char *basic(gx_cx *cx, const char *client_id, const char *secret) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *both =
        gx_arena_printf(cx->arena, "%s:%s", gx_net_escape(cx, client_id), gx_net_escape(cx, secret));
    size_t len = strlen(both);
    char *out = gx_arena_alloc(cx->arena, (len + 2) / 3 * 4 + 1);
    for (size_t i = 0, n = 0; i < len; i += 3) {
        size_t rest = len - i;
        unsigned v = (unsigned)(unsigned char)both[i] << 16 |
                     (rest > 1 ? (unsigned)(unsigned char)both[i + 1] << 8 : 0) |
                     (rest > 2 ? (unsigned char)both[i + 2] : 0);
        out[n++] = digits[v >> 18];
        out[n++] = digits[v >> 12 & 63];
        out[n++] = rest > 1 ? digits[v >> 6 & 63] : '=';
        out[n++] = rest > 2 ? digits[v & 63] : '=';
    }
    return gx_arena_printf(cx->arena, "Basic %s", out);
}

static gx_rc ask_token(gx_cx *cx, struct talk *talk, const char *auth_code, const char *verifier,
                       struct gx_net_answer *answer) {
    const char *secret = talk->provider->secret;
    bool in_body = offers(talk->metadata, "token_endpoint_auth_methods_supported", "client_secret_post") &&
                   !offers(talk->metadata, "token_endpoint_auth_methods_supported", "client_secret_basic");
    const char *body = gx_arena_printf(
        cx->arena, "grant_type=authorization_code&code=%s&redirect_uri=%s&client_id=%s&code_verifier=%s",
        gx_net_escape(cx, auth_code), gx_net_escape(cx, redirect_uri(cx)), gx_net_escape(cx, talk->client_id),
        verifier);
    if (*secret != '\0' && in_body)
        body = gx_arena_printf(cx->arena, "%s&client_secret=%s", body, gx_net_escape(cx, secret));
    struct gx_net_request rq = {.body = body,
                                .content_type = "application/x-www-form-urlencoded",
                                .authorization =
                                    *secret != '\0' && !in_body ? basic(cx, talk->client_id, secret) : NULL,
                                .ca_pem = talk->ca_pem,
                                .max_body = TOKEN_ANSWER_MAX};
    gx_rc rc = endpoint(cx, talk, "token_endpoint", &rq.url);
    if (rc != GX_OK)
        return rc;
    rc = gx_net_fetch(cx, &rq, answer);
    if (rc != GX_OK)
        talk->code = gx_net_outcome_name(answer->outcome);
    return rc;
}

static json_t *object_of(gx_cx *cx, const struct gx_net_answer *answer) {
    json_t *object = NULL;
    if (gx_json_parse(cx, answer->body, answer->len, &object) == GX_OK && json_is_object(object))
        return object;
    gx_cx_clear(cx);
    return NULL;
}

static gx_rc exchange(gx_cx *cx, struct talk *talk, const char *state, const char *auth_code, json_t **out) {
    struct gx_net_answer answer;
    gx_rc rc = ask_token(cx, talk, auth_code, verifier_of(cx, state), &answer);
    if (rc != GX_OK)
        return rc;
    if (answer.status >= 500)
        return gx_sso_wrong(cx, &talk->code, "bad_answer");
    *out = object_of(cx, &answer);
    if (answer.status != 200 || *out == NULL)
        return gx_jws_refuse(cx, "the code is not taken");
    return GX_OK;
}

static gx_rc keys_of(gx_cx *cx, struct talk *talk, int max_age, json_t **out) {
    const char *url;
    gx_rc rc = endpoint(cx, talk, "jwks_uri", &url);
    return rc == GX_OK ? gx_sso_document(cx, url, talk->ca_pem, max_age, out, &talk->code) : rc;
}

// A key that is not in the list yet may be in a fresher one: providers change their keys.
static gx_rc verify(gx_cx *cx, struct talk *talk, const char *token, json_t **claims) {
    const json_t *algorithms = json_object_get(talk->metadata, "id_token_signing_alg_values_supported");
    bool missing = false;
    json_t *keys;
    gx_rc rc = keys_of(cx, talk, KEYS_AGE, &keys);
    if (rc == GX_OK)
        rc = gx_jws_verify(cx, token, keys, algorithms, claims, &missing);
    if (!missing)
        return rc;
    gx_cx_clear(cx);
    rc = keys_of(cx, talk, KEYS_AGAIN, &keys);
    return rc == GX_OK ? gx_jws_verify(cx, token, keys, algorithms, claims, &missing) : rc;
}

// Some providers say more at their userinfo endpoint than in the token. It must speak of the same person.
static gx_rc more(gx_cx *cx, struct talk *talk, const json_t *tokens, json_t *claims) {
    const char *access = gx_json_str(tokens, "access_token");
    struct gx_net_answer answer;
    struct gx_net_request rq = {.ca_pem = talk->ca_pem, .max_body = TOKEN_ANSWER_MAX};
    rq.url = gx_json_str(talk->metadata, "userinfo_endpoint");
    if (access == NULL || !gx_net_fetch_takes(cx, rq.url) || json_object_get(claims, "email") != NULL)
        return GX_OK;
    for (const char *p = access; *p != '\0'; p++)
        if (*p <= 0x20 || *p >= 0x7f)
            return gx_jws_refuse(cx, "access token");
    rq.authorization = gx_arena_printf(cx->arena, "Bearer %s", access);
    gx_rc rc = gx_net_fetch(cx, &rq, &answer);
    if (rc != GX_OK)
        return rc;
    json_t *info = answer.status == 200 ? object_of(cx, &answer) : NULL;
    const char *subject = info != NULL ? gx_json_str(info, "sub") : NULL;
    if (info == NULL)
        return GX_OK;
    if (subject == NULL || strcmp(subject, gx_json_str(claims, "sub")) != 0)
        return gx_jws_refuse(cx, "userinfo of another person");
    return json_object_update_missing(claims, info) == 0 ? GX_OK : gx_jws_refuse(cx, "userinfo");
}

// An address counts only when the provider says in so many words that it has verified it.
static void read_identity(const struct gx_sso_provider *provider, const json_t *claims,
                          struct gx_sso_identity *out) {
    const char *groups = gx_sso_setting(provider, "group_claim", NULL);
    memset(out, 0, sizeof *out);
    out->subject = gx_json_str(claims, "sub");
    out->username = gx_json_str(claims, gx_sso_setting(provider, "username_claim", "preferred_username"));
    out->name = gx_json_str(claims, gx_sso_setting(provider, "name_claim", "name"));
    if (json_is_true(json_object_get(claims, "email_verified")))
        out->email = gx_json_str(claims, gx_sso_setting(provider, "email_claim", "email"));
    if (groups != NULL && json_is_array(json_object_get(claims, groups)))
        out->groups = json_object_get(claims, groups);
}

gx_rc gx_oidc_identify(gx_cx *cx, const struct gx_sso_provider *provider, const char *state,
                       const char *auth_code, struct gx_sso_identity *out) {
    struct talk talk;
    json_t *tokens = NULL;
    json_t *claims = NULL;
    gx_rc rc = begin(cx, &talk, provider, METADATA_AGE);
    if (rc == GX_OK)
        rc = exchange(cx, &talk, state, auth_code, &tokens);
    if (rc != GX_OK)
        return rc;
    const char *token = gx_json_str(tokens, "id_token");
    if (token == NULL)
        return gx_jws_refuse(cx, "no id token");
    rc = verify(cx, &talk, token, &claims);
    if (rc == GX_OK)
        rc = gx_oidc_claims_check(cx, claims, talk.issuer, talk.client_id, nonce_of(cx, state));
    if (rc == GX_OK)
        rc = more(cx, &talk, tokens, claims);
    if (rc == GX_OK)
        read_identity(provider, claims, out);
    return rc;
}

// A code that nobody gave is refused by every provider; what it says tells whether it knew us.
static gx_rc prove_secret(gx_cx *cx, struct talk *talk) {
    struct gx_net_answer answer;
    gx_rc rc = ask_token(cx, talk, "guanxi-connection-test", verifier_of(cx, "connection test"), &answer);
    if (rc != GX_OK)
        return rc;
    json_t *said = object_of(cx, &answer);
    const char *error = said != NULL ? gx_json_str(said, "error") : NULL;
    if (error == NULL)
        return gx_sso_wrong(cx, &talk->code, "bad_answer");
    if (answer.status == 401 || strcmp(error, "invalid_client") == 0 ||
        strcmp(error, "unauthorized_client") == 0)
        return gx_sso_wrong(cx, &talk->code, "secret_refused");
    return GX_OK;
}

gx_rc gx_oidc_test(gx_cx *cx, const struct gx_sso_provider *provider, const char **code) {
    struct talk talk;
    json_t *keys;
    const char *at;
    gx_rc rc = begin(cx, &talk, provider, 0);
    if (rc == GX_OK)
        rc = endpoint(cx, &talk, "authorization_endpoint", &at);
    if (rc == GX_OK)
        rc = keys_of(cx, &talk, 0, &keys);
    if (rc == GX_OK && !gx_jws_has_key(keys))
        rc = gx_sso_wrong(cx, &talk.code, "no_keys");
    if (rc == GX_OK)
        rc = prove_secret(cx, &talk);
    *code = rc == GX_OK ? "ok" : talk.code != NULL ? talk.code : "bad_answer";
    return rc;
}
