// SPDX-License-Identifier: AGPL-3.0-or-later
// GET /search: a few hits of each resource in one statement, each through the same plan that its
// list has. A hit shows name, code and whom or what it belongs to.
#include "core/decimal.h"
#include "core/handler.h"
#include "resource/plan.h"
#include "resource/run.h"
#include "resource/search.h"
#include <string.h>

enum { RESOURCES = 16, HITS = 8, HITS_MAX = 50 };

struct wish {
    const char *q;
    int limit;
    const struct gx_resource *resources[RESOURCES];
    size_t n;
};

static void add(const struct gx_hints *hints, const struct gx_resource *resource, struct wish *wish) {
    if (wish->n < RESOURCES && gx_search_applies(hints, resource))
        wish->resources[wish->n++] = resource;
}

static gx_rc choose(gx_cx *cx, const struct gx_hints *hints, const char *list, struct wish *wish) {
    char *rest = list ? gx_arena_strdup(cx->arena, list) : NULL, *name;
    if (!list) {
        for (size_t i = 0; i < hints->catalog->n_resources; i++)
            if (hints->catalog->resources[i].access != GX_ACCESS_SELF)
                add(hints, &hints->catalog->resources[i], wish);
        return GX_OK;
    }
    while ((name = strsep(&rest, ",")) != NULL) {
        const struct gx_resource *resource = gx_catalog_by_name(hints->catalog, name);
        if (!resource || !gx_rights_of(hints, resource)->read_scope)
            return gx_fail(cx, GX_E_MALFORMED, "resources", "there is no such resource");
        add(hints, resource, wish);
    }
    return GX_OK;
}

static gx_rc read_wish(gx_cx *cx, const struct gx_hints *hints, const struct gx_request *rq,
                       struct wish *out) {
    int64_t limit = HITS;
    const char *text = gx_request_query(rq, "limit");
    *out = (struct wish){.q = gx_request_query(rq, "q")};
    for (size_t i = 0; i < rq->n_query; i++) {
        const char *key = rq->query[i].key;
        if (strcmp(key, "q") != 0 && strcmp(key, "limit") != 0 && strcmp(key, "resources") != 0)
            return gx_fail_code(cx, GX_E_MALFORMED, "unknown_parameter", key, "there is no such parameter");
    }
    if (!out->q || !*out->q || strlen(out->q) > 400)
        return gx_fail(cx, GX_E_MALFORMED, "q", "q has 1 to 100 characters");
    if (text && !gx_decimal_i64(text, strlen(text), 1, HITS_MAX, &limit))
        return gx_fail(cx, GX_E_MALFORMED, "limit", "limit is 1 to %d", HITS_MAX);
    out->limit = (int)limit;
    return choose(cx, hints, gx_request_query(rq, "resources"), out);
}

static const struct gx_field *readable(const struct gx_query *query, const char *name) {
    const struct gx_field *field = name ? gx_catalog_field(query->resource, name, strlen(name)) : NULL;
    return field && gx_rights_reads(query->right, field) ? field : NULL;
}

// Whom or what a record belongs to: its first reference, else its first other searched field.
static const struct gx_field *subtitle(const struct gx_query *query, const struct gx_field *title) {
    const struct gx_field *second = NULL;
    for (size_t i = 0; i < query->resource->n_fields; i++) {
        const struct gx_field *field = &query->resource->fields[i];
        if (field == title || field->system || !gx_rights_reads(query->right, field))
            continue;
        if (field->type == GX_T_REFERENCE && field->to && field->to->name_field)
            return field;
        if (!second && field->searched)
            second = field;
    }
    return second;
}

static void text_of(struct gx_sql *sql, const struct gx_query *query, const struct gx_field *field) {
    if (!field) {
        gx_sql_add(sql, ", null");
        return;
    }
    if (field->type != GX_T_REFERENCE) {
        gx_sql_addf(sql, ", b.%s::text", field->column);
        return;
    }
    const struct gx_field *name =
        gx_catalog_field(field->to, field->to->name_field, strlen(field->to->name_field));
    if (name && gx_rights_reads(gx_rights_of(query->hints, field->to), name))
        gx_sql_addf(sql, ", (select r.%s::text from api.%s r where r.id = b.%s)", name->column,
                    field->to->name, field->column);
    else
        gx_sql_add(sql, ", null");
}

static void hits_sql(gx_cx *cx, struct gx_sql *sql, const struct gx_hints *hints, const struct wish *wish,
                     size_t i) {
    struct gx_query *query = gx_query_new(cx, hints, wish->resources[i]);
    const struct gx_field *title = readable(query, query->resource->name_field);
    const struct gx_field *code = readable(query, "code"), *below = subtitle(query, title);
    const struct gx_field *shown[4] = {readable(query, "id"), title, below, code};
    query->q = wish->q;
    query->n_fields = 0;
    for (size_t k = 0; k < GX_COUNT(shown); k++)
        if (shown[k])
            query->fields[query->n_fields++] = shown[k];
    gx_sql_addf(sql, "%sselect '%s', b.id::text", i ? " union all " : "", query->resource->name);
    text_of(sql, query, title);
    text_of(sql, query, below);
    text_of(sql, query, code);
    gx_sql_add(sql, " from (");
    gx_plan_page(sql, gx_plan_new(cx->arena, query), wish->limit);
    gx_sql_add(sql, ") b");
}

static gx_rc search(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    static const char *const names[] = {"resource", "id", "title", "subtitle", "code"};
    const struct gx_hints *hints;
    struct wish wish;
    gx_result *rows = NULL;
    struct gx_sql *sql = gx_sql_new(cx->arena);
    gx_rc rc = gx_rights_get(cx, &hints);
    if (rc == GX_OK)
        rc = read_wish(cx, hints, rq, &wish);
    if (rc)
        return rc;
    for (size_t i = 0; i < wish.n; i++)
        hits_sql(cx, sql, hints, &wish, i);
    struct gx_stmt stmt = wish.n ? gx_sql_stmt(sql) : GX_STMT0("select null where false");
    rc = gx_run_read(cx, &stmt, 1, true, &rows);
    if (rc)
        return rc;
    gx_buf *buf = gx_response_json(rs, 200);
    gx_buf_addc(buf, '[');
    for (int row = 0; row < gx_result_rows(rows); row++) {
        gx_buf_adds(buf, row ? ",{" : "{");
        for (size_t i = 0; i < GX_COUNT(names); i++)
            gx_buf_pair(buf, names[i], gx_result_value(rows, row, (int)i));
        gx_buf_addc(buf, '}');
    }
    gx_buf_adds(buf, "]}");
    return GX_OK;
}

GX_OPERATION("search", search);
