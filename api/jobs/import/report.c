// SPDX-License-Identifier: AGPL-3.0-or-later
// What came of it: sums, questions, and a CSV of the failed rows with their reasons in the person's language, ready
// to be corrected and imported again.
#include "channels/files/files.h"
#include "core/buf.h"
#include "core/json.h"
#include "core/uuid.h"
#include "jobs/import/steps.h"
#include <string.h>

enum { SHOWN = 50 };

// Words for a code, from the list of errors that the catalog carries; the code itself when it has none.
static const char *words(const struct gx_import *import, const char *code) {
    const char *language = import->locale == NULL ? "zh-CN" : import->locale;
    const json_t *error;
    size_t i;
    json_array_foreach(json_object_get(import->hints->catalog->raw, "errors"), i, error) {
        const char *known = gx_json_str(error, "code");
        if (known == NULL || code == NULL || strcmp(known, code) != 0)
            continue;
        const char *text = gx_json_str(json_object_get(error, "title"), language);
        return text != NULL ? text : code;
    }
    return code;
}

static const char *label(const struct gx_import *import, const char *field) {
    const char *language = import->locale == NULL ? "zh-CN" : import->locale;
    const struct gx_field *f =
        field == NULL ? NULL : gx_catalog_field(import->resource, field, strlen(field));
    const char *text = f == NULL ? NULL : gx_json_str(json_object_get(f->raw, "label"), language);
    return text != NULL ? text : field;
}

// A cell of CSV: quoted, and formula-like text disarmed.
static void add_cell(gx_buf *out, const char *text, bool first) {
    if (!first)
        gx_buf_addc(out, ',');
    gx_buf_addc(out, '"');
    if (text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL &&
        strspn(text + 1, "0123456789.") != strlen(text + 1))
        gx_buf_addc(out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            gx_buf_addc(out, '"');
        gx_buf_addc(out, *text);
    }
    gx_buf_addc(out, '"');
}

static void add_reasons(const struct gx_import *import, gx_buf *out, const struct gx_import_row *row) {
    GX_AUTO(gx_buf) text = {0};
    for (const struct gx_import_error *e = row->errors; e != NULL; e = e->next) {
        if (text.len > 0)
            gx_buf_adds(&text, "; ");
        if (e->field != NULL)
            gx_buf_printf(&text, "%s: ", label(import, e->field));
        gx_buf_adds(&text, words(import, e->code));
        if (e->value != NULL && e->value[0] != '\0')
            gx_buf_printf(&text, " (%s)", e->value);
    }
    add_cell(out, text.data == NULL ? "" : text.data, false);
}

static void make_csv(const struct gx_import *import, gx_buf *out) {
    const struct gx_sheet_row *head = &import->sheet.rows[import->header];
    bool english = import->locale != NULL && strcmp(import->locale, "en") == 0;
    gx_buf_adds(out, "\xEF\xBB\xBF");
    for (int c = 0; c < import->sheet.width; c++)
        add_cell(out, gx_sheet_cell(head, c).text, c == 0);
    add_cell(out, english ? "Row" : "行号", false);
    add_cell(out, english ? "Reason" : "原因", false);
    gx_buf_adds(out, "\r\n");
    for (size_t i = 0; i < import->n_rows; i++) {
        const struct gx_import_row *row = &import->rows[i];
        if (row->state != GX_IMPORT_FAILED)
            continue;
        for (int c = 0; c < import->sheet.width; c++)
            add_cell(out, gx_sheet_cell(row->source, c).text, c == 0);
        gx_buf_printf(out, ",\"%ld\"", row->source->number);
        add_reasons(import, out, row);
        gx_buf_adds(out, "\r\n");
    }
}

