// SPDX-License-Identifier: AGPL-3.0-or-later
// The gate: lines of the input become method, target and headers, what follows an empty line the body. Whatever it
// lets through has one length that fits, one token, and clean header names.
#include "http/gate.h"
#include "core/crypto.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { HEADERS = 32 };

static void must(bool holds) {
    if (!holds)
        abort();
}

// Cuts the text at the next line end; NULL at the end of the text.
static char *next_line(char **rest) {
    char *line = *rest, *end = line ? strchr(line, '\n') : NULL;
    *rest = end ? end + 1 : NULL;
    if (end)
        *end = '\0';
    return line;
}

static void read_raw(gx_arena *arena, char *text, struct gx_raw *raw) {
    struct gx_pair *headers = GX_NEW_N(arena, struct gx_pair, HEADERS);
    char *method = next_line(&text), *line;
    while ((line = next_line(&text)) != NULL && *line && raw->n_headers < HEADERS) {
        char *colon = strchr(line, ':');
        if (colon)
            *colon = '\0';
        headers[raw->n_headers++] = (struct gx_pair){line, colon ? colon + 1 : ""};
    }
    raw->method = method ? method : "";
    raw->target = "/";
    raw->headers = headers;
    raw->body = text ? text : "";
    raw->body_len = strlen(raw->body);
    raw->peer = "127.0.0.1";
}

static size_t count(const struct gx_raw *raw, const char *name) {
    size_t n = 0;
    for (size_t i = 0; i < raw->n_headers; i++)
        n += strcasecmp(raw->headers[i].key, name) == 0;
    return n;
}

static void check(const struct gx_raw *raw, const struct gx_request *rq) {
    const char *length = gx_raw_header(raw, "content-length");
    must(count(raw, "content-length") + count(raw, "transfer-encoding") <= 1);
    must(count(raw, "authorization") <= 1 && count(raw, "host") <= 1);
    must(!length || strtoull(length, NULL, 10) == raw->body_len);
    must((unsigned)rq->method < GX_METHODS && rq->body_len == raw->body_len);
    for (size_t i = 0; i < raw->n_headers; i++)
        must(*raw->headers[i].key && !strpbrk(raw->headers[i].key, " \t:\r"));
    must(!rq->idempotency_key || (strlen(rq->idempotency_key) >= 1 && strlen(rq->idempotency_key) <= 255));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    gx_arena *arena = gx_arena_new();
    gx_cx cx;
    struct gx_raw raw = {0};
    struct gx_request rq = {0};
    gx_crypto_init();
    gx_cx_init(&cx, arena, NULL);
    read_raw(arena, gx_arena_strndup(arena, (const char *)data, size), &raw);
    if (gx_gate_check(&cx, &raw, &rq) == GX_OK)
        check(&raw, &rq);
    else
        must(cx.problem.rc != GX_OK);
    gx_arena_free(arena);
    return 0;
}
