// SPDX-License-Identifier: AGPL-3.0-or-later
// The request gate: framing and headers, before any handler. What two parsers could read differently is refused,
// so that nothing can be smuggled past the proxy.
#ifndef GX_GATE_H
#define GX_GATE_H

#include "http/raw.h"

// Checks framing and headers and fills in method, header fields, body and ip of rq. GX_E_MALFORMED (the connection
// must then be closed), GX_E_TOO_LARGE, or GX_E_METHOD for a verb that we do not know.
gx_rc gx_gate_check(gx_cx *cx, const struct gx_raw *raw, struct gx_request *rq) GX_MUST;

#endif
