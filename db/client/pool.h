// SPDX-License-Identifier: AGPL-3.0-or-later
// A pool of database connections of one log-in. Waiting is first come, first served: a freed connection is handed
// to the longest waiter. After 2 s of waiting the answer is 503. A connection in an unexpected state is closed
// and made anew with back-off; a restarted database is found again by itself. Only db/client includes libpq-fe.h.
#ifndef GX_POOL_H
#define GX_POOL_H

#include "core/config.h"
#include "core/cx.h"

typedef struct gx_pool gx_pool;
struct gx_conn; // one connection with its prepared statements; private to db/client

struct gx_pool_options {
    const char *role;         // "guanxi_read": log-in, and name of the password file GX_SECRETS/<role>.pw
    int size;                 // connections, 1..64
    int statement_timeout_ms; // 2000 for requests
    bool read_only;           // adds default_transaction_read_only=on
    const char *name;         // for metrics: "read", "write", "export"
};

// Makes the pool; connections are opened when first wanted (gx_pool_warm opens them all). NULL with *why when the
// password file is missing or open. A database that is not there yet is no failure.
gx_pool *gx_pool_new(const struct gx_config *config, const struct gx_pool_options *options, const char **why);

// Opens all connections now; false when one could not be opened (log text in cx->problem.cause).
bool gx_pool_warm(gx_cx *cx, gx_pool *pool);

// Closes idle connections and waits (at most 5 s) for those that are out.
void gx_pool_free(gx_pool *pool);

// A taken connection. Declare as GX_AUTO(gx_lease) lease = {0}; leaving the scope gives it back: an open
// transaction is rolled back, a connection in doubt is closed.
typedef struct gx_lease {
    gx_pool *pool;
    struct gx_conn *conn; // NULL: nothing taken
    bool in_transaction;  // between GX_TX_BEGIN and GX_TX_COMMIT
} gx_lease;

// Waits up to 2 s for a connection. GX_E_UNAVAILABLE when there is none in time or the database is away.
gx_rc gx_pool_take(gx_pool *pool, gx_cx *cx, gx_lease *lease) GX_MUST;

// Gives it back before the scope ends. Nothing happens when nothing was taken.
void gx_lease_release(gx_lease *lease);
static inline void gx_lease_cleanup(gx_lease *lease) {
    gx_lease_release(lease);
}

struct gx_pool_stats {
    const char *name;
    int size, open, idle, waiting;
    uint64_t taken, timeouts, reconnects, prepared, evicted, trips;
};
void gx_pool_read_stats(gx_pool *pool, struct gx_pool_stats *out);

#endif
