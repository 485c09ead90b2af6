// SPDX-License-Identifier: AGPL-3.0-or-later
// The explicit context: who asks, with what memory, and what went wrong. Every request of the API and every
// step of a job has one; it is passed down as the first argument and nothing is ever thread-local. The lowest
// layer that knows what is wrong calls gx_fail; all others pass the value on unchanged.
#ifndef GX_CX_H
#define GX_CX_H

#include "core/arena.h"
#include "core/rc.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct gx_config;
struct gx_pool;

// What lives as long as the process. Immutable after start.
struct gx_env {
    const struct gx_config *config;
    struct gx_pool *read;      // log-in guanxi_read: transactions are read-only
    struct gx_pool *write;     // log-in guanxi_api
    struct gx_pool *exports;   // log-in guanxi_read, few connections, long time limit: streamed exports
    struct gx_pool *publisher; // log-in guanxi_publisher, for custom fields; NULL in guanxi-api
    struct gx_pool *worker;    // log-in guanxi_worker; NULL in guanxi-api
};

// Who asks. Texts are canonical lower-case UUIDs or "". Filled by the token check before a handler runs; an
// operation with auth "none" sees both ids empty.
struct gx_principal {
    char session_id[37]; // session, or id of the API key
    char user_id[37];
    char aud[16]; // "staff", "portal" or "service"
    bool is_api_key;
    bool is_view_as; // somebody else looks through the eyes of user_id
};

struct gx_problem_error {
    const char *pointer; // JSON pointer ("/name") or query parameter name; never NULL
    const char *code;    // e.g. "required", "too_long", "unknown_field"
    const char *message; // English, for developers; clients translate the code
    struct gx_problem_error *next;
};

struct gx_problem {
    gx_rc rc;                        // GX_OK: nothing wrong
    const char *code;                // from openapi/components/errors.yaml
    const char *detail;              // English; no database text, no names of tables
    struct gx_problem_error *errors; // in the order found
    struct gx_problem_error *last;
    size_t n_errors;
    const char *current; // JSON text of the record as it is now (412), or NULL
    const char *allow;   // value of the Allow header (405), or NULL
    int retry_after;     // seconds, for 429 and 503; 0 = default
    char cause[512];     // for the log only: SQLSTATE and database text
};

typedef struct gx_cx {
    gx_arena *arena;
    const struct gx_env *env;
    struct gx_principal principal;
    const char *client_ip; // address of who asks, NULL = unknown
    struct gx_problem problem;
    char request_id[37];
    char change_set_id[37]; // UUIDv7 made for every request that may write; the Change-Set header
    const char *origin;     // "api", "import", "job", "undo" ...: app.origin
    // What was assumed about rights and definitions while planning. Sent by the first statement of the
    // transaction (db/client/identity.h); a difference gives GX_E_STALE. 0 = assume nothing.
    int64_t rights_gen;
    int64_t catalog_gen;
    int attempt;             // 0 at the first call of the handler, then 1, 2 ...
    uint64_t db_us;          // time spent waiting for the database, microseconds
    uint64_t pool_us;        // time spent waiting for a connection
    unsigned db_trips;       // round trips made
    const char *subject_log; // user id for the log line, or NULL
} gx_cx;

// Sets up a context for a job step or a test. The arena stays the caller's.
void gx_cx_init(gx_cx *cx, gx_arena *arena, const struct gx_env *env);

// Notes what went wrong and returns rc, so that `return gx_fail(...)` reads well. A second call with another
// rc does not overwrite the first, except that a 5xx replaces a 4xx. With a pointer, the same is also added to
// problem.errors with the default code of rc. fmt is for developers who call the API.
gx_rc gx_fail(gx_cx *cx, gx_rc rc, const char *pointer, const char *fmt, ...) GX_PRINTF(4, 5);

// The same with a code of its own from errors.yaml, such as "totp_required". code is a static string.
gx_rc gx_fail_code(gx_cx *cx, gx_rc rc, const char *code, const char *pointer, const char *fmt, ...)
    GX_PRINTF(5, 6);

// Collects one validation error (422 unless something worse is noted) and returns GX_E_INVALID. After the last
// check: `return cx->problem.n_errors ? GX_E_INVALID : GX_OK`. At most 100 are kept.
gx_rc gx_fail_add(gx_cx *cx, const char *pointer, const char *code, const char *fmt, ...) GX_PRINTF(4, 5);

// Notes text for the log only.
void gx_fail_cause(gx_cx *cx, const char *fmt, ...) GX_PRINTF(2, 3);

// Forgets what went wrong, before another attempt.
void gx_cx_clear(gx_cx *cx);

#endif
