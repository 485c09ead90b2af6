// SPDX-License-Identifier: AGPL-3.0-or-later
// Pools: the round through records that have an owner. What is exempt is a stored condition, compiled and run with
// the rights of the pool's keeper; dates, warnings and what falls is the database's (job.pool_step). Each pool's
// round is one change set, so that it can be taken back.
#include "core/log.h"
#include "core/uuid.h"
#include "jobs/job.h"
#include "resource/filter.h"
#include "resource/sql.h"
#include <string.h>

struct pool {
    const char *id, *user_id, *resource, *exempt;
};

// The condition over alias t; NULL without one.
static gx_rc compile(gx_cx *cx, const struct pool *pool, struct gx_cond **out) {
    const struct gx_hints *hints;
    gx_rc rc = gx_job_hints(cx, pool->user_id, &hints);
    if (rc != GX_OK)
        return rc;
    const struct gx_resource *resource = gx_catalog_by_name(hints->catalog, pool->resource);
    if (resource == NULL)
        return gx_fail(cx, GX_E_INVALID, "/resource", "no such resource");
    return gx_filter_stored(cx, hints, resource, pool->exempt, out);
}

static struct gx_stmt step_stmt(gx_cx *cx, const struct pool *pool, const struct gx_cond *cond,
                                const char *ids) {
    struct gx_sql *sql = gx_sql_new(cx->arena);
    gx_sql_add(sql, "select job.pool_step(");
    gx_sql_param(sql, pool->id, "uuid");
    gx_sql_add(sql, ", ");
    gx_sql_param(sql, ids, "uuid[]");
    if (cond == NULL) {
        gx_sql_add(sql, ", '{}')");
        return gx_sql_stmt(sql);
    }
    gx_sql_addf(sql, ", array(select t.id from api.\"%s\" t where t.id = any (", pool->resource);
    gx_sql_param(sql, ids, "uuid[]");
    gx_sql_add(sql, ") and ");
    gx_filter_sql(sql, cond, "t");
    gx_sql_add(sql, "))");
    return gx_sql_stmt(sql);
}

// One batch behind *after, which moves on; empty when there are no more.
static gx_rc step(gx_cx *cx, const struct pool *pool, const struct gx_cond *cond, char after[37]) {
    gx_result *r;
    const struct gx_stmt batch =
        GX_STMT("select id from job.pool_batch($1, $2::uuid) id", pool->resource, after);
    gx_rc rc = gx_job_system(cx, &batch, 1, &r);
    int n = rc == GX_OK ? gx_result_rows(r) : 0;
    if (n == 0) {
        after[0] = '\0';
        return rc;
    }
    const char **ids = GX_NEW_N(cx->arena, const char *, (size_t)n);
    for (int i = 0; i < n; i++)
        ids[i] = gx_result_text(r, i, 0);
    memcpy(after, ids[n - 1], 37);
    const struct gx_stmt act = step_stmt(cx, pool, cond, gx_sql_array(cx->arena, ids, (size_t)n));
    return gx_job_write(cx, pool->user_id, "pool", &act, 1, NULL);
}

static gx_rc run_pool(gx_cx *cx, const struct pool *pool) {
    struct gx_cond *cond;
    char after[37] = "00000000-0000-0000-0000-000000000000";
    gx_uuid_new(cx->change_set_id);
    gx_rc rc = compile(cx, pool, &cond);
    while (rc == GX_OK && after[0] != '\0' && !gx_job_is_stopping()) {
        GX_AUTO_ARENA(arena) = gx_arena_new();
        gx_cx one = *cx;
        one.arena = arena;
        rc = step(&one, pool, cond, after);
        if (rc != GX_OK)
            gx_fail_cause(cx, "%s", one.problem.cause);
    }
    if (rc == GX_OK)
        return GX_OK;
    gx_log(GX_LOG_WARN, "pool", GX_LOG_S("id", pool->id), GX_LOG_S("code", gx_rc_code(rc)),
           GX_LOG_S("cause", cx->problem.cause));
    gx_cx_clear(cx);
    return rc == GX_E_UNAVAILABLE ? rc : GX_OK; // a pool that cannot run harms no other
}

static gx_rc run_pools(gx_cx *cx) {
    const struct gx_stmt stmt = GX_STMT0("select id, user_id, resource, exempt from job.pool_due()");
    gx_result *r;
    gx_rc rc = gx_job_system(cx, &stmt, 1, &r);
    for (int i = 0; rc == GX_OK && i < gx_result_rows(r) && !gx_job_is_stopping(); i++) {
        const struct pool pool = {gx_result_text(r, i, 0), gx_result_text(r, i, 1), gx_result_text(r, i, 2),
                                  gx_result_value(r, i, 3)};
        rc = run_pool(cx, &pool);
    }
    const struct gx_stmt tidy = GX_STMT0("select job.pool_tidy()");
    return rc == GX_OK ? gx_job_system(cx, &tidy, 1, NULL) : rc;
}
GX_TASK("pool", 3600, run_pools);
