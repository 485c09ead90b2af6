// SPDX-License-Identifier: AGPL-3.0-or-later
// guanxi-api: reads its configuration, opens its pools, loads the definitions, answers until SIGTERM, drains. It
// holds no state that another instance would need.
#include "actions/events/streams.h"
#include "core/config.h"
#include "core/log.h"
#include "db/client/pool.h"
#include "http/server.h"
#include "resource/engine.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>

enum {
    DRAIN_MS = 10000,
    WRITE_POOL = 16,
    EXPORT_POOL = 2,
    EXPORT_TIMEOUT_MS = 120000,
    REQUEST_TIMEOUT_MS = 2000,
    LOAD_PAUSE_MS = 100,
    TRIM_PAUSE_MS = 20000
};

static int fail(const char *why) {
    gx_log(GX_LOG_ERROR, "start_failed", GX_LOG_S("why", why));
    return EXIT_FAILURE;
}

// No core dumps with secrets in them; few allocator arenas, since there is a thread per connection.
static void harden(void) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
#ifndef GX_SANITIZED
    prctl(PR_SET_DUMPABLE, 0);
#endif
    signal(SIGPIPE, SIG_IGN);
    mallopt(M_ARENA_MAX, 4);
    mallopt(M_TRIM_THRESHOLD, 256 * 1024);
}

// Reads need the processor, commits wait for the disk, and those that wait together are flushed together: with as
// many connections as for reads the disk would be asked once for each handful of writes.
static int write_pool_size(int reads) {
    int wanted = reads * 4 < WRITE_POOL ? reads * 4 : WRITE_POOL;
    return wanted > reads ? wanted : reads;
}

static bool open_pools(struct gx_env *env, const char **why) {
    const struct gx_config *config = env->config;
    const struct gx_pool_options read = {.role = "guanxi_read",
                                         .size = config->pool_size,
                                         .statement_timeout_ms = REQUEST_TIMEOUT_MS,
                                         .read_only = true,
                                         .name = "read"};
    const struct gx_pool_options write = {.role = "guanxi_api",
                                          .size = write_pool_size(config->pool_size),
                                          .statement_timeout_ms = REQUEST_TIMEOUT_MS,
                                          .name = "write"};
    const struct gx_pool_options exports = {.role = "guanxi_read",
                                            .size = EXPORT_POOL,
                                            .statement_timeout_ms = EXPORT_TIMEOUT_MS,
                                            .read_only = true,
                                            .name = "export"};
    env->read = gx_pool_new(config, &read, why);
    env->write = env->read ? gx_pool_new(config, &write, why) : NULL;
    env->exports = env->write ? gx_pool_new(config, &exports, why) : NULL;
    return env->exports != NULL;
}

// Loads the definitions; while the database is away the service listens and says 503.
static bool load(const struct gx_env *env) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    gx_cx cx;
    gx_cx_init(&cx, arena, env);
    gx_rc rc = gx_engine_start(&cx);
    if (rc != GX_OK)
        gx_log(GX_LOG_WARN, "not_ready", GX_LOG_S("why", cx.problem.detail),
               GX_LOG_S("cause", cx.problem.cause));
    return rc == GX_OK;
}

static bool stop_requested(const sigset_t *signals, unsigned ms) {
    struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000L};
    return sigtimedwait(signals, NULL, &pause) > 0;
}

static void serve(const struct gx_env *env, const sigset_t *signals) {
    bool loaded = load(env);
    for (unsigned pause = LOAD_PAUSE_MS; !loaded; pause = pause < 1000 ? pause * 2 : pause) {
        if (stop_requested(signals, pause))
            return;
        loaded = load(env);
    }
    gx_log(GX_LOG_INFO, "loaded", GX_LOG_S("listen", env->config->listen_host));
    while (!stop_requested(signals, TRIM_PAUSE_MS))
        malloc_trim(0); // gives back what a burst of connections has left
}

int main(void) {
    gx_arena *arena = gx_arena_new();
    struct gx_env env = {0};
    sigset_t signals;
    const char *why = "";
    harden();
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, NULL); // inherited by all threads; main waits for them
    env.config = gx_config_load(arena, GX_NEED_JWT | GX_NEED_BOX | GX_NEED_CURSOR, &why);
    if (!env.config)
        return fail(why);
    gx_log_init(env.config->log_level);
    if (!open_pools(&env, &why) || !gx_server_start(&env, &why))
        return fail(why);
    serve(&env, &signals);
    gx_streams_stop();
    gx_server_stop(DRAIN_MS);
    gx_engine_stop();
    gx_pool_free(env.read);
    gx_pool_free(env.write);
    gx_pool_free(env.exports);
    gx_arena_free(arena);
    gx_log(GX_LOG_INFO, "stopped", GX_LOG_I("status", 0));
    return EXIT_SUCCESS;
}
