// SPDX-License-Identifier: AGPL-3.0-or-later
// Who speaks to the database: the first statement of each transaction, in one place, and the short forms around
// it. Nothing survives the transaction.
#include "db/client/identity.h"
#include "core/buf.h"

#include <inttypes.h>
#include <string.h>

enum { STMTS_MAX = 60 };

// Nothing is written through somebody else's eyes (write_check). One row always. The left join makes a session that is gone visible to enter_check, which raises GX401; other
// generations than those planned with raise GX409.
static const char ENTER[] =
    "select set_config('app.user_id', i.user_id::text, true), set_config('app.actor_id', i.actor_id::text, "
    "true),"
    " set_config('app.session_id', $1::text, true), set_config('app.request_id', $4, true),"
    " set_config('app.change_set_id', $5, true), set_config('app.origin', $6, true),"
    " set_config('app.client_ip', coalesce($7, ''), true),"
    " api.enter_check(i.user_id, i.rights_gen, $2::bigint, i.catalog_gen, $3::bigint, i.limits, $7),"
    " api.write_check(i.user_id, i.actor_id)"
    " from (select $1::uuid as sid) v left join api.identity i on i.session_id = v.sid";

// What only writes record (actor, request, change set, origin) is not set for reads: each setting costs 2 us.
static const char ENTER_READING[] =
    "select set_config('app.user_id', i.user_id::text, true), set_config('app.session_id', $1::text, true),"
    " api.enter_check(i.user_id, i.rights_gen, $2::bigint, i.catalog_gen, $3::bigint, i.limits, $4)"
    " from (select $1::uuid as sid) v left join api.identity i on i.session_id = v.sid";

static const char NOBODY[] =
    "select set_config('app.user_id', '', true), set_config('app.actor_id', '', true),"
    " set_config('app.session_id', '', true), set_config('app.request_id', $1, true),"
    " set_config('app.change_set_id', $2, true), set_config('app.origin', $3, true)";

static struct gx_stmt stmt(gx_cx *cx, const char *sql, const char *const *params, int n) {
    return (struct gx_stmt){sql, n, gx_arena_memdup(cx->arena, params, (size_t)n * sizeof *params)};
}

static const char *generation(gx_cx *cx, int64_t value) {
    return value ? gx_arena_printf(cx->arena, "%" PRId64, value) : NULL;
}

struct gx_stmt gx_identity_enter(gx_cx *cx) {
    const char *params[] = {cx->principal.session_id,
                            generation(cx, cx->rights_gen),
                            generation(cx, cx->catalog_gen),
                            cx->request_id,
                            cx->change_set_id,
                            cx->origin,
                            cx->client_ip};
    return stmt(cx, ENTER, params, GX_COUNT(params));
}

struct gx_stmt gx_identity_reading(gx_cx *cx) {
    const char *params[] = {cx->principal.session_id, generation(cx, cx->rights_gen),
                            generation(cx, cx->catalog_gen), cx->client_ip};
    return stmt(cx, ENTER_READING, params, GX_COUNT(params));
}

struct gx_stmt gx_identity_none(gx_cx *cx) {
    const char *params[] = {cx->request_id, cx->change_set_id, cx->origin};
    return stmt(cx, NOBODY, params, GX_COUNT(params));
}

struct gx_stmt gx_identity_worker(gx_cx *cx, const char *user_id, const char *change_set,
                                  const char *origin) {
    const char *params[] = {user_id, change_set, origin};
    return stmt(cx, "select api.worker_enter($1::uuid, $2::uuid, $3)", params, GX_COUNT(params));
}

static struct gx_stmt first_stmt(gx_cx *cx, enum gx_tx tx) {
    if (!*cx->principal.session_id)
        return gx_identity_none(cx);
    return tx == GX_TX_IMPLICIT ? gx_identity_reading(cx) : gx_identity_enter(cx);
}

// first, then (optionally) the claim, then stmts; out gets the results of stmts only.
static gx_rc run(gx_cx *cx, gx_lease *lease, const struct gx_stmt *claim, const struct gx_stmt *stmts,
                 size_t n, enum gx_tx tx, gx_result **out) {
    struct gx_stmt all[STMTS_MAX + 2];
    gx_result *results[STMTS_MAX + 2];
    size_t before = 0;
    if (n > STMTS_MAX)
        return gx_fail(cx, GX_E_INTERNAL, NULL, "Too many statements at once");
    all[before++] = first_stmt(cx, tx);
    if (claim)
        all[before++] = *claim;
    if (n)
        memcpy(all + before, stmts, n * sizeof *stmts);
    gx_rc rc = gx_db_pipeline(cx, lease, all, n + before, tx, results);
    if (rc == GX_OK && out && n)
        memcpy(out, results + before, n * sizeof *out);
    return rc;
}

gx_rc gx_identity_read(gx_cx *cx, const struct gx_stmt *stmts, size_t n, gx_result **out) {
    GX_AUTO(gx_lease) lease = {0};
    gx_rc rc = gx_pool_take(cx->env->read, cx, &lease);
    return rc == GX_OK ? run(cx, &lease, NULL, stmts, n, GX_TX_IMPLICIT, out) : rc;
}

gx_rc gx_identity_write(gx_cx *cx, const struct gx_stmt *stmts, size_t n, gx_result **out) {
    GX_AUTO(gx_lease) lease = {0};
    gx_rc rc = gx_pool_take(cx->env->write, cx, &lease);
    return rc == GX_OK ? run(cx, &lease, NULL, stmts, n, GX_TX_WHOLE, out) : rc;
}

static gx_rc post_with_key(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs,
                           const struct gx_stmt *stmts, size_t n, gx_identity_answer answer, void *data) {
    GX_AUTO(gx_lease) lease = {0};
    gx_result *results[STMTS_MAX + 2] = {0};
    struct gx_stmt claim = gx_identity_claim(cx, rq);
    gx_rc rc = gx_pool_take(cx->env->write, cx, &lease);
    if (rc == GX_OK)
        rc = run(cx, &lease, &claim, stmts, n, GX_TX_BEGIN, results);
    if (rc == GX_OK)
        rc = answer(cx, rq, rs, results, data);
    if (rc != GX_OK)
        return rc; // the lease rolls back, the key is free again
    struct gx_stmt store = gx_identity_store(cx, rq, rs);
    return gx_db_pipeline(cx, &lease, &store, 1, GX_TX_COMMIT, NULL);
}

gx_rc gx_identity_post(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs,
                       const struct gx_stmt *stmts, size_t n, gx_identity_answer answer, void *data) {
    gx_result *results[STMTS_MAX + 2] = {0};
    if (rq->idempotency_key && *cx->principal.session_id)
        return post_with_key(cx, rq, rs, stmts, n, answer, data);
    gx_rc rc = gx_identity_write(cx, stmts, n, results);
    return rc == GX_OK ? answer(cx, rq, rs, results, data) : rc;
}
