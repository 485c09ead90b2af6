// SPDX-License-Identifier: AGPL-3.0-or-later
// A page and the records that it refers to, in one statement: the page as a materialised
// expression, then each referenced resource once, through its own view. Column 0 of the result
// says what a row is: 0 of the page, i of the i-th referenced resource.
#ifndef GX_RESOURCE_INCLUDE_H
#define GX_RESOURCE_INCLUDE_H

#include "core/buf.h"
#include "resource/plan.h"

enum { GX_INCLUDE_COLUMN = 1 }; // column of the first fetched field

// Writes the whole statement for one page of at most `limit` rows.
void gx_include_page(struct gx_sql *sql, const struct gx_plan *plan, int limit);

// Number of rows of the page in the result; those of referenced records follow.
int gx_include_rows(const gx_result *rows);

// Writes the rows first..first+n-1 of the page as objects with commas between.
void gx_include_records(gx_buf *buf, const struct gx_plan *plan, const gx_result *rows, int n);

// Writes `,"included":{…}`; nothing when the query asks for none.
void gx_include_frame(gx_buf *buf, const struct gx_plan *plan, const gx_result *rows);

// For statements of other shapes (aggregates, history): the select of referenced records, whose
// ids are `ids` (our own SQL), padded to `width` columns; and their rows framed as one list.
void gx_include_select(struct gx_sql *sql, const struct gx_hints *hints, const struct gx_resource *target,
                       int mark, const char *ids, size_t width);
void gx_include_list(gx_buf *buf, const struct gx_hints *hints, const struct gx_resource *target, int mark,
                     const gx_result *rows);

#endif
