// SPDX-License-Identifier: AGPL-3.0-or-later
// Ulfius and libmicrohttpd, driven as the security design says: one endpoint, own router, own logger, a thread per
// connection with a small stack, limits on everything. It must not know operations.
#include "http/server.h"
#include "core/clock.h"
#include "core/config.h"
#include "core/log.h"
#include "http/dispatch.h"
#include "http/metrics.h"
#include "http/respond.h"
#include "http/routes.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <ulfius.h>
#include <unistd.h>
#include <yder.h>

enum {
    BODY_MAX = (50 << 20) + 1, // a body of this length was cut
    CONNECTION_TIMEOUT_S = 15,
    STACK_KIB = 512,
    CONNECTION_MEMORY_KIB = 16,
    BACKLOG = 1024,
    HEADERS_MAX = 100,
};

static struct _u_instance instance;
static const struct gx_env *env; // set before the first request
static _Atomic unsigned running; // requests that have not been answered completely

static void library_log(void *cls, const char *app, const time_t date, const unsigned long level,
                        const char *message) {
    (void)cls;
    (void)app;
    (void)date;
    (void)level;
    gx_log(GX_LOG_WARN, "http_library", GX_LOG_S("text", message));
}

static void microhttpd_log(void *cls, const char *format, va_list args) {
    char text[300];
    (void)cls;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    vsnprintf(text, sizeof text, format, args); // a format of the library, not of a client
#pragma GCC diagnostic pop
    text[strcspn(text, "\n")] = '\0';
    gx_log(GX_LOG_DEBUG, "http_library", GX_LOG_S("text", text));
}

static const char *peer_of(gx_cx *cx, const struct _u_request *request) {
    char text[INET_ADDRSTRLEN] = "";
    const struct sockaddr *address = request->client_address;
    if (address && address->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr, text, sizeof text);
    return gx_arena_strdup(cx->arena, text);
}

static void read_raw(gx_cx *cx, const struct _u_request *request, struct gx_raw *raw) {
    const char **keys = u_map_enum_keys(request->map_header);
    int n = u_map_count(request->map_header);
    struct gx_pair *headers = GX_NEW_N(cx->arena, struct gx_pair, n > 0 ? (size_t)n : 0);
    for (size_t i = 0; keys && keys[i]; i++) {
        raw->headers_cut = i >= HEADERS_MAX;
        if (raw->headers_cut)
            break;
        headers[raw->n_headers++] = (struct gx_pair){keys[i], u_map_get(request->map_header, keys[i])};
    }
    raw->headers = headers;
    raw->method = request->http_verb ? request->http_verb : "";
    raw->target = request->http_url ? request->http_url : "";
    raw->body = request->binary_body;
    raw->body_len = request->binary_body_length;
    raw->body_cut = raw->body_len >= BODY_MAX;
    raw->peer = peer_of(cx, request);
}

static void log_request(const gx_cx *cx, const struct gx_raw *raw, const struct gx_outcome *outcome,
                        int status, uint64_t us) {
    enum gx_log_level level = status >= 500 ? GX_LOG_ERROR : GX_LOG_INFO;
    gx_log(level, "request", GX_LOG_S("request_id", cx->request_id), GX_LOG_S("method", raw->method),
           GX_LOG_S("operation", outcome->operation), GX_LOG_I("status", status), GX_LOG_I("us", us),
           GX_LOG_I("db_us", cx->db_us), GX_LOG_I("pool_us", cx->pool_us), GX_LOG_I("trips", cx->db_trips),
           GX_LOG_S("user", cx->subject_log), GX_LOG_S("ip", raw->peer),
           GX_LOG_S("code", status >= 400 ? cx->problem.code : ""), GX_LOG_S("cause", cx->problem.cause));
}

static int on_request(const struct _u_request *request, struct _u_response *response, void *data) {
    gx_arena *arena = gx_arena_new();
    gx_cx *cx = GX_NEW(arena, gx_cx);
    struct gx_raw raw = {0};
    struct gx_response rs = {0};
    struct gx_outcome outcome;
    uint64_t start = gx_clock_us();
    (void)data;
    running++;
    gx_cx_init(cx, arena, env);
    read_raw(cx, request, &raw);
    gx_dispatch(cx, &raw, &rs, &outcome);
    int status = rs.status ? rs.status : 200;
    uint64_t us = gx_clock_us() - start;
    gx_metrics_count(outcome.operation, status, us, cx);
    log_request(cx, &raw, &outcome, status, us);
    if (!gx_respond(cx, &rs, &outcome, response)) {
        gx_response_clear(&rs);
        gx_arena_free(arena);
    }
    running--;
    return U_CALLBACK_COMPLETE;
}

static int open_socket(const struct gx_config *config, int *port, const char **why) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)config->listen_port)};
    socklen_t len = sizeof address;
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || inet_pton(AF_INET, config->listen_host, &address.sin_addr) != 1) {
        *why = "GX_LISTEN: not an IPv4 address";
    } else {
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
        if (bind(fd, (struct sockaddr *)&address, len) == 0 && listen(fd, BACKLOG) == 0 &&
            getsockname(fd, (struct sockaddr *)&address, &len) == 0) {
            *port = ntohs(address.sin_port);
            return fd;
        }
        *why = "the address of GX_LISTEN is taken or not of this machine";
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

static bool start_daemon(const struct gx_config *config, int fd) {
    unsigned flags = MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)microhttpd_log, NULL},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)mhd_request_completed, NULL},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)ulfius_uri_logger, NULL},
        {MHD_OPTION_LISTEN_SOCKET, fd, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, config->connection_limit, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, CONNECTION_TIMEOUT_S, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY_KIB * 1024, NULL},
        {MHD_OPTION_THREAD_STACK_SIZE, STACK_KIB * 1024, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    return ulfius_start_framework_with_mhd_options(&instance, flags, options) == U_OK;
}

bool gx_server_start(const struct gx_env *e, const char **why) {
    int port = 0, fd = open_socket(e->config, &port, why);
    if (fd < 0)
        return false;
    env = e;
    y_init_logs("guanxi", Y_LOG_MODE_CALLBACK, Y_LOG_LEVEL_ERROR, NULL, NULL);
    y_set_logs_callback(library_log, NULL, "library log");
    if (ulfius_init_instance(&instance, (unsigned)port, NULL, NULL) != U_OK) {
        *why = "the HTTP library does not start";
        return false;
    }
    u_map_empty(instance.default_headers);
    instance.max_post_body_size = BODY_MAX;
    instance.check_utf8 = 0; // we refuse what is not valid instead of dropping it
    instance.allowed_post_processor = U_POST_PROCESS_NONE;
    ulfius_add_endpoint_by_val(&instance, "*", NULL, "*", 0, on_request, NULL);
    if (!start_daemon(e->config, fd)) {
        *why = "the HTTP daemon does not start";
        return false;
    }
    fprintf(stderr, "listening %s:%d\n", e->config->listen_host, port);
    return true;
}

static unsigned connections(void) {
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(instance.mhd_daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
    return info ? info->num_connections : 0;
}

void gx_server_stop(unsigned drain_ms) {
    uint64_t end = gx_clock_ms() + drain_ms;
    MHD_socket fd = MHD_quiesce_daemon(instance.mhd_daemon);
    if (fd != MHD_INVALID_SOCKET)
        close(fd);
    while ((running || connections()) && gx_clock_ms() < end &&
           (running || end - gx_clock_ms() > drain_ms / 2))
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    ulfius_stop_framework(&instance);
    ulfius_clean_instance(&instance);
    gx_routes_stop();
}
