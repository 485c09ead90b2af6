// SPDX-License-Identifier: AGPL-3.0-or-later
// The options of an import: mapping, key, mode, decisions. Everything wrong is reported at once.
#include "actions/imports/import.h"

#include "core/json.h"
#include "parse/header.h"
#include <string.h>

static const char *at(gx_cx *cx, size_t i, const char *what) {
    return gx_arena_printf(cx->arena, "/options/mapping/%zu/%s", i, what);
}

static bool is_importable(const struct gx_field *field) {
    return field->type != GX_T_JSON && (field->type != GX_T_REFERENCE || field->to != NULL);
}

// May this person write the field in an import? The owner only at creation, or by transfer.
static bool is_writable(const struct gx_import *import, const struct gx_field *field) {
    bool is_owner = strcmp(field->name, "owner_id") == 0;
    return !field->readonly && (!field->system || is_owner) &&
           (is_owner || gx_rights_writes(import->right, field));
}

static void read_match(gx_cx *cx, const struct gx_import *import, size_t i, const json_t *line,
                       struct gx_import_column *column) {
    const char *name = gx_json_str(line, "match");
    if (name == NULL || column->field->to == NULL || strcmp(name, "name") == 0)
        return;
    column->match = gx_catalog_field(column->field->to, name, strlen(name));
    if (column->match == NULL ||
        !gx_rights_names(gx_rights_of(import->hints, column->field->to), column->match))
        gx_fail_add(cx, at(cx, i, "match"), "unknown_field", "the target has no such field");
}

static void read_line(gx_cx *cx, const struct gx_import *import, size_t i, const json_t *line,
                      struct gx_import_column *column) {
    const char *name = gx_json_str(line, "field");
    column->column = (int)gx_json_i64(line, "column", -1);
    column->field = name == NULL ? NULL : gx_catalog_field(import->resource, name, strlen(name));
    if (column->column < 0)
        gx_fail_add(cx, at(cx, i, "column"), "required", "a column number from 0");
    if (column->field == NULL || !gx_rights_reads(import->right, column->field)) {
        gx_fail_add(cx, at(cx, i, "field"), "unknown_field", "there is no such field");
        column->field = NULL;
        return;
    }
    if (!is_importable(column->field))
        gx_fail_add(cx, at(cx, i, "field"), "type", "this type cannot be imported");
    column->is_written = is_writable(import, column->field);
    column->create = gx_json_bool(line, "create", false) && column->field->to != NULL;
    column->splits = gx_json_bool(line, "split", false);
    column->order = GX_VALUE_MONTH_FIRST;
    column->ambiguous = gx_json_keep(cx->arena, json_object());
    column->missing = gx_json_keep(cx->arena, json_object());
    read_match(cx, import, i, line, column);
}

static void read_mapping(gx_cx *cx, const json_t *mapping, struct gx_import *import) {
    size_t n = json_array_size(mapping);
    import->columns = GX_NEW_N(cx->arena, struct gx_import_column, n + 1);
    import->people = -1;
    for (size_t i = 0; i < n; i++) {
        const json_t *line = json_array_get(mapping, i);
        const char *name = gx_json_str(line, "field");
        if (name == NULL)
            continue;
        if (strcmp(name, "@contacts") == 0) {
            import->people = (int)gx_json_i64(line, "column", -1);
            continue;
        }
        struct gx_import_column *column = &import->columns[import->n_columns];
        read_line(cx, import, i, line, column);
        for (size_t k = 0; k < import->n_columns && column->field != NULL; k++)
            if (import->columns[k].field == column->field) {
                gx_fail_add(cx, at(cx, i, "field"), "repeated", "two columns for one field");
                column->field = NULL;
            }
        if (column->field != NULL)
            import->n_columns++;
    }
    if (import->n_columns == 0)
        gx_fail_add(cx, "/options/mapping", "required", "no column is mapped");
}

static struct gx_import_column *find(struct gx_import *import, const char *field) {
    for (size_t i = 0; field != NULL && i < import->n_columns; i++)
        if (strcmp(import->columns[i].field->name, field) == 0)
            return &import->columns[i];
    return NULL;
}

static void read_keys(gx_cx *cx, const json_t *keys, struct gx_import *import) {
    for (size_t i = 0; i < json_array_size(keys); i++) {
        struct gx_import_column *column = find(import, json_string_value(json_array_get(keys, i)));
        if (column == NULL || column->field->type == GX_T_LONG_TEXT ||
            gx_types[column->field->type].is_array || !gx_rights_names(import->right, column->field))
            gx_fail_add(cx, gx_arena_printf(cx->arena, "/options/match_key/%zu", i), "unknown_field",
                        "a key is a mapped field that may be searched by");
        else
            column->is_key = import->has_key = true;
    }
    for (size_t i = 0; i < import->n_columns; i++)
        if (!import->columns[i].is_written && !import->columns[i].is_key)
            gx_fail_add(cx, gx_arena_printf(cx->arena, "/options/mapping/%zu/field", i), "not_writable",
                        "%s may not be written", import->columns[i].field->name);
}

