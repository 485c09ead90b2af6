// SPDX-License-Identifier: AGPL-3.0-or-later
// Making the table from the catalog. Explicit operations come first; a standard operation that has the same method
// and path as an explicit one is left out. A schema that the validator does not fully know refuses the table.
#include "core/buf.h"
#include "core/json.h"
#include "core/log.h"
#include "http/routes.h"
#include "resource/engine.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

enum { BODY_DEFAULT = 1 << 20, BODY_BULK = 1 << 20, MISSING_MAX = 1000 };

static const char JSON[] = "application/json";

struct standard {
    const char *verb;
    enum gx_method method;
    const char *tail; // after the path of the resource
    int operation;    // enum gx_operation that the resource must have, or -1
    const char *body_type;
    const char *needs; // member that the definition must have, or NULL
};

static const struct standard standards[] = {
    {"list", GX_GET, "", -1, NULL, NULL},
    {"create", GX_POST, "", GX_OPERATION_CREATE, JSON, NULL},
    {"aggregate", GX_GET, "/aggregate", -1, NULL, NULL},
    {"export", GX_GET, "/export", GX_OPERATION_EXPORT, NULL, NULL},
    {"postal", GX_GET, "/postal", GX_OPERATION_EXPORT, NULL, "postal"},
    {"bulk", GX_POST, "/bulk", GX_OPERATION_BULK, JSON, NULL},
    {"read", GX_GET, "/{id}", -1, NULL, NULL},
    {"update", GX_PATCH, "/{id}", GX_OPERATION_UPDATE, JSON, NULL},
    {"delete", GX_DELETE, "/{id}", GX_OPERATION_DELETE, NULL, NULL},
    {"restore", GX_POST, "/{id}/restore", GX_OPERATION_RESTORE, NULL, NULL},
    {"purge", GX_POST, "/{id}/purge", GX_OPERATION_PURGE, NULL, NULL},
    {"transfer", GX_POST, "/{id}/transfer", GX_OPERATION_TRANSFER, JSON, NULL},
    {"shares", GX_GET, "/{id}/shares", GX_OPERATION_SHARE, NULL, NULL},
    {"share", GX_POST, "/{id}/share", GX_OPERATION_SHARE, JSON, NULL},
    {"unshare", GX_POST, "/{id}/unshare", GX_OPERATION_SHARE, JSON, NULL},
    {"reveal", GX_POST, "/{id}/reveal", GX_OPERATION_REVEAL, JSON, NULL},
    {"history", GX_GET, "/{id}/history", GX_OPERATION_HISTORY, NULL, NULL},
    {"access", GX_GET, "/{id}/access", -1, NULL, NULL},
    {"why", GX_GET, "/{id}/why", -1, NULL, NULL},
};

struct builder {
    gx_arena *arena;
    struct gx_route *items;
    size_t n;
    gx_buf missing;
    const char *why;
};

static bool refuse(struct builder *b, const char *operation, const char *why) {
    b->why = gx_arena_printf(b->arena, "operation %s: %s", operation, why ? why : "not usable");
    return false;
}

static bool split(struct builder *b, struct gx_route *route, const char *pattern) {
    route->pattern = gx_arena_strdup(b->arena, pattern);
    for (const char *p = pattern; *p == '/';) {
        size_t len = strcspn(++p, "/");
        if (len == 0 || route->n_segments == GX_ROUTE_SEGMENTS)
            return false;
        route->segments[route->n_segments++] = gx_arena_strndup(b->arena, p, len);
        p += len;
    }
    return route->n_segments > 0;
}

static void add_route(struct builder *b, const struct gx_route *route) {
    for (size_t i = 0; i < b->n; i++)
        if (b->items[i].method == route->method && b->items[i].root == route->root &&
            strcmp(b->items[i].pattern, route->pattern) == 0)
            return;
    if (!route->handler && b->missing.len < MISSING_MAX)
        gx_buf_printf(&b->missing, "%s%s", b->missing.len ? ", " : "", route->operation);
    b->items[b->n++] = *route;
}

static bool read_method(const char *name, enum gx_method *out) {
    for (int i = 0; name && i < GX_METHODS; i++) {
        if (strcmp(name, gx_request_method_name((enum gx_method)i)) == 0) {
            *out = (enum gx_method)i;
            return true;
        }
    }
    return false;
}

static bool read_auth(const char *name, enum gx_route_auth *out) {
    static const char *const names[] = {
        [GX_AUTH_USER] = "user", [GX_AUTH_NONE] = "none", [GX_AUTH_ANY] = "any"};
    for (size_t i = 0; name && i < GX_COUNT(names); i++) {
        if (strcmp(name, names[i]) == 0) {
            *out = (enum gx_route_auth)i;
            return true;
        }
    }
    return false;
}

static bool read_query(struct builder *b, struct gx_route *route, const json_t *query) {
    const char *name, *why = NULL;
    json_t *parameter;
    struct gx_route_query *items = GX_NEW_N(b->arena, struct gx_route_query, json_object_size(query));
    json_object_foreach((json_t *)query, name, parameter) {
        struct gx_route_query *item = &items[route->n_query++];
        item->name = gx_arena_strdup(b->arena, name);
        item->required = gx_json_bool(parameter, "required", false);
        item->schema = gx_schema_compile(b->arena, json_object_get(parameter, "schema"), &why);
        if (!item->schema)
            return refuse(b, route->operation, why);
    }
    route->query = items;
    return true;
}

