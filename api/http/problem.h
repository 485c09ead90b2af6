// SPDX-License-Identifier: AGPL-3.0-or-later
// The body of a failure: application/problem+json (RFC 9457).
#ifndef GX_PROBLEM_H
#define GX_PROBLEM_H

#include "core/response.h"

// Turns cx->problem into status and body of rs; what a handler had put there is dropped. rc is what the handler
// returned, for the case that it noted nothing.
void gx_problem_write(gx_cx *cx, gx_rc rc, struct gx_response *rs);

#endif
