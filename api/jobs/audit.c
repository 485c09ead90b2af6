// SPDX-License-Identifier: AGPL-3.0-or-later
// What workers do for the audit: sealing what no transaction can still add to, looking for unusual volume, and once a
// day verifying all seals. Any of them may be missed or done twice; the database lets one worker at a time.
#include "core/json.h"
#include "jobs/job.h"
#include <string.h>

enum { SEAL_EVERY = 2, ALARM_EVERY = 30, VERIFY_EVERY = 86400, GROUP = 10 };

static gx_rc seal(gx_cx *cx) {
    const struct gx_stmt stmt = GX_STMT0("select job.audit_seal()");
    return gx_job_system(cx, &stmt, 1, NULL);
}
GX_TASK("audit_seal", SEAL_EVERY, seal);

static gx_rc alarm_if_unusual(gx_cx *cx) {
    const struct gx_stmt stmt = GX_STMT0("select job.audit_alarm()");
    return gx_job_system(cx, &stmt, 1, NULL);
}
GX_TASK("audit_alarm", ALARM_EVERY, alarm_if_unusual);

static gx_rc open_verify(gx_cx *cx) {
    const struct gx_stmt stmt = GX_STMT0("select job.open_system('audit_verify', '{}', null, true)");
    return gx_job_system(cx, &stmt, 1, NULL);
}
GX_TASK("audit_verify", VERIFY_EVERY, open_verify);

// Faults of a group of seals (from < 0: of the rows that no seal knows), in memory of its own.
static gx_rc count_faults(gx_cx *root, int64_t from, int64_t *faults) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    gx_cx cx = *root;
    gx_result *r;
    cx.arena = arena;
    const struct gx_stmt stmt =
        from < 0
            ? GX_STMT0("select count(*) from job.audit_strays()")
            : GX_STMT("select count(*) from job.audit_verify($1::bigint, $2::int)",
                      gx_arena_printf(arena, "%lld", (long long)from), gx_arena_printf(arena, "%d", GROUP));
    gx_rc rc = gx_job_system(&cx, &stmt, 1, &r);
    if (rc != GX_OK) {
        gx_fail_cause(root, "%s", cx.problem.cause);
        return gx_fail(root, rc, NULL, "the seals cannot be read");
    }
    *faults += gx_result_i64(r, 0, 0);
    return GX_OK;
}

static gx_rc finish(gx_cx *cx, struct gx_job *job, const gx_result *state, int64_t faults) {
    const struct gx_stmt stmt =
        GX_STMT("select job.audit_verified($1::bigint, $2::bigint, $3::bigint, $4)",
                gx_result_text(state, 0, 0), gx_result_text(state, 0, 1),
                gx_arena_printf(cx->arena, "%lld", (long long)faults), gx_result_value(state, 0, 2));
    job->result = gx_json_keep(
        cx->arena, json_pack("{s:I, s:I, s:I}", "seals", (json_int_t)gx_result_i64(state, 0, 0), "rows",
                             (json_int_t)gx_result_i64(state, 0, 1), "faults", (json_int_t)faults));
    return gx_job_system(cx, &stmt, 1, NULL);
}

static gx_rc verify(gx_cx *cx, struct gx_job *job) {
    const struct gx_stmt read = GX_STMT0("select seals, rows, head from job.audit_state()");
    gx_result *state;
    int64_t faults = 0;
    gx_rc rc = gx_job_system(cx, &read, 1, &state);
    if (rc != GX_OK)
        return rc;
    int64_t seals = gx_result_i64(state, 0, 0);
    for (int64_t from = 1; rc == GX_OK && from <= seals; from += GROUP) {
        rc = gx_job_progress(cx, job, from - 1, seals);
        if (rc == GX_OK)
            rc = count_faults(cx, from, &faults);
    }
    if (rc == GX_OK)
        rc = count_faults(cx, -1, &faults);
    return rc == GX_OK ? finish(cx, job, state, faults) : rc;
}
GX_JOB("audit_verify", verify);
