// SPDX-License-Identifier: AGPL-3.0-or-later
// Query parameters to struct gx_query. One table of reserved names; everything else must be a
// field with an operator. Nothing is ignored: what is not understood is refused.
#include "resource/query.h"

#include "core/crypto.h"
#include "core/decimal.h"
#include "core/json.h"
#include "resource/cursor.h"
#include <stdlib.h>
#include <string.h>

struct reader {
    gx_cx *cx;
    struct gx_query *query;
    struct gx_filter filter;
    const char *cursor;
};

static gx_rc unknown_field(gx_cx *cx, const char *pointer) {
    return gx_fail_code(cx, GX_E_MALFORMED, "unknown_field", pointer, "there is no such field");
}

static gx_rc read_limit(struct reader *r, const char *text) {
    int64_t n;
    if (!gx_decimal_i64(text, strlen(text), 1, GX_QUERY_LIMIT_MAX, &n))
        return gx_fail(r->cx, GX_E_MALFORMED, "limit", "limit is 1 to %d", GX_QUERY_LIMIT_MAX);
    r->query->limit = (int)n;
    return GX_OK;
}

static gx_rc read_count(struct reader *r, const char *text) {
    r->query->count = strcmp(text, "exact") == 0    ? GX_QUERY_EXACT
                      : strcmp(text, "capped") == 0 ? GX_QUERY_CAPPED
                                                    : GX_QUERY_UNCOUNTED;
    if (r->query->count == GX_QUERY_UNCOUNTED)
        return gx_fail(r->cx, GX_E_MALFORMED, "count", "count is exact or capped");
    return GX_OK;
}

static gx_rc read_cursor(struct reader *r, const char *text) {
    r->cursor = text;
    return GX_OK;
}

static const struct gx_field *named(const struct gx_query *query, const char *name) {
    const struct gx_field *field = gx_catalog_field(query->resource, name, strlen(name));
    return field && gx_rights_names(query->right, field) ? field : NULL;
}

static bool already_sorted(const struct gx_query *query, const struct gx_field *field) {
    for (size_t i = 0; i < query->n_sorts; i++)
        if (query->sorts[i].field == field)
            return true;
    return false;
}

static gx_rc read_sort(struct reader *r, const char *text) {
    struct gx_query *query = r->query;
    char *rest = gx_arena_strdup(r->cx->arena, text), *part;
    query->n_sorts = 0;
    while ((part = strsep(&rest, ",")) != NULL) {
        bool descending = part[0] == '-';
        const struct gx_field *field = named(query, part + descending);
        if (!field || !(field->sort || field->system))
            return unknown_field(r->cx, "sort");
        if (query->n_sorts == GX_QUERY_SORTS || already_sorted(query, field))
            return gx_fail(r->cx, GX_E_MALFORMED, "sort", "at most %d fields, each once", GX_QUERY_SORTS);
        query->sorts[query->n_sorts++] = (struct gx_sort){field, descending};
    }
    return GX_OK;
}

// Rows need one total order: id decides among equals, in the direction of the first field.
static void finish_sort(struct gx_query *query) {
    const struct gx_field *id = gx_catalog_field(query->resource, "id", 2);
    if (id && !already_sorted(query, id))
        query->sorts[query->n_sorts] = (struct gx_sort){id, query->n_sorts > 0 && query->sorts[0].descending};
    else
        return;
    query->n_sorts++;
}

static void default_sort(struct gx_query *query) {
    bool descending = query->resource->sort[0] == '-';
    const struct gx_field *field = named(query, query->resource->sort + descending);
    if (!field)
        field = named(query, "created_at");
    query->n_sorts = 0;
    if (field)
        query->sorts[query->n_sorts++] = (struct gx_sort){field, descending};
}

static bool shown(const struct gx_query *query, const struct gx_field *field) {
    for (size_t i = 0; i < query->n_fields; i++)
        if (query->fields[i] == field)
            return true;
    return false;
}

