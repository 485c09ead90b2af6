// SPDX-License-Identifier: AGPL-3.0-or-later
// One request, stage by stage; each stage rejects what it may. Handlers run only for requests that the contract
// allows, and once more when rights or definitions have changed under them.
#include "http/dispatch.h"
#include "core/json.h"
#include "core/uuid.h"
#include "db/client/identity.h"
#include "http/gate.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/token.h"
#include "resource/engine.h"

#include <string.h>
#include <strings.h>

enum { STALE_MAX = 2, AGAIN_MAX = 3 };

static void free_routes(void *routes) {
    gx_routes_unref(routes);
}

static gx_rc find_route(gx_cx *cx, const struct gx_target *target, struct gx_request *rq,
                        const struct gx_route **out) {
    const char *why = "";
    struct gx_routes *routes = gx_routes_get(&why);
    if (!routes)
        return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "Not ready: %s", why);
    gx_arena_on_free(cx->arena, free_routes, routes);
    return gx_routes_match(cx, routes, target, rq->method, out, rq);
}

static const struct gx_route_query *find_parameter(const struct gx_route *route, const char *name) {
    for (size_t i = 0; i < route->n_query; i++)
        if (strcmp(route->query[i].name, name) == 0)
            return &route->query[i];
    return NULL;
}

static gx_rc check_query(gx_cx *cx, const struct gx_route *route, const struct gx_request *rq) {
    json_t *value;
    for (size_t i = 0; !route->open_query && i < rq->n_query; i++) {
        const struct gx_pair *pair = &rq->query[i];
        const struct gx_route_query *parameter = find_parameter(route, pair->key);
        if (!parameter)
            return gx_fail_code(cx, GX_E_MALFORMED, "unknown_parameter", pair->key,
                                "There is no such parameter");
        if (gx_schema_check_param(cx, parameter->schema, pair->key, pair->value, &value) != GX_OK)
            return GX_E_MALFORMED;
    }
    for (size_t i = 0; i < route->n_query; i++)
        if (route->query[i].required && !gx_request_query(rq, route->query[i].name))
            return gx_fail(cx, GX_E_MALFORMED, route->query[i].name, "The parameter is required");
    return GX_OK;
}

static gx_rc parse_json_body(gx_cx *cx, const struct gx_route *route, struct gx_request *rq) {
    if (!gx_json_is_media_type(rq->content_type))
        return gx_fail(cx, GX_E_MEDIA, NULL, "The body must be application/json");
    if (rq->content_encoding && strcasecmp(rq->content_encoding, "identity") != 0)
        return gx_fail(cx, GX_E_MEDIA, NULL, "The body must not be encoded");
    gx_rc rc = gx_json_parse(cx, rq->body, rq->body_len, &rq->json);
    if (rc != GX_OK)
        return rc;
    if (!json_is_object(rq->json))
        return gx_fail(cx, GX_E_MALFORMED, NULL, "The body must be an object");
    return route->body ? gx_schema_check(cx, route->body, rq->json, "") : GX_OK;
}

static gx_rc read_body(gx_cx *cx, const struct gx_route *route, struct gx_request *rq) {
    bool is_json = route->body_type && strcmp(route->body_type, "application/json") == 0;
    if (!route->body_type) {
        // An empty object is what many clients send with a POST that has nothing to say.
        bool empty = rq->body_len == 0 || (rq->body_len == 2 && memcmp(rq->body, "{}", 2) == 0);
        return empty ? GX_OK : gx_fail(cx, GX_E_MALFORMED, NULL, "This operation takes no body");
    }
    if (rq->body_len > route->body_limit)
        return gx_fail(cx, GX_E_TOO_LARGE, NULL, "The body may have %zu bytes", route->body_limit);
    if (rq->body_len == 0 && !route->body_required)
        return GX_OK;
    if (is_json)
        return parse_json_body(cx, route, rq);
    if (!rq->content_type || strcasecmp(rq->content_type, route->body_type) != 0)
        return gx_fail(cx, GX_E_MEDIA, NULL, "The body must be %s", route->body_type);
    return GX_OK;
}

// Through somebody else's eyes one looks: what changes, takes out or belongs to his log-in is refused at the door, and
// once more by the first statement of every transaction that may write.
static gx_rc check_view_as(gx_cx *cx, const struct gx_route *route) {
    if (!cx->principal.is_view_as || route->view_as)
        return GX_OK;
    return gx_fail_code(cx, GX_E_FORBIDDEN, "view_as_read_only", NULL,
                        "Looking through somebody's eyes changes nothing and takes nothing out");
}

static gx_rc identify(gx_cx *cx, const struct gx_route *route, const struct gx_raw *raw) {
    switch (route->auth) {
    case GX_AUTH_NONE:
        return GX_OK;
    case GX_AUTH_ANY:
        return gx_raw_header(raw, "Authorization") ? gx_token_principal(cx, raw) : GX_OK;
    case GX_AUTH_USER:
        break;
    }
    return gx_token_principal(cx, raw);
}

