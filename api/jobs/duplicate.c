// SPDX-License-Identifier: AGPL-3.0-or-later
// The looks for duplicates: through the whole base when somebody asks for it, every night at what changed; some records a
// transaction, so that either can stop at any point.
#include "core/arena.h"
#include "core/json.h"
#include "jobs/job.h"

enum { SCAN_EVERY = 86400 };

#define BATCH      "100"
#define NIGHT_DAYS "2" // a night that was missed is made up for

static gx_rc open_night(gx_cx *cx) {
    const struct gx_stmt stmt = GX_STMT0("select job.open_system('duplicate_night', '{}', null, true)");
    return gx_job_system(cx, &stmt, 1, NULL);
}
GX_TASK("duplicate_night", SCAN_EVERY, open_night);

// days NULL: all records.
static gx_rc scan_resource(gx_cx *cx, struct gx_job *job, const char *resource, const char *days) {
    const char *last = NULL;
    for (int64_t done = 0;; done++) {
        gx_result *r;
        const struct gx_stmt stmt =
            GX_STMT("select job.duplicate_scan($1, $2::uuid, " BATCH ", $3::int)", resource, last, days);
        gx_rc rc = gx_job_progress(cx, job, done, done + 1);
        if (rc == GX_OK)
            rc = gx_job_system(cx, &stmt, 1, &r);
        if (rc != GX_OK || gx_result_is_null(r, 0, 0))
            return rc;
        last = gx_result_text(r, 0, 0);
    }
}

static gx_rc look(gx_cx *cx, struct gx_job *job, const char *days) {
    const struct gx_stmt stmt = GX_STMT0("select n from job.duplicate_resources() n");
    gx_result *names;
    gx_rc rc = gx_job_system(cx, &stmt, 1, &names);
    for (int i = 0; rc == GX_OK && i < gx_result_rows(names); i++)
        rc = scan_resource(cx, job, gx_result_text(names, i, 0), days);
    return rc;
}

static gx_rc scan(gx_cx *cx, struct gx_job *job) {
    return look(cx, job, NULL);
}
GX_JOB("duplicate_scan", scan);

static gx_rc night(gx_cx *cx, struct gx_job *job) {
    return look(cx, job, NIGHT_DAYS);
}
GX_JOB("duplicate_night", night);