gx_rc gx_query_fields(gx_cx *cx, struct gx_query *query, const char *list) {
    char *rest = gx_arena_strdup(cx->arena, list), *part;
    query->fields = GX_NEW_N(cx->arena, const struct gx_field *, query->resource->n_fields + GX_QUERY_EXTRA);
    query->fields[0] = gx_catalog_field(query->resource, "id", 2);
    query->n_fields = 1;
    while ((part = strsep(&rest, ",")) != NULL) {
        const struct gx_field *field = gx_catalog_field(query->resource, part, strlen(part));
        if (!field || !gx_rights_reads(query->right, field))
            return unknown_field(cx, "fields");
        if (!shown(query, field))
            query->fields[query->n_fields++] = field;
    }
    return GX_OK;
}

static void all_fields(gx_cx *cx, struct gx_query *query) {
    query->fields = GX_NEW_N(cx->arena, const struct gx_field *, query->resource->n_fields + GX_QUERY_EXTRA);
    for (size_t i = 0; i < query->resource->n_fields; i++)
        if (gx_rights_reads(query->right, &query->resource->fields[i]))
            query->fields[query->n_fields++] = &query->resource->fields[i];
}

static const struct gx_field *reference(const struct gx_query *query, gx_arena *arena, const char *name) {
    static const char *const endings[] = {"_id", "_ids", "", "_by"};
    for (size_t i = 0; i < GX_COUNT(endings); i++) {
        const char *full = gx_arena_printf(arena, "%s%s", name, endings[i]);
        const struct gx_field *field = gx_catalog_field(query->resource, full, strlen(full));
        bool fits = field && field->to && gx_rights_reads(query->right, field);
        if (fits && (field->type == GX_T_REFERENCE || field->type == GX_T_REFERENCES))
            return field;
    }
    return NULL;
}

gx_rc gx_query_include(gx_cx *cx, struct gx_query *query, const char *list) {
    char *rest = gx_arena_strdup(cx->arena, list), *part;
    while ((part = strsep(&rest, ",")) != NULL) {
        const struct gx_field *field = reference(query, cx->arena, part);
        if (!field)
            return unknown_field(cx, "include");
        if (query->n_includes == GX_QUERY_INCLUDES)
            return gx_fail(cx, GX_E_MALFORMED, "include", "at most %d references", GX_QUERY_INCLUDES);
        query->includes[query->n_includes++] = field;
    }
    return GX_OK;
}

static gx_rc read_fields(struct reader *r, const char *text) {
    return gx_query_fields(r->cx, r->query, text);
}

static gx_rc read_include(struct reader *r, const char *text) {
    return gx_query_include(r->cx, r->query, text);
}

static gx_rc read_filter(struct reader *r, const char *text) {
    json_t *tree;
    struct gx_cond *cond;
    gx_rc rc = gx_json_parse(r->cx, text, strlen(text), &tree);
    if (rc == GX_OK)
        rc = gx_filter_tree(r->cx, &r->filter, "filter", tree, &cond);
    if (rc == GX_OK)
        r->query->where = gx_filter_both(r->cx->arena, r->query->where, cond);
    return rc;
}

static gx_rc read_q(struct reader *r, const char *text) {
    size_t n = strlen(text);
    if (n == 0 || n > 200)
        return gx_fail(r->cx, GX_E_MALFORMED, "q", "q has 1 to 200 bytes");
    r->query->q = text;
    return GX_OK;
}

static const struct {
    const char *name;
    unsigned takes;
    gx_rc (*read)(struct reader *r, const char *text);
} reserved[] = {
    {"limit", GX_QUERY_TAKES_PAGE, read_limit},     {"cursor", GX_QUERY_TAKES_PAGE, read_cursor},
    {"count", GX_QUERY_TAKES_PAGE, read_count},     {"sort", GX_QUERY_TAKES_SORT, read_sort},
    {"fields", GX_QUERY_TAKES_FIELDS, read_fields}, {"include", GX_QUERY_TAKES_INCLUDE, read_include},
    {"filter", GX_QUERY_TAKES_FILTER, read_filter}, {"q", GX_QUERY_TAKES_FILTER, read_q},
};

