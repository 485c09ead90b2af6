// SPDX-License-Identifier: AGPL-3.0-or-later
// Cells to values: by the type of the field, then checked by the engine's own validator, so that an import can
// write nothing that the API would refuse. References stay as written until resolve.c.
#include "actions/imports/import.h"

#include "core/json.h"
#include "parse/contacts.h"
#include "parse/header.h"
#include "resource/sql.h"
#include "resource/validate.h"
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 65536 };

void gx_import_fail(gx_cx *cx, struct gx_import_row *row, const char *field, const char *code,
                    const char *message, const char *value) {
    struct gx_import_error *error = GX_NEW(cx->arena, struct gx_import_error);
    struct gx_import_error **last = &row->errors;
    while (*last != NULL)
        last = &(*last)->next;
    *error = (struct gx_import_error){field, code, message,
                                      value == NULL ? NULL : gx_arena_strdup(cx->arena, value), NULL};
    *last = error;
    row->state = GX_IMPORT_FAILED;
}

static enum gx_value_rc read_cell(const struct gx_import *import, const struct gx_import_column *column,
                                  const struct gx_value_cell *cell, char *out, size_t cap) {
    switch (column->field->type) {
    case GX_T_INTEGER:
        return gx_value_integer(cell, out, cap);
    case GX_T_DECIMAL:
    case GX_T_MONEY:
        return gx_value_number(cell, false, out, cap);
    case GX_T_PERCENT:
        return gx_value_number(cell, true, out, cap);
    case GX_T_BOOLEAN:
        return gx_value_boolean(cell, out, cap);
    case GX_T_DATE:
        return gx_value_date(cell, column->order, out, cap);
    case GX_T_DATETIME:
        return gx_value_datetime(cell, column->order, import->offset, out, cap);
    case GX_T_PHONE:
        return gx_value_phone(cell, out, cap);
    case GX_T_CODE:
    case GX_T_TEXT:
    case GX_T_LONG_TEXT:
    case GX_T_CHOICE:
    case GX_T_MULTI_CHOICE:
    case GX_T_REFERENCE:
    case GX_T_REFERENCES:
    case GX_T_EMAIL:
    case GX_T_URL:
    case GX_T_TAGS:
        return gx_value_text(cell, out, cap);
    case GX_T_JSON:
    case GX_T_COUNT:
        break;
    }
    return GX_VALUE_BAD;
}

// The text cut at commas of all kinds, blanks trimmed.
static json_t *split_list(gx_cx *cx, const char *text) {
    json_t *list = json_array();
    static const char *const cuts[] = {",", "，", "、", ";", "；", "|", "\n"};
    const char *from = text;
    while (*from != '\0') {
        size_t best = strlen(from);
        size_t skip = 0;
        for (size_t i = 0; i < GX_COUNT(cuts); i++) {
            const char *hit = strstr(from, cuts[i]);
            if (hit != NULL && (size_t)(hit - from) < best)
                best = (size_t)(hit - from), skip = strlen(cuts[i]);
        }
        char part[1024];
        struct gx_value_cell cell = {'t', gx_arena_strndup(cx->arena, from, best)};
        if (gx_value_text(&cell, part, sizeof part) == GX_VALUE_OK)
            json_array_append_new(list, json_string(part));
        from += best + skip;
    }
    return list;
}

static json_t *as_json(gx_cx *cx, enum gx_type type, const char *text) {
    if (type == GX_T_INTEGER)
        return json_integer(strtoll(text, NULL, 10));
    if (type == GX_T_BOOLEAN)
        return json_boolean(strcmp(text, "true") == 0);
    if (gx_types[type].is_array)
        return split_list(cx, text);
    return json_string(text);
}

