// SPDX-License-Identifier: AGPL-3.0-or-later
// Preview and confirmation of a hand-over. Both compile every rule, so that what cannot run is refused before it is
// planned.
#include "actions/handover/split.h"
#include "core/handler.h"
#include "db/client/identity.h"
#include "resource/run.h"
#include <string.h>

struct asked {
    const struct gx_hints *hints;
    struct gx_handover handover;
    struct gx_stmt *stmts;
    size_t n;
};

static gx_rc ask(gx_cx *cx, const struct gx_request *rq, struct asked *out) {
    const char *params[1];
    gx_result *row;
    *out = (struct asked){0};
    gx_rc rc = gx_rights_get(cx, &out->hints);
    if (rc != GX_OK)
        return rc;
    const struct gx_resource *resource = gx_catalog_by_name(out->hints->catalog, "handover");
    const struct gx_run run = {out->hints, resource, gx_rights_of(out->hints, resource)};
    rc = gx_run_may_read(cx, &run);
    if (rc != GX_OK)
        return rc;
    const char *id = gx_request_param(rq, "id");
    const struct gx_stmt stmt = gx_handover_select(id, params);
    rc = gx_run_read(cx, &stmt, 1, false, &row);
    if (rc == GX_OK)
        rc = gx_handover_read(cx, id, row, &out->handover);
    return rc == GX_OK ? gx_handover_split(cx, out->hints, &out->handover, "api.handover_preview",
                                           &out->stmts, &out->n)
                       : rc;
}

static gx_rc answer_preview(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs,
                            gx_result *const *results, void *data) {
    const struct asked *asked = data;
    gx_buf *buf = gx_response_json(rs, 200);
    (void)cx;
    (void)rq;
    gx_buf_addc(buf, '{');
    gx_buf_pair_bool(buf, "may_close_login", gx_result_bool(results[0], 0, 0));
    gx_buf_key(buf, "version");
    gx_buf_adds(buf, asked->handover.version);
    gx_buf_key(buf, "resources");
    gx_buf_addc(buf, '[');
    for (size_t i = 1; i <= asked->n; i++) {
        if (gx_result_is_null(results[i], 0, 0))
            continue;
        gx_buf_comma(buf);
        gx_buf_adds(buf, gx_result_text(results[i], 0, 0));
    }
    gx_buf_adds(buf, "]}}");
    return GX_OK;
}

static gx_rc preview(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct asked asked;
    gx_rc rc = ask(cx, rq, &asked);
    if (rc != GX_OK)
        return rc;
    struct gx_stmt *stmts = GX_NEW_N(cx->arena, struct gx_stmt, asked.n + 1);
    stmts[0] = GX_STMT("select api.handover_check($1::uuid)", asked.handover.id);
    memcpy(stmts + 1, asked.stmts, asked.n * sizeof *stmts);
    return gx_identity_post(cx, rq, rs, stmts, asked.n + 1, answer_preview, &asked);
}
GX_OPERATION("handover_preview", preview);

static gx_rc answer_run(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs,
                        gx_result *const *results, void *data) {
    (void)cx;
    (void)rq;
    (void)data;
    return gx_response_value(rs, gx_result_text(results[0], 0, 0));
}

static gx_rc confirm(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct asked asked;
    int64_t version;
    gx_rc rc = ask(cx, rq, &asked);
    if (rc == GX_OK)
        rc = gx_request_if_match(cx, rq, &version);
    if (rc != GX_OK)
        return rc;
    const struct gx_stmt stmt = GX_STMT("select api.handover_run($1::uuid, $2::int)", asked.handover.id,
                                        version < 0 ? asked.handover.version
                                                    : gx_arena_printf(cx->arena, "%lld", (long long)version));
    return gx_identity_post(cx, rq, rs, &stmt, 1, answer_run, NULL);
}
GX_OPERATION("handover_run", confirm);
