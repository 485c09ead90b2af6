// SPDX-License-Identifier: AGPL-3.0-or-later
// The shapes of lists. For a person with scopes: one select per way to a row (resource/branch.h). Each has its
// own order and limit, so an index on (scope key, sort) serves it, whatever the data's skew.
#include "resource/plan.h"

#include "resource/branch.h"
#include "resource/cursor.h"
#include "resource/search.h"
#include <string.h>

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
    bool sees_all = query->resource->access == GX_ACCESS_OWNED && (query->right->read_scope & GX_SCOPE_ALL);
    const char *ending = !query->right->is_full ? "" : sees_all ? "_all" : "_full";
    const char *view = gx_arena_printf(arena, "%s%s", query->resource->name, ending);
    struct gx_plan *plan = gx_plan_of_view(arena, query, view);
    plan->branches = gx_branch_set(query, false);
    plan->whole_branches = gx_branch_set(query, true);
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

// Several branches may hold the same row: then the page names its sort keys, by which doubles fall together.
static void page_select(struct gx_sql *sql, const struct gx_plan *plan, int branch, bool key, int limit) {
    gx_sql_add(sql, "select ");
    columns_sql(sql, plan, "t");
    gx_sql_addf(sql, " from api.%s t", plan->view);
    where_sql(sql, plan, true);
    if (key)
        gx_branch_key_sql(sql, (enum gx_branch)branch);
    else if (branch >= 0)
        gx_branch_sql(sql, plan->query, (enum gx_branch)branch);
    gx_sql_add(sql, " order by ");
    if (key && !gx_branch_has_order(plan->query, (enum gx_branch)branch))
        gx_cursor_order_sorted(sql, plan->query, "t");
    else
        gx_cursor_order(sql, plan->query, "t");
    if (limit > 0)
        gx_sql_addf(sql, " limit %d", limit);
}

// One ordered select per key of a branch: `unnest(ids) u(k), lateral (…)`.
static void page_per_key(struct gx_sql *sql, const struct gx_plan *plan, enum gx_branch branch, int limit) {
    gx_sql_add(sql, "(select v.* from ");
    gx_branch_keys_sql(sql, plan->query, branch);
    gx_sql_add(sql, ", lateral (");
    page_select(sql, plan, (int)branch, true, limit);
    gx_sql_add(sql, ") v)");
}

static void page_branch(struct gx_sql *sql, const struct gx_plan *plan, enum gx_branch branch, int limit) {
    if (gx_branch_walks_keys(branch)) {
        page_per_key(sql, plan, branch, limit);
        return;
    }
    gx_sql_add(sql, "(");
    page_select(sql, plan, (int)branch, false, limit);
    gx_sql_add(sql, ")");
}

static void page_union(struct gx_sql *sql, const struct gx_plan *plan, int limit) {
    const struct gx_query *query = plan->query;
    bool first = true;
    gx_sql_add(sql, "select distinct on (");
    for (size_t i = 0; i < query->n_sorts; i++) {
        gx_sql_add(sql, i ? ", " : "");
        gx_sql_column(sql, "b", query->sorts[i].field->column);
    }
    gx_sql_add(sql, ") b.* from (");
    for (int branch = 0; branch < GX_BRANCH_COUNT; branch++) {
        if (!(plan->branches >> branch & 1))
            continue;
        gx_sql_add(sql, first ? "" : " union all ");
        first = false;
        page_branch(sql, plan, (enum gx_branch)branch, limit);
    }
    gx_sql_add(sql, ") b order by ");
    gx_cursor_order(sql, query, "b");
    if (limit > 0)
        gx_sql_addf(sql, " limit %d", limit);
}

void gx_plan_page(struct gx_sql *sql, const struct gx_plan *plan, int limit) {
    if (plan->branches == 1u << GX_BRANCH_OWN)
        page_select(sql, plan, GX_BRANCH_OWN, false, limit); // a single branch is the page
    else if (plan->branches == 1u << GX_BRANCH_PARTNER)
        page_select(sql, plan, GX_BRANCH_PARTNER, false, limit);
    else if (plan->branches)
        page_union(sql, plan, limit);
    else
        page_select(sql, plan, -1, false, limit);
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

static void all_select(struct gx_sql *sql, const struct gx_plan *plan, const char *columns, int branch) {
    gx_sql_addf(sql, "select %s from api.%s t", columns, plan->view);
    where_sql(sql, plan, false);
    if (branch < 0)
        return;
    gx_branch_sql(sql, plan->query, (enum gx_branch)branch);
    gx_branch_others_sql(sql, plan->query, plan->whole_branches, (enum gx_branch)branch);
}

void gx_plan_all(struct gx_sql *sql, const struct gx_plan *plan, const char *columns, int limit) {
    bool first = true;
    if (!plan->whole_branches)
        all_select(sql, plan, columns, -1);
    for (int branch = 0; branch < GX_BRANCH_COUNT; branch++) {
        if (!(plan->whole_branches >> branch & 1))
            continue;
        gx_sql_add(sql, first ? "" : " union all ");
        first = false;
        all_select(sql, plan, columns, branch);
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
