// SPDX-License-Identifier: AGPL-3.0-or-later
// The opaque page mark: the sort values of the last row, signed for this person and query.
#ifndef GX_RESOURCE_CURSOR_H
#define GX_RESOURCE_CURSOR_H

#include "resource/query.h"

// Fills query->after. GX_E_MALFORMED when the mark was altered, belongs to somebody else or to
// another query.
GX_MUST gx_rc gx_cursor_read(gx_cx *cx, struct gx_query *query, const char *text);

// The mark behind a row with these sort values (query->n_sorts of them, NULL = SQL NULL).
const char *gx_cursor_write(gx_cx *cx, const struct gx_query *query, const char *const *values);

// Writes the condition "after the mark" over rows called `alias`.
void gx_cursor_sql(struct gx_sql *sql, const struct gx_query *query, const char *alias);

// Writes `alias.a desc, alias.id desc`.
void gx_cursor_order(struct gx_sql *sql, const struct gx_query *query, const char *alias);

// The same order in words that fit no index, so that the rows are fetched first and then sorted: an index on the sort
// field alone would be walked through all that others may see.
void gx_cursor_order_sorted(struct gx_sql *sql, const struct gx_query *query, const char *alias);

#endif
