// SPDX-License-Identifier: AGPL-3.0-or-later
// Rows that are read while they are written out (exports): single-row mode, flat memory whatever the size.
#ifndef GX_DB_STREAM_H
#define GX_DB_STREAM_H

#include "db/client/exec.h"

typedef struct gx_db_stream gx_db_stream;

// Takes a connection of pool for as long as the stream lives, sends the statements in one implicit transaction
// and reads all results but the last, whose rows then come one by one. Errors of any statement before the first
// row are returned here. The stream is closed by gx_db_stream_close, or with the arena of cx.
gx_rc gx_db_stream_open(gx_cx *cx, gx_pool *pool, const struct gx_stmt *stmts, size_t n,
                        gx_db_stream **out) GX_MUST;

// Next row (row 0 of *row, borrowed until the next call); *row NULL at the end. After any failure the stream is
// at its end.
gx_rc gx_db_stream_next(gx_db_stream *stream, gx_result **row) GX_MUST;

// Cancels what still runs and gives the connection back. Call it as soon as possible; again is harmless.
void gx_db_stream_close(gx_db_stream *stream);

#endif
