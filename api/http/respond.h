// SPDX-License-Identifier: AGPL-3.0-or-later
// The one writer of answers: status, security headers, request id, body or stream, into Ulfius' response.
#ifndef GX_RESPOND_H
#define GX_RESPOND_H

#include "core/response.h"
#include "http/dispatch.h"

struct _u_response;

// Writes rs into out. Takes over the arena when the body is a stream (it is freed when the stream ends): then true.
bool gx_respond(gx_cx *cx, struct gx_response *rs, const struct gx_outcome *outcome, struct _u_response *out);

#endif
