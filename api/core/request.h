// SPDX-License-Identifier: AGPL-3.0-or-later
// A request after gate, router, token and body check: what a handler sees. No HTTP library shows through. All
// memory lives in the arena of the context and is valid UTF-8 (the raw body of an operation without a schema
// excepted). Handlers never see a request that the contract does not allow.
#ifndef GX_REQUEST_H
#define GX_REQUEST_H

#include "core/cx.h"
#include <jansson.h>
#include <stddef.h>

enum gx_method { GX_GET, GX_HEAD, GX_POST, GX_PUT, GX_PATCH, GX_DELETE, GX_OPTIONS, GX_METHODS };

struct gx_pair {
    const char *key;   // decoded
    const char *value; // decoded, may be ""
};

struct gx_request {
    enum gx_method method;        // HEAD is given to handlers as GX_GET; the writer leaves the body out
    const char *operation;        // operationId, e.g. "account_list", "auth_login"
    const char *resource;         // "account" for standard operations, else NULL
    const char *verb;             // "list", "create" ... for standard operations, else NULL
    const char *path;             // below /api/v1, undecoded segments are impossible: "/accounts/0190..."
    const char *route;            // pattern: "/accounts/{id}"
    const struct gx_pair *params; // path parameters in order; `id` is a canonical UUID
    size_t n_params;
    const struct gx_pair *query; // in the order sent; keys are unique
    size_t n_query;
    const char *if_match;        // NULL when absent
    const char *if_none_match;   // NULL when absent
    const char *idempotency_key; // 1..255 visible characters, NULL when absent
    const char *content_type;    // NULL when absent
    const char *content_encoding;
    const char *user_agent; // cut at 300 characters, control bytes replaced; "" when absent
    const char *accept_language;
    const char *authorization; // for operations that check a token of their own (metrics); NULL when absent
    const char *last_event_id; // NULL when absent; see GET /events
    const char *cookie;        // raw Cookie header, NULL when absent; see gx_request_cookie
    const char *ip;            // address of the client (X-Real-IP when it comes from a proxy of ours)
    const char *body;          // raw bytes, NUL after body_len; "" when empty
    size_t body_len;
    json_t *json; // body checked against the schema of the operation; NULL when it has none
};

// Value of a path parameter; NULL when the route has none of that name.
const char *gx_request_param(const struct gx_request *rq, const char *name);

// Value of a query parameter; NULL when absent.
const char *gx_request_query(const struct gx_request *rq, const char *name);

// Value of a cookie (base64url only), in the arena; NULL when absent, malformed or there twice.
const char *gx_request_cookie(gx_cx *cx, const struct gx_request *rq, const char *name);

// If-Match: GX_E_PRECONDITION when absent. `*` gives *out -1; else the version part of one strong ETag
// ("7.3.12" in quotes -> 7). Anything else is GX_E_MALFORMED.
gx_rc gx_request_if_match(gx_cx *cx, const struct gx_request *rq, int64_t *out) GX_MUST;

// Does If-None-Match hold this entity tag (quotes included) or `*`?
bool gx_request_none_match(const struct gx_request *rq, const char *etag);

// "GET" ...; a static string.
const char *gx_request_method_name(enum gx_method method);

#endif
