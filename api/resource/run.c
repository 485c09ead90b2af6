// SPDX-License-Identifier: AGPL-3.0-or-later
// The shared beginning of all standard operations. No SQL of its own but the planner's switch.
#include "resource/run.h"

#include "core/json.h"
#include "db/client/identity.h"
#include <string.h>

gx_rc gx_run_begin(gx_cx *cx, const struct gx_request *rq, struct gx_run *out) {
    gx_rc rc = gx_rights_get(cx, &out->hints);
    if (rc)
        return rc;
    out->resource = rq->resource ? gx_catalog_by_name(out->hints->catalog, rq->resource) : NULL;
    if (!out->resource)
        return gx_fail(cx, GX_E_NOT_FOUND, NULL, "there is no such resource");
    out->right = gx_rights_of(out->hints, out->resource);
    return GX_OK;
}

gx_rc gx_run_may_read(gx_cx *cx, const struct gx_run *run) {
    return run->right->read_scope ? GX_OK
                                  : gx_fail(cx, GX_E_FORBIDDEN, NULL, "no right to read this resource");
}

gx_rc gx_run_may(gx_cx *cx, const struct gx_run *run, enum gx_operation operation) {
    if (gx_rights_allows(run->right, operation) && ((run->resource->operations >> operation) & 1))
        return GX_OK;
    return gx_fail(cx, GX_E_FORBIDDEN, NULL, "no right to %s here", gx_operation_names[operation]);
}

gx_rc gx_run_no_query(gx_cx *cx, const struct gx_request *rq) {
    if (rq->n_query == 0)
        return GX_OK;
    return gx_fail_code(cx, GX_E_MALFORMED, "unknown_parameter", rq->query[0].key,
                        "there is no such parameter");
}

const char *gx_run_etag(gx_cx *cx, const char *version) {
    return gx_arena_printf(cx->arena, "\"%s.%lld.%lld\"", version, (long long)cx->rights_gen,
                           (long long)cx->catalog_gen);
}

gx_rc gx_run_body(gx_cx *cx, const struct gx_request *rq, json_t **out) {
    if (rq->json) {
        *out = rq->json;
        return GX_OK;
    }
    if (!gx_json_is_media_type(rq->content_type))
        return gx_fail(cx, GX_E_MEDIA, NULL, "the body must be application/json");
    gx_rc rc = gx_json_parse(cx, rq->body, rq->body_len, out);
    if (rc)
        return rc;
    return json_is_object(*out) ? GX_OK : gx_fail(cx, GX_E_MALFORMED, NULL, "the body must be an object");
}

gx_rc gx_run_read(gx_cx *cx, const struct gx_stmt *stmts, size_t n, bool searches, gx_result **out) {
    struct gx_stmt all[16];
    gx_result *results[16];
    size_t first = searches ? 1 : 0;
    if (searches)
        all[0] = GX_STMT0("select set_config('plan_cache_mode', 'force_custom_plan', true)");
    memcpy(all + first, stmts, n * sizeof *stmts);
    gx_rc rc = gx_identity_read(cx, all, n + first, results);
    if (rc == GX_OK)
        memcpy(out, results + first, n * sizeof(gx_result *));
    return rc;
}
