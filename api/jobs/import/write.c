// SPDX-License-Identifier: AGPL-3.0-or-later
// Writing, a thousand rows per transaction, through the person's own write view: the rules of rows and fields apply
// by themselves. The ledger line of a chunk commits with it. A refused chunk is halved until the bad rows stand
// alone with their reasons; all others are written. A dry run does the same and takes everything back.
#include "core/buf.h"
#include "core/json.h"
#include "jobs/import/steps.h"
#include "resource/sql.h"
#include <stdlib.h>
#include <string.h>

struct chunk {
    gx_cx *cx;
    const struct gx_job *job;
    struct gx_import *import;
};

// Empty cells of a new record: the field's default, where it has one.
static void fill_defaults(struct gx_import *import, struct gx_import_row *row) {
    for (size_t c = 0; c < import->n_columns; c++)
        if (row->values[c] == NULL)
            row->values[c] = import->columns[c].field->fallback;
}

static struct gx_stmt insert(struct chunk *k, const size_t *rows, size_t n) {
    struct gx_import *import = k->import;
    GX_AUTO(gx_buf) columns = {0};
    struct gx_sql *sql = gx_sql_new(k->cx->arena);
    gx_rows_columns(import, &columns);
    gx_sql_addf(sql, "insert into api.\"%s_write\" (id", import->resource->name);
    for (size_t c = 0; c < import->n_columns; c++)
        if (import->columns[c].is_written)
            gx_sql_addf(sql, ", \"%s\"", import->columns[c].field->column);
    gx_sql_add(sql, ") select x.id");
    for (size_t c = 0; c < import->n_columns; c++)
        if (import->columns[c].is_written)
            gx_sql_addf(sql, ", x.c%d::%s", (int)c, gx_types[import->columns[c].field->type].cast);
    gx_sql_add(sql, " from jsonb_to_recordset(");
    gx_sql_param(sql, gx_rows_json(k->cx, import, rows, n), "jsonb");
    gx_sql_addf(sql, ") as %s", columns.data);
    return gx_sql_stmt(sql);
}

// Rows whose same columns differ, in one statement; who is not returned was changed meanwhile or is not his.
static struct gx_stmt update(struct chunk *k, const char *changed, const size_t *rows, size_t n) {
    struct gx_import *import = k->import;
    GX_AUTO(gx_buf) columns = {0};
    struct gx_sql *sql = gx_sql_new(k->cx->arena);
    bool first = true;
    gx_rows_columns(import, &columns);
    gx_sql_addf(sql, "update api.\"%s_write\" w set ", import->resource->name);
    for (size_t c = 0; c < import->n_columns; c++) {
        const struct gx_field *field = import->columns[c].field;
        if (changed[c] != '1' || field->write_once)
            continue;
        gx_sql_addf(sql, "%s\"%s\" = x.c%d::%s", first ? "" : ", ", field->column, (int)c,
                    gx_types[field->type].cast);
        first = false;
    }
    gx_sql_add(sql, " from jsonb_to_recordset(");
    gx_sql_param(sql, gx_rows_json(k->cx, import, rows, n), "jsonb");
    gx_sql_addf(sql, ") as %s where w.id = x.id and w.version = x.version returning w.id", columns.data);
    return gx_sql_stmt(sql);
}

static const char *owner_of(const struct gx_import *import, const struct gx_import_row *row) {
    for (size_t c = 0; c < import->n_columns; c++)
        if (row->changed != NULL && row->changed[c] == '1' &&
            strcmp(import->columns[c].field->name, "owner_id") == 0)
            return row->values[c];
    return NULL;
}

// Does anything but the owner differ?
static bool is_updated(const struct gx_import *import, const struct gx_import_row *row) {
    for (size_t c = 0; c < import->n_columns; c++)
        if (row->changed[c] == '1' && !import->columns[c].field->write_once)
            return true;
    return false;
}

enum { STATEMENTS = 56 };

struct batch {
    struct gx_stmt stmts[STATEMENTS];
    int expected[STATEMENTS]; // rows, -1: any
    size_t n;
};

static void push(struct batch *b, struct gx_stmt stmt, int expected) {
    b->stmts[b->n] = stmt;
    b->expected[b->n++] = expected;
}

static void push_updates(struct chunk *k, struct batch *b, const size_t *rows, size_t n) {
    bool *taken = GX_NEW_N(k->cx->arena, bool, n);
    size_t *group = GX_NEW_N(k->cx->arena, size_t, n);
    for (size_t i = 0; i < n && b->n < STATEMENTS; i++) {
        const struct gx_import_row *row = &k->import->rows[rows[i]];
        if (taken[i] || row->state != GX_IMPORT_CHANGED || !is_updated(k->import, row))
            continue;
        size_t m = 0;
        for (size_t j = i; j < n; j++) {
            const struct gx_import_row *other = &k->import->rows[rows[j]];
            if (taken[j] || other->state != GX_IMPORT_CHANGED || strcmp(other->changed, row->changed) != 0)
                continue;
            taken[j] = true;
            group[m++] = rows[j];
        }
        push(b, update(k, row->changed, group, m), (int)m);
    }
}

