// SPDX-License-Identifier: AGPL-3.0-or-later
// COPY into a staging table, and scripts for migrations: the two things that are no list of prepared statements.
#include "core/clock.h"
#include "db/client/conn.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static gx_rc fail_all(gx_cx *cx, struct gx_conn *conn, PGresult *pg) {
    gx_rc rc = gx_conn_fail(cx, conn, pg);
    PQclear(pg);
    while (!conn->broken && (pg = gx_conn_result(conn)) != NULL)
        PQclear(pg);
    return rc;
}

gx_rc gx_db_copy_begin(gx_cx *cx, gx_lease *lease, const char *copy_sql) {
    struct gx_conn *conn = lease->conn;
    if (!conn || !lease->in_transaction)
        return gx_fail(cx, GX_E_INTERNAL, NULL, "COPY outside of a transaction");
    cx->db_trips++;
    if (!PQsendQuery(conn->pg, copy_sql))
        return gx_conn_fail(cx, conn, NULL);
    PGresult *pg = gx_conn_result(conn);
    if (PQresultStatus(pg) != PGRES_COPY_IN)
        return fail_all(cx, conn, pg);
    PQclear(pg);
    return GX_OK;
}

gx_rc gx_db_copy_put(gx_cx *cx, gx_lease *lease, const char *data, size_t len) {
    struct gx_conn *conn = lease->conn;
    if (len > INT_MAX || PQputCopyData(conn->pg, data, (int)len) != 1) {
        conn->broken = true;
        return gx_conn_fail(cx, conn, NULL);
    }
    return GX_OK;
}

gx_rc gx_db_copy_end(gx_cx *cx, gx_lease *lease) {
    struct gx_conn *conn = lease->conn;
    cx->db_trips++;
    if (PQputCopyEnd(conn->pg, NULL) != 1) {
        conn->broken = true;
        return gx_conn_fail(cx, conn, NULL);
    }
    PGresult *pg = gx_conn_result(conn);
    if (PQresultStatus(pg) != PGRES_COMMAND_OK)
        return fail_all(cx, conn, pg);
    PQclear(pg);
    while (!conn->broken && (pg = gx_conn_result(conn)) != NULL)
        PQclear(pg);
    return GX_OK;
}

// Adds to the cause where in the script it went wrong.
static void note_line(gx_cx *cx, const char *script, const PGresult *pg) {
    const char *position = PQresultErrorField(pg, PG_DIAG_STATEMENT_POSITION);
    const char *context = PQresultErrorField(pg, PG_DIAG_CONTEXT),
               *detail = PQresultErrorField(pg, PG_DIAG_MESSAGE_DETAIL);
    long line = 1, at = position ? atol(position) : 0;
    for (const char *p = script; *p && at > 1; p++) {
        line += *p == '\n';
        at -= ((unsigned char)*p & 0xC0) != 0x80;
    }
    char before[sizeof cx->problem.cause];
    memcpy(before, cx->problem.cause, sizeof before);
    gx_fail_cause(cx, "%.250s%s%s (line %ld)%s%.120s", before, detail ? "; " : "", detail ? detail : "",
                  position ? line : 0, context ? "; " : "", context ? context : "");
}

gx_rc gx_db_script(gx_cx *cx, gx_lease *lease, const char *script) {
    struct gx_conn *conn = lease->conn;
    uint64_t start = gx_clock_us();
    gx_rc rc = GX_OK;
    if (!PQsendQuery(conn->pg, script))
        return gx_conn_fail(cx, conn, NULL);
    for (PGresult *pg; (pg = gx_conn_result(conn)) != NULL; PQclear(pg)) {
        ExecStatusType status = PQresultStatus(pg);
        bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
        if (!good && rc == GX_OK) {
            rc = gx_conn_fail(cx, conn, pg);
            note_line(cx, script, pg);
        }
    }
    if (conn->broken && rc == GX_OK)
        rc = gx_conn_fail(cx, conn, NULL);
    PGTransactionStatusType state = PQtransactionStatus(conn->pg);
    lease->in_transaction = state == PQTRANS_INTRANS;
    if (state == PQTRANS_INERROR)
        gx_conn_simple(conn, "rollback");
    cx->db_trips++;
    cx->db_us += gx_clock_us() - start;
    return rc;
}
