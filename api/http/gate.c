// SPDX-License-Identifier: AGPL-3.0-or-later
// Framing and header checks. It must not look into the body and must not know operations.
#include "http/gate.h"
#include "core/config.h"
#include "core/decimal.h"
#include "core/network.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

enum { AGENT_MAX = 300, KEY_MAX = 255, HEADER_MAX = 8192 };

const char *gx_raw_header(const struct gx_raw *raw, const char *name) {
    for (size_t i = 0; i < raw->n_headers; i++)
        if (strcasecmp(raw->headers[i].key, name) == 0)
            return raw->headers[i].value;
    return NULL;
}

static bool is_token(const char *s) {
    static const char others[] = "!#$%&'*+-.^_`|~";
    if (!*s)
        return false;
    for (; *s; s++) {
        bool alnum = (*s >= '0' && *s <= '9') || (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z');
        if (!alnum && !strchr(others, *s))
            return false;
    }
    return true;
}

static bool is_field_value(const char *s) {
    for (; *s; s++)
        if (((unsigned char)*s < 0x20 && *s != '\t') || *s == 0x7F)
            return false;
    return true;
}

// Headers that decide about framing or identity: once, in any case, and without a list.
static bool is_single(const char *name) {
    static const char *const names[] = {"content-length", "transfer-encoding", "authorization",  "host",
                                        "content-type",   "content-encoding",  "idempotency-key"};
    for (size_t i = 0; i < GX_COUNT(names); i++)
        if (strcasecmp(name, names[i]) == 0)
            return true;
    return false;
}

static gx_rc check_headers(gx_cx *cx, const struct gx_raw *raw) {
    if (raw->headers_cut)
        return gx_fail(cx, GX_E_MALFORMED, NULL, "Too many headers");
    for (size_t i = 0; i < raw->n_headers; i++) {
        const struct gx_pair *h = &raw->headers[i];
        if (!is_token(h->key) || !is_field_value(h->value))
            return gx_fail(cx, GX_E_MALFORMED, NULL, "A header is not well formed");
        if (strlen(h->value) > HEADER_MAX)
            return gx_fail(cx, GX_E_MALFORMED, NULL, "A header is too long");
        if (!is_single(h->key))
            continue;
        if (strchr(h->value, ','))
            return gx_fail(cx, GX_E_MALFORMED, NULL, "Header %s must stand alone", h->key);
        for (size_t k = 0; k < i; k++)
            if (strcasecmp(raw->headers[k].key, h->key) == 0)
                return gx_fail(cx, GX_E_MALFORMED, NULL, "Header %s is repeated", h->key);
    }
    return GX_OK;
}

static gx_rc check_framing(gx_cx *cx, const struct gx_raw *raw) {
    const char *length = gx_raw_header(raw, "Content-Length"),
               *coding = gx_raw_header(raw, "Transfer-Encoding");
    int64_t announced;
    if (length && coding)
        return gx_fail(cx, GX_E_MALFORMED, NULL, "Both Content-Length and Transfer-Encoding");
    if (coding && strcasecmp(coding, "chunked") != 0)
        return gx_fail(cx, GX_E_MALFORMED, NULL, "Transfer-Encoding must be chunked");
    if (raw->body_cut)
        return gx_fail(cx, GX_E_TOO_LARGE, NULL, "The body is too large");
    if (!length && !coding && raw->body_len)
        return gx_fail(cx, GX_E_MALFORMED, NULL, "A body without a length");
    if (!length)
        return GX_OK;
    if (!gx_decimal_i64(length, strlen(length), 0, INT64_MAX, &announced) ||
        (size_t)announced != raw->body_len)
        return gx_fail(cx, GX_E_MALFORMED, NULL, "Content-Length differs from the body");
    return GX_OK;
}

static gx_rc read_method(gx_cx *cx, const char *text, enum gx_method *out) {
    for (int i = 0; i < GX_METHODS; i++) {
        if (strcmp(text, gx_request_method_name((enum gx_method)i)) == 0) {
            *out = (enum gx_method)i;
            return GX_OK;
        }
    }
    return gx_fail(cx, GX_E_METHOD, NULL, "There is no such method");
}

static bool is_loopback(const char *ip) {
    return strncmp(ip, "127.", 4) == 0 || strcmp(ip, "::1") == 0 || strcmp(ip, "") == 0;
}

static const char *client_ip(const gx_cx *cx, const struct gx_raw *raw) {
    unsigned char parsed[16];
    const char *said = gx_raw_header(raw, "X-Real-IP");
    if (!said || (!is_loopback(raw->peer) && !gx_network_list_has(cx->env->config->proxies, raw->peer)))
        return raw->peer;
    return inet_pton(AF_INET, said, parsed) == 1 || inet_pton(AF_INET6, said, parsed) == 1 ? said : raw->peer;
}

static const char *agent(gx_cx *cx, const struct gx_raw *raw) {
    const char *said = gx_raw_header(raw, "User-Agent");
    if (!said)
        return "";
    char *copy = gx_arena_strndup(cx->arena, said, strnlen(said, AGENT_MAX));
    for (char *p = copy; *p; p++)
        if (*p < 0x20 || *p > 0x7E)
            *p = '?';
    return copy;
}

static gx_rc read_key(gx_cx *cx, const struct gx_raw *raw, struct gx_request *rq) {
    const char *key = gx_raw_header(raw, "Idempotency-Key");
    size_t len = key ? strlen(key) : 0;
    if (!key || rq->method != GX_POST)
        return GX_OK;
    for (size_t i = 0; i < len; i++)
        if (key[i] < 0x21 || key[i] > 0x7E)
            return gx_fail(cx, GX_E_MALFORMED, NULL,
                           "Idempotency-Key holds something else than visible ASCII");
    if (len == 0 || len > KEY_MAX)
        return gx_fail(cx, GX_E_MALFORMED, NULL, "Idempotency-Key must have 1 to %d characters", KEY_MAX);
    rq->idempotency_key = key;
    return GX_OK;
}

gx_rc gx_gate_check(gx_cx *cx, const struct gx_raw *raw, struct gx_request *rq) {
    gx_rc rc = check_headers(cx, raw);
    if (rc == GX_OK)
        rc = check_framing(cx, raw);
    if (rc == GX_OK)
        rc = read_method(cx, raw->method, &rq->method);
    if (rc == GX_OK)
        rc = read_key(cx, raw, rq);
    if (rc != GX_OK)
        return rc;
    rq->if_match = gx_raw_header(raw, "If-Match");
    rq->if_none_match = gx_raw_header(raw, "If-None-Match");
    rq->content_type = gx_raw_header(raw, "Content-Type");
    rq->content_encoding = gx_raw_header(raw, "Content-Encoding");
    rq->accept_language = gx_raw_header(raw, "Accept-Language");
    rq->authorization = gx_raw_header(raw, "Authorization");
    rq->last_event_id = gx_raw_header(raw, "Last-Event-ID");
    rq->cookie = gx_raw_header(raw, "Cookie");
    rq->user_agent = agent(cx, raw);
    rq->ip = client_ip(cx, raw);
    rq->body = raw->body_len ? raw->body : "";
    rq->body_len = raw->body_len;
    return GX_OK;
}
