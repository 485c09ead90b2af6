// SPDX-License-Identifier: AGPL-3.0-or-later
// What running jobs ask of the worker: transactions under a person's rights, progress, rights for planning.
#include "jobs/job.h"

#include "resource/engine.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { STATEMENTS = 60 };

gx_rc gx_job_write(gx_cx *cx, const char *user_id, const char *origin, const struct gx_stmt *stmts, size_t n,
                   gx_result **out) {
    GX_AUTO(gx_lease) lease = {0};
    struct gx_stmt all[STATEMENTS + 1];
    gx_result *results[STATEMENTS + 1];
    if (n > STATEMENTS)
        return gx_fail(cx, GX_E_INTERNAL, NULL, "too many statements");
    all[0] = gx_identity_worker(cx, user_id, cx->change_set_id, origin);
    memcpy(all + 1, stmts, n * sizeof *stmts);
    gx_rc rc = gx_pool_take(cx->env->worker, cx, &lease);
    if (rc == GX_OK)
        rc = gx_db_pipeline(cx, &lease, all, n + 1, GX_TX_WHOLE, results);
    if (rc == GX_OK && out != NULL)
        memcpy(out, results + 1, n * sizeof *out);
    return rc;
}

gx_rc gx_job_system(gx_cx *cx, const struct gx_stmt *stmts, size_t n, gx_result **out) {
    GX_AUTO(gx_lease) lease = {0};
    gx_rc rc = gx_pool_take(cx->env->worker, cx, &lease);
    return rc == GX_OK ? gx_db_pipeline(cx, &lease, stmts, n, GX_TX_WHOLE, out) : rc;
}

gx_rc gx_job_drain(gx_cx *cx, const char *statement) {
    const struct gx_stmt stmt = GX_STMT0(statement);
    gx_rc rc = GX_OK;
    for (bool more = true; rc == GX_OK && more && !gx_job_is_stopping();) {
        gx_result *r;
        rc = gx_job_system(cx, &stmt, 1, &r);
        more = rc == GX_OK && gx_result_i64(r, 0, 0) > 0;
    }
    return rc;
}

gx_rc gx_job_hints(gx_cx *cx, const char *user_id, const struct gx_hints **out) {
    GX_AUTO(gx_lease) lease = {0};
    struct gx_catalog *catalog;
    gx_rc rc = gx_engine_use_catalog(cx, &catalog);
    if (rc == GX_OK)
        rc = gx_pool_take(cx->env->worker, cx, &lease);
    if (rc != GX_OK)
        return rc;
    return gx_rights_load(cx, &lease, gx_identity_worker(cx, user_id, NULL, "job"), catalog, out);
}

gx_rc gx_job_progress(gx_cx *cx, const struct gx_job *job, int64_t done, int64_t total) {
    if (gx_job_is_stopping())
        return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "stopping");
    const struct gx_stmt stmt =
        GX_STMT("select job.progress($1::uuid, $2::bigint, $3::bigint, $4::bigint)", job->id,
                gx_arena_printf(cx->arena, "%lld", (long long)job->fence),
                done < 0 ? NULL : gx_arena_printf(cx->arena, "%lld", (long long)done),
                total < 0 ? NULL : gx_arena_printf(cx->arena, "%lld", (long long)total));
    gx_result *result;
    gx_rc rc = gx_job_system(cx, &stmt, 1, &result);
    if (rc != GX_OK)
        return rc;
    return gx_result_bool(result, 0, 0) ? GX_OK
                                        : gx_fail_code(cx, GX_E_CONFLICT, "wrong_state", NULL, "cancelled");
}
