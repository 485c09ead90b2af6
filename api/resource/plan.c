// SPDX-License-Identifier: AGPL-3.0-or-later
// The shapes of lists. For a person with scopes: his own rows; rows of each subordinate; rows of
// each department that none of the former gave. Each branch has its own order and limit, so an
// index on (scope key, sort) serves it, whatever the data's skew.
#include "resource/plan.h"

#include "resource/cursor.h"
#include "resource/search.h"
#include <string.h>

enum scope_kind { SCOPE_NONE, SCOPE_OWN, SCOPE_SUBORDINATES, SCOPE_DEPARTMENTS };

static bool can_branch(const struct gx_query *query) {
    const struct gx_resource *resource = query->resource;
    unsigned scope = query->right->read_scope;
    if (resource->access != GX_ACCESS_OWNED || !resource->has_owner || !resource->has_department)
        return false;
    if (scope == 0 || (scope & (GX_SCOPE_ALL | GX_SCOPE_TERRITORY)))
        return false;
    return !gx_filter_pins(query->where);
}

static void add_column(struct gx_plan *plan, const struct gx_field *field) {
    if (gx_plan_column(plan, field) < 0)
        plan->columns[plan->n_columns++] = field;
}

struct gx_plan *gx_plan_of_view(gx_arena *arena, const struct gx_query *query, const char *view) {
    struct gx_plan *plan = GX_NEW(arena, struct gx_plan);
    plan->query = query;
    plan->view = view;
    plan->columns = GX_NEW_N(arena, const struct gx_field *, query->resource->n_fields + GX_QUERY_EXTRA);
    for (size_t i = 0; i < query->n_fields; i++)
        add_column(plan, query->fields[i]);
    for (size_t i = 0; i < query->n_sorts; i++)
        add_column(plan, query->sorts[i].field);
    for (size_t i = 0; i < query->n_includes; i++)
        add_column(plan, query->includes[i]);
    return plan;
}

struct gx_plan *gx_plan_new(gx_arena *arena, const struct gx_query *query) {
    const char *ending = query->right->is_full ? "_full" : "";
    const char *view = gx_arena_printf(arena, "%s%s", query->resource->name, ending);
    struct gx_plan *plan = gx_plan_of_view(arena, query, view);
    plan->branches = can_branch(query);
    return plan;
}

int gx_plan_column(const struct gx_plan *plan, const struct gx_field *field) {
    for (size_t i = 0; i < plan->n_columns; i++)
        if (plan->columns[i] == field)
            return (int)i;
    return -1;
}

void gx_plan_value(struct gx_sql *sql, const struct gx_field *field, const char *alias) {
    bool is_array = gx_types[field->type].is_array;
    gx_sql_add(sql, is_array ? "to_jsonb(" : "");
    gx_sql_column(sql, alias, field->column);
    gx_sql_add(sql, is_array ? ")::text" : "");
}

static const char *department_ids(const struct gx_query *query) {
    bool subtree = (query->right->read_scope & GX_SCOPE_SUBTREE) != 0;
    return subtree ? query->hints->subtree_ids : query->hints->department_ids;
}

// The scope condition of one branch. key: the rows of one id `u.k`; else those of the whole list.
static void scope_sql(struct gx_sql *sql, const struct gx_query *query, enum scope_kind kind, bool key) {
    const struct gx_hints *hints = query->hints;
    unsigned scope = query->right->read_scope;
    if (kind == SCOPE_OWN) {
        gx_sql_add(sql, " and t.owner_id = ");
        gx_sql_param(sql, hints->user_id, "uuid");
        return;
    }
    const char *column = kind == SCOPE_SUBORDINATES ? "owner_id" : "department_id";
    gx_sql_addf(sql, key ? " and t.%s = u.k" : " and t.%s = any(", column);
    if (!key) {
        gx_sql_param(sql, kind == SCOPE_SUBORDINATES ? hints->subordinate_ids : department_ids(query),
                     "uuid[]");
        gx_sql_add(sql, ")");
    }
    if (scope & GX_SCOPE_OWN) {
        gx_sql_add(sql, " and t.owner_id is distinct from ");
        gx_sql_param(sql, hints->user_id, "uuid");
    }
    if (kind == SCOPE_DEPARTMENTS && (scope & GX_SCOPE_SUBORDINATES)) {
        gx_sql_add(sql, " and (t.owner_id is null or t.owner_id <> all(");
        gx_sql_param(sql, hints->subordinate_ids, "uuid[]");
        gx_sql_add(sql, "))");
    }
}

static void where_sql(struct gx_sql *sql, const struct gx_plan *plan, bool behind_cursor) {
    const struct gx_query *query = plan->query;
    gx_sql_add(sql, " where ");
    gx_filter_sql(sql, query->where, "t");
    if (query->q) {
        gx_sql_add(sql, " and ");
        gx_search_sql(sql, query, "t");
    }
    if (behind_cursor && query->has_after) {
        gx_sql_add(sql, " and ");
        gx_cursor_sql(sql, query, "t");
    }
}

static void columns_sql(struct gx_sql *sql, const struct gx_plan *plan, const char *alias) {
    for (size_t i = 0; i < plan->n_columns; i++) {
        gx_sql_add(sql, i ? ", " : "");
        gx_sql_column(sql, alias, plan->columns[i]->column);
    }
}

