// SPDX-License-Identifier: AGPL-3.0-or-later
// The parameters of a list, an export or an aggregate as one checked structure: conditions,
// search text, sort, page, fields, references to side-load. Made under the caller's rights;
// nothing in it is the request's own text but values.
#ifndef GX_RESOURCE_QUERY_H
#define GX_RESOURCE_QUERY_H

#include "core/request.h"
#include "resource/filter.h"

enum {
    GX_QUERY_SORTS = 5,
    GX_QUERY_INCLUDES = 10,
    GX_QUERY_LIMIT = 50,
    GX_QUERY_LIMIT_MAX = 200,
    GX_QUERY_COUNT_CAP = 10000,
    GX_QUERY_EXTRA = 4
};

// Which parameters an operation takes besides conditions and q.
enum gx_query_takes {
    GX_QUERY_TAKES_PAGE = 1, // limit, cursor, count
    GX_QUERY_TAKES_SORT = 2,
    GX_QUERY_TAKES_FIELDS = 4,
    GX_QUERY_TAKES_INCLUDE = 8,
    GX_QUERY_TAKES_FILTER = 16, // conditions, filter, q
    GX_QUERY_TAKES_LIST = 31,
};

enum gx_query_count { GX_QUERY_UNCOUNTED, GX_QUERY_CAPPED, GX_QUERY_EXACT };

struct gx_sort {
    const struct gx_field *field;
    bool descending;
};

struct gx_query {
    const struct gx_hints *hints;
    const struct gx_resource *resource;
    const struct gx_right *right;
    struct gx_cond *where;                    // NULL = all
    const char *q;                            // search text, or NULL
    bool by_field;                            // q looks at fields one by one: the view has no search columns
    struct gx_sort sorts[GX_QUERY_SORTS + 1]; // the last one is id
    size_t n_sorts;
    const struct gx_field **fields; // to show, id first
    size_t n_fields;
    const struct gx_field *includes[GX_QUERY_INCLUDES];
    size_t n_includes;
    int limit;
    enum gx_query_count count;
    bool has_after;
    const char *after[GX_QUERY_SORTS + 1]; // sort values of the last row seen; NULL = SQL NULL
    unsigned char hash[32];                // of everything that decides which rows in which order
};

// Reads the query parameters. Keys of `own` (NULL-terminated, may be NULL) belong to the
// operation and are passed over. GX_E_MALFORMED for anything unknown.
GX_MUST gx_rc gx_query_parse(gx_cx *cx, const struct gx_hints *hints, const struct gx_resource *resource,
                             const struct gx_request *rq, unsigned takes, const char *const *own,
                             struct gx_query **out);

// A query for all rows, default sort and all readable fields, without parameters.
struct gx_query *gx_query_new(gx_cx *cx, const struct gx_hints *hints, const struct gx_resource *resource);

// Adds references to side-load: names without `_id`, separated by commas.
GX_MUST gx_rc gx_query_include(gx_cx *cx, struct gx_query *query, const char *list);

// Replaces the shown fields: names separated by commas; id is always among them.
GX_MUST gx_rc gx_query_fields(gx_cx *cx, struct gx_query *query, const char *list);

#endif
