// SPDX-License-Identifier: AGPL-3.0-or-later
// One connection and its prepared statements. Private to db/client. Not shared between threads: whoever holds the
// lease holds the connection.
#ifndef GX_CONN_H
#define GX_CONN_H

#include "db/client/exec.h"
#include <libpq-fe.h>

enum { GX_PREPARED_MAX = 200 };

struct gx_prepared {
    char *sql;      // NULL: free slot
    unsigned id;    // name on the server is s<id>
    uint64_t used;  // counter of last use
    bool confirmed; // the server has said that it is prepared
};

struct gx_conn {
    PGconn *pg;
    bool broken; // in doubt: close it when it comes back
    int timeout_ms;
    unsigned next_id;
    uint64_t uses, evicted, trips;
    uint64_t hashes[GX_PREPARED_MAX];
    struct gx_prepared prepared[GX_PREPARED_MAX];
    struct gx_conn *next; // in the list of idle ones
};

struct gx_result {
    PGresult *pg;
};

// What a connection needs to know; texts belong to the caller.
struct gx_conn_options {
    const char *db, *role, *password;
    int statement_timeout_ms;
    bool read_only;
};

// Connects (at most 3 s). NULL with the reason in cause.
struct gx_conn *gx_conn_open(const struct gx_conn_options *options, char *cause, size_t cause_size);
void gx_conn_close(struct gx_conn *conn);

// False when the server has hung up meanwhile.
bool gx_conn_is_alive(struct gx_conn *conn);

// PQgetResult that gives up (and marks the connection broken) when the server says nothing for too long.
PGresult *gx_conn_result(struct gx_conn *conn);

// Runs a literal statement outside of pipelines; false marks the connection broken.
bool gx_conn_simple(struct gx_conn *conn, const char *sql);

// The slot for a text: found (*known true), or chosen. A chosen slot that was in use still holds the old
// statement: deallocate s<id>, then call gx_prepared_set.
struct gx_prepared *gx_prepared_slot(struct gx_conn *conn, const char *sql, bool *known);
void gx_prepared_set(struct gx_conn *conn, struct gx_prepared *slot, const char *sql);
void gx_prepared_drop(struct gx_conn *conn, struct gx_prepared *slot);
void gx_prepared_clear(struct gx_conn *conn);
void gx_prepared_name(const struct gx_prepared *slot, char out[16]);

// Wraps rows for the caller; freed with the arena of cx.
gx_result *gx_result_keep(gx_cx *cx, PGresult *pg);

// Notes the error of a result, or of the connection when pg is NULL.
gx_rc gx_conn_fail(gx_cx *cx, struct gx_conn *conn, const PGresult *pg);

// Connection of a lease, and the same for a role without a pool (listen, admin).
bool gx_pool_password(gx_arena *arena, const struct gx_config *config, const char *role, const char **out,
                      const char **why);

#endif
