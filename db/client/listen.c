// SPDX-License-Identifier: AGPL-3.0-or-later
// LISTEN with reconnecting. A lost connection may have lost notifications, so a new one counts as one.
#include "db/client/listen.h"
#include "core/clock.h"
#include "db/client/conn.h"

#include <poll.h>
#include <string.h>
#include <time.h>

enum { RETRY_MS = 500 };

struct gx_listen {
    gx_arena *arena;
    struct gx_conn_options options;
    const char **commands;
    size_t n;
    struct gx_conn *conn;
};

gx_listen *gx_listen_new(const struct gx_config *config, const char *role, const char *const *channels,
                         size_t n, const char **why) {
    gx_arena *arena = gx_arena_new();
    gx_listen *listen = GX_NEW(arena, gx_listen);
    listen->arena = arena;
    if (!gx_pool_password(arena, config, role, &listen->options.password, why)) {
        *why = strdup(*why);
        gx_arena_free(arena);
        return NULL;
    }
    listen->options.db = gx_arena_strdup(arena, config->db);
    listen->options.role = gx_arena_strdup(arena, role);
    listen->options.statement_timeout_ms = 2000;
    listen->commands = GX_NEW_N(arena, const char *, n);
    for (listen->n = 0; listen->n < n; listen->n++)
        listen->commands[listen->n] = gx_arena_printf(arena, "listen %s", channels[listen->n]);
    return listen;
}

static void hang_up(gx_listen *listen) {
    gx_conn_close(listen->conn);
    listen->conn = NULL;
}

static bool connect_again(gx_listen *listen) {
    char cause[200];
    listen->conn = gx_conn_open(&listen->options, cause, sizeof cause);
    for (size_t i = 0; listen->conn && i < listen->n; i++)
        if (!gx_conn_simple(listen->conn, listen->commands[i]))
            hang_up(listen);
    return listen->conn != NULL;
}

static bool take_notifications(gx_listen *listen) {
    bool any = false;
    if (!PQconsumeInput(listen->conn->pg)) {
        hang_up(listen);
        return false;
    }
    for (PGnotify *notify; (notify = PQnotifies(listen->conn->pg)) != NULL; any = true)
        PQfreemem(notify);
    return any;
}

bool gx_listen_wait(gx_listen *listen, int timeout_ms, int wake_fd) {
    uint64_t now = gx_clock_ms(), end = now + (uint64_t)(timeout_ms > 0 ? timeout_ms : 0);
    if (!listen->conn && connect_again(listen))
        return true;
    do {
        struct pollfd fds[2] = {{.fd = listen->conn ? PQsocket(listen->conn->pg) : -1, .events = POLLIN},
                                {.fd = wake_fd, .events = POLLIN}};
        int wait = end > now ? (int)(end - now) : 0;
        if (!listen->conn && wait > RETRY_MS)
            wait = RETRY_MS;
        if (poll(fds, 2, wait) < 0 || fds[1].revents)
            return fds[1].revents != 0;
        if (listen->conn && fds[0].revents && take_notifications(listen))
            return true;
        if (!listen->conn && connect_again(listen))
            return true;
        now = gx_clock_ms();
    } while (now < end);
    return false;
}

void gx_listen_free(gx_listen *listen) {
    if (!listen)
        return;
    hang_up(listen);
    gx_arena_free(listen->arena);
}
