// SPDX-License-Identifier: AGPL-3.0-or-later
// The parts of a bulk action. Records that the caller may not change are passed over by the
// views themselves; the words for them are found afterwards.
#include "resource/bulk.h"

#include "core/json.h"
#include "core/uuid.h"
#include "resource/plan.h"
#include <string.h>

const char *const gx_bulk_names[GX_BULK_STATUSES] = {"ok", "not_found", "forbidden", "conflict", "invalid"};

static gx_rc check_names(gx_cx *cx, const json_t *body) {
    static const char *const names[] = {"action", "ids", "filter", "q", "changes", "owner_id"};
    const char *name;
    json_t *value;
    gx_rc rc = GX_OK;
    json_object_foreach((json_t *)(uintptr_t)body, name, value) {
        bool known = false;
        for (size_t i = 0; i < GX_COUNT(names); i++)
            known = known || strcmp(names[i], name) == 0;
        if (!known)
            rc = gx_fail_code(cx, GX_E_MALFORMED, "unknown_field", gx_arena_printf(cx->arena, "/%s", name),
                              "there is no such field");
    }
    return rc;
}

static gx_rc read_action(gx_cx *cx, const json_t *body, struct gx_bulk *out) {
    static const enum gx_operation actions[] = {GX_OPERATION_UPDATE, GX_OPERATION_DELETE,
                                                GX_OPERATION_RESTORE, GX_OPERATION_TRANSFER};
    const char *text = gx_json_str(body, "action");
    for (size_t i = 0; text && i < GX_COUNT(actions); i++) {
        if (strcmp(gx_operation_names[actions[i]], text) == 0) {
            out->action = actions[i];
            return GX_OK;
        }
    }
    return gx_fail_add(cx, "/action", json_object_get(body, "action") ? "choice" : "required",
                       "action is update, delete, restore or transfer");
}

static gx_rc read_ids(gx_cx *cx, const json_t *list, struct gx_bulk *out) {
    size_t n = json_array_size(list);
    if (!json_is_array(list))
        return gx_fail_add(cx, "/ids", "type", "must be an array");
    if (n == 0 || n > GX_BULK_IDS)
        return gx_fail_add(cx, "/ids", n ? "too_many" : "required", "1 to %d ids; more by a filter",
                           GX_BULK_IDS);
    out->ids = GX_NEW_N(cx->arena, const char *, n);
    for (size_t i = 0; i < n; i++) {
        char id[37];
        const json_t *item = json_array_get(list, i);
        const char *pointer = gx_arena_printf(cx->arena, "/ids/%zu", i);
        if (!json_is_string(item) || !gx_uuid_parse(json_string_value(item), json_string_length(item), id))
            return gx_fail_add(cx, pointer, json_is_string(item) ? "format" : "type", "not a UUID");
        for (size_t k = 0; k < i; k++)
            if (strcmp(out->ids[k], id) == 0)
                return gx_fail_add(cx, pointer, "repeated", "given twice");
        out->ids[out->n_ids++] = gx_arena_strdup(cx->arena, id);
    }
    return GX_OK;
}

static gx_rc read_search(gx_cx *cx, const json_t *body, struct gx_bulk *out) {
    const json_t *q = json_object_get(body, "q");
    size_t n = json_string_length(q);
    if (!q)
        return GX_OK;
    if (!json_is_string(q))
        return gx_fail_add(cx, "/q", "type", "must be text");
    if (n == 0 || n > 200 || strlen(json_string_value(q)) != n)
        return gx_fail_add(cx, "/q", n > 200 ? "too_long" : "format", "q has 1 to 200 bytes");
    out->q = json_string_value(q);
    return GX_OK;
}

static gx_rc read_records(gx_cx *cx, const json_t *body, struct gx_bulk *out) {
    const json_t *ids = json_object_get(body, "ids"), *tree = json_object_get(body, "filter");
    if ((ids != NULL) == (tree != NULL))
        return gx_fail_add(cx, "/ids", "required", "either ids or a filter");
    if (ids)
        return json_object_get(body, "q") ? gx_fail_add(cx, "/q", "forbidden", "q goes with a filter")
                                          : read_ids(cx, ids, out);
    gx_rc rc = read_search(cx, body, out);
    if (rc != GX_OK)
        return rc;
    struct gx_filter filter = {.hints = out->run.hints, .resource = out->run.resource};
    return gx_filter_tree(cx, &filter, "/filter", tree, &out->filter);
}

static gx_rc read_owner(gx_cx *cx, const json_t *body, struct gx_bulk *out) {
    char id[37];
    const json_t *value = json_object_get(body, "owner_id");
    if (!json_is_string(value))
        return gx_fail_add(cx, "/owner_id", value ? "type" : "required", "the new owner's id");
    if (!gx_uuid_parse(json_string_value(value), json_string_length(value), id))
        return gx_fail_add(cx, "/owner_id", "format", "not a UUID");
    out->owner_id = gx_arena_strdup(cx->arena, id);
    return GX_OK;
}

