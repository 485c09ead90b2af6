// SPDX-License-Identifier: AGPL-3.0-or-later
// The ways in which a scoped person's rows can be reached, each by an index on one column: his own, those of whom he
// stands in for, of his people, his departments, territories, his partner, what is shared with him, the cells that
// matrix rules open. Conditions over the published views; they only remove rows.
#ifndef GX_RESOURCE_BRANCH_H
#define GX_RESOURCE_BRANCH_H

#include "resource/query.h"
#include "resource/sql.h"

enum gx_branch {
    GX_BRANCH_OWN,
    GX_BRANCH_DEPUTY,
    GX_BRANCH_SUBORDINATES,
    GX_BRANCH_DEPARTMENTS,
    GX_BRANCH_TERRITORIES,
    GX_BRANCH_PARTNER,
    GX_BRANCH_SHARES,
    GX_BRANCH_CELLS,
    GX_BRANCH_COUNT
};

// The branches that a query has, as bits; 0: it is answered by the plain view. whole: every row is needed (counts,
// sums, exports), not a page in order.
unsigned gx_branch_set(const struct gx_query *query, bool whole);

// Is a page of the branch one ordered walk for each of several keys? Else one select serves it: its only key has an
// order, or its keys are single rows, which are fetched at once and sorted.
bool gx_branch_walks_keys(enum gx_branch branch);

// Does an index hold the rows of each key in the order of the query?
bool gx_branch_has_order(const struct gx_query *query, enum gx_branch branch);

// Writes ` and <the row belongs to the branch>`, for all keys at once.
void gx_branch_sql(struct gx_sql *sql, const struct gx_query *query, enum gx_branch branch);

// Writes ` and <the row belongs to none of the branches before this one>`.
void gx_branch_others_sql(struct gx_sql *sql, const struct gx_query *query, unsigned set,
                          enum gx_branch branch);

// Writes ` and t.<column> = u.k`, and the source of the keys: `unnest($n) u(k)`.
void gx_branch_key_sql(struct gx_sql *sql, enum gx_branch branch);
void gx_branch_keys_sql(struct gx_sql *sql, const struct gx_query *query, enum gx_branch branch);

#endif
