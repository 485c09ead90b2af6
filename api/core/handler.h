// SPDX-License-Identifier: AGPL-3.0-or-later
// How an operation of the contract finds its code: one macro beside the function, no list to edit. Whoever
// writes GX_OPERATION("auth_login", login) has said all there is to say; method, path, log-in, body schema and
// limits come from the definition. Standard operations of resources are registered by verb ("*_list") by
// the engine. The API refuses to become ready when an operation of the catalog has no handler.
#ifndef GX_HANDLER_H
#define GX_HANDLER_H

#include "core/request.h"
#include "core/response.h"

// Fills the response and returns GX_OK, or says what is wrong (gx_fail) and returns that. It may be called again
// for the same request (cx->attempt) after GX_E_STALE or GX_E_AGAIN: no effects outside the transaction.
typedef gx_rc (*gx_handler)(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs);

struct gx_operation_entry {
    const char *operation; // operationId, or "*_verb" for the standard operation of every resource
    gx_handler handler;
};

#define GX_OPERATION_CAT2(a, b) a##b
#define GX_OPERATION_CAT(a, b)  GX_OPERATION_CAT2(a, b)

// At file level. The libraries that hold handlers are linked whole.
#define GX_OPERATION(id, fn)                                                                                 \
    static const struct gx_operation_entry GX_OPERATION_CAT(operation_, __LINE__) = {(id), (fn)};            \
    static const struct gx_operation_entry *const GX_OPERATION_CAT(operation_ref_, __LINE__)                 \
        __attribute__((used, section("gx_operations"))) = &GX_OPERATION_CAT(operation_, __LINE__)

// The handler for an operationId: an exact entry first, then "*_verb" with verb (may be NULL). NULL when there
// is none.
gx_handler gx_handler_find(const char *operation, const char *verb);

// All entries; for the check at start. *out points to static memory.
size_t gx_handler_all(const struct gx_operation_entry *const **out);

#endif
