// SPDX-License-Identifier: AGPL-3.0-or-later
// POST /imports/{id}/analyse: encoding, sheets, the row of headings, samples, and which field each column probably
// is. Guesses for a person to correct; nothing is imported here.
#include "actions/again.h"
#include "actions/imports/import.h"
#include "channels/files/files.h"
#include "core/decimal.h"
#include "core/json.h"
#include "db/client/identity.h"
#include "parse/contacts.h"
#include "parse/header.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SAMPLES = 5, LOOKED_AT = 200 };

struct source {
    const char *resource, *state, *options, *sha256, *locale;
};

static gx_rc read_source(gx_cx *cx, const char *id, struct source *out) {
    const struct gx_stmt stmts[] = {
        GX_STMT("select i.resource, i.state, i.options, f.sha256 from api.import i left join api.file f"
                " on f.id = i.file_id and f.state = 'stored' where i.id = $1::uuid",
                id),
        GX_STMT0("select locale from api.my_subject")};
    gx_result *r[2];
    gx_rc rc = gx_identity_read(cx, stmts, 2, r);
    if (rc != GX_OK)
        return rc;
    if (gx_result_rows(r[0]) == 0)
        return gx_fail(cx, GX_E_NOT_FOUND, NULL, "no such import");
    *out =
        (struct source){gx_result_text(r[0], 0, 0), gx_result_text(r[0], 0, 1), gx_result_value(r[0], 0, 2),
                        gx_result_value(r[0], 0, 3), gx_result_value(r[1], 0, 0)};
    if (out->sha256 == NULL)
        return gx_fail_code(cx, GX_E_CONFLICT, "wrong_state", NULL, "the file has no content yet");
    bool busy = strcmp(out->state, "checking") == 0 || strcmp(out->state, "running") == 0;
    bool over = strcmp(out->state, "done") == 0 || strcmp(out->state, "undone") == 0;
    if (busy || over)
        return gx_fail_code(cx, GX_E_CONFLICT, "wrong_state", NULL, "the import runs or has run");
    return GX_OK;
}

// The number of a sheet that came as text; the first when it is none.
static int sheet_named(const char *text) {
    int64_t n = 0;
    bool is_number = text != NULL && gx_decimal_i64(text, strlen(text), 0, 1000, &n);
    return is_number ? (int)n : 0;
}

static gx_rc read_sheet(gx_cx *cx, const struct gx_request *rq, const struct source *source,
                        struct gx_sheet *out) {
    const json_t *sheet = json_object_get(rq->json, "sheet");
    struct gx_sheet_options options = {gx_json_str(rq->json, "encoding"), source->locale, 0, LOOKED_AT};
    uint64_t size;
    int fd;
    options.sheet =
        json_is_integer(sheet) ? (int)json_integer_value(sheet) : sheet_named(json_string_value(sheet));
    gx_rc rc = gx_files_open(cx, source->sha256, &fd, &size);
    if (rc != GX_OK)
        return rc;
    rc = gx_sheet_read(cx, fd, &options, out);
    close(fd);
    if (rc == GX_OK && out->n_rows == 0)
        return gx_fail_code(cx, GX_E_INVALID, "broken_file", "/file_id", "there are no rows");
    return rc;
}

// Do several people stand in the cells of this column?
static json_t *split_of(gx_cx *cx, const struct gx_sheet *sheet, size_t header, int column) {
    struct gx_contacts_person people[GX_CONTACTS_MAX];
    json_t *sample = NULL;
    int filled = 0;
    int several = 0;
    for (size_t i = header + 1; i < sheet->n_rows; i++) {
        struct gx_value_cell cell = gx_sheet_cell(&sheet->rows[i], column);
        if (cell.kind == 0)
            continue;
        filled++;
        size_t n = cell.kind == 't' ? gx_contacts_split(cx->arena, cell.text, people) : 0;
        several += n > 0;
        if (n < 2 || sample != NULL)
            continue;
        sample = json_array();
        for (size_t k = 0; k < n; k++)
            json_array_append_new(sample, json_pack("{s:s, s:s?, s:s?}", "name", people[k].name, "job_title",
                                                    people[k].title, "phone", people[k].phone));
    }
    if (several * 5 >= filled && sample != NULL)
        return json_pack("{s:i, s:o}", "cells", several, "sample", sample);
    json_decref(sample);
    return NULL;
}