static bool may_repeat(gx_rc rc, int *stale, int *again) {
    if (rc == GX_E_STALE)
        return ++*stale < STALE_MAX;
    return rc == GX_E_AGAIN && ++*again < AGAIN_MAX;
}

// What was refused without asking the database was refused by what is remembered of somebody's rights: GX_E_STALE when
// they have changed since, so that what was given a moment ago counts at once.
static gx_rc confirm(gx_cx *cx, gx_rc rc) {
    const struct gx_stmt nothing = GX_STMT0("select");
    struct gx_problem refusal = cx->problem;
    gx_result *r;
    gx_cx_clear(cx);
    if (gx_identity_read(cx, &nothing, 1, &r) == GX_E_STALE)
        return GX_E_STALE;
    cx->problem = refusal;
    return rc;
}

static gx_rc call(gx_cx *cx, gx_handler handler, const struct gx_request *rq, struct gx_response *rs) {
    unsigned trips = cx->db_trips;
    gx_rc rc = handler(cx, rq, rs);
    bool refuses = rc == GX_E_FORBIDDEN || rc == GX_E_MALFORMED || rc == GX_E_INVALID;
    return refuses && cx->rights_gen != 0 && cx->db_trips == trips ? confirm(cx, rc) : rc;
}

// The handler, and once more after rights or definitions were reloaded; an open transaction that collided is run
// again from its start.
static gx_rc run_handler(gx_cx *cx, gx_handler handler, const struct gx_request *rq, struct gx_response *rs) {
    int stale = 0, again = 0;
    gx_rc rc = call(cx, handler, rq, rs);
    while (may_repeat(rc, &stale, &again)) {
        gx_cx_clear(cx);
        gx_response_clear(rs);
        if (rc == GX_E_STALE && (rc = gx_engine_reload(cx)) != GX_OK)
            break;
        cx->attempt++;
        rc = call(cx, handler, rq, rs);
    }
    if (rc != GX_E_TAKEN)
        return rc;
    gx_cx_clear(cx);
    gx_response_clear(rs);
    return gx_identity_replay(cx, rq, rs);
}

static gx_rc check_etag(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    bool plain = rq->method == GX_GET && !gx_request_query(rq, "include");
    if (!plain || !rs->etag || !rq->if_none_match || !gx_request_none_match(rq, rs->etag))
        return GX_OK;
    const char *etag = rs->etag, *cache_control = rs->cache_control;
    gx_response_clear(rs);
    rs->status = 304;
    rs->etag = etag;
    rs->cache_control = cache_control;
    return cx->problem.rc;
}

static gx_rc answer(gx_cx *cx, const struct gx_raw *raw, struct gx_response *rs, struct gx_outcome *out) {
    struct gx_request rq = {.body = ""};
    struct gx_target target;
    const struct gx_route *route = NULL;
    gx_rc rc = gx_gate_check(cx, raw, &rq);
    out->close = rc != GX_OK;
    cx->client_ip = rq.ip;
    if (rc == GX_OK)
        rc = gx_target_parse(cx, raw->target, &target);
    if (rc != GX_OK)
        return rc;
    rq.path = target.path;
    rq.query = target.query;
    rq.n_query = target.n_query;
    rc = find_route(cx, &target, &rq, &route);
    if (rc != GX_OK)
        return rc;
    out->operation = rq.operation = route->operation;
    out->route = rq.route = route->pattern;
    rq.resource = route->resource;
    rq.verb = route->verb;
    rq.method = rq.method == GX_HEAD ? GX_GET : rq.method;
    rc = identify(cx, route, raw);
    if (rc == GX_OK)
        rc = check_view_as(cx, route);
    if (rc == GX_OK)
        rc = check_query(cx, route, &rq);
    if (rc == GX_OK)
        rc = read_body(cx, route, &rq);
    if (rc == GX_OK && !route->handler)
        rc = gx_fail(cx, GX_E_INTERNAL, NULL, "The operation is not available");
    if (rc == GX_OK)
        rc = run_handler(cx, route->handler, &rq, rs);
    return rc == GX_OK ? check_etag(cx, &rq, rs) : rc;
}

void gx_dispatch(gx_cx *cx, const struct gx_raw *raw, struct gx_response *rs, struct gx_outcome *out) {
    const char *id = gx_raw_header(raw, "X-Request-Id");
    char parsed[37];
    *out = (struct gx_outcome){.operation = "", .route = ""};
    if (id && gx_uuid_parse(id, strlen(id), parsed))
        memcpy(cx->request_id, parsed, sizeof parsed);
    out->rc = answer(cx, raw, rs, out);
    cx->subject_log = cx->principal.user_id;
    if (out->rc != GX_OK)
        gx_problem_write(cx, out->rc, rs);
}
