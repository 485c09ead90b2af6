// SPDX-License-Identifier: AGPL-3.0-or-later
// Claim, run, finish. The main thread listens and wakes; worker threads claim; one more keeps the leases of what
// runs. A job's failure is noted on the job and ends nothing else.
#include "jobs/worker.h"

#include "core/clock.h"
#include "core/decimal.h"
#include "core/json.h"
#include "core/log.h"
#include "core/uuid.h"
#include "db/client/listen.h"
#include "jobs/job.h"
#include "resource/engine.h"
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

extern const struct gx_job_entry *const __start_gx_job_kinds[];
extern const struct gx_job_entry *const __stop_gx_job_kinds[];
extern const struct gx_task_entry *const __start_gx_task_kinds[];
extern const struct gx_task_entry *const __stop_gx_task_kinds[];

enum { POLL_MS = 5000, RENEW_MS = 15000, ASK_MS = 2000, THREADS_MAX = 8, ATTEMPTS_MAX = 5 };

static atomic_bool stopping;
static int wake_fd = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed;
static unsigned rounds; // grows whenever there may be work

struct running {
    char id[37];
    int64_t fence;
};

struct slot {
    const struct gx_env *env;
    char name[64];
    pthread_t thread;
    struct running running; // under lock; id "" = idle
};

static struct slot slots[THREADS_MAX];

bool gx_job_is_stopping(void) {
    return atomic_load(&stopping);
}

bool gx_job_is_last(const struct gx_job *job) {
    return job->attempts >= ATTEMPTS_MAX;
}

void gx_worker_stop(void) {
    atomic_store(&stopping, true);
    uint64_t one = 1;
    if (wake_fd >= 0 && write(wake_fd, &one, sizeof one) < 0)
        return;
}

static gx_job_run find(const char *kind) {
    for (const struct gx_job_entry *const *e = __start_gx_job_kinds; e < __stop_gx_job_kinds; e++)
        if (strcmp((*e)->kind, kind) == 0)
            return (*e)->run;
    return NULL;
}

static const char *all_kinds(gx_arena *arena) {
    GX_AUTO(gx_buf) buf = {0};
    gx_buf_addc(&buf, '{');
    for (const struct gx_job_entry *const *e = __start_gx_job_kinds; e < __stop_gx_job_kinds; e++)
        gx_buf_printf(&buf, "%s%s", buf.len > 1 ? "," : "", (*e)->kind);
    gx_buf_addc(&buf, '}');
    return gx_arena_strndup(arena, buf.data, buf.len);
}

static void set_running(struct slot *slot, const struct gx_job *job) {
    pthread_mutex_lock(&lock);
    snprintf(slot->running.id, sizeof slot->running.id, "%s", job == NULL ? "" : job->id);
    slot->running.fence = job == NULL ? 0 : job->fence;
    pthread_mutex_unlock(&lock);
}

// One job into *job, or job->id NULL when there is none.
static gx_rc claim(gx_cx *cx, const char *worker, struct gx_job *job) {
    const struct gx_stmt stmt =
        GX_STMT("select id, kind, params, owner_id, fence, attempts from job.claim($1::text[], $2)",
                all_kinds(cx->arena), worker);
    gx_result *r;
    memset(job, 0, sizeof *job);
    gx_rc rc = gx_job_system(cx, &stmt, 1, &r);
    if (rc != GX_OK || gx_result_rows(r) == 0)
        return rc;
    job->id = gx_result_text(r, 0, 0);
    job->kind = gx_result_text(r, 0, 1);
    job->user_id = gx_result_value(r, 0, 3);
    job->fence = gx_result_i64(r, 0, 4);
    job->attempts = (int)gx_result_i64(r, 0, 5);
    return gx_json_parse(cx, gx_result_text(r, 0, 2), gx_result_len(r, 0, 2), &job->params);
}

// done; again later when the trouble is the system's; failed otherwise.
static void finish(gx_cx *cx, const struct gx_job *job, gx_rc rc) {
    bool again = rc == GX_E_UNAVAILABLE || rc == GX_E_AGAIN || rc == GX_E_STALE;
    const char *state = rc == GX_OK ? "done" : again && !gx_job_is_last(job) ? "queued" : "failed";
    const char *code = rc == GX_OK                ? NULL
                       : job->error_code != NULL  ? job->error_code
                       : cx->problem.code != NULL ? cx->problem.code
                                                  : gx_rc_code(rc);
    gx_log(rc == GX_OK ? GX_LOG_INFO : GX_LOG_WARN, "job", GX_LOG_S("id", job->id),
           GX_LOG_S("kind", job->kind), GX_LOG_S("state", state), GX_LOG_S("code", code),
           GX_LOG_S("detail", cx->problem.detail), GX_LOG_S("cause", cx->problem.cause));
    gx_cx_clear(cx);
    const struct gx_stmt stmt =
        GX_STMT("select job.finish($1::uuid, $2::bigint, $3, $4::jsonb, $5)", job->id,
                gx_arena_printf(cx->arena, "%lld", (long long)job->fence), state,
                job->result == NULL ? NULL : gx_json_dump(cx->arena, job->result), code);
    if (gx_job_system(cx, &stmt, 1, NULL) != GX_OK)
        gx_log(GX_LOG_ERROR, "job_not_finished", GX_LOG_S("id", job->id),
               GX_LOG_S("cause", cx->problem.cause));
}

static gx_rc run(gx_cx *cx, struct gx_job *job) {
    gx_job_run code = find(job->kind);
    if (code == NULL)
        return gx_fail(cx, GX_E_INTERNAL, NULL, "unknown kind of job");
    for (cx->attempt = 0;; cx->attempt++) {
        gx_rc rc = gx_engine_reload(cx);
        if (rc == GX_OK)
            rc = code(cx, job);
        if (rc != GX_E_STALE || cx->attempt >= 2)
            return rc;
        gx_cx_clear(cx);
    }
}

