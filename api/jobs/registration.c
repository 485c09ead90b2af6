// SPDX-License-Identifier: AGPL-3.0-or-later
// 报备: the round of the worker. What has ended is set so, whoever is near the end is warned; some rows a transaction, so
// that it can stop at any point.
#include "jobs/job.h"

enum { ROUND_EVERY = 3600 };

// Until a batch finds nothing.
static gx_rc drain(gx_cx *cx, const char *statement) {
    const struct gx_stmt stmt = GX_STMT0(statement);
    gx_rc rc = GX_OK;
    for (bool more = true; rc == GX_OK && more && !gx_job_is_stopping();) {
        gx_result *r;
        rc = gx_job_system(cx, &stmt, 1, &r);
        more = rc == GX_OK && gx_result_i64(r, 0, 0) > 0;
    }
    return rc;
}

static gx_rc run_registrations(gx_cx *cx) {
    gx_rc rc = drain(cx, "select job.registration_expire(200)");
    return rc == GX_OK ? drain(cx, "select job.registration_warn(200)") : rc;
}
GX_TASK("registration", ROUND_EVERY, run_registrations);