// How 3/4/2024 is read in this column: "mdy" or "dmy", and whether the column proves it; NULL when nothing like it.
static json_t *date_order_of(const struct gx_sheet *sheet, size_t header, int column) {
    struct gx_value_votes votes = {0};
    for (size_t i = header + 1; i < sheet->n_rows; i++) {
        struct gx_value_cell cell = gx_sheet_cell(&sheet->rows[i], column);
        gx_value_vote(&cell, &votes);
    }
    if (votes.month_first + votes.day_first + votes.either == 0)
        return NULL;
    return json_pack("{s:s, s:b}", "order", gx_value_decide(&votes) == GX_VALUE_DAY_FIRST ? "dmy" : "mdy",
                     "sure", votes.month_first + votes.day_first > 0);
}

static json_t *column_of(gx_cx *cx, const struct gx_sheet *sheet, size_t header, int column,
                         const struct gx_header_guess *guess) {
    json_t *samples = json_array();
    for (size_t i = header + 1; i < sheet->n_rows && json_array_size(samples) < SAMPLES; i++) {
        struct gx_value_cell cell = gx_sheet_cell(&sheet->rows[i], column);
        if (cell.kind != 0)
            json_array_append_new(samples, json_string(cell.text));
    }
    json_t *out = json_pack("{s:i, s:s, s:o}", "index", column, "header",
                            gx_sheet_cell(&sheet->rows[header], column).text, "samples", samples);
    json_object_set_new(out, "guess",
                        guess->field == NULL
                            ? json_null()
                            : json_pack("{s:s, s:i}", "field", guess->field, "match", guess->score));
    json_t *split = split_of(cx, sheet, header, column);
    json_t *order = date_order_of(sheet, header, column);
    if (split != NULL)
        json_object_set_new(out, "split", split);
    if (order != NULL)
        json_object_set_new(out, "date_order", order);
    return out;
}

// A key that would find the same records again: a number of its own, else the name.
static json_t *key_of(const struct gx_resource *resource, const struct gx_header_guess *guesses, int width) {
    static const char *const usual[] = {"external_id", "code",     "credit_code", "sku",
                                        "employee_no", "username", NULL};
    for (size_t k = 0; k < GX_COUNT(usual); k++) {
        const char *name = usual[k] == NULL ? resource->name_field : usual[k];
        for (int c = 0; c < width; c++)
            if (guesses[c].field != NULL && strcmp(guesses[c].field, name) == 0)
                return json_pack("[s]", name);
    }
    return json_array();
}

static gx_rc make(gx_cx *cx, const struct gx_request *rq, const struct source *source,
                  const struct gx_sheet *sheet, json_t **out) {
    const struct gx_hints *hints;
    struct gx_header_field *fields;
    gx_rc rc = gx_rights_get(cx, &hints);
    if (rc != GX_OK)
        return rc;
    const struct gx_resource *resource = gx_catalog_by_name(hints->catalog, source->resource);
    if (resource == NULL)
        return gx_fail_add(cx, "/resource", "unknown_reference", "there is no such resource");
    if (!gx_rights_allows(gx_rights_of(hints, resource), GX_OPERATION_IMPORT))
        return gx_fail(cx, GX_E_FORBIDDEN, NULL, "no right to import this");
    size_t n = gx_import_words(cx, hints, resource, &fields);
    size_t header = gx_header_find(sheet, fields, n);
    int64_t wanted = gx_json_i64(rq->json, "header_row", 0);
    for (size_t i = 0; wanted > 0 && i < sheet->n_rows; i++)
        if (sheet->rows[i].number <= wanted)
            header = i;
    struct gx_header_guess *guesses = GX_NEW_N(cx->arena, struct gx_header_guess, (size_t)sheet->width + 1);
    gx_header_guess(cx, &sheet->rows[header], sheet->width, fields, n, guesses);
    json_t *columns = json_array();
    for (int c = 0; c < sheet->width; c++)
        json_array_append_new(columns, column_of(cx, sheet, header, c, &guesses[c]));
    *out = gx_json_keep(
        cx->arena,
        json_pack("{s:s, s:s, s:b, s:O, s:i, s:i, s:o, s:I, s:b, s:o}", "kind", sheet->kind, "encoding",
                  sheet->encoding, "encoding_is_sure", sheet->encoding_is_sure, "sheets", sheet->sheets,
                  "sheet", sheet->sheet, "header_row", (int)sheet->rows[header].number, "columns", columns,
                  "rows", (json_int_t)(sheet->n_rows - header - 1), "rows_is_part",
                  sheet->n_rows >= LOOKED_AT, "match_key", key_of(resource, guesses, sheet->width)));
    return GX_OK;
}

