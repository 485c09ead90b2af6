// SPDX-License-Identifier: AGPL-3.0-or-later
// Which branches a person's list has, and the SQL of each; see branch.h. The view decides again, row by row.
#include "resource/branch.h"

#include <string.h>

static const struct kind {
    const char *column, *type;
    const char *source; // keys from the database instead of the hints
    bool is_single;
    bool by_name; // large resources have an index on (column, name)
} kinds[GX_BRANCH_COUNT] = {
    [GX_BRANCH_OWN] = {"owner_id", "uuid", NULL, true, false},
    [GX_BRANCH_DEPUTY] = {"owner_id", "uuid[]", NULL, false, false},
    [GX_BRANCH_SUBORDINATES] = {"owner_id", "uuid[]", NULL, false, false},
    [GX_BRANCH_DEPARTMENTS] = {"department_id", "uuid[]", NULL, false, true},
    [GX_BRANCH_TERRITORIES] = {"territory_id", "uuid[]", NULL, false, true},
    [GX_BRANCH_PARTNER] = {"partner_id", "uuid", NULL, true, false},
    [GX_BRANCH_SHARES] = {"id", "text", "select m.record_id from api.my_share m where m.resource = ", false,
                          false},
    [GX_BRANCH_CELLS] = {"cell_id", "int[]", NULL, false, false},
};

static bool has_field(const struct gx_query *query, const char *name, size_t len) {
    return gx_catalog_field(query->resource, name, len) != NULL;
}

static bool has(const struct gx_query *query, enum gx_branch branch) {
    const struct gx_hints *hints = query->hints;
    unsigned scope = query->right->read_scope;
    switch (branch) {
    case GX_BRANCH_OWN:
        return scope & GX_SCOPE_OWN;
    case GX_BRANCH_DEPUTY:
        return hints->has_deputies;
    case GX_BRANCH_SUBORDINATES:
        return (scope & GX_SCOPE_SUBORDINATES) && hints->has_subordinates;
    case GX_BRANCH_DEPARTMENTS:
        return query->resource->has_department && (scope & (GX_SCOPE_DEPARTMENT | GX_SCOPE_SUBTREE));
    case GX_BRANCH_TERRITORIES:
        return (scope & GX_SCOPE_TERRITORY) && hints->has_territories && has_field(query, "territory_id", 12);
    case GX_BRANCH_PARTNER:
        return (scope & GX_SCOPE_PARTNER) && *hints->partner_id && has_field(query, "partner_id", 10);
    case GX_BRANCH_SHARES:
        return hints->has_shares && (query->resource->operations >> GX_OPERATION_SHARE & 1);
    case GX_BRANCH_CELLS:
        return query->right->cells == GX_CELLS_KEYS || query->right->cells == GX_CELLS_MIXED;
    case GX_BRANCH_COUNT:
        break;
    }
    return false;
}

static bool is_plain(const struct gx_query *query, bool whole) {
    enum gx_cells cells = query->right->cells;
    return (query->right->read_scope & GX_SCOPE_ALL) || cells == GX_CELLS_WALK ||
           (cells == GX_CELLS_MIXED && !whole) || gx_filter_pins(query->where);
}

unsigned gx_branch_set(const struct gx_query *query, bool whole) {
    const struct gx_resource *resource = query->resource;
    unsigned set = 0;
    if (resource->access != GX_ACCESS_OWNED || !resource->has_owner || query->right->read_scope == 0)
        return 0;
    if (is_plain(query, whole))
        return 0;
    for (int branch = 0; branch < GX_BRANCH_COUNT; branch++)
        if (has(query, (enum gx_branch)branch))
            set |= 1u << branch;
    return set;
}

bool gx_branch_walks_keys(enum gx_branch branch) {
    return !kinds[branch].is_single && branch != GX_BRANCH_SHARES;
}

bool gx_branch_has_order(const struct gx_query *query, enum gx_branch branch) {
    const char *by = query->sorts[0].field->name, *name = query->resource->name_field;
    return strcmp(by, "created_at") == 0 || (kinds[branch].by_name && name && strcmp(by, name) == 0);
}

// The value of a branch's keys: ids of the hints, or the resource's name for a source of the database.
static const char *keys_of(const struct gx_query *query, enum gx_branch branch) {
    const struct gx_hints *hints = query->hints;
    switch (branch) {
    case GX_BRANCH_OWN:
        return hints->user_id;
    case GX_BRANCH_DEPUTY:
        return hints->deputy_for;
    case GX_BRANCH_SUBORDINATES:
        return hints->subordinate_ids;
    case GX_BRANCH_DEPARTMENTS:
        return (query->right->read_scope & GX_SCOPE_SUBTREE) ? hints->subtree_ids : hints->department_ids;
    case GX_BRANCH_TERRITORIES:
        return hints->territory_ids;
    case GX_BRANCH_PARTNER:
        return hints->partner_id;
    case GX_BRANCH_CELLS:
        return query->right->cell_ids;
    case GX_BRANCH_SHARES:
    case GX_BRANCH_COUNT:
        break;
    }
    return query->resource->name;
}

static void source_sql(struct gx_sql *sql, const struct gx_query *query, enum gx_branch branch) {
    const struct kind *kind = &kinds[branch];
    gx_sql_add(sql, kind->source ? kind->source : "");
    gx_sql_param(sql, keys_of(query, branch), kind->type);
}

static void member_sql(struct gx_sql *sql, const struct gx_query *query, enum gx_branch branch) {
    const struct kind *kind = &kinds[branch];
    gx_sql_addf(sql, "t.%s = ", kind->column);
    gx_sql_add(sql, kind->is_single ? "" : kind->source ? "any(array(" : "any(");
    source_sql(sql, query, branch);
    gx_sql_add(sql, kind->is_single ? "" : kind->source ? "))" : ")");
}

void gx_branch_sql(struct gx_sql *sql, const struct gx_query *query, enum gx_branch branch) {
    gx_sql_add(sql, " and ");
    member_sql(sql, query, branch);
}

void gx_branch_others_sql(struct gx_sql *sql, const struct gx_query *query, unsigned set,
                          enum gx_branch branch) {
    for (int other = 0; other < (int)branch; other++) {
        if (!(set >> other & 1))
            continue;
        gx_sql_add(sql, " and (");
        member_sql(sql, query, (enum gx_branch)other);
        gx_sql_add(sql, ") is not true");
    }
}

void gx_branch_key_sql(struct gx_sql *sql, enum gx_branch branch) {
    gx_sql_addf(sql, " and t.%s = u.k", kinds[branch].column);
}

void gx_branch_keys_sql(struct gx_sql *sql, const struct gx_query *query, enum gx_branch branch) {
    gx_sql_add(sql, kinds[branch].source ? "(" : "unnest(");
    source_sql(sql, query, branch);
    gx_sql_add(sql, ") u(k)");
}