static void push_transfers(struct chunk *k, struct batch *b, const size_t *rows, size_t n) {
    for (size_t i = 0; i < n && b->n < STATEMENTS; i++) {
        const struct gx_import_row *row = &k->import->rows[rows[i]];
        const char *owner = row->state == GX_IMPORT_CHANGED ? owner_of(k->import, row) : NULL;
        if (owner == NULL)
            continue;
        const char **params = GX_NEW_N(k->cx->arena, const char *, 2);
        params[0] = row->id;
        params[1] = owner;
        push(b,
             (struct gx_stmt){gx_arena_printf(k->cx->arena,
                                              "select api.\"%s_transfer\"($1::uuid, $2::uuid, null)",
                                              k->import->resource->name),
                              2, params},
             -1);
    }
}

static void build(struct chunk *k, struct batch *b, const size_t *rows, size_t n) {
    size_t *fresh = GX_NEW_N(k->cx->arena, size_t, n);
    size_t m = 0;
    b->n = 0;
    push(b, gx_identity_worker(k->cx, k->job->user_id, k->cx->change_set_id, "import"), -1);
    for (size_t i = 0; i < n; i++) {
        struct gx_import_row *row = &k->import->rows[rows[i]];
        if (row->state != GX_IMPORT_NEW || (k->import->dry_run && row->names_unmade))
            continue;
        fill_defaults(k->import, row);
        fresh[m++] = rows[i];
    }
    if (m > 0)
        push(b, insert(k, fresh, m), (int)m);
    push_updates(k, b, rows, n);
    push_transfers(k, b, rows, n);
    // Last, since it locks the job: who cancels waits for no chunk. What a job that was lost has written goes back.
    if (!k->import->dry_run)
        push(b, gx_ledger_add(k->cx, k->job, k->import, rows, n), -1);
}

// The number of statements that rows may need is bounded; more rows than fit are split by the caller.
static bool fits(const struct chunk *k, const size_t *rows, size_t n) {
    size_t statements = 3;
    for (size_t i = 0; i < n; i++) {
        const struct gx_import_row *row = &k->import->rows[rows[i]];
        if (row->state != GX_IMPORT_CHANGED)
            continue;
        if (owner_of(k->import, row) != NULL)
            statements++;
        bool seen = false;
        for (size_t j = 0; j < i && !seen; j++) {
            const struct gx_import_row *other = &k->import->rows[rows[j]];
            seen = other->state == GX_IMPORT_CHANGED && strcmp(other->changed, row->changed) == 0;
        }
        statements += !seen;
        if (statements >= STATEMENTS)
            return false;
    }
    return true;
}

static gx_rc send(struct chunk *k, const size_t *rows, size_t n) {
    GX_AUTO(gx_lease) lease = {0};
    struct batch *b = GX_NEW(k->cx->arena, struct batch);
    gx_result *results[STATEMENTS];
    build(k, b, rows, n);
    gx_rc rc = gx_pool_take(k->cx->env->worker, k->cx, &lease);
    if (rc == GX_OK)
        rc = gx_db_pipeline(k->cx, &lease, b->stmts, b->n, GX_TX_BEGIN, results);
    for (size_t i = 0; rc == GX_OK && i < b->n; i++)
        if (b->expected[i] >= 0 && gx_result_affected(results[i]) != b->expected[i])
            rc = gx_fail_code(k->cx, GX_E_FORBIDDEN, "not_writable", NULL,
                              "may not be changed, or changed meanwhile");
    if (rc != GX_OK || k->import->dry_run)
        gx_db_rollback(k->cx, &lease);
    else
        rc = gx_db_pipeline(k->cx, &lease, NULL, 0, GX_TX_COMMIT, NULL);
    return rc;
}

// A failure that is the data's own, so that other rows may still pass.
static bool is_of_rows(const gx_cx *cx, gx_rc rc) {
    if (cx->problem.code != NULL && strcmp(cx->problem.code, "job_lost") == 0)
        return false;
    return rc == GX_E_INVALID || rc == GX_E_CONFLICT || rc == GX_E_FORBIDDEN || rc == GX_E_NOT_FOUND ||
           rc == GX_E_VERSION || rc == GX_E_MALFORMED;
}

