// SPDX-License-Identifier: AGPL-3.0-or-later
// One action on many records: the same checks and statements as the request for few, 200 at a time, in one change
// set that bears the job's id. Taken up again after a lost worker it does the rest: what is done changes nothing.
#include "resource/bulk.h"

#include "core/json.h"
#include "jobs/job.h"
#include "resource/sql.h"
#include <string.h>

enum { RECORDS_MAX = 100000 };

struct sums {
    int64_t of[GX_BULK_STATUSES];
};

static gx_rc read_bulk(gx_cx *cx, const struct gx_job *job, struct gx_bulk *out) {
    struct gx_run run;
    const char *name = gx_json_str(job->params, "resource");
    gx_rc rc = gx_job_hints(cx, job->user_id, &run.hints);
    if (rc != GX_OK)
        return rc;
    run.resource = name == NULL ? NULL : gx_catalog_by_name(run.hints->catalog, name);
    if (run.resource == NULL)
        return gx_fail(cx, GX_E_NOT_FOUND, NULL, "there is no such resource");
    run.right = gx_rights_of(run.hints, run.resource);
    rc = gx_run_may(cx, &run, GX_OPERATION_BULK);
    return rc == GX_OK ? gx_bulk_read(cx, &run, json_object_get(job->params, "body"), out) : rc;
}

static gx_rc choose(gx_cx *cx, const struct gx_job *job, struct gx_bulk *bulk) {
    gx_result *results[2];
    if (bulk->ids != NULL)
        return GX_OK;
    // A search is planned with its words.
    const struct gx_stmt stmts[] = {
        GX_STMT0("select set_config('plan_cache_mode', 'force_custom_plan', true)"),
        gx_bulk_select(cx, bulk, RECORDS_MAX)};
    gx_rc rc = gx_job_write(cx, job->user_id, "bulk", stmts, GX_COUNT(stmts), results);
    if (rc != GX_OK)
        return rc;
    const gx_result *r = results[1];
    bulk->n_ids = (size_t)gx_result_rows(r);
    bulk->ids = GX_NEW_N(cx->arena, const char *, bulk->n_ids + 1);
    for (size_t i = 0; i < bulk->n_ids; i++)
        bulk->ids[i] = gx_result_text(r, (int)i, 0);
    return GX_OK;
}

static enum gx_bulk_status status_of(gx_rc rc) {
    if (rc == GX_E_CONFLICT)
        return GX_BULK_CONFLICT;
    if (rc == GX_E_INVALID)
        return GX_BULK_INVALID;
    return rc == GX_E_FORBIDDEN ? GX_BULK_FORBIDDEN : GX_BULK_NOT_FOUND;
}

static bool is_of_item(gx_rc rc) {
    return rc == GX_E_CONFLICT || rc == GX_E_INVALID || rc == GX_E_FORBIDDEN || rc == GX_E_NOT_FOUND;
}

// A refused group is halved until the refused records stand alone.
static gx_rc act(gx_cx *root, const struct gx_job *job, const struct gx_bulk *bulk, size_t from, size_t n,
                 struct sums *sums) {
    gx_rc rc;
    {
        GX_AUTO_ARENA(arena) = gx_arena_new();
        gx_cx cx = *root;
        gx_result *r[3];
        cx.arena = arena;
        const char *ids = gx_sql_array(arena, bulk->ids + from, n);
        const struct gx_stmt stmts[] = {GX_STMT("select api.change_set_note('bulk', $1, $2)",
                                                bulk->run.resource->name, gx_operation_names[bulk->action]),
                                        gx_bulk_stmt(&cx, bulk, ids), gx_bulk_seen(&cx, bulk, ids)};
        rc = gx_job_write(&cx, job->user_id, "bulk", stmts, 3, r);
        for (size_t i = 0; rc == GX_OK && i < n; i++)
            sums->of[gx_bulk_status_of(bulk, bulk->ids[from + i], r[1], r[2])]++;
        if (rc != GX_OK && !is_of_item(rc))
            return gx_fail_cause(root, "%s", cx.problem.cause),
                   gx_fail(root, rc, NULL, "a group was not written");
    }
    if (rc == GX_OK)
        return GX_OK;
    if (n == 1) {
        sums->of[status_of(rc)]++;
        return GX_OK;
    }
    rc = act(root, job, bulk, from, n / 2, sums);
    return rc == GX_OK ? act(root, job, bulk, from + n / 2, n - n / 2, sums) : rc;
}

static gx_rc run(gx_cx *cx, struct gx_job *job) {
    struct gx_bulk bulk;
    struct sums sums = {{0}};
    memcpy(cx->change_set_id, job->id, 37);
    gx_rc rc = read_bulk(cx, job, &bulk);
    if (rc == GX_OK)
        rc = choose(cx, job, &bulk);
    for (size_t i = 0; rc == GX_OK && i < bulk.n_ids; i += GX_BULK_IDS) {
        size_t left = bulk.n_ids - i;
        rc = gx_job_progress(cx, job, (int64_t)i, (int64_t)bulk.n_ids);
        if (rc == GX_OK)
            rc = act(cx, job, &bulk, i, left < GX_BULK_IDS ? left : GX_BULK_IDS, &sums);
    }
    if (rc == GX_OK)
        rc = gx_job_progress(cx, job, (int64_t)bulk.n_ids, (int64_t)bulk.n_ids);
    if (rc != GX_OK)
        return rc;
    job->result = gx_json_keep(cx->arena, json_pack("{s:s}", "change_set_id", cx->change_set_id));
    for (size_t s = 0; s < GX_BULK_STATUSES; s++)
        json_object_set_new(job->result, gx_bulk_names[s], json_integer((json_int_t)sums.of[s]));
    return GX_OK;
}
GX_JOB("bulk", run);
