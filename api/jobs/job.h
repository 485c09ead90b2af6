// SPDX-License-Identifier: AGPL-3.0-or-later
// How a kind of job finds its code, and what running code may ask of the worker. A job belongs to a person and runs
// with his rights of that moment; a task is upkeep of the system. Both may be stopped at any point and run again:
// what was committed stays, what was not never happened.
#ifndef GX_JOBS_JOB_H
#define GX_JOBS_JOB_H

#include "db/client/identity.h"
#include "resource/rights.h"
#include <jansson.h>

struct gx_job {
    const char *id, *kind, *user_id;
    json_t *params;
    int64_t fence;
    int attempts;
    const char *error_code; // set by the job before it fails; NULL: from the outcome
    json_t *result;         // set by the job; written by the worker at the end
};

typedef gx_rc (*gx_job_run)(gx_cx *cx, struct gx_job *job);

struct gx_job_entry {
    const char *kind;
    gx_job_run run;
};

// At file level: GX_JOB("import", run_import).
#define GX_JOB(name, fn)                                                                                     \
    static const struct gx_job_entry GX_OPERATION_CAT(job_, __LINE__) = {(name), (fn)};                      \
    static const struct gx_job_entry *const GX_OPERATION_CAT(job_ref_, __LINE__)                             \
        __attribute__((used, section("gx_job_kinds"))) = &GX_OPERATION_CAT(job_, __LINE__)

// A recurring task of the system: runs at most once in `every` seconds among all workers.
struct gx_task_entry {
    const char *name;
    int every;
    gx_rc (*run)(gx_cx *cx);
};
#define GX_TASK(name, every, fn)                                                                             \
    static const struct gx_task_entry GX_OPERATION_CAT(task_, __LINE__) = {(name), (every), (fn)};           \
    static const struct gx_task_entry *const GX_OPERATION_CAT(task_ref_, __LINE__)                           \
        __attribute__((used, section("gx_task_kinds"))) = &GX_OPERATION_CAT(task_, __LINE__)

// Reports progress and extends the lease. GX_E_CONFLICT when the job was cancelled or went to another worker,
// GX_E_UNAVAILABLE when this worker is stopping: return at once.
gx_rc gx_job_progress(gx_cx *cx, const struct gx_job *job, int64_t done, int64_t total) GX_MUST;

// True when a job that fails now is not run again.
bool gx_job_is_last(const struct gx_job *job);

// True when the process was told to stop.
bool gx_job_is_stopping(void);

// One transaction of the worker's log-in under the rights of a person: identity, statements, commit.
gx_rc gx_job_write(gx_cx *cx, const char *user_id, const char *origin, const struct gx_stmt *stmts, size_t n,
                   gx_result **out) GX_MUST;
// The same without a person, for functions of schema job.
gx_rc gx_job_system(gx_cx *cx, const struct gx_stmt *stmts, size_t n, gx_result **out) GX_MUST;

// Calls a function of schema job that takes some rows a transaction, until it answers 0 or the worker stops.
gx_rc gx_job_drain(gx_cx *cx, const char *statement) GX_MUST;

// Rights of the person and the current catalog, for planning.
gx_rc gx_job_hints(gx_cx *cx, const char *user_id, const struct gx_hints **out) GX_MUST;

#endif
