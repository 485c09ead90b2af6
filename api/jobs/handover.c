// SPDX-License-Identifier: AGPL-3.0-or-later
// 交接: the date of a planned one opens its job. The job divides all records once, in one transaction with the closing
// of the log-in, then moves them some at a time. Its change set bears the id of the hand-over; taken up again after a
// lost worker it does what still waits.
#include "actions/handover/split.h"
#include "core/json.h"
#include "jobs/job.h"
#include <string.h>

enum { RESOURCES = 50 };

static gx_rc open_due(gx_cx *cx) {
    const struct gx_stmt stmt = GX_STMT0("select job.handover_due()");
    return gx_job_system(cx, &stmt, 1, NULL);
}
GX_TASK("handover", 10, open_due);

static gx_rc write_one(gx_cx *cx, const struct gx_job *job, struct gx_stmt stmt, gx_result **out) {
    return gx_job_write(cx, job->user_id, "handover", &stmt, 1, out);
}

static gx_rc divide(gx_cx *cx, const struct gx_job *job, const char *id) {
    const struct gx_hints *hints;
    struct gx_handover handover;
    struct gx_stmt *takes, stmts[RESOURCES + 1];
    const char *params[1];
    gx_result *row, *results[RESOURCES + 1];
    size_t n;
    gx_rc rc = gx_job_hints(cx, job->user_id, &hints);
    if (rc == GX_OK)
        rc = write_one(cx, job, gx_handover_select(id, params), &row);
    if (rc == GX_OK)
        rc = gx_handover_read(cx, id, row, &handover);
    if (rc == GX_OK)
        rc = gx_handover_split(cx, hints, &handover, "job.handover_take", &takes, &n);
    if (rc != GX_OK)
        return rc;
    if (n > RESOURCES)
        return gx_fail(cx, GX_E_INTERNAL, NULL, "too many resources");
    stmts[0] = GX_STMT("select job.handover_begin($1::uuid)", id);
    memcpy(stmts + 1, takes, n * sizeof *stmts);
    return gx_job_write(cx, job->user_id, "handover", stmts, n + 1, results);
}

static gx_rc is_divided(gx_cx *cx, const struct gx_job *job, const char *id, bool *out) {
    gx_result *r;
    gx_rc rc = write_one(cx, job,
                         GX_STMT("select exists (select from api.handover where id = $1::uuid "
                                 "and started_at is not null)",
                                 id),
                         &r);
    if (rc == GX_OK)
        *out = gx_result_bool(r, 0, 0);
    return rc;
}

// One step in an arena of its own; *n records were looked at, -1 at the end.
static gx_rc step(gx_cx *root, const struct gx_job *job, const char *id, int64_t *n) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    gx_cx cx = *root;
    gx_result *r;
    cx.arena = arena;
    gx_rc rc = write_one(&cx, job, GX_STMT("select job.handover_step($1::uuid)", id), &r);
    if (rc == GX_OK)
        *n = gx_result_is_null(r, 0, 0) ? -1 : gx_result_i64(r, 0, 0);
    else
        gx_fail_cause(root, "%s", cx.problem.cause), (void)gx_fail(root, rc, NULL, "a step was not done");
    return rc;
}

static gx_rc move(gx_cx *cx, struct gx_job *job, const char *id) {
    const struct gx_stmt count = GX_STMT("select * from job.handover_count($1::uuid)", id);
    gx_result *r;
    gx_rc rc = gx_job_system(cx, &count, 1, &r);
    int64_t done = rc == GX_OK ? gx_result_i64(r, 0, 0) : 0, total = rc == GX_OK ? gx_result_i64(r, 0, 1) : 0;
    for (int64_t n = 0; rc == GX_OK && n >= 0; done += n) {
        rc = gx_job_progress(cx, job, done, total);
        if (rc == GX_OK)
            rc = step(cx, job, id, &n);
    }
    return rc == GX_OK ? gx_job_progress(cx, job, total, total) : rc;
}

static gx_rc run(gx_cx *cx, struct gx_job *job) {
    const char *id = gx_json_str(job->params, "handover_id");
    bool divided = false;
    gx_result *r;
    if (id == NULL || strlen(id) != 36)
        return gx_fail(cx, GX_E_INTERNAL, NULL, "the job names no hand-over");
    memcpy(cx->change_set_id, id, 37);
    gx_rc rc = is_divided(cx, job, id, &divided);
    if (rc == GX_OK && !divided)
        rc = divide(cx, job, id);
    if (rc == GX_OK)
        rc = move(cx, job, id);
    if (rc == GX_OK)
        rc = write_one(cx, job, GX_STMT("select job.handover_finish($1::uuid)", id), &r);
    return rc == GX_OK ? gx_json_parse(cx, gx_result_text(r, 0, 0), gx_result_len(r, 0, 0), &job->result)
                       : rc;
}
GX_JOB("handover", run);
