// SPDX-License-Identifier: AGPL-3.0-or-later
// Publishing the custom fields of a resource, by the only log-in that may. One statement, wholly done or not at all;
// it waits for no lock longer than 200 ms, so that requests never queue up behind it: when the table is busy, it
// tries again a little later.
#include "core/json.h"
#include "jobs/job.h"
#include <time.h>

enum { TRIES = 40, PAUSE_MS = 100 };

static gx_rc publish(gx_cx *cx, const char *resource) {
    GX_AUTO(gx_lease) lease = {0};
    const struct gx_stmt stmt = GX_STMT("select job.publish_fields($1)", resource);
    gx_rc rc = gx_pool_take(cx->env->publisher, cx, &lease);
    return rc == GX_OK ? gx_db_pipeline(cx, &lease, &stmt, 1, GX_TX_WHOLE, NULL) : rc;
}

static gx_rc run(gx_cx *cx, struct gx_job *job) {
    const char *resource = gx_json_str(job->params, "resource");
    gx_rc rc = publish(cx, resource);
    for (int i = 1; i < TRIES && (rc == GX_E_UNAVAILABLE || rc == GX_E_AGAIN) && !gx_job_is_stopping(); i++) {
        struct timespec pause = {0, PAUSE_MS * 1000000L};
        nanosleep(&pause, NULL);
        gx_cx_clear(cx);
        rc = publish(cx, resource);
    }
    return rc;
}
GX_JOB("publish_fields", run);