static void blame(struct chunk *k, gx_cx *root, size_t row) {
    const struct gx_problem *p = &k->cx->problem;
    const struct gx_problem_error *e = p->errors;
    const char *field = e != NULL && e->pointer[0] == '/' ? e->pointer + 1 : NULL;
    const char *code = e != NULL ? e->code : p->code;
    const char *message = e != NULL && e->message != NULL ? e->message : p->detail;
    gx_import_fail(root, &k->import->rows[row], gx_arena_strdup(root->arena, field),
                   gx_arena_strdup(root->arena, code == NULL ? "conflict" : code),
                   gx_arena_strdup(root->arena, message == NULL ? "" : message), NULL);
}

static gx_rc write_rows(gx_cx *root, const struct gx_job *job, struct gx_import *import, const size_t *rows,
                        size_t n) {
    gx_rc rc = GX_E_INVALID;
    bool whole = true;
    {
        GX_AUTO_ARENA(arena) = gx_arena_new();
        gx_cx cx = *root;
        struct chunk k = {&cx, job, import};
        cx.arena = arena;
        whole = n == 1 || fits(&k, rows, n);
        if (whole)
            rc = send(&k, rows, n);
        if (whole && rc != GX_OK && (!is_of_rows(&cx, rc) || n == 1)) {
            bool of_rows = is_of_rows(&cx, rc);
            if (of_rows)
                blame(&k, root, rows[0]);
            if (!of_rows)
                return gx_fail_cause(root, "%s", cx.problem.cause),
                       gx_fail(root, rc, NULL, "a chunk of the import was not written");
            if (import->dry_run)
                return GX_OK;
            gx_cx_clear(&cx);
            struct gx_stmt stmts[2] = {gx_identity_worker(&cx, job->user_id, cx.change_set_id, "import"),
                                       gx_ledger_add(&cx, job, import, rows, 1)};
            return gx_job_system(&cx, stmts, 2, NULL);
        }
    }
    if (rc == GX_OK)
        return GX_OK;
    size_t half = n / 2;
    rc = write_rows(root, job, import, rows, half);
    return rc == GX_OK ? write_rows(root, job, import, rows + half, n - half) : rc;
}

// Rows that need no writing are noted, too, so that the sums are complete whoever finishes the job.
static gx_rc note_rest(gx_cx *cx, const struct gx_job *job, struct gx_import *import) {
    size_t rows[GX_IMPORT_CHUNK];
    size_t n = 0;
    gx_rc rc = GX_OK;
    for (size_t i = 0; rc == GX_OK && i < import->n_rows; i++) {
        const struct gx_import_row *row = &import->rows[i];
        bool is_rest = !row->is_done && row->state != GX_IMPORT_NEW && row->state != GX_IMPORT_CHANGED;
        if (is_rest)
            rows[n++] = i;
        if (n < GX_IMPORT_CHUNK && i + 1 < import->n_rows)
            continue;
        struct gx_stmt stmt = gx_ledger_add(cx, job, import, rows, n);
        if (n > 0)
            rc = gx_job_system(cx, &stmt, 1, NULL);
        for (size_t k = 0; k < n; k++)
            import->rows[rows[k]].is_done = true;
        n = 0;
    }
    return rc;
}

static gx_rc write_wave(gx_cx *cx, const struct gx_job *job, struct gx_import *import, int wave) {
    size_t rows[GX_IMPORT_CHUNK];
    size_t n = 0;
    gx_rc rc = GX_OK;
    for (size_t i = 0; rc == GX_OK && i < import->n_rows; i++) {
        const struct gx_import_row *row = &import->rows[i];
        bool is_mine = row->wave == wave && !row->is_done &&
                       (row->state == GX_IMPORT_NEW || row->state == GX_IMPORT_CHANGED);
        if (is_mine)
            rows[n++] = i;
        if (n < GX_IMPORT_CHUNK && i + 1 < import->n_rows)
            continue;
        if (n > 0)
            rc = write_rows(cx, job, import, rows, n);
        for (size_t k = 0; rc == GX_OK && k < n; k++)
            import->rows[rows[k]].is_done = true;
        n = 0;
        if (rc == GX_OK && import->dry_run)
            rc = gx_job_progress(cx, job, (int64_t)i + 1, -1);
        if (rc == GX_OK && gx_job_is_stopping())
            rc = gx_fail(cx, GX_E_UNAVAILABLE, NULL, "stopping");
    }
    return rc;
}

gx_rc gx_write_all(gx_cx *cx, const struct gx_job *job, struct gx_import *import) {
    int waves = 0;
    gx_rc rc = GX_OK;
    for (size_t i = 0; i < import->n_rows; i++)
        if (import->rows[i].wave > waves)
            waves = import->rows[i].wave;
    if (!import->dry_run)
        rc = note_rest(cx, job, import);
    for (int wave = 0; rc == GX_OK && wave <= waves; wave++)
        rc = write_wave(cx, job, import, wave);
    return rc;
}
