// SPDX-License-Identifier: AGPL-3.0-or-later
// The pool. Whoever finds nothing idle stands in a queue; the head of the queue may open a connection when there
// is room and the back-off is over. A freed connection goes to the head directly, so nobody can overtake.
#include "db/client/pool.h"
#include "core/clock.h"
#include "db/client/conn.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TAKE_MS = 2000, BACKOFF_MIN_MS = 50, BACKOFF_MAX_MS = 1000, DRAIN_MS = 5000 };

struct waiter {
    pthread_cond_t wake;
    struct gx_conn *conn; // handed over
    struct waiter *next;
};

struct gx_pool {
    pthread_mutex_t lock;
    gx_arena *arena;
    struct gx_conn_options options;
    const char *name;
    int size, open, opening; // open: idle and out
    struct gx_conn *idle;
    struct waiter *head, **tail;
    uint64_t retry_at; // monotonic ms; no attempt to connect before
    unsigned backoff_ms;
    bool closing;
    struct gx_pool_stats stats;
};

bool gx_pool_password(gx_arena *arena, const struct gx_config *config, const char *role, const char **out,
                      const char **why) {
    const char *name = gx_arena_printf(arena, "%s.pw", role);
    struct gx_secret secret = gx_config_secret(arena, config->secrets_dir, name, 1, why);
    *out = (const char *)secret.data;
    return secret.data != NULL;
}

gx_pool *gx_pool_new(const struct gx_config *config, const struct gx_pool_options *options,
                     const char **why) {
    gx_arena *arena = gx_arena_new();
    gx_pool *pool = GX_NEW(arena, gx_pool);
    pool->arena = arena;
    if (!gx_pool_password(arena, config, options->role, &pool->options.password, why)) {
        *why = strdup(*why); // outlives the arena; the program ends with it
        gx_arena_free(arena);
        return NULL;
    }
    pthread_mutex_init(&pool->lock, NULL);
    pool->options.db = gx_arena_strdup(arena, config->db);
    pool->options.role = gx_arena_strdup(arena, options->role);
    pool->options.statement_timeout_ms = options->statement_timeout_ms;
    pool->options.read_only = options->read_only;
    pool->name = gx_arena_strdup(arena, options->name);
    pool->size = options->size;
    pool->tail = &pool->head;
    pool->backoff_ms = BACKOFF_MIN_MS;
    return pool;
}

// All functions named *_locked are called with pool->lock held.

static void leave_queue_locked(gx_pool *pool, struct waiter *self) {
    struct waiter **at = &pool->head;
    while (*at && *at != self)
        at = &(*at)->next;
    if (!*at)
        return;
    *at = self->next;
    if (pool->tail == &self->next)
        pool->tail = at;
}

static void wake_head_locked(gx_pool *pool) {
    if (pool->head)
        pthread_cond_signal(&pool->head->wake);
}

static bool may_open_locked(const gx_pool *pool) {
    return pool->open + pool->opening < pool->size && gx_clock_ms() >= pool->retry_at;
}

static struct timespec wake_time_locked(const gx_pool *pool, const struct waiter *self, uint64_t end) {
    uint64_t now = gx_clock_ms(), at = end;
    if (pool->head == self && pool->open + pool->opening < pool->size && pool->retry_at < end)
        at = pool->retry_at;
    return gx_clock_deadline(at > now ? (unsigned)(at - now) : 0);
}

// Waits for a connection or for the permission to open one (*may_open). False at the end of the time.
static bool wait_locked(gx_pool *pool, struct gx_conn **out, bool *may_open) {
    struct waiter self = {0};
    pthread_condattr_t attributes;
    uint64_t end = gx_clock_ms() + TAKE_MS;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&self.wake, &attributes);
    pthread_condattr_destroy(&attributes);
    *pool->tail = &self;
    pool->tail = &self.next;
    pool->stats.waiting++;
    while (!self.conn && !pool->closing) {
        *may_open = pool->head == &self && may_open_locked(pool);
        if (*may_open || gx_clock_ms() >= end)
            break;
        struct timespec at = wake_time_locked(pool, &self, end);
        pthread_cond_timedwait(&self.wake, &pool->lock, &at);
    }
    pool->stats.waiting--;
    if (!self.conn) {
        leave_queue_locked(pool, &self);
        wake_head_locked(pool); // the new head may have to look whether there is room
    }
    pthread_cond_destroy(&self.wake);
    *out = self.conn;
    return self.conn || *may_open;
}

static void hand_over_locked(gx_pool *pool, struct gx_conn *conn) {
    struct waiter *first = pool->head;
    if (!first) {
        conn->next = pool->idle;
        pool->idle = conn;
        return;
    }
    leave_queue_locked(pool, first);
    first->conn = conn;
    pthread_cond_signal(&first->wake);
}

