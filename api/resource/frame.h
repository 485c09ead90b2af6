// SPDX-License-Identifier: AGPL-3.0-or-later
// Rows as JSON text, straight from the database's text by the types of the catalog.
#ifndef GX_RESOURCE_FRAME_H
#define GX_RESOURCE_FRAME_H

#include "core/buf.h"
#include "db/client/exec.h"
#include "resource/catalog.h"

// One value as JSON. Decimals keep at most the places that carry something (money two at least);
// times become RFC 3339 in UTC; arrays and json arrive as JSON already.
void gx_frame_value(gx_buf *buf, enum gx_type type, const char *text, size_t len);

// One row as an object: field i stands in column columns[i] of the result.
void gx_frame_record(gx_buf *buf, const struct gx_field *const *fields, const int *columns, size_t n,
                     const gx_result *rows, int row);

// Length of a decimal text without the zeros that say nothing.
size_t gx_frame_trim(enum gx_type type, const char *text, size_t len);

// "2026-01-31 08:00:00.123+00" as "2026-01-31T08:00:00.123Z", without quotes.
void gx_frame_time(gx_buf *buf, const char *text, size_t len);

#endif
