// SPDX-License-Identifier: AGPL-3.0-or-later
// Finding stored records by the key, a thousand rows at a time, and comparing values where they are stored: 100 and
// 100.00 are equal there. An empty cell says nothing, unless the person chose that it clears.
#include "core/buf.h"
#include "jobs/import/steps.h"
#include "resource/sql.h"
#include <stdlib.h>
#include <string.h>

static bool is_compared(const struct gx_import *import, const struct gx_import_column *column) {
    bool is_owner = strcmp(column->field->name, "owner_id") == 0;
    return column->is_written && (!column->field->write_once || is_owner) &&
           gx_rights_reads(import->right, column->field);
}

static struct gx_stmt build(gx_cx *cx, struct gx_import *import, const size_t *rows, size_t n) {
    GX_AUTO(gx_buf) columns = {0};
    struct gx_sql *sql = gx_sql_new(cx->arena);
    bool first = true;
    gx_rows_columns(import, &columns);
    gx_sql_add(sql, "select x.i, t.id, t.version, concat(''");
    for (size_t c = 0; c < import->n_columns; c++) {
        const struct gx_import_column *column = &import->columns[c];
        if (!is_compared(import, column))
            gx_sql_add(sql, ", '0'");
        else
            gx_sql_addf(sql, ", case when %st.\"%s\" is distinct from x.c%d::%s then '1' else '0' end",
                        import->clears ? "" : gx_arena_printf(cx->arena, "x.c%zu is not null and ", c),
                        column->field->column, (int)c, gx_types[column->field->type].cast);
    }
    gx_sql_add(sql, ") from jsonb_to_recordset(");
    gx_sql_param(sql, gx_rows_json(cx, import, rows, n), "jsonb");
    gx_sql_addf(sql, ") as %s join api.\"%s\" t on ", columns.data, import->resource->name);
    for (size_t c = 0; c < import->n_columns; c++) {
        const struct gx_import_column *column = &import->columns[c];
        if (!column->is_key)
            continue;
        gx_sql_addf(sql, "%st.\"%s\" = x.c%d::%s", first ? "" : " and ", column->field->column, (int)c,
                    gx_types[column->field->type].cast);
        first = false;
    }
    return gx_sql_stmt(sql);
}

static void found(gx_cx *cx, struct gx_import *import, const gx_result *r, int i) {
    struct gx_import_row *row = &import->rows[gx_result_i64(r, i, 0)];
    if (row->state == GX_IMPORT_FAILED)
        return;
    if (row->from_ledger) {
        memcpy(row->id, gx_result_text(r, i, 1), 37);
        row->from_ledger = false;
        return;
    }
    if (row->state != GX_IMPORT_PENDING) {
        gx_import_fail(cx, row, NULL, "ambiguous", "the key fits several records", NULL);
        return;
    }
    memcpy(row->id, gx_result_text(r, i, 1), 37);
    row->version = gx_arena_strdup(cx->arena, gx_result_text(r, i, 2));
    row->changed = gx_arena_strdup(cx->arena, gx_result_text(r, i, 3));
    bool any = strchr(row->changed, '1') != NULL;
    row->state = import->mode == GX_IMPORT_CREATE ? GX_IMPORT_SKIPPED
                 : any                            ? GX_IMPORT_CHANGED
                                                  : GX_IMPORT_UNCHANGED;
}

static gx_rc match_chunk(gx_cx *cx, const struct gx_job *job, struct gx_import *import, const size_t *rows,
                         size_t n) {
    gx_result *r;
    struct gx_stmt stmt = build(cx, import, rows, n);
    gx_rc rc = gx_job_write(cx, job->user_id, "import", &stmt, 1, &r);
    for (int i = 0; rc == GX_OK && i < gx_result_rows(r); i++)
        found(cx, import, r, i);
    return rc;
}

static int by_key(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// Two rows of one file with the same key: the second is a mistake of the file, whichever would win.
static void find_repeats(gx_cx *cx, struct gx_import *import) {
    struct keyed {
        const char *key;
        size_t row;
    } *list = GX_NEW_N(cx->arena, struct keyed, import->n_rows + 1);
    size_t n = 0;
    for (size_t i = 0; i < import->n_rows; i++) {
        struct gx_import_row *row = &import->rows[i];
        GX_AUTO(gx_buf) key = {0};
        bool whole = row->state == GX_IMPORT_PENDING && !row->is_done;
        for (size_t c = 0; whole && c < import->n_columns; c++) {
            if (!import->columns[c].is_key)
                continue;
            whole = row->values[c] != NULL;
            if (whole)
                gx_buf_printf(&key, "%s\x1f", row->values[c]);
        }
        if (whole) {
            gx_buf_printf(&key, "%012zu", i);
            list[n++] = (struct keyed){gx_arena_strndup(cx->arena, key.data, key.len), i};
        }
    }
    qsort(list, n, sizeof *list, by_key);
    for (size_t i = 1; i < n; i++) {
        size_t len = strlen(list[i].key) - 12;
        if (len + 12 != strlen(list[i - 1].key) || strncmp(list[i].key, list[i - 1].key, len) != 0)
            continue;
        gx_import_fail(cx, &import->rows[list[i].row], NULL, "repeated", "the key stands in the file twice",
                       NULL);
    }
}

// What was not found is new, if new ones are wanted and complete.
static void judge_new(gx_cx *cx, struct gx_import *import) {
    for (size_t i = 0; i < import->n_rows; i++) {
        struct gx_import_row *row = &import->rows[i];
        if (row->state != GX_IMPORT_PENDING || row->is_done)
            continue;
        if (import->mode == GX_IMPORT_UPDATE) {
            gx_import_fail(cx, row, NULL, "not_found", "no record has this key", NULL);
            continue;
        }
        row->state = GX_IMPORT_NEW;
        for (size_t f = 0; f < import->resource->n_fields; f++) {
            const struct gx_field *field = &import->resource->fields[f];
            bool given = false;
            if (!field->required || field->fallback != NULL || field->readonly || field->system)
                continue;
            for (size_t c = 0; c < import->n_columns; c++)
                given = given || (import->columns[c].field == field && row->values[c] != NULL);
            if (!given)
                gx_import_fail(cx, row, field->name, "required", "a value is required", NULL);
        }
    }
}

// Rows with a whole key that wait, and those of an earlier worker, whose ids are wanted again.
static bool is_looked_up(const struct gx_import *import, const struct gx_import_row *row) {
    if (row->is_done ? !row->from_ledger || row->state == GX_IMPORT_FAILED : row->state != GX_IMPORT_PENDING)
        return false;
    for (size_t c = 0; c < import->n_columns; c++) {
        const struct gx_import_column *column = &import->columns[c];
        bool unresolved = row->is_done && column->field->type == GX_T_REFERENCE;
        if (column->is_key && (row->values[c] == NULL || unresolved))
            return false;
    }
    return true;
}

gx_rc gx_match_all(gx_cx *cx, const struct gx_job *job, struct gx_import *import) {
    size_t rows[GX_IMPORT_CHUNK];
    size_t n = 0;
    gx_rc rc = GX_OK;
    if (import->has_key)
        find_repeats(cx, import);
    for (size_t i = 0; import->has_key && rc == GX_OK && i < import->n_rows; i++) {
        if (is_looked_up(import, &import->rows[i]))
            rows[n++] = i;
        if (n < GX_IMPORT_CHUNK && i + 1 < import->n_rows)
            continue;
        if (n > 0)
            rc = match_chunk(cx, job, import, rows, n);
        n = 0;
    }
    if (rc == GX_OK)
        judge_new(cx, import);
    return rc;
}
