// SPDX-License-Identifier: AGPL-3.0-or-later
// The table of routes, made from the catalog: its operations as they stand there and the standard operations of
// its resources. Immutable, counted references, replaced when the generation of the catalog changes.
#ifndef GX_ROUTES_H
#define GX_ROUTES_H

#include "core/handler.h"
#include "core/schema.h"
#include "http/target.h"

enum { GX_ROUTE_SEGMENTS = 8 };

enum gx_route_auth { GX_AUTH_USER, GX_AUTH_NONE, GX_AUTH_ANY }; // ANY: a principal if there is a token

struct gx_route_query {
    const char *name;
    const gx_schema *schema;
    bool required;
};

struct gx_route {
    const char *operation, *resource, *verb; // resource and verb NULL unless standard
    const char *pattern;                     // "/accounts/{id}/restore"
    const char *segments[GX_ROUTE_SEGMENTS]; // "{name}" is a parameter
    size_t n_segments;
    enum gx_method method;
    enum gx_route_auth auth;
    bool root;                          // outside of /api/v1
    bool open_query;                    // the handler checks the parameters itself
    bool view_as;                       // may be asked for through somebody else's eyes
    const struct gx_route_query *query; // allowed parameters, when not open
    size_t n_query;
    const gx_schema *body; // JSON schema, or NULL
    const char *body_type; // NULL: no body is taken
    bool body_required;
    size_t body_limit;  // bytes
    gx_handler handler; // NULL: nobody wrote it
};

struct gx_routes {
    gx_arena *arena;
    int64_t generation;
    const struct gx_route *items;
    size_t n;
    const char *missing; // operations without handler, comma list; NULL when there are none
    int refs;
};

// The routes of the current catalog, with a reference of the caller's own. NULL with *why while there is no catalog
// or when it cannot be used.
struct gx_routes *gx_routes_get(const char **why);
void gx_routes_unref(struct gx_routes *routes);

// At the end of the process.
void gx_routes_stop(void);

// Finds the route and the path parameters. GX_E_NOT_FOUND (also for an id that is no UUID) or GX_E_METHOD with
// problem.allow set. A HEAD finds the route of GET.
gx_rc gx_routes_match(gx_cx *cx, const struct gx_routes *routes, const struct gx_target *target,
                      enum gx_method method, const struct gx_route **out, struct gx_request *rq) GX_MUST;

#endif
