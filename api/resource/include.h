// SPDX-License-Identifier: AGPL-3.0-or-later
// A page and the records that it refers to: two statements of one round trip, the page itself and
// each referenced resource once, through its own view. In statements that carry referenced
// records, column 0 says what a row is: 0 of the main part, i of the i-th resource.
#ifndef GX_RESOURCE_INCLUDE_H
#define GX_RESOURCE_INCLUDE_H

#include "core/buf.h"
#include "resource/plan.h"

// Writes the statement of one page of at most `limit` rows, one column per column of the plan.
void gx_include_page(struct gx_sql *sql, const struct gx_plan *plan, int limit);

// Writes the statement of the records that this page refers to; false when the query asks for none.
bool gx_include_refs(struct gx_sql *sql, const struct gx_plan *plan, int limit);

// Number of rows of the main part, for statements that carry both.
int gx_include_rows(const gx_result *rows);

// Writes the first n rows of the page as objects with commas between.
void gx_include_records(gx_buf *buf, const struct gx_plan *plan, const gx_result *rows, int n);

// Writes `,"included":{…}` from the result of gx_include_refs; nothing when the query asks for none.
void gx_include_frame(gx_buf *buf, const struct gx_plan *plan, const gx_result *refs);

// For statements of other shapes (aggregates, history): the select of referenced records, whose
// ids are `ids` (our own SQL), padded to `width` columns; and their rows framed as one list.
void gx_include_select(struct gx_sql *sql, const struct gx_hints *hints, const struct gx_resource *target,
                       int mark, const char *ids, size_t width);
void gx_include_list(gx_buf *buf, const struct gx_hints *hints, const struct gx_resource *target, int mark,
                     const gx_result *rows);

#endif