// Takes and runs one job; false when there was none.
static bool step(struct slot *slot) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    gx_cx cx;
    struct gx_job job;
    gx_cx_init(&cx, arena, slot->env);
    gx_uuid_new(cx.request_id);
    cx.origin = "job";
    gx_rc rc = claim(&cx, slot->name, &job);
    if (rc != GX_OK) {
        gx_log(GX_LOG_WARN, "job_claim", GX_LOG_S("code", gx_rc_code(rc)),
               GX_LOG_S("cause", cx.problem.cause));
        return false;
    }
    if (job.id == NULL)
        return false;
    set_running(slot, &job);
    rc = run(&cx, &job);
    set_running(slot, NULL);
    finish(&cx, &job, rc);
    return true;
}

static void *work(void *data) {
    struct slot *slot = data;
    unsigned seen = 0;
    while (!gx_job_is_stopping()) {
        if (step(slot))
            continue;
        struct timespec until = gx_clock_deadline(POLL_MS);
        pthread_mutex_lock(&lock);
        if (seen == rounds && !gx_job_is_stopping())
            pthread_cond_timedwait(&changed, &lock, &until);
        seen = rounds;
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

// A job that computes for long without a step of its own must not lose its lease.
static void renew(const struct gx_env *env, int threads) {
    for (int i = 0; i < threads; i++) {
        GX_AUTO_ARENA(arena) = gx_arena_new();
        struct running running;
        gx_cx cx;
        pthread_mutex_lock(&lock);
        running = slots[i].running;
        pthread_mutex_unlock(&lock);
        if (running.id[0] == '\0')
            continue;
        gx_cx_init(&cx, arena, env);
        struct gx_job job = {.id = running.id, .fence = running.fence};
        if (gx_job_progress(&cx, &job, -1, -1) != GX_OK)
            gx_log(GX_LOG_WARN, "job_lease", GX_LOG_S("id", running.id), GX_LOG_S("code", cx.problem.code));
    }
}

// GX_TICK_SECONDS: no task waits longer than this; for tests and impatient operators.
static int tick_limit(void) {
    const char *given = getenv("GX_TICK_SECONDS");
    int64_t n = 0;
    bool is_number = given != NULL && gx_decimal_i64(given, strlen(given), 1, 86400, &n);
    return is_number ? (int)n : 86400;
}

static void run_tasks(const struct gx_env *env) {
    for (const struct gx_task_entry *const *e = __start_gx_task_kinds; e < __stop_gx_task_kinds; e++) {
        GX_AUTO_ARENA(arena) = gx_arena_new();
        gx_cx cx;
        gx_result *r;
        const struct gx_task_entry *task = *e;
        int every = task->every < tick_limit() ? task->every : tick_limit();
        gx_cx_init(&cx, arena, env);
        gx_uuid_new(cx.request_id);
        cx.origin = "job";
        const struct gx_stmt stmt =
            GX_STMT("select job.take_tick($1, $2::int)", task->name, gx_arena_printf(arena, "%d", every));
        gx_rc rc = gx_job_system(&cx, &stmt, 1, &r);
        if (rc == GX_OK && !gx_result_bool(r, 0, 0))
            continue;
        if (rc == GX_OK)
            rc = task->run(&cx);
        if (rc != GX_OK)
            gx_log(GX_LOG_WARN, "task", GX_LOG_S("name", task->name), GX_LOG_S("code", gx_rc_code(rc)),
                   GX_LOG_S("cause", cx.problem.cause));
    }
}

// Keeps leases and runs the tasks, so that the listener never waits for either.
static void *keep(void *data) {
    const struct gx_env *env = data;
    uint64_t renewed = gx_clock_ms();
    uint64_t ticked = 0;
    while (!gx_job_is_stopping()) {
        struct timespec second = {1, 0};
        nanosleep(&second, NULL);
        if (gx_clock_ms() - renewed >= RENEW_MS) {
            renew(env, THREADS_MAX);
            renewed = gx_clock_ms();
        }
        if (gx_clock_ms() - ticked >= ASK_MS || tick_limit() * 1000 < ASK_MS) {
            run_tasks(env);
            ticked = gx_clock_ms();
        }
    }
    return NULL;
}

void gx_worker_run(const struct gx_env *env, int threads) {
    static const char *const channels[] = {"guanxi_job"};
    const char *why = NULL;
    pthread_t keeper;
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&changed, &attr);
    wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (threads > THREADS_MAX)
        threads = THREADS_MAX;
    for (int i = 0; i < threads; i++) {
        slots[i].env = env;
        snprintf(slots[i].name, sizeof slots[i].name, "%ld.%d", (long)getpid(), i);
        pthread_create(&slots[i].thread, NULL, work, &slots[i]);
    }
    pthread_create(&keeper, NULL, keep, (void *)(uintptr_t)env);
    gx_listen *listen = gx_listen_new(env->config, "guanxi_worker", channels, 1, &why);
    if (listen == NULL)
        gx_log(GX_LOG_ERROR, "listen", GX_LOG_S("why", why));
    while (!gx_job_is_stopping() && listen != NULL) {
        gx_listen_wait(listen, POLL_MS, wake_fd);
        pthread_mutex_lock(&lock);
        rounds++;
        pthread_cond_broadcast(&changed);
        pthread_mutex_unlock(&lock);
    }
    gx_worker_stop();
    pthread_mutex_lock(&lock);
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    for (int i = 0; i < threads; i++)
        pthread_join(slots[i].thread, NULL);
    pthread_join(keeper, NULL);
    gx_listen_free(listen);
}
