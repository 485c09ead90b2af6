// SPDX-License-Identifier: AGPL-3.0-or-later
// Rows as one JSON parameter, and the ledger that makes an import go on where a worker stopped.
#include "core/buf.h"
#include "core/json.h"
#include "jobs/import/steps.h"
#include <stdlib.h>
#include <string.h>

const char *gx_rows_json(gx_cx *cx, const struct gx_import *import, const size_t *rows, size_t n) {
    GX_AUTO(gx_buf) buf = {0};
    gx_buf_addc(&buf, '[');
    for (size_t i = 0; i < n; i++) {
        const struct gx_import_row *row = &import->rows[rows[i]];
        gx_buf_printf(&buf, "%s{\"i\":%zu,\"id\":\"%s\"", i > 0 ? "," : "", rows[i], row->id);
        if (row->version != NULL)
            gx_buf_printf(&buf, ",\"version\":%s", row->version);
        for (size_t c = 0; c < import->n_columns; c++) {
            if (row->values[c] == NULL)
                continue;
            gx_buf_printf(&buf, ",\"c%zu\":", c);
            gx_buf_jsons(&buf, row->values[c]);
        }
        gx_buf_addc(&buf, '}');
    }
    gx_buf_addc(&buf, ']');
    return gx_arena_strndup(cx->arena, buf.data, buf.len);
}

void gx_rows_columns(struct gx_import *import, struct gx_buf *out) {
    gx_buf_adds(out, "x(i int, id uuid, version int");
    for (size_t c = 0; c < import->n_columns; c++)
        gx_buf_printf(out, ", c%zu text", c);
    gx_buf_addc(out, ')');
}

size_t gx_rows_count(const struct gx_import *import, enum gx_import_state state) {
    size_t n = 0;
    for (size_t i = 0; i < import->n_rows; i++)
        n += import->rows[i].state == state;
    return n;
}

static void add_failed(gx_buf *buf, const struct gx_import *import, size_t index) {
    const struct gx_import_row *row = &import->rows[index];
    if (row->state != GX_IMPORT_FAILED)
        return;
    if (buf->len > 1)
        gx_buf_addc(buf, ',');
    gx_buf_printf(buf, "{\"i\":%zu,\"errors\":[", index);
    for (const struct gx_import_error *e = row->errors; e != NULL; e = e->next) {
        if (e != row->errors)
            gx_buf_addc(buf, ',');
        gx_buf_addc(buf, '{');
        gx_buf_pair(buf, "field", e->field);
        gx_buf_pair(buf, "code", e->code);
        gx_buf_pair(buf, "message", e->message);
        gx_buf_pair(buf, "value", e->value);
        gx_buf_addc(buf, '}');
    }
    gx_buf_adds(buf, "]}");
}

struct gx_stmt gx_ledger_add(gx_cx *cx, const struct gx_job *job, const struct gx_import *import,
                             const size_t *rows, size_t n) {
    GX_AUTO(gx_buf) numbers = {0};
    GX_AUTO(gx_buf) failed = {0};
    int counts[GX_IMPORT_FAILED + 1] = {0};
    gx_buf_addc(&numbers, '{');
    gx_buf_addc(&failed, '[');
    for (size_t i = 0; i < n; i++) {
        gx_buf_printf(&numbers, "%s%zu", i > 0 ? "," : "", rows[i]);
        counts[import->rows[rows[i]].state]++;
        add_failed(&failed, import, rows[i]);
    }
    gx_buf_addc(&numbers, '}');
    gx_buf_addc(&failed, ']');
    const char **params = GX_NEW_N(cx->arena, const char *, 8);
    params[0] = job->id;
    params[1] = gx_arena_printf(cx->arena, "%lld", (long long)job->fence);
    params[2] = gx_arena_strndup(cx->arena, numbers.data, numbers.len);
    params[3] = gx_arena_printf(cx->arena, "%d", counts[GX_IMPORT_NEW]);
    params[4] = gx_arena_printf(cx->arena, "%d", counts[GX_IMPORT_CHANGED]);
    params[5] = gx_arena_printf(cx->arena, "%d", counts[GX_IMPORT_UNCHANGED]);
    params[6] = gx_arena_printf(cx->arena, "%d", counts[GX_IMPORT_SKIPPED]);
    params[7] = gx_arena_strndup(cx->arena, failed.data, failed.len);
    return (struct gx_stmt){
        "select job.import_chunk_add($1::uuid, $2::bigint, $3::int[], $4::int, $5::int, $6::int,"
        " $7::int, $8::jsonb)",
        8, params};
}

static void restore_failed(gx_cx *cx, struct gx_import *import, const json_t *failed) {
    const json_t *line;
    size_t i;
    json_array_foreach(failed, i, line) {
        size_t index = (size_t)gx_json_i64(line, "i", -1);
        const json_t *error;
        size_t k;
        if (index >= import->n_rows)
            continue;
        import->rows[index].errors = NULL;
        json_array_foreach(json_object_get(line, "errors"), k, error)
            gx_import_fail(cx, &import->rows[index], gx_json_str(error, "field"), gx_json_str(error, "code"),
                           gx_json_str(error, "message"), gx_json_str(error, "value"));
    }
}

// Counts of a chunk go to its rows one after another: which row is which does not matter for the sums.
static void restore_states(struct gx_import *import, const char *numbers, const int counts[4]) {
    static const enum gx_import_state states[] = {GX_IMPORT_NEW, GX_IMPORT_CHANGED, GX_IMPORT_UNCHANGED,
                                                  GX_IMPORT_SKIPPED};
    int left[4];
    memcpy(left, counts, sizeof left);
    for (const char *p = numbers; *p != '\0';) {
        char *end;
        size_t index = strtoul(p, &end, 10);
        if (end == p) {
            p++;
            continue;
        }
        p = end;
        if (index >= import->n_rows)
            continue;
        struct gx_import_row *row = &import->rows[index];
        row->is_done = row->from_ledger = true;
        if (row->state == GX_IMPORT_FAILED)
            continue;
        for (size_t s = 0; s < GX_COUNT(states); s++)
            if (left[s] > 0) {
                left[s]--;
                row->state = states[s];
                break;
            }
    }
}

gx_rc gx_ledger_read(gx_cx *cx, const struct gx_job *job, struct gx_import *import) {
    const struct gx_stmt stmt = GX_STMT(
        "select row_numbers, created, updated, unchanged, skipped, failed from job.import_chunks($1::uuid)",
        job->id);
    gx_result *r;
    gx_rc rc = gx_job_system(cx, &stmt, 1, &r);
    for (int i = 0; rc == GX_OK && i < gx_result_rows(r); i++) {
        json_t *failed;
        const int counts[4] = {(int)gx_result_i64(r, i, 1), (int)gx_result_i64(r, i, 2),
                               (int)gx_result_i64(r, i, 3), (int)gx_result_i64(r, i, 4)};
        rc = gx_json_parse(cx, gx_result_text(r, i, 5), gx_result_len(r, i, 5), &failed);
        if (rc != GX_OK)
            break;
        restore_failed(cx, import, failed);
        restore_states(import, gx_result_text(r, i, 0), counts);
    }
    return rc;
}