static gx_rc read_condition(struct reader *r, const struct gx_pair *pair, unsigned takes) {
    const char *bracket = strchr(pair->key, '[');
    size_t n = bracket ? (size_t)(bracket - pair->key) : strlen(pair->key);
    enum gx_op op = GX_OP_EQ;
    struct gx_cond *cond;
    if (bracket) {
        size_t length = strlen(bracket);
        op = bracket[length - 1] == ']' && length > 2 ? gx_op_find(bracket + 1, length - 2) : GX_OP_COUNT;
    }
    if (!(takes & GX_QUERY_TAKES_FILTER))
        return gx_fail_code(r->cx, GX_E_MALFORMED, "unknown_parameter", pair->key,
                            "there is no such parameter");
    gx_rc rc = gx_filter_param(r->cx, &r->filter, pair->key, pair->key, n, op, pair->value, &cond);
    if (rc == GX_OK)
        r->query->where = gx_filter_both(r->cx->arena, r->query->where, cond);
    return rc;
}

static gx_rc read_pair(struct reader *r, const struct gx_pair *pair, unsigned takes) {
    for (size_t i = 0; i < GX_COUNT(reserved); i++)
        if (strcmp(reserved[i].name, pair->key) == 0 && (reserved[i].takes & takes))
            return reserved[i].read(r, pair->value);
    return read_condition(r, pair, takes);
}

static int by_key(const void *a, const void *b) {
    return strcmp(((const struct gx_pair *)a)->key, ((const struct gx_pair *)b)->key);
}

// What decides rows and order; not the page, nor what is shown of a row.
static void hash_query(gx_cx *cx, struct gx_query *query, const struct gx_request *rq) {
    static const char *const apart[] = {"limit", "cursor", "count", "fields", "include"};
    struct gx_pair *pairs = gx_arena_memdup(cx->arena, rq->query, rq->n_query * sizeof *pairs);
    gx_buf text = {0};
    if (rq->n_query > 1)
        qsort(pairs, rq->n_query, sizeof *pairs, by_key);
    gx_buf_printf(&text, "%s %s", query->resource->name, query->hints->user_id);
    for (size_t i = 0; i < rq->n_query; i++) {
        bool skip = false;
        for (size_t k = 0; k < GX_COUNT(apart); k++)
            skip = skip || strcmp(apart[k], pairs[i].key) == 0;
        if (!skip)
            gx_buf_printf(&text, "\n%s=%s", pairs[i].key, pairs[i].value);
    }
    gx_crypto_sha256(text.data, text.len, query->hash);
    gx_buf_free(&text);
}

struct gx_query *gx_query_new(gx_cx *cx, const struct gx_hints *hints, const struct gx_resource *resource) {
    struct gx_query *query = GX_NEW(cx->arena, struct gx_query);
    query->hints = hints;
    query->resource = resource;
    query->right = gx_rights_of(hints, resource);
    query->limit = GX_QUERY_LIMIT;
    default_sort(query);
    finish_sort(query);
    all_fields(cx, query);
    return query;
}

static bool is_own(const char *const *own, const char *key) {
    for (; own && *own; own++)
        if (strcmp(*own, key) == 0)
            return true;
    return false;
}

gx_rc gx_query_parse(gx_cx *cx, const struct gx_hints *hints, const struct gx_resource *resource,
                     const struct gx_request *rq, unsigned takes, const char *const *own,
                     struct gx_query **out) {
    struct reader r = {.cx = cx,
                       .query = gx_query_new(cx, hints, resource),
                       .filter = {.hints = hints, .resource = resource}};
    for (size_t i = 0; i < rq->n_query; i++) {
        gx_rc rc = is_own(own, rq->query[i].key) ? GX_OK : read_pair(&r, &rq->query[i], takes);
        if (rc)
            return rc;
    }
    finish_sort(r.query);
    hash_query(cx, r.query, rq);
    *out = r.query;
    return r.cursor ? gx_cursor_read(cx, r.query, r.cursor) : GX_OK;
}
