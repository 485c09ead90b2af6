// SPDX-License-Identifier: AGPL-3.0-or-later
// The cache is behind one mutex, which is never held while something is fetched.
#include "actions/auth/sso_documents.h"
#include "channels/net/fetch.h"
#include "core/clock.h"
#include "core/crypto.h"
#include "core/json.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 32, DOCUMENT_MAX = 256 * 1024 };

struct slot {
    unsigned char key[GX_SHA256_LEN]; // of address and authorities
    char *text;
    size_t len;
    uint64_t at_ms;
};

static struct slot slots[SLOTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

gx_rc gx_sso_wrong(gx_cx *cx, const char **code, const char *what) {
    *code = what;
    gx_fail_cause(cx, "identity provider: %s", what);
    return gx_fail_code(cx, GX_E_UNAVAILABLE, "unreachable", NULL, "the identity provider cannot be used");
}

static void key_of(gx_cx *cx, const char *url, const char *ca_pem, unsigned char key[GX_SHA256_LEN]) {
    const char *both = gx_arena_printf(cx->arena, "%s\n%s", url, ca_pem != NULL ? ca_pem : "");
    gx_crypto_sha256(both, strlen(both), key);
}

static const char *kept(gx_cx *cx, const unsigned char key[GX_SHA256_LEN], int max_age, size_t *len) {
    const char *text = NULL;
    uint64_t now = gx_clock_ms();
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < SLOTS && text == NULL; i++) {
        if (slots[i].text == NULL || memcmp(slots[i].key, key, GX_SHA256_LEN) != 0 ||
            now - slots[i].at_ms >= (uint64_t)max_age * 1000)
            continue;
        text = gx_arena_strndup(cx->arena, slots[i].text, slots[i].len);
        *len = slots[i].len;
    }
    pthread_mutex_unlock(&lock);
    return text;
}

static void keep(const unsigned char key[GX_SHA256_LEN], const char *text, size_t len) {
    struct slot *to = &slots[0];
    char *copy = malloc(len + 1);
    if (copy == NULL)
        return;
    memcpy(copy, text, len + 1);
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < SLOTS; i++) {
        if (slots[i].text != NULL && memcmp(slots[i].key, key, GX_SHA256_LEN) == 0) {
            to = &slots[i];
            break;
        }
        if (slots[i].at_ms < to->at_ms)
            to = &slots[i];
    }
    free(to->text);
    memcpy(to->key, key, GX_SHA256_LEN);
    to->text = copy;
    to->len = len;
    to->at_ms = gx_clock_ms();
    pthread_mutex_unlock(&lock);
}

static gx_rc parse(gx_cx *cx, const char *text, size_t len, json_t **out, const char **code) {
    if (gx_json_parse(cx, text, len, out) == GX_OK && json_is_object(*out))
        return GX_OK;
    gx_cx_clear(cx);
    return gx_sso_wrong(cx, code, "bad_answer");
}

gx_rc gx_sso_document(gx_cx *cx, const char *url, const char *ca_pem, int max_age, json_t **out,
                      const char **code) {
    unsigned char key[GX_SHA256_LEN];
    struct gx_net_answer answer;
    size_t len;
    key_of(cx, url, ca_pem, key);
    const char *text = kept(cx, key, max_age, &len);
    if (text != NULL)
        return parse(cx, text, len, out, code);
    const struct gx_net_request rq = {.url = url, .ca_pem = ca_pem, .max_body = DOCUMENT_MAX};
    gx_rc rc = gx_net_fetch(cx, &rq, &answer);
    if (rc != GX_OK) {
        *code = gx_net_outcome_name(answer.outcome);
        return rc;
    }
    if (answer.status != 200)
        return gx_sso_wrong(cx, code, answer.status == 404 ? "not_found" : "bad_answer");
    rc = parse(cx, answer.body, answer.len, out, code);
    if (rc == GX_OK)
        keep(key, answer.body, answer.len);
    return rc;
}
