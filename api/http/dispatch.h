// SPDX-License-Identifier: AGPL-3.0-or-later
// From a raw request to a complete answer, without any HTTP library: gate, target, route, principal, body, handler
// with its replays. server.c feeds it and writes out what it makes; fuzz targets and tests call it alike.
#ifndef GX_DISPATCH_H
#define GX_DISPATCH_H

#include "core/request.h"
#include "core/response.h"
#include "http/raw.h"

struct gx_outcome {
    gx_rc rc;              // GX_OK, or what the problem body says
    const char *operation; // operationId, or "" when no route was found
    const char *route;     // pattern for metrics; never what the client sent
    bool close;            // the connection must be closed after the answer
};

// Answers a request. cx has been set up by gx_cx_init. rs is complete afterwards, whatever went wrong.
void gx_dispatch(gx_cx *cx, const struct gx_raw *raw, struct gx_response *rs, struct gx_outcome *out);

#endif
