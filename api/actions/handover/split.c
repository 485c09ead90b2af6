// SPDX-License-Identifier: AGPL-3.0-or-later
// A record is held against the closed condition of its definition, then against the rules in their order; the first
// that fits gives its number.
#include "actions/handover/split.h"

#include "core/json.h"
#include "resource/filter.h"
#include "resource/sql.h"
#include <string.h>

enum { NOBODY = -1, CLOSED = -2 };

struct gx_stmt gx_handover_select(const char *id, const char **params) {
    params[0] = id;
    return (struct gx_stmt){
        "select leaver_id, keep_closed, rules, version from api.handover where id = $1::uuid", 1, params};
}

gx_rc gx_handover_read(gx_cx *cx, const char *id, const gx_result *row, struct gx_handover *out) {
    json_t *rules = gx_json_keep(cx->arena, json_array());
    if (gx_result_rows(row) == 0)
        return gx_fail(cx, GX_E_NOT_FOUND, NULL, "there is no such record");
    const char *text = gx_result_value(row, 0, 2);
    if (text != NULL && strcmp(text, "null") != 0) {
        gx_rc rc = gx_json_parse(cx, text, strlen(text), &rules);
        if (rc != GX_OK)
            return rc;
    }
    *out = (struct gx_handover){.id = id,
                                .leaver_id = gx_result_value(row, 0, 0),
                                .version = gx_result_value(row, 0, 3),
                                .keeps_closed = gx_result_is_null(row, 0, 1) || gx_result_bool(row, 0, 1),
                                .rules = rules};
    return GX_OK;
}

static bool changes_hands(const struct gx_hints *hints, const struct gx_resource *resource) {
    return resource->has_owner && ((resource->operations >> GX_OPERATION_TRANSFER) & 1) &&
           gx_rights_of(hints, resource)->read_scope != 0;
}

static bool names(const json_t *rule, const char *resource) {
    const json_t *list = json_object_get(rule, "resources"), *item;
    size_t i;
    json_array_foreach(list, i, item) {
        if (json_is_string(item) && strcmp(json_string_value(item), resource) == 0)
            return true;
    }
    return json_array_size(list) == 0;
}

// Adds `when condition then pick `; without a condition it fits all.
static gx_rc add_case(gx_cx *cx, const struct gx_hints *hints, const struct gx_resource *resource,
                      const char *pointer, const json_t *tree, int pick, struct gx_sql *sql) {
    struct gx_filter filter = {.hints = hints, .resource = resource};
    struct gx_cond *cond = NULL;
    gx_rc rc = json_object_size(tree) > 0 || (tree != NULL && !json_is_object(tree) && !json_is_null(tree))
                   ? gx_filter_tree(cx, &filter, pointer, tree, &cond)
                   : GX_OK;
    if (rc != GX_OK)
        return rc;
    gx_sql_add(sql, " when ");
    gx_filter_sql(sql, cond, "t");
    gx_sql_addf(sql, " then %d", pick);
    return GX_OK;
}

static gx_rc add_cases(gx_cx *cx, const struct gx_hints *hints, const struct gx_handover *handover,
                       const struct gx_resource *resource, struct gx_sql *sql) {
    const json_t *rule, *closed = json_object_get(json_object_get(resource->raw, "handover"), "closed");
    gx_rc rc = GX_OK;
    size_t i;
    if (closed != NULL && handover->keeps_closed)
        rc = add_case(cx, hints, resource, "/keep_closed", closed, CLOSED, sql);
    json_array_foreach(handover->rules, i, rule) {
        const char *pointer = gx_arena_printf(cx->arena, "/rules/%zu/filter", i);
        if (rc == GX_OK && names(rule, resource->name))
            rc = add_case(cx, hints, resource, pointer, json_object_get(rule, "filter"), (int)i, sql);
    }
    return rc;
}

static gx_rc build(gx_cx *cx, const struct gx_hints *hints, const struct gx_handover *handover,
                   const struct gx_resource *resource, const char *function, struct gx_stmt *out) {
    struct gx_sql *sql = gx_sql_new(cx->arena);
    gx_sql_addf(sql, "select %s(", function);
    gx_sql_param(sql, handover->id, "uuid");
    gx_sql_addf(sql,
                ", '%s', coalesce(array_agg(x.id), '{}'), coalesce(array_agg(x.pick), '{}')) "
                "from (select t.id, case when false then 0",
                resource->name);
    gx_rc rc = add_cases(cx, hints, handover, resource, sql);
    if (rc != GX_OK)
        return rc;
    gx_sql_addf(sql, " else %d end as pick from api.\"%s\" t where t.owner_id = ", NOBODY, resource->name);
    gx_sql_param(sql, handover->leaver_id, "uuid");
    gx_sql_add(sql, " limit (select api.handover_limit() + 1)) x");
    *out = gx_sql_stmt(sql);
    return GX_OK;
}

gx_rc gx_handover_split(gx_cx *cx, const struct gx_hints *hints, const struct gx_handover *handover,
                        const char *function, struct gx_stmt **out, size_t *n) {
    const struct gx_catalog *catalog = hints->catalog;
    gx_rc rc = GX_OK;
    *out = GX_NEW_N(cx->arena, struct gx_stmt, catalog->n_resources);
    *n = 0;
    for (size_t i = 0; rc == GX_OK && i < catalog->n_resources; i++) {
        if (!changes_hands(hints, &catalog->resources[i]))
            continue;
        rc = build(cx, hints, handover, &catalog->resources[i], function, &(*out)[*n]);
        (*n)++;
    }
    return rc;
}
