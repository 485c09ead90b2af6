// SPDX-License-Identifier: AGPL-3.0-or-later
// One round trip for a list of statements. The steps sent are remembered, since preparing and deallocating add
// results of their own; the answers are then read in the same order. The first error decides, the rest of the
// pipeline is aborted by the server.
#include "db/client/exec.h"
#include "core/clock.h"
#include "core/utf8.h"
#include "db/client/conn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STMTS_MAX = 64, ATTEMPTS = 4 };

enum step_kind { STEP_DEALLOCATE, STEP_PREPARE, STEP_CONTROL, STEP_COMMIT, STEP_RUN };

struct step {
    enum step_kind kind;
    struct gx_prepared *slot;
    size_t index; // of the statement
    unsigned id;  // STEP_DEALLOCATE: number of the statement that goes
    bool done;
};

struct run {
    gx_cx *cx;
    struct gx_conn *conn;
    struct step *steps;
    size_t n_steps;
    gx_result **out;
    gx_rc rc;
    bool commits, committed, stale;
};

static void add_step(struct run *run, enum step_kind kind, struct gx_prepared *slot, size_t index) {
    run->steps[run->n_steps++] = (struct step){.kind = kind, .slot = slot, .index = index};
}

static bool send_prepare(struct run *run, struct gx_prepared *slot, const char *sql) {
    char name[16];
    if (slot->sql) {
        char text[40];
        snprintf(text, sizeof text, "deallocate s%u", slot->id);
        if (!PQsendQueryParams(run->conn->pg, text, 0, NULL, NULL, NULL, NULL, 0))
            return false;
        add_step(run, STEP_DEALLOCATE, NULL, 0);
        run->steps[run->n_steps - 1].id = slot->id;
    }
    gx_prepared_set(run->conn, slot, sql);
    gx_prepared_name(slot, name);
    add_step(run, STEP_PREPARE, slot, 0);
    return PQsendPrepare(run->conn->pg, name, sql, 0, NULL);
}

static bool send(struct run *run, enum step_kind kind, const struct gx_stmt *stmt, size_t index) {
    bool known;
    char name[16];
    struct gx_prepared *slot = gx_prepared_slot(run->conn, stmt->sql, &known);
    if (!known && !send_prepare(run, slot, stmt->sql))
        return false;
    gx_prepared_name(slot, name);
    add_step(run, kind, slot, index);
    return PQsendQueryPrepared(run->conn->pg, name, stmt->n, stmt->params, NULL, NULL, 0);
}

static bool send_all(struct run *run, const struct gx_stmt *stmts, size_t n, enum gx_tx tx) {
    const struct gx_stmt begin = GX_STMT0("begin"), commit = GX_STMT0("commit");
    bool good = true;
    if (tx == GX_TX_WHOLE || tx == GX_TX_BEGIN)
        good = send(run, STEP_CONTROL, &begin, 0);
    for (size_t i = 0; good && i < n; i++)
        good = send(run, STEP_RUN, &stmts[i], i);
    if (good && run->commits)
        good = send(run, STEP_COMMIT, &commit, 0);
    return good && PQpipelineSync(run->conn->pg);
}

static void note_failure(struct run *run, const PGresult *pg) {
    if (run->rc == GX_OK)
        run->rc = gx_conn_fail(run->cx, run->conn, pg);
    const char *state = pg ? PQresultErrorField(pg, PG_DIAG_SQLSTATE) : NULL;
    if (run->rc == GX_E_STALE && state && strncmp(state, "GX", 2) != 0)
        run->stale = true; // definitions changed below our prepared statements
}

// Judges the answer to one step and takes over pg.
static void take_answer(struct run *run, struct step *step, PGresult *pg) {
    switch (PQresultStatus(pg)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
        step->done = true;
        if (step->kind == STEP_PREPARE)
            step->slot->confirmed = true;
        if (step->kind == STEP_COMMIT)
            run->committed = strcmp(PQcmdStatus(pg), "COMMIT") == 0;
        if (step->kind == STEP_RUN && run->out && run->rc == GX_OK) {
            run->out[step->index] = gx_result_keep(run->cx, pg);
            return;
        }
        break;
    case PGRES_PIPELINE_ABORTED:
        break;
    default:
        note_failure(run, pg);
        break;
    }
    PQclear(pg);
}

static bool read_step(struct run *run, struct step *step) {
    PGresult *pg = gx_conn_result(run->conn);
    if (!pg) {
        note_failure(run, NULL);
        return false;
    }
    take_answer(run, step, pg);
    while (!run->conn->broken && (pg = gx_conn_result(run->conn)) != NULL)
        PQclear(pg);
    return !run->conn->broken;
}

static void read_all(struct run *run) {
    for (size_t i = 0; i < run->n_steps; i++)
        if (!read_step(run, &run->steps[i]))
            return;
    PGresult *sync = gx_conn_result(run->conn);
    if (PQresultStatus(sync) != PGRES_PIPELINE_SYNC)
        note_failure(run, NULL);
    PQclear(sync);
}

