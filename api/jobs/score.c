// SPDX-License-Identifier: AGPL-3.0-or-later
// Records are scored anew after the rules have changed.
#include "jobs/job.h"

static gx_rc pass(gx_cx *cx) {
    return gx_job_drain(cx, "select job.score_pass(500)");
}
GX_TASK("score", 10, pass);
