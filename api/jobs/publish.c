// SPDX-License-Identifier: AGPL-3.0-or-later
// Publishing the custom fields of a resource, by the only log-in that may. One statement, wholly done or not at all;
// it waits for no lock longer than 200 ms, so that requests never queue up behind it: when the table is busy, it
// tries again a little later.
#include "core/json.h"
#include "jobs/job.h"
#include <time.h>

enum { TRIES = 40, PAUSE_MS = 100 };

static gx_rc call(gx_cx *cx, const char *sql, const char *resource) {
    GX_AUTO(gx_lease) lease = {0};
    const struct gx_stmt stmt = {sql, 1, &resource};
    gx_rc rc = gx_pool_take(cx->env->publisher, cx, &lease);
    return rc == GX_OK ? gx_db_pipeline(cx, &lease, &stmt, 1, GX_TX_WHOLE, NULL) : rc;
}

static bool may_pass(gx_rc rc) {
    return rc == GX_E_UNAVAILABLE || rc == GX_E_AGAIN;
}

static gx_rc publish(gx_cx *cx, const char *resource) {
    gx_rc rc = call(cx, "select job.publish_fields($1)", resource);
    for (int i = 1; i < TRIES && may_pass(rc) && !gx_job_is_stopping(); i++) {
        struct timespec pause = {0, PAUSE_MS * 1000000L};
        nanosleep(&pause, NULL);
        gx_cx_clear(cx);
        rc = call(cx, "select job.publish_fields($1)", resource);
    }
    return rc;
}

// What failed for good is noted on the fields, beside the job that nobody watches.
static gx_rc run(gx_cx *cx, struct gx_job *job) {
    const char *resource = gx_json_str(job->params, "resource");
    gx_rc rc = publish(cx, resource);
    if (rc == GX_OK || (may_pass(rc) && !gx_job_is_last(job)))
        return rc;
    struct gx_problem problem = cx->problem;
    gx_cx_clear(cx);
    gx_rc noted = call(cx, "select job.publish_failed($1)", resource);
    if (noted != GX_OK)
        return noted;
    cx->problem = problem;
    return rc;
}
GX_JOB("publish_fields", run);
