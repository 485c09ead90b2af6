// SPDX-License-Identifier: AGPL-3.0-or-later
// Opening connections with the limits that every one of them has, and waiting for answers with an end.
#include "db/client/conn.h"
#include "core/clock.h"
#include "db/client/sqlstate.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GRACE_MS = 5000 }; // beyond statement_timeout, for a server that says nothing at all

static void add_settings(char *out, size_t size, const struct gx_conn_options *o) {
    int idle = o->statement_timeout_ms > 5000 ? o->statement_timeout_ms : 5000;
    snprintf(out, size,
             "-c plan_cache_mode=force_generic_plan -c jit=off -c statement_timeout=%d"
             " -c idle_in_transaction_session_timeout=%d -c timezone=UTC -c datestyle=ISO,YMD"
             " -c intervalstyle=iso_8601 -c bytea_output=hex -c extra_float_digits=1"
             " -c client_min_messages=warning%s",
             o->statement_timeout_ms, idle, o->read_only ? " -c default_transaction_read_only=on" : "");
}

static PGconn *connect_to(const struct gx_conn_options *o) {
    char settings[512];
    add_settings(settings, sizeof settings, o);
    // dbname is expanded first; what follows overrides it.
    const char *const keys[] = {"dbname",
                                "user",
                                "password",
                                "connect_timeout",
                                "keepalives",
                                "keepalives_idle",
                                "keepalives_interval",
                                "keepalives_count",
                                "tcp_user_timeout",
                                "client_encoding",
                                "application_name",
                                "options",
                                NULL};
    const char *const values[] = {o->db, o->role, o->password, "3",      "1",      "10", "3",
                                  "3",   "10000", "UTF8",      "guanxi", settings, NULL};
    return PQconnectdbParams(keys, values, 1);
}

static void ignore_notice(void *arg, const char *message) {
    (void)arg;
    (void)message;
}

struct gx_conn *gx_conn_open(const struct gx_conn_options *options, char *cause, size_t cause_size) {
    PGconn *pg = connect_to(options);
    if (PQstatus(pg) != CONNECTION_OK) {
        snprintf(cause, cause_size, "%s", PQerrorMessage(pg));
        PQfinish(pg);
        return NULL;
    }
    struct gx_conn *conn = calloc(1, sizeof *conn);
    if (!conn)
        abort();
    PQsetNoticeProcessor(pg, ignore_notice, NULL);
    conn->pg = pg;
    conn->timeout_ms = options->statement_timeout_ms + GRACE_MS;
    return conn;
}

void gx_conn_close(struct gx_conn *conn) {
    if (!conn)
        return;
    gx_prepared_clear(conn);
    PQfinish(conn->pg);
    free(conn);
}

bool gx_conn_is_alive(struct gx_conn *conn) {
    struct pollfd fd = {.fd = PQsocket(conn->pg), .events = POLLIN};
    if (PQstatus(conn->pg) != CONNECTION_OK || fd.fd < 0)
        return false;
    if (poll(&fd, 1, 0) == 0)
        return true;
    // Nothing is owed to us: either a harmless parameter message or the end.
    return PQconsumeInput(conn->pg) && PQstatus(conn->pg) == CONNECTION_OK &&
           !(fd.revents & (POLLHUP | POLLERR));
}

static bool wait_readable(struct gx_conn *conn, uint64_t end) {
    struct pollfd fd = {.fd = PQsocket(conn->pg), .events = POLLIN};
    uint64_t now = gx_clock_ms();
    return now < end && fd.fd >= 0 && poll(&fd, 1, (int)(end - now)) != 0;
}

PGresult *gx_conn_result(struct gx_conn *conn) {
    uint64_t end = gx_clock_ms() + (uint64_t)conn->timeout_ms;
    while (PQisBusy(conn->pg)) {
        if (!wait_readable(conn, end) || !PQconsumeInput(conn->pg)) {
            conn->broken = true;
            return NULL;
        }
    }
    return PQgetResult(conn->pg);
}

bool gx_conn_simple(struct gx_conn *conn, const char *sql) {
    if (conn->broken || !PQsendQuery(conn->pg, sql)) {
        conn->broken = true;
        return false;
    }
    bool good = true;
    for (PGresult *r; (r = gx_conn_result(conn)) != NULL; PQclear(r))
        good = good && (PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK);
    conn->broken = conn->broken || !good;
    return !conn->broken;
}

gx_rc gx_conn_fail(gx_cx *cx, struct gx_conn *conn, const PGresult *pg) {
    const char *state = pg ? PQresultErrorField(pg, PG_DIAG_SQLSTATE) : NULL;
    if (!state) {
        conn->broken = true;
        gx_fail_cause(cx, "connection: %s", PQerrorMessage(conn->pg));
        return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "The database does not answer; try again");
    }
    const struct gx_sqlstate error = {.state = state,
                                      .message = PQresultErrorField(pg, PG_DIAG_MESSAGE_PRIMARY),
                                      .constraint = PQresultErrorField(pg, PG_DIAG_CONSTRAINT_NAME),
                                      .table = PQresultErrorField(pg, PG_DIAG_TABLE_NAME),
                                      .column = PQresultErrorField(pg, PG_DIAG_COLUMN_NAME)};
    return gx_sqlstate_fail(cx, &error);
}