// The key of a choice: decided by a person, the key itself, or a label in any language.
static const char *find_choice(gx_cx *cx, struct gx_import_column *column, const char *text) {
    const char *decided = gx_json_str(column->choices, text);
    const json_t *choice;
    size_t i;
    char want[256];
    char have[256];
    if (decided != NULL)
        return decided;
    gx_value_fold(text, false, want, sizeof want);
    json_t *candidates = json_array();
    json_array_foreach(json_object_get(column->field->raw, "choices"), i, choice) {
        const char *key = gx_json_str(choice, "value");
        const char *language;
        json_t *label;
        int best = gx_header_likeness(text, key == NULL ? "" : key);
        const char *shown = key;
        gx_value_fold(key == NULL ? "" : key, false, have, sizeof have);
        bool same = key != NULL && strcmp(want, have) == 0;
        json_object_foreach(json_object_get(choice, "label"), language, label) {
            gx_value_fold(json_string_value(label), true, have, sizeof have);
            same = same || strcmp(want, have) == 0;
            int like = gx_header_likeness(text, json_string_value(label));
            if (like > best)
                best = like;
            if (strcmp(language, "en") != 0 || shown == key)
                shown = json_string_value(label);
        }
        if (same) {
            json_decref(candidates);
            return key;
        }
        if (best >= 60)
            json_array_append_new(candidates,
                                  json_pack("{s:s, s:s, s:i}", "id", key, "name", shown, "score", best));
    }
    json_t *known = json_array_size(candidates) > 0 ? column->ambiguous : column->missing;
    if (json_object_size(known) < GX_IMPORT_LISTED)
        json_object_set(known, text, candidates);
    json_decref(candidates);
    (void)cx;
    return NULL;
}

static const char *const messages[] = {[GX_VALUE_BAD] = "is not understood",
                                       [GX_VALUE_DIGITS_LOST] =
                                           "the file no longer holds all digits: set the cells to "
                                           "text and enter the numbers again",
                                       [GX_VALUE_TOO_LONG] = "is too long"};

static const char *check(gx_cx *cx, struct gx_import_row *row, const struct gx_import_column *column,
                         const char *text) {
    if (column->field->type == GX_T_CODE)
        return gx_arena_strdup(cx->arena, text);
    json_t *json = as_json(cx, column->field->type, text);
    const char *value = gx_validate_value(cx, column->field, json, "/value");
    value = gx_arena_strdup(cx->arena, value);
    json_decref(json);
    if (value == NULL) {
        const struct gx_problem_error *error = cx->problem.errors;
        gx_import_fail(cx, row, column->field->name, error == NULL ? "format" : error->code,
                       error == NULL ? "is not valid" : error->message, text);
    }
    gx_cx_clear(cx);
    return value;
}

static void convert_cell(gx_cx *cx, struct gx_import *import, struct gx_import_row *row, size_t c,
                         char *scratch) {
    struct gx_import_column *column = &import->columns[c];
    struct gx_value_cell cell = gx_sheet_cell(row->source, column->column);
    enum gx_value_rc rc = read_cell(import, column, &cell, scratch, TEXT_MAX);
    if (rc == GX_VALUE_EMPTY)
        return;
    if (rc != GX_VALUE_OK) {
        gx_import_fail(cx, row, column->field->name, gx_value_name(rc), messages[rc], cell.text);
        return;
    }
    enum gx_type type = column->field->type;
    if (type == GX_T_REFERENCE || type == GX_T_REFERENCES) {
        row->values[c] = gx_arena_strdup(cx->arena, scratch);
        return;
    }
    const char *text = scratch;
    if (type == GX_T_CHOICE)
        text = find_choice(cx, column, scratch);
    if (text == NULL) {
        bool near = json_object_get(column->ambiguous, scratch) != NULL;
        gx_import_fail(cx, row, column->field->name, near ? "ambiguous" : "choice",
                       near ? "is not exactly one of the choices: say which is meant"
                            : "is none of the choices",
                       scratch);
        return;
    }
    row->values[c] = check(cx, row, column, text);
}

// The order of 3/4/2024 is decided by the whole column.
static void decide_dates(struct gx_import *import) {
    for (size_t c = 0; c < import->n_columns; c++) {
        struct gx_import_column *column = &import->columns[c];
        struct gx_value_votes votes = {0};
        if (column->field->type != GX_T_DATE && column->field->type != GX_T_DATETIME)
            continue;
        for (size_t i = import->header + 1; i < import->sheet.n_rows; i++) {
            struct gx_value_cell cell = gx_sheet_cell(&import->sheet.rows[i], column->column);
            gx_value_vote(&cell, &votes);
        }
        if (votes.month_first + votes.day_first > 0)
            column->order = gx_value_decide(&votes);
    }
}

// A row is more than blanks in the mapped columns; sums and notes below the table have no name and fail by rule.
static bool is_blank(const struct gx_import *import, const struct gx_sheet_row *source) {
    for (size_t c = 0; c < import->n_columns; c++) {
        char out[8];
        struct gx_value_cell cell = gx_sheet_cell(source, import->columns[c].column);
        if (gx_value_text(&cell, out, sizeof out) != GX_VALUE_EMPTY)
            return false;
    }
    return true;
}

