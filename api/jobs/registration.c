// SPDX-License-Identifier: AGPL-3.0-or-later
// 报备: the round of the worker. What has ended is set so, whoever is near the end is warned; some rows a transaction, so
// that it can stop at any point.
#include "jobs/job.h"

enum { ROUND_EVERY = 3600 };

static gx_rc run_registrations(gx_cx *cx) {
    gx_rc rc = gx_job_drain(cx, "select job.registration_expire(200)");
    return rc == GX_OK ? gx_job_drain(cx, "select job.registration_warn(200)") : rc;
}
GX_TASK("registration", ROUND_EVERY, run_registrations);
