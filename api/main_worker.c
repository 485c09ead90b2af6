// SPDX-License-Identifier: AGPL-3.0-or-later
// guanxi-worker: jobs, reminders, upkeep. Start any number; stop with SIGTERM: running jobs are handed on.
#include "core/crypto.h"
#include "core/log.h"
#include "db/client/pool.h"
#include "jobs/worker.h"
#include "resource/engine.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { THREADS = 2, POOL = 6, STATEMENT_MS = 60000 };

static volatile sig_atomic_t told;

static void on_signal(int number) {
    (void)number;
    told = 1;
    gx_worker_stop();
}

// The database may come later than we do.
static bool load_catalog(const struct gx_env *env) {
    while (!told) {
        GX_AUTO_ARENA(arena) = gx_arena_new();
        gx_cx cx;
        gx_cx_init(&cx, arena, env);
        if (gx_engine_start(&cx) == GX_OK)
            return true;
        gx_log(GX_LOG_WARN, "waiting_for_database", GX_LOG_S("cause", cx.problem.cause));
        struct timespec pause = {1, 0};
        nanosleep(&pause, NULL);
    }
    return false;
}

int main(void) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    const char *why = NULL;
    gx_crypto_init();
    const struct gx_config *config = gx_config_load(arena, GX_NEED_BOX | GX_NEED_CURSOR, &why);
    if (config == NULL) {
        fprintf(stderr, "guanxi-worker: %s\n", why);
        return 2;
    }
    gx_log_init(config->log_level);
    const struct gx_pool_options worker = {"guanxi_worker", POOL, STATEMENT_MS, false, "worker"};
    const struct gx_pool_options exports = {"guanxi_worker", 2, STATEMENT_MS * 10, false, "long"};
    const struct gx_pool_options read = {"guanxi_read", 2, STATEMENT_MS, true, "read"};
    const struct gx_pool_options publisher = {"guanxi_publisher", 1, STATEMENT_MS, false, "publisher"};
    struct gx_env env = {.config = config};
    env.worker = gx_pool_new(config, &worker, &why);
    env.exports = env.worker == NULL ? NULL : gx_pool_new(config, &exports, &why);
    env.read = env.exports == NULL ? NULL : gx_pool_new(config, &read, &why);
    env.publisher = env.read == NULL ? NULL : gx_pool_new(config, &publisher, &why);
    if (env.publisher == NULL) {
        fprintf(stderr, "guanxi-worker: %s\n", why);
        return 2;
    }
    env.write = env.worker;
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    if (load_catalog(&env)) {
        fprintf(stderr, "guanxi-worker: ready\n");
        gx_worker_run(&env, THREADS);
    }
    gx_engine_stop();
    gx_pool_free(env.publisher);
    gx_pool_free(env.read);
    gx_pool_free(env.exports);
    gx_pool_free(env.worker);
    return 0;
}
