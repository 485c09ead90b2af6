// SPDX-License-Identifier: AGPL-3.0-or-later
// Birthdays that have passed get their next day.
#include "jobs/job.h"

static gx_rc pass(gx_cx *cx) {
    return gx_job_drain(cx, "select job.birthdays_pass(500)");
}
GX_TASK("birthday", 3600, pass);
