// SPDX-License-Identifier: AGPL-3.0-or-later
// One action's answer made by another's handler. It knows no resource.
#include "actions/again.h"

gx_rc gx_again_read(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs, const char *resource,
                    const char *id) {
    struct gx_pair *param = GX_NEW(cx->arena, struct gx_pair);
    struct gx_request again = *rq;
    *param = (struct gx_pair){"id", id};
    again.method = GX_GET;
    again.operation = gx_arena_printf(cx->arena, "%s_read", resource);
    again.resource = resource;
    again.verb = "read";
    again.params = param;
    again.n_params = 1;
    again.query = NULL;
    again.n_query = 0;
    again.if_none_match = NULL;
    again.json = NULL;
    again.body_len = 0;
    gx_handler handler = gx_handler_find(again.operation, "read");
    if (handler == NULL)
        return gx_fail(cx, GX_E_INTERNAL, NULL, "no reader");
    return handler(cx, &again, rs);
}
