// SPDX-License-Identifier: AGPL-3.0-or-later
// Single-row mode: one row at a time from the connection. When the reader goes away in the middle the rest is
// cancelled and the connection closed: reading 100,000 rows to throw them away would cost more.
#include "db/client/stream.h"
#include "core/utf8.h"
#include "db/client/conn.h"

#include <string.h>

struct gx_db_stream {
    gx_cx *cx;
    gx_lease lease;
    gx_result row;  // the row that was handed out last
    PGresult *next; // first row, read while opening
    bool ended;
};

static gx_rc stop(gx_db_stream *stream, PGresult *pg) {
    gx_rc rc = gx_conn_fail(stream->cx, stream->lease.conn, pg);
    PQclear(pg);
    stream->lease.conn->broken = true;
    gx_db_stream_close(stream);
    return rc;
}

static gx_rc send_all(gx_db_stream *stream, const struct gx_stmt *stmts, size_t n) {
    PGconn *pg = stream->lease.conn->pg;
    bool good = PQenterPipelineMode(pg);
    for (size_t i = 0; good && i < n; i++) {
        for (int k = 0; k < stmts[i].n; k++) {
            const char *text = stmts[i].params[k];
            good = good && (!text || gx_utf8_is_valid(text, strlen(text)));
        }
        good = good && PQsendQueryParams(pg, stmts[i].sql, stmts[i].n, NULL, stmts[i].params, NULL, NULL, 0);
    }
    return good && PQpipelineSync(pg) ? GX_OK : stop(stream, NULL);
}

// The results before the last one: only whether they went well counts.
static gx_rc skip_one(gx_db_stream *stream) {
    struct gx_conn *conn = stream->lease.conn;
    PGresult *pg = gx_conn_result(conn);
    ExecStatusType status = PQresultStatus(pg);
    if (!pg || (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK))
        return stop(stream, pg);
    PQclear(pg);
    while (!conn->broken && (pg = gx_conn_result(conn)) != NULL)
        PQclear(pg);
    return conn->broken ? stop(stream, NULL) : GX_OK;
}

static void finish(gx_db_stream *stream) {
    struct gx_conn *conn = stream->lease.conn;
    PGresult *pg;
    while (!conn->broken && (pg = gx_conn_result(conn)) != NULL)
        PQclear(pg);
    pg = conn->broken ? NULL : gx_conn_result(conn);
    if (PQresultStatus(pg) != PGRES_PIPELINE_SYNC || !PQexitPipelineMode(conn->pg))
        conn->broken = true;
    PQclear(pg);
    gx_db_stream_close(stream);
}

static gx_rc fetch(gx_db_stream *stream, PGresult **out) {
    PGresult *pg = gx_conn_result(stream->lease.conn);
    *out = NULL;
    switch (PQresultStatus(pg)) {
    case PGRES_SINGLE_TUPLE:
        *out = pg;
        return GX_OK;
    case PGRES_TUPLES_OK:
        PQclear(pg);
        finish(stream);
        return GX_OK;
    default:
        return stop(stream, pg);
    }
}

static void close_stream(void *stream) {
    gx_db_stream_close(stream);
}

gx_rc gx_db_stream_open(gx_cx *cx, gx_pool *pool, const struct gx_stmt *stmts, size_t n, gx_db_stream **out) {
    gx_db_stream *stream = GX_NEW(cx->arena, gx_db_stream);
    stream->cx = cx;
    *out = NULL;
    gx_rc rc = gx_pool_take(pool, cx, &stream->lease);
    if (rc != GX_OK)
        return rc;
    gx_arena_on_free(cx->arena, close_stream, stream);
    cx->db_trips++;
    rc = send_all(stream, stmts, n);
    for (size_t i = 0; rc == GX_OK && i + 1 < n; i++)
        rc = skip_one(stream);
    if (rc == GX_OK && !PQsetSingleRowMode(stream->lease.conn->pg))
        rc = stop(stream, NULL);
    if (rc == GX_OK)
        rc = fetch(stream, &stream->next);
    if (rc == GX_OK)
        *out = stream;
    return rc;
}

gx_rc gx_db_stream_next(gx_db_stream *stream, gx_result **row) {
    gx_rc rc = GX_OK;
    PQclear(stream->row.pg);
    stream->row.pg = stream->next;
    stream->next = NULL;
    if (!stream->row.pg && !stream->ended)
        rc = fetch(stream, &stream->row.pg);
    *row = stream->row.pg ? &stream->row : NULL;
    return rc;
}

void gx_db_stream_close(gx_db_stream *stream) {
    struct gx_conn *conn = stream->lease.conn;
    stream->ended = true;
    PQclear(stream->next);
    stream->next = NULL;
    if (!conn) {
        PQclear(stream->row.pg);
        stream->row.pg = NULL;
        return;
    }
    if (PQpipelineStatus(conn->pg) != PQ_PIPELINE_OFF) {
        char error[256];
        PGcancel *cancel = PQgetCancel(conn->pg);
        if (cancel)
            PQcancel(cancel, error, sizeof error);
        PQfreeCancel(cancel);
        conn->broken = true;
    }
    gx_lease_release(&stream->lease);
}