// A cell with several people gives a row for each: name, telephone number and title of the person.
static size_t people_of(gx_cx *cx, const struct gx_import *import, const struct gx_sheet_row *source,
                        struct gx_contacts_person out[GX_CONTACTS_MAX]) {
    for (size_t c = 0; c < import->n_columns; c++) {
        if (!import->columns[c].splits)
            continue;
        struct gx_value_cell cell = gx_sheet_cell(source, import->columns[c].column);
        return cell.kind == 't' ? gx_contacts_split(cx->arena, cell.text, out) : 0;
    }
    return 0;
}

static const struct gx_sheet_row *with_person(gx_cx *cx, const struct gx_import *import,
                                              const struct gx_sheet_row *source,
                                              const struct gx_contacts_person *person) {
    int width = source->n > import->sheet.width ? source->n : import->sheet.width;
    struct gx_value_cell *cells = GX_NEW_N(cx->arena, struct gx_value_cell, (size_t)width);
    for (int i = 0; i < width; i++)
        cells[i] = gx_sheet_cell(source, i);
    for (size_t c = 0; c < import->n_columns; c++) {
        const struct gx_import_column *column = &import->columns[c];
        const char *name = column->field->name;
        if (column->column >= width)
            continue;
        struct gx_value_cell *cell = &cells[column->column];
        if (column->splits)
            *cell = (struct gx_value_cell){'t', person->name};
        else if (column->field->type == GX_T_PHONE && person->phone != NULL &&
                 (strcmp(name, "mobile") == 0 || strcmp(name, "phone") == 0))
            *cell = (struct gx_value_cell){'t', person->phone};
        else if (strcmp(name, "job_title") == 0 && person->title != NULL && cell->kind == 0)
            *cell = (struct gx_value_cell){'t', person->title};
    }
    struct gx_sheet_row *row = GX_NEW(cx->arena, struct gx_sheet_row);
    *row = (struct gx_sheet_row){source->number, width, cells};
    return row;
}

static void add_row(gx_cx *cx, struct gx_import *import, const struct gx_sheet_row *source) {
    struct gx_import_row *row = &import->rows[import->n_rows++];
    row->source = source;
    row->values = GX_NEW_N(cx->arena, const char *, import->n_columns);
}

static void take_rows(gx_cx *cx, struct gx_import *import) {
    struct gx_contacts_person people[GX_CONTACTS_MAX];
    size_t n = import->sheet.n_rows;
    bool splits = false;
    for (size_t c = 0; c < import->n_columns; c++)
        splits = splits || import->columns[c].splits;
    import->rows = GX_NEW_N(cx->arena, struct gx_import_row, n * (splits ? GX_CONTACTS_MAX : 1) + 1);
    for (size_t i = import->header + 1; i < n; i++) {
        const struct gx_sheet_row *source = &import->sheet.rows[i];
        if (is_blank(import, source))
            continue;
        size_t k = splits ? people_of(cx, import, source, people) : 0;
        for (size_t p = 0; p < k; p++)
            add_row(cx, import, with_person(cx, import, source, &people[p]));
        if (k == 0)
            add_row(cx, import, source);
    }
}

static void find_header(gx_cx *cx, struct gx_import *import) {
    struct gx_header_field *fields;
    if (import->header_row > 0) {
        for (size_t i = 0; i < import->sheet.n_rows; i++)
            if (import->sheet.rows[i].number <= import->header_row)
                import->header = i;
        return;
    }
    size_t n = gx_import_words(cx, import->hints, import->resource, &fields);
    import->header = gx_header_find(&import->sheet, fields, n);
}

gx_rc gx_import_convert(gx_cx *cx, struct gx_import *import) {
    if (import->sheet.n_rows == 0)
        return gx_fail_code(cx, GX_E_INVALID, "broken_file", "/file_id", "there are no rows");
    find_header(cx, import);
    decide_dates(import);
    take_rows(cx, import);
    char *scratch = gx_arena_alloc(cx->arena, TEXT_MAX);
    for (size_t i = 0; i < import->n_rows; i++)
        for (size_t c = 0; c < import->n_columns; c++)
            convert_cell(cx, import, &import->rows[i], c, scratch);
    for (size_t c = 0; c < import->n_columns; c++)
        import->columns[c].header =
            gx_sheet_cell(&import->sheet.rows[import->header], import->columns[c].column).text;
    return GX_OK;
}
