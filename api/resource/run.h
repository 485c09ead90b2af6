// SPDX-License-Identifier: AGPL-3.0-or-later
// What the handlers of standard operations share: who asks for which resource, and sending one
// round trip under his identity.
#ifndef GX_RESOURCE_RUN_H
#define GX_RESOURCE_RUN_H

#include "core/request.h"
#include "core/response.h"
#include "resource/query.h"

struct gx_run {
    const struct gx_hints *hints;
    const struct gx_resource *resource;
    const struct gx_right *right;
};

// Resolves rights and resource of the request. GX_E_NOT_FOUND when there is no such resource.
GX_MUST gx_rc gx_run_begin(gx_cx *cx, const struct gx_request *rq, struct gx_run *out);

// GX_E_FORBIDDEN unless the caller may read the resource at all, or has the operation on it.
GX_MUST gx_rc gx_run_may_read(gx_cx *cx, const struct gx_run *run);
GX_MUST gx_rc gx_run_may(gx_cx *cx, const struct gx_run *run, enum gx_operation operation);

// GX_E_MALFORMED when there is any query parameter.
GX_MUST gx_rc gx_run_no_query(gx_cx *cx, const struct gx_request *rq);

// Entity tag of a record of this version for this caller.
const char *gx_run_etag(gx_cx *cx, const char *version);

// JSON body of a write: what the router parsed, or parsed here. GX_E_MEDIA, GX_E_MALFORMED.
GX_MUST gx_rc gx_run_body(gx_cx *cx, const struct gx_request *rq, json_t **out);

// 503 when the person has no connection in time; otherwise the results of the n statements,
// sent with the identity in one round trip. A search (`searches`) is planned with its values.
GX_MUST gx_rc gx_run_read(gx_cx *cx, const struct gx_stmt *stmts, size_t n, bool searches, gx_result **out);

#endif