// What was chosen here is what the run will read with.
static json_t *merge_options(gx_cx *cx, const struct source *source, const json_t *analysis) {
    json_t *options = NULL;
    if (source->options != NULL &&
        gx_json_parse(cx, source->options, strlen(source->options), &options) != GX_OK)
        options = NULL;
    gx_cx_clear(cx);
    options = options == NULL ? gx_json_keep(cx->arena, json_object()) : options;
    json_object_set(options, "encoding", json_object_get(analysis, "encoding"));
    json_object_set(options, "sheet", json_object_get(analysis, "sheet"));
    json_object_set(options, "header_row", json_object_get(analysis, "header_row"));
    return options;
}

static gx_rc analyse(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const char *id = gx_request_param(rq, "id");
    struct source source;
    struct gx_sheet sheet;
    json_t *analysis = NULL;
    gx_rc rc = read_source(cx, id, &source);
    if (rc == GX_OK)
        rc = read_sheet(cx, rq, &source, &sheet);
    if (rc == GX_OK)
        rc = make(cx, rq, &source, &sheet, &analysis);
    if (rc != GX_OK)
        return rc;
    json_t *patch =
        gx_json_keep(cx->arena, json_pack("{s:s, s:O, s:O}", "state", "ready", "analysis", analysis,
                                          "options", merge_options(cx, &source, analysis)));
    const struct gx_stmt stmt =
        GX_STMT("select api.import_set($1::uuid, $2::jsonb)", id, gx_json_dump(cx->arena, patch));
    rc = gx_identity_write(cx, &stmt, 1, NULL);
    return rc == GX_OK ? gx_again_read(cx, rq, rs, "import", id) : rc;
}
GX_OPERATION("import_analyse", analyse);

// Options are checked here, at once; the job checks them again under the rights of its moment.
static gx_rc run(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const char *id = gx_request_param(rq, "id");
    const struct gx_hints *hints;
    struct source source;
    struct gx_import import;
    json_t *options;
    gx_result *result;
    gx_rc rc = read_source(cx, id, &source);
    if (rc == GX_OK)
        rc = gx_rights_get(cx, &hints);
    if (rc != GX_OK)
        return rc;
    if (source.options == NULL)
        return gx_fail_add(cx, "/options", "required", "say which column is which field");
    rc = gx_json_parse(cx, source.options, strlen(source.options), &options);
    if (rc == GX_OK)
        rc = gx_import_options(cx, hints, source.resource, options, &import);
    if (rc != GX_OK)
        return rc;
    const struct gx_stmt stmt = GX_STMT("select api.import_start($1::uuid, $2::boolean)", id,
                                        gx_json_bool(rq->json, "dry_run", true) ? "true" : "false");
    rc = gx_identity_write(cx, &stmt, 1, &result);
    if (rc != GX_OK)
        return rc;
    gx_buf *body = gx_response_json(rs, 202);
    gx_buf_addc(body, '{');
    gx_buf_pair(body, "job_id", gx_result_text(result, 0, 0));
    gx_buf_adds(body, "}}");
    rs->location = gx_arena_printf(cx->arena, "/api/v1/jobs/%s", gx_result_text(result, 0, 0));
    return GX_OK;
}
GX_OPERATION("import_run", run);
