// SPDX-License-Identifier: AGPL-3.0-or-later
// Answering an action with the record as it is now: by the engine's own read, so that rights and form are its.
#ifndef GX_ACTIONS_AGAIN_H
#define GX_ACTIONS_AGAIN_H

#include "core/handler.h"

// The answer of GET /<resource>/{id} into rs.
gx_rc gx_again_read(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs, const char *resource,
                    const char *id) GX_MUST;

#endif