static gx_rc read_what(gx_cx *cx, const json_t *body, struct gx_bulk *out) {
    if (out->action == GX_OPERATION_TRANSFER)
        return read_owner(cx, body, out);
    if (out->action != GX_OPERATION_UPDATE)
        return GX_OK;
    const json_t *changes = json_object_get(body, "changes");
    if (!json_is_object(changes) || json_object_size(changes) == 0)
        return gx_fail_add(cx, "/changes", json_is_object(changes) || !changes ? "required" : "type",
                           "what to change");
    return gx_validate_body(cx, &out->run, GX_VALIDATE_PATCH, changes, "/changes", &out->changes);
}

gx_rc gx_bulk_read(gx_cx *cx, const struct gx_run *run, const json_t *body, struct gx_bulk *out) {
    *out = (struct gx_bulk){.run = *run, .body = body};
    gx_rc rc = check_names(cx, body);
    if (rc == GX_OK)
        rc = read_action(cx, body, out);
    if (rc == GX_OK)
        rc = gx_run_may(cx, run, GX_OPERATION_BULK);
    if (rc == GX_OK)
        rc = gx_run_may(cx, run, out->action);
    if (rc == GX_OK)
        rc = read_records(cx, body, out);
    return rc ? rc : read_what(cx, body, out);
}

static void update_sql(struct gx_sql *sql, const struct gx_bulk *bulk, const char *ids) {
    gx_sql_addf(sql, "update api.%s_write set ", bulk->run.resource->name);
    for (size_t i = 0; i < bulk->changes.n; i++) {
        const struct gx_value *value = &bulk->changes.list[i];
        gx_sql_addf(sql, "%s\"%s\" = ", i ? ", " : "", value->field->column);
        gx_sql_param(sql, value->text, gx_types[value->field->type].cast);
    }
    gx_sql_add(sql, " where id = any(");
    gx_sql_param(sql, ids, "uuid[]");
    gx_sql_add(sql, ") returning id");
}

struct gx_stmt gx_bulk_stmt(gx_cx *cx, const struct gx_bulk *bulk, const char *ids) {
    struct gx_sql *sql = gx_sql_new(cx->arena);
    const char *name = bulk->run.resource->name;
    if (bulk->action == GX_OPERATION_UPDATE) {
        update_sql(sql, bulk, ids);
        return gx_sql_stmt(sql);
    }
    gx_sql_addf(sql, "with w as materialized (select w.id from api.%s_%s w where w.id = any(", name,
                bulk->action == GX_OPERATION_RESTORE ? "bin" : "write");
    gx_sql_param(sql, ids, "uuid[]");
    gx_sql_addf(sql, ")) select w.id, api.%s_%s(w.id", name, gx_operation_names[bulk->action]);
    if (bulk->action == GX_OPERATION_TRANSFER) {
        gx_sql_add(sql, ", ");
        gx_sql_param(sql, bulk->owner_id, "uuid");
    }
    gx_sql_add(sql, bulk->action == GX_OPERATION_RESTORE ? ") from w" : ", null::int) from w");
    return gx_sql_stmt(sql);
}

struct gx_stmt gx_bulk_seen(gx_cx *cx, const struct gx_bulk *bulk, const char *ids) {
    struct gx_sql *sql = gx_sql_new(cx->arena);
    gx_sql_addf(sql, "select r.id from api.%s r where r.id = any(", bulk->run.resource->name);
    gx_sql_param(sql, ids, "uuid[]");
    gx_sql_add(sql, ")");
    return gx_sql_stmt(sql);
}

struct gx_stmt gx_bulk_select(gx_cx *cx, const struct gx_bulk *bulk, int limit) {
    struct gx_sql *sql = gx_sql_new(cx->arena);
    struct gx_query *query = gx_query_new(cx, bulk->run.hints, bulk->run.resource);
    query->where = bulk->filter;
    query->q = bulk->q;
    struct gx_plan *plan = gx_plan_new(cx->arena, query);
    if (bulk->action == GX_OPERATION_RESTORE)
        plan =
            gx_plan_of_view(cx->arena, query, gx_arena_printf(cx->arena, "%s_bin", bulk->run.resource->name));
    gx_plan_all(sql, plan, "t.id", limit);
    return gx_sql_stmt(sql);
}

static bool has(const gx_result *rows, const char *id) {
    for (int row = 0; row < gx_result_rows(rows); row++)
        if (strcmp(gx_result_text(rows, row, 0), id) == 0)
            return true;
    return false;
}

enum gx_bulk_status gx_bulk_status_of(const struct gx_bulk *bulk, const char *id, const gx_result *done,
                                      const gx_result *seen) {
    if (has(done, id))
        return GX_BULK_OK;
    if (!has(seen, id))
        return GX_BULK_NOT_FOUND;
    return bulk->action == GX_OPERATION_RESTORE ? GX_BULK_CONFLICT : GX_BULK_FORBIDDEN;
}