// Opens a connection in the caller's thread; the lock is free meanwhile.
static struct gx_conn *open_locked(gx_pool *pool, gx_cx *cx) {
    char cause[200] = "";
    pool->opening++;
    pthread_mutex_unlock(&pool->lock);
    struct gx_conn *conn = gx_conn_open(&pool->options, cause, sizeof cause);
    pthread_mutex_lock(&pool->lock);
    pool->opening--;
    if (conn) {
        pool->open++;
        pool->backoff_ms = BACKOFF_MIN_MS;
        pool->retry_at = 0;
        pool->stats.reconnects++;
    } else {
        pool->retry_at = gx_clock_ms() + pool->backoff_ms;
        pool->backoff_ms = pool->backoff_ms * 2 > BACKOFF_MAX_MS ? BACKOFF_MAX_MS : pool->backoff_ms * 2;
        gx_fail_cause(cx, "connect: %s", cause);
    }
    wake_head_locked(pool);
    return conn;
}

static struct gx_conn *pop_locked(gx_pool *pool) {
    struct gx_conn *conn = pool->head || pool->closing ? NULL : pool->idle;
    if (conn)
        pool->idle = conn->next;
    return conn;
}

static gx_rc take_locked(gx_pool *pool, gx_cx *cx, struct gx_conn **out) {
    bool may_open = false;
    struct gx_conn *conn = pop_locked(pool);
    if (!conn && !wait_locked(pool, &conn, &may_open)) {
        pool->stats.timeouts++;
        return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "Too busy; try again");
    }
    if (may_open && !(conn = open_locked(pool, cx)))
        return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "The database does not answer; try again");
    pool->stats.taken++;
    *out = conn;
    return GX_OK;
}

static void drop(gx_pool *pool, struct gx_conn *conn) {
    pthread_mutex_lock(&pool->lock);
    pool->open--;
    wake_head_locked(pool);
    pthread_mutex_unlock(&pool->lock);
    gx_conn_close(conn);
}

gx_rc gx_pool_take(gx_pool *pool, gx_cx *cx, gx_lease *lease) {
    uint64_t start = gx_clock_us();
    *lease = (gx_lease){.pool = pool};
    gx_rc rc;
    for (;;) {
        pthread_mutex_lock(&pool->lock);
        rc = take_locked(pool, cx, &lease->conn);
        pthread_mutex_unlock(&pool->lock);
        if (rc != GX_OK || gx_conn_is_alive(lease->conn))
            break;
        drop(pool,
             lease->conn); // the server hung up while it was idle: ends after as many turns as there are
        lease->conn = NULL;
    }
    cx->pool_us += gx_clock_us() - start;
    return rc;
}

void gx_lease_release(gx_lease *lease) {
    struct gx_conn *conn = lease->conn;
    gx_pool *pool = lease->pool;
    if (!conn)
        return;
    lease->conn = NULL;
    if (!conn->broken && PQtransactionStatus(conn->pg) != PQTRANS_IDLE)
        gx_conn_simple(conn, "rollback");
    lease->in_transaction = false;
    bool bad = conn->broken || PQstatus(conn->pg) != CONNECTION_OK ||
               PQtransactionStatus(conn->pg) != PQTRANS_IDLE || PQpipelineStatus(conn->pg) != PQ_PIPELINE_OFF;
    pthread_mutex_lock(&pool->lock);
    pool->stats.trips += conn->trips;
    pool->stats.evicted += conn->evicted;
    conn->trips = conn->evicted = 0;
    if (bad || pool->closing) {
        pool->open--;
        wake_head_locked(pool);
    } else {
        hand_over_locked(pool, conn);
        conn = NULL;
    }
    pthread_mutex_unlock(&pool->lock);
    gx_conn_close(conn);
}

bool gx_pool_warm(gx_cx *cx, gx_pool *pool) {
    bool good = true;
    pthread_mutex_lock(&pool->lock);
    while (good && pool->open + pool->opening < pool->size) {
        struct gx_conn *conn = open_locked(pool, cx);
        good = conn != NULL;
        if (conn)
            hand_over_locked(pool, conn);
    }
    pthread_mutex_unlock(&pool->lock);
    return good;
}

void gx_pool_free(gx_pool *pool) {
    if (!pool)
        return;
    uint64_t end = gx_clock_ms() + DRAIN_MS;
    pthread_mutex_lock(&pool->lock);
    pool->closing = true;
    for (struct gx_conn *conn; (conn = pool->idle) != NULL; pool->open--) {
        pool->idle = conn->next;
        gx_conn_close(conn);
    }
    while ((pool->open > 0 || pool->opening > 0 || pool->head) && gx_clock_ms() < end) {
        wake_head_locked(pool);
        pthread_mutex_unlock(&pool->lock);
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
        pthread_mutex_lock(&pool->lock);
    }
    bool drained = pool->open == 0 && pool->opening == 0 && !pool->head;
    pthread_mutex_unlock(&pool->lock);
    if (!drained)
        return; // somebody still uses it: the process is about to end anyway
    pthread_mutex_destroy(&pool->lock);
    gx_arena_free(pool->arena);
}

void gx_pool_read_stats(gx_pool *pool, struct gx_pool_stats *out) {
    pthread_mutex_lock(&pool->lock);
    *out = pool->stats;
    out->name = pool->name;
    out->size = pool->size;
    out->open = pool->open;
    out->idle = 0;
    for (struct gx_conn *conn = pool->idle; conn; conn = conn->next)
        out->idle++;
    pthread_mutex_unlock(&pool->lock);
}