// A statement that was sent but never confirmed (its pipeline was aborted) is not there.
static void forget_unconfirmed(struct run *run) {
    for (size_t i = 0; i < run->n_steps; i++) {
        struct gx_prepared *slot = run->steps[i].slot;
        if (slot && slot->sql && !slot->confirmed)
            gx_prepared_drop(run->conn, slot);
    }
}

// A statement that made room for another must go even when its pipeline was aborted before that.
static void deallocate_skipped(struct run *run) {
    for (size_t i = 0; i < run->n_steps; i++) {
        char text[40];
        if (run->steps[i].kind != STEP_DEALLOCATE || run->steps[i].done)
            continue;
        snprintf(text, sizeof text, "deallocate s%u", run->steps[i].id);
        gx_conn_simple(run->conn, text);
    }
}

static void settle(struct run *run) {
    struct gx_conn *conn = run->conn;
    forget_unconfirmed(run);
    if (conn->broken || !PQexitPipelineMode(conn->pg)) {
        conn->broken = true;
        return;
    }
    if (PQtransactionStatus(conn->pg) == PQTRANS_INERROR)
        gx_conn_simple(conn, "rollback");
    deallocate_skipped(run);
    if (run->stale && !conn->broken && PQtransactionStatus(conn->pg) == PQTRANS_IDLE &&
        gx_conn_simple(conn, "deallocate all"))
        gx_prepared_clear(conn);
}

static void judge_commit(struct run *run) {
    if (!run->commits || run->committed)
        return;
    if (run->rc == GX_OK)
        run->rc = gx_fail(run->cx, GX_E_INTERNAL, NULL, "The transaction was not committed");
    if (run->conn->broken)
        run->cx->problem.detail = "The connection was lost while saving; look before trying again";
}

static gx_rc run_once(gx_cx *cx, gx_lease *lease, const struct gx_stmt *stmts, size_t n, enum gx_tx tx,
                      gx_result **out) {
    struct run run = {
        .cx = cx, .conn = lease->conn, .out = out, .commits = tx == GX_TX_WHOLE || tx == GX_TX_COMMIT};
    uint64_t start = gx_clock_us();
    run.steps = GX_NEW_N(cx->arena, struct step, (n + 2) * 3); // each may need room made and preparing
    if (!PQenterPipelineMode(run.conn->pg))
        run.conn->broken = true;
    if (run.conn->broken || !send_all(&run, stmts, n, tx)) {
        run.conn->broken = true;
        note_failure(&run, NULL);
    } else {
        read_all(&run);
    }
    settle(&run);
    judge_commit(&run);
    lease->in_transaction = run.rc == GX_OK && (tx == GX_TX_BEGIN || tx == GX_TX_INSIDE);
    run.conn->trips++;
    cx->db_trips++;
    cx->db_us += gx_clock_us() - start;
    return run.rc;
}

static gx_rc check_stmts(gx_cx *cx, const gx_lease *lease, const struct gx_stmt *stmts, size_t n,
                         enum gx_tx tx) {
    bool inside = tx == GX_TX_INSIDE || tx == GX_TX_COMMIT;
    if (!lease->conn || n > STMTS_MAX || inside != lease->in_transaction)
        return gx_fail(cx, GX_E_INTERNAL, NULL, "Statements sent without a fitting transaction");
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < stmts[i].n; k++)
            if (stmts[i].params[k] && !gx_utf8_is_valid(stmts[i].params[k], strlen(stmts[i].params[k])))
                return gx_fail(cx, GX_E_MALFORMED, NULL, "A text is not valid UTF-8");
    return GX_OK;
}

static void pause_a_little(int attempt) {
    unsigned char jitter = (unsigned char)(gx_clock_us() & 0x7F);
    nanosleep(&(struct timespec){.tv_nsec = (attempt * 2000 + jitter * 30) * 1000L}, NULL);
}

gx_rc gx_db_pipeline(gx_cx *cx, gx_lease *lease, const struct gx_stmt *stmts, size_t n, enum gx_tx tx,
                     gx_result **out) {
    const struct gx_problem before = cx->problem;
    gx_rc rc = check_stmts(cx, lease, stmts, n, tx);
    for (int attempt = 1; rc == GX_OK && attempt <= ATTEMPTS; attempt++) {
        rc = run_once(cx, lease, stmts, n, tx, out);
        bool may_repeat = tx == GX_TX_IMPLICIT || tx == GX_TX_WHOLE;
        if (rc != GX_E_AGAIN || !may_repeat || lease->conn->broken || attempt == ATTEMPTS)
            break;
        pause_a_little(attempt);
        cx->problem = before;
        rc = GX_OK;
    }
    if (rc == GX_E_AGAIN && (tx == GX_TX_IMPLICIT || tx == GX_TX_WHOLE))
        rc = gx_fail(cx, GX_E_UNAVAILABLE, NULL, "Too much at once; try again");
    return rc;
}

void gx_db_rollback(gx_cx *cx, gx_lease *lease) {
    if (!lease->conn || !lease->in_transaction)
        return;
    lease->in_transaction = false;
    cx->db_trips++;
    gx_conn_simple(lease->conn, "rollback");
}