static void read_choices(struct gx_import *import, const json_t *choices, const json_t *orders) {
    const char *field;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)choices, field, value) {
        struct gx_import_column *column = find(import, field);
        if (column != NULL && json_is_object(value))
            column->choices = value;
    }
    json_object_foreach((json_t *)(uintptr_t)orders, field, value) {
        struct gx_import_column *column = find(import, field);
        if (column != NULL && json_is_string(value) && strcmp(json_string_value(value), "dmy") == 0)
            column->order = GX_VALUE_DAY_FIRST;
    }
}

static void read_rest(gx_cx *cx, const json_t *options, struct gx_import *import) {
    const char *mode = gx_json_str(options, "mode");
    const json_t *sheet = json_object_get(options, "sheet");
    import->mode = GX_IMPORT_BOTH;
    if (mode != NULL && strcmp(mode, "create") == 0)
        import->mode = GX_IMPORT_CREATE;
    else if (mode != NULL && strcmp(mode, "update") == 0)
        import->mode = GX_IMPORT_UPDATE;
    else if (mode != NULL && strcmp(mode, "both") != 0)
        gx_fail_add(cx, "/options/mode", "choice", "create, update, both");
    if (import->mode == GX_IMPORT_UPDATE && !import->has_key)
        gx_fail_add(cx, "/options/match_key", "required", "updates need a key");
    import->clears = gx_json_bool(options, "clear_empty", false);
    import->offset = (int)gx_json_i64(options, "utc_offset", 480);
    import->header_row = (int)gx_json_i64(options, "header_row", 0);
    import->encoding = gx_json_str(options, "encoding");
    import->locale = gx_json_str(options, "locale");
    import->sheet_number = json_is_integer(sheet) ? (int)json_integer_value(sheet) : 0;
}

gx_rc gx_import_options(gx_cx *cx, const struct gx_hints *hints, const char *resource, const json_t *options,
                        struct gx_import *out) {
    memset(out, 0, sizeof *out);
    out->hints = hints;
    out->resource = gx_catalog_by_name(hints->catalog, resource);
    if (out->resource == NULL)
        return gx_fail_add(cx, "/resource", "unknown_reference", "there is no such resource");
    out->right = gx_rights_of(hints, out->resource);
    if (!gx_rights_allows(out->right, GX_OPERATION_IMPORT))
        return gx_fail(cx, GX_E_FORBIDDEN, NULL, "no right to import %s", resource);
    out->made = gx_json_keep(cx->arena, json_object());
    read_mapping(cx, json_object_get(options, "mapping"), out);
    read_keys(cx, json_object_get(options, "match_key"), out);
    read_choices(out, json_object_get(options, "choices"), json_object_get(options, "date_order"));
    read_rest(cx, options, out);
    if (out->mode != GX_IMPORT_UPDATE && !gx_rights_allows(out->right, GX_OPERATION_CREATE))
        gx_fail(cx, GX_E_FORBIDDEN, NULL, "no right to create %s", resource);
    if (out->mode != GX_IMPORT_CREATE && out->has_key && !gx_rights_allows(out->right, GX_OPERATION_UPDATE))
        gx_fail(cx, GX_E_FORBIDDEN, NULL, "no right to update %s", resource);
    return cx->problem.rc;
}

static void add_label(const json_t *label, const char **words, size_t *n) {
    const char *language;
    json_t *text;
    json_object_foreach((json_t *)(uintptr_t)label, language, text) {
        if (json_is_string(text) && *n < 40)
            words[(*n)++] = json_string_value(text);
    }
}

size_t gx_import_words(gx_cx *cx, const struct gx_hints *hints, const struct gx_resource *resource,
                       struct gx_header_field **out) {
    const struct gx_right *right = gx_rights_of(hints, resource);
    struct gx_header_field *fields = GX_NEW_N(cx->arena, struct gx_header_field, resource->n_fields + 1);
    size_t n = 0;
    for (size_t i = 0; i < resource->n_fields; i++) {
        const struct gx_field *field = &resource->fields[i];
        bool is_owner = strcmp(field->name, "owner_id") == 0;
        if (!gx_rights_reads(right, field) || (field->readonly && field->type != GX_T_CODE) ||
            (field->system && !is_owner) || !is_importable(field))
            continue;
        const char **words = GX_NEW_N(cx->arena, const char *, 42);
        size_t n_words = 0;
        const json_t *alias;
        size_t k;
        add_label(json_object_get(field->raw, "label"), words, &n_words);
        words[n_words++] = field->name;
        json_array_foreach(json_object_get(field->raw, "aliases"), k, alias) {
            if (n_words < 41 && json_is_string(alias))
                words[n_words++] = json_string_value(alias);
        }
        fields[n++] = (struct gx_header_field){field->name, words, n_words};
    }
    *out = fields;
    return n;
}
