// SPDX-License-Identifier: AGPL-3.0-or-later
// The only door to SQL: a list of statements sent in one round trip (pipeline mode), each prepared once per
// connection (LRU of 200 by text). Statement texts are literals or come from the planner, which puts catalog names
// and $n together; values are always parameters, as text. SQLSTATEs become outcomes in one table (sqlstate.h);
// the database's text goes to cx->problem.cause only.
#ifndef GX_EXEC_H
#define GX_EXEC_H

#include "db/client/pool.h"

typedef struct gx_result gx_result; // rows of one statement; lives until the arena of the context is freed

struct gx_stmt {
    const char *sql;
    int n;                     // number of parameters
    const char *const *params; // text; NULL = SQL NULL. Valid UTF-8 without NUL, checked before sending
};

// GX_STMT("select ... where id = $1", id, name): array of parameters made in place (lives until the block ends).
#define GX_STMT(text, ...)                                                                                   \
    ((struct gx_stmt){(text), (int)GX_COUNT(((const char *const[]){__VA_ARGS__})),                           \
                      (const char *const[]){__VA_ARGS__}})
#define GX_STMT0(text) ((struct gx_stmt){(text), 0, NULL})

enum gx_tx {
    GX_TX_IMPLICIT = 0, // statements, Sync: one implicit transaction. For reads
    GX_TX_WHOLE = 1,    // begin, statements, commit. For writes
    GX_TX_BEGIN,        // begin, statements; stays open
    GX_TX_INSIDE,       // statements in the open transaction
    GX_TX_COMMIT,       // statements (may be none), commit
};

// Sends n (<= 64) statements and waits for all answers. out (may be NULL) gets n results, owned by the arena.
// A failing statement ends the transaction; out is then not set. COMMIT counts only when the server says COMMIT.
//   GX_E_STALE       GX409 or changed definitions: reload, replay once
//   GX_E_TAKEN       idempotency key is taken
//   GX_E_AGAIN       40001/40P01 in GX_TX_BEGIN/INSIDE/COMMIT; the other two modes retry by themselves (<= 3)
//   GX_E_UNAVAILABLE connection lost (in COMMIT: the outcome is unknown, the detail says so), time limit
// and those of sqlstate.h.
gx_rc gx_db_pipeline(gx_cx *cx, gx_lease *lease, const struct gx_stmt *stmts, size_t n, enum gx_tx tx,
                     gx_result **out) GX_MUST;

// Rolls back an open transaction; harmless otherwise.
void gx_db_rollback(gx_cx *cx, gx_lease *lease);

// COPY ... FROM STDIN inside an open transaction: begin with a literal statement, then any number of puts, then
// end. The data is COPY text format. For staging imports (worker).
gx_rc gx_db_copy_begin(gx_cx *cx, gx_lease *lease, const char *copy_sql) GX_MUST;
gx_rc gx_db_copy_put(gx_cx *cx, gx_lease *lease, const char *data, size_t len) GX_MUST;
gx_rc gx_db_copy_end(gx_cx *cx, gx_lease *lease) GX_MUST;

// Runs a script of several statements without parameters (migrations only: never with text from a request).
gx_rc gx_db_script(gx_cx *cx, gx_lease *lease, const char *script) GX_MUST;

int gx_result_rows(const gx_result *result);
int gx_result_cols(const gx_result *result);
// Rows changed by insert/update/delete, or returned by select.
int64_t gx_result_affected(const gx_result *result);
// Value as text; "" for NULL (see gx_result_is_null). Borrowed from the result.
const char *gx_result_text(const gx_result *result, int row, int col);
// Value as text; NULL for NULL.
const char *gx_result_value(const gx_result *result, int row, int col);
size_t gx_result_len(const gx_result *result, int row, int col);
bool gx_result_is_null(const gx_result *result, int row, int col);
int64_t gx_result_i64(const gx_result *result, int row, int col); // 0 for NULL
bool gx_result_bool(const gx_result *result, int row, int col);   // false for NULL
// Name of a column; number of a column or -1.
const char *gx_result_name(const gx_result *result, int col);
int gx_result_col(const gx_result *result, const char *name);

#endif