// Bytes first, then the row, as for every file.
static gx_rc store(gx_cx *cx, const struct gx_job *job, const gx_buf *csv, const char **id) {
    char key[GX_FILES_KEY];
    char file[37];
    gx_uuid_new(file);
    gx_rc rc = gx_files_put(cx, csv->data, csv->len, key);
    if (rc != GX_OK)
        return rc;
    const char *size = gx_arena_printf(cx->arena, "%zu", csv->len);
    const struct gx_stmt stmts[] = {
        GX_STMT("insert into api.file_write (id, name, size, mime_type) values ($1::uuid, $2, $3::bigint, "
                "'text/csv')",
                file, "import-errors.csv", size),
        GX_STMT("select api.file_store($1::uuid, $2, $3::bigint)", file, key, size)};
    *id = gx_arena_strdup(cx->arena, file);
    // not part of the import's change set: undoing the import keeps the reasons
    char own[37];
    memcpy(own, cx->change_set_id, sizeof own);
    gx_uuid_new(cx->change_set_id);
    rc = gx_job_write(cx, job->user_id, "import", stmts, 2, NULL);
    memcpy(cx->change_set_id, own, sizeof own);
    return rc;
}

static json_t *first_errors(const struct gx_import *import) {
    json_t *list = json_array();
    for (size_t i = 0; i < import->n_rows && json_array_size(list) < SHOWN; i++) {
        const struct gx_import_row *row = &import->rows[i];
        if (row->state != GX_IMPORT_FAILED)
            continue;
        for (const struct gx_import_error *e = row->errors; e != NULL; e = e->next)
            json_array_append_new(list, json_pack("{s:i, s:s?, s:s?, s:s?, s:s?}", "row",
                                                  (int)row->source->number, "field", e->field, "code",
                                                  e->code, "message", e->message, "value", e->value));
    }
    return list;
}

// {"field": [{"value", "candidates"}]} and {"field": ["value"]}.
static void add_questions(const struct gx_import *import, json_t *result) {
    json_t *ambiguous = json_object();
    json_t *missing = json_object();
    for (size_t c = 0; c < import->n_columns; c++) {
        const struct gx_import_column *column = &import->columns[c];
        const char *value;
        json_t *found;
        json_t *list = json_array();
        json_object_foreach(column->ambiguous, value, found)
            json_array_append_new(list, json_pack("{s:s, s:O}", "value", value, "candidates", found));
        if (json_array_size(list) > 0)
            json_object_set(ambiguous, column->field->name, list);
        json_decref(list);
        list = json_array();
        json_object_foreach(column->missing, value, found) if (json_array_size(list) < GX_IMPORT_LISTED)
            json_array_append_new(list, json_string(value));
        if (json_array_size(list) > 0)
            json_object_set(missing, column->field->name, list);
        json_decref(list);
    }
    json_object_set_new(result, "ambiguous", ambiguous);
    json_object_set_new(result, "missing", missing);
}

gx_rc gx_report_make(gx_cx *cx, const struct gx_job *job, struct gx_import *import, json_t **out) {
    const char *file = NULL;
    size_t failed = gx_rows_count(import, GX_IMPORT_FAILED);
    if (failed > 0) {
        GX_AUTO(gx_buf) csv = {0};
        make_csv(import, &csv);
        gx_rc rc = store(cx, job, &csv, &file);
        if (rc != GX_OK)
            return rc;
    }
    json_t *result =
        json_pack("{s:b, s:I, s:I, s:I, s:I, s:I, s:I, s:s?, s:o, s:O}", "dry_run", import->dry_run, "rows",
                  (json_int_t)import->n_rows, "created", (json_int_t)gx_rows_count(import, GX_IMPORT_NEW),
                  "updated", (json_int_t)gx_rows_count(import, GX_IMPORT_CHANGED), "unchanged",
                  (json_int_t)gx_rows_count(import, GX_IMPORT_UNCHANGED), "skipped",
                  (json_int_t)gx_rows_count(import, GX_IMPORT_SKIPPED), "failed", (json_int_t)failed,
                  "errors_file_id", file, "errors", first_errors(import), "made", import->made);
    add_questions(import, result);
    *out = gx_json_keep(cx->arena, result);
    return GX_OK;
}
