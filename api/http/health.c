// SPDX-License-Identifier: AGPL-3.0-or-later
// Is the process alive, is it ready, what has it counted, what is the contract. Readiness means that requests will
// be answered truthfully: database reachable and durable, definitions loaded, every operation has code.
#include "core/config.h"
#include "core/crypto.h"
#include "core/handler.h"
#include "db/client/exec.h"
#include "http/metrics.h"
#include "http/routes.h"
#include "resource/engine.h"

#include <string.h>

static gx_rc say(struct gx_response *rs, const char *text) {
    rs->status = 200;
    rs->content_type = "text/plain; charset=utf-8";
    gx_buf_adds(&rs->body, text);
    return GX_OK;
}

static gx_rc health(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    (void)cx;
    (void)rq;
    return say(rs, "ok\n");
}
GX_OPERATION("health", health);

// Settings without which an acknowledged write could be lost.
static gx_rc check_durability(gx_cx *cx) {
    gx_result *result;
    GX_AUTO(gx_lease) lease = {0};
    const struct gx_stmt stmt =
        GX_STMT0("select string_agg(name, ', ' order by name) from (values ('fsync', 'on'), "
                 "('full_page_writes', 'on'),"
                 " ('data_checksums', 'on')) v (name, wanted) where current_setting(name) <> wanted"
                 " or (name = 'fsync' and current_setting('synchronous_commit') = 'off')");
    gx_rc rc = gx_pool_take(cx->env->write, cx, &lease);
    if (rc == GX_OK)
        rc = gx_db_pipeline(cx, &lease, &stmt, 1, GX_TX_IMPLICIT, &result);
    if (rc != GX_OK)
        return rc;
    if (!gx_result_is_null(result, 0, 0))
        return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "The database would lose writes: %s",
                       gx_result_text(result, 0, 0));
    return GX_OK;
}

static gx_rc check_routes(gx_cx *cx) {
    const char *why = "";
    struct gx_routes *routes = gx_routes_get(&why);
    if (!routes)
        return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "Not ready: %s", why);
    if (routes->missing)
        gx_fail(cx, GX_E_UNAVAILABLE, NULL, "Operations without code: %s", routes->missing);
    gx_routes_unref(routes);
    return cx->problem.rc;
}

static gx_rc ready(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    (void)rq;
    gx_rc rc = check_durability(cx);
    if (rc == GX_OK)
        rc = check_routes(cx);
    return rc == GX_OK ? say(rs, "ready\n") : rc;
}
GX_OPERATION("ready", ready);

static bool may_see_metrics(const gx_cx *cx, const struct gx_request *rq) {
    const char *wanted = cx->env->config->metrics_token, *sent = rq->authorization;
    if (!wanted)
        return strncmp(rq->ip, "127.", 4) == 0 || strcmp(rq->ip, "::1") == 0;
    if (!sent || strncmp(sent, "Bearer ", 7) != 0 || strlen(sent + 7) != strlen(wanted))
        return false;
    return gx_crypto_equal(sent + 7, wanted, strlen(wanted));
}

static gx_rc metrics(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    if (!may_see_metrics(cx, rq))
        return gx_fail(cx, GX_E_FORBIDDEN, NULL, "Metrics are for this machine only");
    rs->status = 200;
    rs->content_type = "text/plain; version=0.0.4; charset=utf-8";
    gx_metrics_write(cx->env, &rs->body);
    return GX_OK;
}
GX_OPERATION("metrics", metrics);

static gx_rc openapi(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const char *text = NULL;
    size_t len = 0;
    (void)rq;
    gx_rc rc = gx_engine_openapi(cx, &text, &len);
    if (rc != GX_OK)
        return rc;
    rs->status = 200;
    rs->etag = gx_arena_printf(cx->arena, "\"%.32s\"", gx_crypto_sha256_hex(cx->arena, text, len));
    rs->cache_control = "no-cache";
    gx_buf_add(&rs->body, text, len);
    return GX_OK;
}
GX_OPERATION("openapi_read", openapi);
