// SPDX-License-Identifier: AGPL-3.0-or-later
// Writing answers. Every header value passes set(): visible ASCII, never empty. No other file sets a header.
#include "http/respond.h"

#include <stdlib.h>
#include <string.h>
#include <ulfius.h>

enum { STREAM_BLOCK = 32768 };

static void set(struct _u_response *out, const char *name, const char *value) {
    if (!value || !*value)
        return;
    for (const char *p = value; *p; p++)
        if (*p < 0x20 || *p > 0x7E)
            return;
    u_map_put(out->map_header, name, value);
}

static void set_security(const struct gx_response *rs, struct _u_response *out) {
    set(out, "X-Content-Type-Options", "nosniff");
    set(out, "Cache-Control", rs->cache_control ? rs->cache_control : "no-store");
    set(out, "Content-Security-Policy",
        rs->sandbox ? "sandbox; default-src 'none'; frame-ancestors 'none'"
                    : "default-src 'none'; frame-ancestors 'none'");
    set(out, "Referrer-Policy", "no-referrer");
    set(out, "Cross-Origin-Resource-Policy", "same-origin");
}

static void set_headers(const gx_cx *cx, const struct gx_response *rs, const struct gx_outcome *outcome,
                        struct _u_response *out) {
    bool has_body = rs->body.len > 0 || rs->stream.read;
    set(out, "Request-Id", cx->request_id);
    if (has_body)
        set(out, "Content-Type", rs->content_type ? rs->content_type : "application/json");
    set(out, "ETag", rs->etag);
    set(out, "Location", rs->location);
    set(out, "Content-Disposition", rs->disposition);
    set(out, "Change-Set", rs->change_set);
    set(out, "Set-Cookie", rs->set_cookie);
    for (const struct gx_header *header = rs->headers; header; header = header->next)
        set(out, header->name, header->value);
    set_security(rs, out);
    if (outcome->close)
        set(out, "Connection", "close");
}

struct sending {
    gx_arena *arena;
    struct gx_stream stream;
};

static ssize_t send_some(void *state, uint64_t offset, char *out, size_t max) {
    struct sending *sending = state;
    (void)offset;
    ssize_t n = sending->stream.read(sending->stream.state, out, max);
    return n > 0 ? n : n == 0 ? (ssize_t)U_STREAM_END : (ssize_t)U_STREAM_ERROR;
}

static void send_end(void *state) {
    struct sending *sending = state;
    sending->stream.close(sending->stream.state);
    gx_arena_free(sending->arena);
    free(sending);
}

static bool start_stream(gx_cx *cx, struct gx_response *rs, struct _u_response *out) {
    struct sending *sending = malloc(sizeof *sending);
    if (!sending)
        abort();
    *sending = (struct sending){cx->arena, rs->stream};
    rs->stream = (struct gx_stream){0};
    ulfius_set_stream_response(out, (unsigned)(rs->status ? rs->status : 200), send_some, send_end,
                               U_STREAM_SIZE_UNKNOWN, STREAM_BLOCK, sending);
    return true;
}

bool gx_respond(gx_cx *cx, struct gx_response *rs, const struct gx_outcome *outcome,
                struct _u_response *out) {
    set_headers(cx, rs, outcome, out);
    out->status = rs->status ? rs->status : 200;
    if (rs->stream.read)
        return start_stream(cx, rs, out);
    out->binary_body = gx_buf_take(&rs->body, &out->binary_body_length);
    return false;
}