static void page_select(struct gx_sql *sql, const struct gx_plan *plan, enum scope_kind kind, bool key,
                        int limit) {
    gx_sql_add(sql, "select ");
    columns_sql(sql, plan, "t");
    gx_sql_addf(sql, " from api.%s t", plan->view);
    where_sql(sql, plan, true);
    if (kind != SCOPE_NONE)
        scope_sql(sql, plan->query, kind, key);
    gx_sql_add(sql, " order by ");
    gx_cursor_order(sql, plan->query, "t");
    if (limit > 0)
        gx_sql_addf(sql, " limit %d", limit);
}

// One ordered select per id of a list: `unnest(ids) u(k), lateral (…)`.
static void page_per_key(struct gx_sql *sql, const struct gx_plan *plan, enum scope_kind kind, int limit) {
    const struct gx_query *query = plan->query;
    gx_sql_add(sql, "(select v.* from unnest(");
    gx_sql_param(sql, kind == SCOPE_SUBORDINATES ? query->hints->subordinate_ids : department_ids(query),
                 "uuid[]");
    gx_sql_add(sql, ") u(k), lateral (");
    page_select(sql, plan, kind, true, limit);
    gx_sql_add(sql, ") v)");
}

static bool has_kind(const struct gx_query *query, enum scope_kind kind) {
    unsigned scope = query->right->read_scope;
    if (kind == SCOPE_OWN)
        return scope & GX_SCOPE_OWN;
    if (kind == SCOPE_SUBORDINATES)
        return (scope & GX_SCOPE_SUBORDINATES) && query->hints->has_subordinates;
    return scope & (GX_SCOPE_DEPARTMENT | GX_SCOPE_SUBTREE);
}

// A scope of subordinates alone, for somebody who has none, still needs one (empty) select.
static bool has_branches(const struct gx_query *query) {
    return has_kind(query, SCOPE_OWN) || has_kind(query, SCOPE_SUBORDINATES) ||
           has_kind(query, SCOPE_DEPARTMENTS);
}

void gx_plan_page(struct gx_sql *sql, const struct gx_plan *plan, int limit) {
    bool first = true;
    if (!plan->branches || !has_branches(plan->query)) {
        page_select(sql, plan, SCOPE_NONE, false, limit);
        return;
    }
    if (!has_kind(plan->query, SCOPE_SUBORDINATES) && !has_kind(plan->query, SCOPE_DEPARTMENTS)) {
        page_select(sql, plan, SCOPE_OWN, false, limit); // a single branch is the page
        return;
    }
    gx_sql_add(sql, "select b.* from (");
    for (int kind = SCOPE_OWN; kind <= SCOPE_DEPARTMENTS; kind++) {
        if (!has_kind(plan->query, (enum scope_kind)kind))
            continue;
        gx_sql_add(sql, first ? "" : " union all ");
        first = false;
        if (kind == SCOPE_OWN) {
            gx_sql_add(sql, "(");
            page_select(sql, plan, SCOPE_OWN, false, limit);
            gx_sql_add(sql, ")");
        } else {
            page_per_key(sql, plan, (enum scope_kind)kind, limit);
        }
    }
    gx_sql_add(sql, ") b order by ");
    gx_cursor_order(sql, plan->query, "b");
    if (limit > 0)
        gx_sql_addf(sql, " limit %d", limit);
}

void gx_plan_one(struct gx_sql *sql, const struct gx_plan *plan) {
    gx_sql_add(sql, "select ");
    for (size_t i = 0; i < plan->n_columns; i++) {
        gx_sql_add(sql, i ? ", " : "");
        gx_plan_value(sql, plan->columns[i], "t");
    }
    gx_sql_addf(sql, " from api.%s t", plan->view);
    where_sql(sql, plan, false);
}

static void all_select(struct gx_sql *sql, const struct gx_plan *plan, const char *columns,
                       enum scope_kind kind) {
    gx_sql_addf(sql, "select %s from api.%s t", columns, plan->view);
    where_sql(sql, plan, false);
    if (kind != SCOPE_NONE)
        scope_sql(sql, plan->query, kind, false);
}

void gx_plan_all(struct gx_sql *sql, const struct gx_plan *plan, const char *columns, int limit) {
    bool first = true;
    if (!plan->branches || !has_branches(plan->query)) {
        all_select(sql, plan, columns, SCOPE_NONE);
    } else {
        for (int kind = SCOPE_OWN; kind <= SCOPE_DEPARTMENTS; kind++) {
            if (!has_kind(plan->query, (enum scope_kind)kind))
                continue;
            gx_sql_add(sql, first ? "" : " union all ");
            first = false;
            all_select(sql, plan, columns, (enum scope_kind)kind);
        }
    }
    if (limit > 0)
        gx_sql_addf(sql, " limit %d", limit);
}

void gx_plan_count(struct gx_sql *sql, const struct gx_plan *plan) {
    bool capped = plan->query->count == GX_QUERY_CAPPED;
    gx_sql_add(sql, "select count(*) from (");
    gx_plan_all(sql, plan, "1", capped ? GX_QUERY_COUNT_CAP + 1 : 0);
    gx_sql_add(sql, ") n");
}