static bool read_body(struct builder *b, struct gx_route *route, const json_t *op) {
    const json_t *body = json_object_get(op, "body");
    const char *why = NULL;
    route->body_type = gx_arena_strdup(b->arena, gx_json_str(op, "body_type"));
    route->body_required = gx_json_bool(op, "body_required", false);
    route->body_limit = (size_t)gx_json_i64(op, "body_limit", 0);
    if (json_is_object(body) && !(route->body = gx_schema_compile(b->arena, body, &why)))
        return refuse(b, route->operation, why);
    if (route->body && !route->body_type)
        route->body_type = JSON;
    if (route->body_type && route->body_limit == 0)
        route->body_limit = BODY_DEFAULT;
    return true;
}

static bool add_operation(struct builder *b, const json_t *op) {
    const char *id = gx_json_str(op, "id"), *path = gx_json_str(op, "path");
    struct gx_route route = {.operation = gx_arena_strdup(b->arena, id)};
    if (!id || !path || !read_method(gx_json_str(op, "method"), &route.method) || !split(b, &route, path) ||
        !read_auth(gx_json_str(op, "auth"), &route.auth))
        return refuse(b, id ? id : "?", "no method, path or auth");
    route.root = gx_json_bool(op, "root", false);
    route.open_query = gx_json_bool(op, "open_query", false); // its own handler reads the list parameters
    route.view_as = gx_json_bool(op, "view_as", false);
    // an operation that names a SQL function needs no handler of its own
    route.handler = gx_handler_find(id, gx_json_str(op, "function") ? "function" : NULL);
    if (!read_query(b, &route, json_object_get(op, "query")) || !read_body(b, &route, op))
        return false;
    add_route(b, &route);
    return true;
}

static bool add_standard(struct builder *b, const struct gx_resource *resource, const struct standard *s,
                         const json_t *bodies) {
    const json_t *body = json_object_get(bodies, s->verb);
    const char *why = NULL;
    if (s->operation >= 0 && !(resource->operations >> s->operation & 1))
        return true;
    if (s->needs && !json_is_object(json_object_get(resource->raw, s->needs)))
        return true;
    struct gx_route route = {
        .method = s->method, .verb = s->verb, .open_query = true, .body_type = s->body_type};
    route.resource = gx_arena_strdup(b->arena, resource->name);
    route.view_as = s->method == GX_GET && s->operation != GX_OPERATION_EXPORT;
    route.operation = gx_arena_printf(b->arena, "%s_%s", resource->name, s->verb);
    route.body_required = s->body_type != NULL;
    route.body_limit = s->body_type ? BODY_DEFAULT : 0;
    route.handler = gx_handler_find(route.operation, s->verb);
    if (body && !(route.body = gx_schema_compile(b->arena, body, &why)))
        return refuse(b, route.operation, why);
    if (split(b, &route, gx_arena_printf(b->arena, "/%s%s", resource->path, s->tail)))
        add_route(b, &route);
    return true;
}

static bool build(struct builder *b, const struct gx_catalog *catalog) {
    const json_t *operations = json_object_get(catalog->raw, "operations");
    size_t i;
    json_t *op;
    b->items = GX_NEW_N(b->arena, struct gx_route,
                        json_array_size(operations) + catalog->n_resources * GX_COUNT(standards));
    json_array_foreach(operations, i, op) {
        if (!add_operation(b, op))
            return false;
    }
    for (i = 0; i < catalog->n_resources; i++)
        for (size_t k = 0; k < GX_COUNT(standards); k++)
            if (!add_standard(b, &catalog->resources[i], &standards[k],
                              json_object_get(catalog->raw, "standard_bodies")))
                return false;
    return true;
}

static struct gx_routes *make(const struct gx_catalog *catalog, const char **why) {
    gx_arena *arena = gx_arena_new();
    struct builder b = {.arena = arena};
    struct gx_routes *routes = GX_NEW(arena, struct gx_routes);
    bool good = build(&b, catalog);
    if (good)
        *routes = (struct gx_routes){arena, catalog->generation, b.items, b.n, NULL, 1};
    if (good && b.missing.len)
        routes->missing = gx_arena_strdup(arena, b.missing.data);
    gx_buf_free(&b.missing);
    if (good)
        return routes;
    gx_log(GX_LOG_ERROR, "routes_refused", GX_LOG_S("why", b.why));
    *why = "the definitions cannot be used; see the log";
    gx_arena_free(arena);
    return NULL;
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; // guards current
static struct gx_routes *current;

void gx_routes_unref(struct gx_routes *routes) {
    if (routes && __atomic_sub_fetch(&routes->refs, 1, __ATOMIC_ACQ_REL) == 0)
        gx_arena_free(routes->arena);
}

static struct gx_routes *take_current(int64_t generation) {
    struct gx_routes *routes = NULL;
    pthread_mutex_lock(&lock);
    if (current && current->generation == generation) {
        routes = current;
        __atomic_add_fetch(&routes->refs, 1, __ATOMIC_RELAXED);
    }
    pthread_mutex_unlock(&lock);
    return routes;
}

struct gx_routes *gx_routes_get(const char **why) {
    struct gx_catalog *catalog = gx_engine_catalog();
    if (!catalog) {
        *why = "the definitions are not loaded yet";
        return NULL;
    }
    struct gx_routes *routes = take_current(catalog->generation);
    if (!routes && (routes = make(catalog, why)) != NULL) {
        __atomic_add_fetch(&routes->refs, 1, __ATOMIC_RELAXED); // one for current, one for the caller
        pthread_mutex_lock(&lock);
        struct gx_routes *old = current;
        current = routes;
        pthread_mutex_unlock(&lock);
        gx_routes_unref(old);
    }
    gx_catalog_unref(catalog);
    return routes;
}

void gx_routes_stop(void) {
    gx_routes_unref(current);
    current = NULL;
}
