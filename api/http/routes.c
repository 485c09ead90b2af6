// SPDX-License-Identifier: AGPL-3.0-or-later
// Matching a target against the table. Fixed segments go before parameters, so /accounts/bulk is never an id.
#include "http/routes.h"
#include "core/buf.h"
#include "core/uuid.h"

#include <string.h>

static const char *const BASE[] = {"api", "v1"};

static bool is_parameter(const char *segment) {
    return *segment == '{';
}

// Does the route fit the path (without base)? A parameter takes any segment here.
static bool fits(const struct gx_route *route, const char *const *segments, size_t n) {
    if (route->n_segments != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!is_parameter(route->segments[i]) && strcmp(route->segments[i], segments[i]) != 0)
            return false;
    return true;
}

static size_t fixed_segments(const struct gx_route *route) {
    size_t n = 0;
    for (size_t i = 0; i < route->n_segments; i++)
        n += !is_parameter(route->segments[i]);
    return n;
}

static gx_rc read_parameters(gx_cx *cx, const struct gx_route *route, const char *const *segments,
                             struct gx_request *rq) {
    struct gx_pair *params = GX_NEW_N(cx->arena, struct gx_pair, GX_ROUTE_SEGMENTS);
    for (size_t i = 0; i < route->n_segments; i++) {
        const char *name = route->segments[i];
        if (!is_parameter(name))
            continue;
        char id[37];
        if (!gx_uuid_parse(segments[i], strlen(segments[i]), id))
            return gx_fail(cx, GX_E_NOT_FOUND, NULL, "There is no such record");
        params[rq->n_params++] = (struct gx_pair){gx_arena_strndup(cx->arena, name + 1, strlen(name) - 2),
                                                  gx_arena_strdup(cx->arena, id)};
    }
    rq->params = params;
    return GX_OK;
}

static gx_rc fail_method(gx_cx *cx, const struct gx_routes *routes, const char *const *segments, size_t n,
                         bool root) {
    GX_AUTO(gx_buf) allow = {0};
    for (size_t i = 0; i < routes->n; i++) {
        const struct gx_route *route = &routes->items[i];
        if (route->root != root || !fits(route, segments, n))
            continue;
        if (allow.len)
            gx_buf_adds(&allow, ", ");
        gx_buf_adds(&allow, gx_request_method_name(route->method));
        if (route->method == GX_GET)
            gx_buf_adds(&allow, ", HEAD");
    }
    if (!allow.len)
        return gx_fail(cx, GX_E_NOT_FOUND, NULL, "There is no such path");
    cx->problem.allow = gx_arena_strdup(cx->arena, allow.data);
    return gx_fail(cx, GX_E_METHOD, NULL, "This method is not offered here");
}

gx_rc gx_routes_match(gx_cx *cx, const struct gx_routes *routes, const struct gx_target *target,
                      enum gx_method method, const struct gx_route **out, struct gx_request *rq) {
    const char *const *segments = target->segments;
    size_t n = target->n_segments, best_fixed = 0;
    bool root = n < 2 || strcmp(segments[0], BASE[0]) != 0 || strcmp(segments[1], BASE[1]) != 0;
    const struct gx_route *best = NULL;
    if (!root) {
        segments += 2;
        n -= 2;
    }
    if (method == GX_HEAD)
        method = GX_GET;
    for (size_t i = 0; i < routes->n; i++) {
        const struct gx_route *route = &routes->items[i];
        if (route->root != root || route->method != method || !fits(route, segments, n))
            continue;
        if (!best || fixed_segments(route) > best_fixed) {
            best = route;
            best_fixed = fixed_segments(route);
        }
    }
    if (!best)
        return fail_method(cx, routes, segments, n, root);
    *out = best;
    return read_parameters(cx, best, segments, rq);
}
