// SPDX-License-Identifier: AGPL-3.0-or-later
// The answer that a handler fills in. One writer in api/http turns it into bytes: status, security headers,
// request id, problem body on failure. A handler that returns anything but GX_OK need not touch it; what it
// put into it is dropped.
#ifndef GX_RESPONSE_H
#define GX_RESPONSE_H

#include "core/buf.h"
#include "core/cx.h"
#include <sys/types.h>

// A body that is made while it is sent. The arena of the request lives until close has run.
struct gx_stream {
    // Up to max bytes into out; 0 = end, -1 = broken off (the connection is closed without a proper end).
    ssize_t (*read)(void *state, char *out, size_t max);
    // Always called exactly once, from any thread.
    void (*close)(void *state);
    void *state;
};

struct gx_header {
    const char *name;
    const char *value;
    struct gx_header *next;
};

struct gx_response {
    int status;                // 0 = 200
    gx_buf body;               // freed by the writer; empty with 204 and 304
    struct gx_stream stream;   // read != NULL: used instead of body
    const char *content_type;  // NULL = application/json
    const char *etag;          // with quotes, or NULL
    const char *location;      // path below the base ("/api/v1/accounts/..."), or NULL
    const char *disposition;   // Content-Disposition, or NULL
    const char *change_set;    // Change-Set header, or NULL
    const char *cache_control; // NULL = "no-store"; "private, no-cache" where an ETag is to be useful
    const char *set_cookie;    // whole value, or NULL
    bool sandbox;              // file content: CSP sandbox
    struct gx_header *headers; // others, by gx_response_header
};

// Starts a response body `{"data":`; the caller appends the value and closes the object.
gx_buf *gx_response_json(struct gx_response *rs, int status);

// 200 with one value that PostgreSQL made as JSON. GX_OK.
gx_rc gx_response_value(struct gx_response *rs, const char *json);

// 204 without a body.
gx_rc gx_response_none(struct gx_response *rs);

// One more header. name is ours; value must be 0x20..0x7E and not empty, otherwise GX_E_INTERNAL.
gx_rc gx_response_header(gx_cx *cx, struct gx_response *rs, const char *name, const char *value) GX_MUST;

// Content-Disposition `attachment` for a file name in any language (RFC 6266), into the arena.
const char *gx_response_attachment(gx_arena *arena, const char *file_name);

// Forgets everything, before another attempt; closes an open stream.
void gx_response_clear(struct gx_response *rs);

#endif
