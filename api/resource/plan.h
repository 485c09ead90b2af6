// SPDX-License-Identifier: AGPL-3.0-or-later
// How rows are fetched: the plain view for who sees all, disjoint branches per scope for who
// sees some. Branches only add conditions to the view, so a wrong one loses rows and never
// shows any; a test compares both. Knows SQL shapes; sends nothing.
#ifndef GX_RESOURCE_PLAN_H
#define GX_RESOURCE_PLAN_H

#include "resource/query.h"

struct gx_plan {
    const struct gx_query *query;
    const char *view;        // below schema api, e.g. "account_full", "account_bin"
    unsigned branches;       // pages: one select for each of these bits of enum gx_branch; 0: the plain view
    unsigned whole_branches; // the same for what needs every row
    const struct gx_field **columns; // fetched: shown, sorted by, referenced
    size_t n_columns;
};

// The plan for live rows.
struct gx_plan *gx_plan_new(gx_arena *arena, const struct gx_query *query);

// The plan for rows of another view without scope branches ("account_bin").
struct gx_plan *gx_plan_of_view(gx_arena *arena, const struct gx_query *query, const char *view);

// Writes `select t.a, t.b … order by … limit n`: one page in order, behind the cursor.
void gx_plan_page(struct gx_sql *sql, const struct gx_plan *plan, int limit);

// Writes the select of a row that the query names by its id: no order, no limit, nothing around it, since all
// that the executor must set up costs as much as the look-up itself. Values as the framing wants them.
void gx_plan_one(struct gx_sql *sql, const struct gx_plan *plan);

// Writes `select <columns> …` of all rows that fit, in no order. `columns` is over alias t.
// limit 0 = none.
void gx_plan_all(struct gx_sql *sql, const struct gx_plan *plan, const char *columns, int limit);

// Writes `select count(*) from …`, capped at GX_QUERY_COUNT_CAP + 1 when the query says so.
void gx_plan_count(struct gx_sql *sql, const struct gx_plan *plan);

// Number of a fetched column, -1 when it is not fetched.
int gx_plan_column(const struct gx_plan *plan, const struct gx_field *field);

// Writes the value of a field as the framing wants it (arrays as JSON).
void gx_plan_value(struct gx_sql *sql, const struct gx_field *field, const char *alias);

#endif
