// SPDX-License-Identifier: AGPL-3.0-or-later
// Reading the catalog: JSON text of api.catalog() into the structures of catalog.h, in one
// arena that lives as long as the last reference. References between resources become
// pointers here, patterns are compiled here, so that no request does it. Must not know
// rights, requests or SQL texts.
#define PCRE2_CODE_UNIT_WIDTH 8
#include "resource/catalog.h"

#include "core/json.h"
#include <pcre2.h>
#include <string.h>

const char *const gx_operation_names[GX_OPERATION_COUNT] = {
    "create", "update",   "delete",  "restore", "purge",  "export", "import",
    "bulk",   "transfer", "history", "share",   "reveal", "lookup", "duplicates"};

static enum gx_access access_of(const char *text) {
    static const char *const names[] = {"owned", "", "inherited:any", "public_read", "self", "admin", "pool"};
    for (size_t i = 0; i < GX_COUNT(names); i++)
        if (strcmp(names[i], text) == 0)
            return (enum gx_access)i;
    return GX_ACCESS_INHERITED;
}

static unsigned bits_of(const json_t *list, const char *const *names, size_t n) {
    unsigned bits = 0;
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item) {
        const char *text = json_is_string(item) ? json_string_value(item) : "";
        for (size_t k = 0; k < n; k++)
            if (strcmp(names[k], text) == 0)
                bits |= 1u << k;
    }
    return bits;
}

static void free_pattern(void *code) {
    pcre2_code_free(code);
}

static void *compile(gx_arena *arena, const char *pattern) {
    int number;
    PCRE2_SIZE offset;
    if (!pattern)
        return NULL;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
                                     PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C, &number, &offset, NULL);
    if (code)
        gx_arena_on_free(arena, free_pattern, code);
    return code;
}

static const char *scalar_text(gx_arena *arena, const json_t *value) {
    if (json_is_string(value))
        return json_string_value(value);
    if (json_is_integer(value))
        return gx_arena_printf(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    if (json_is_boolean(value))
        return json_is_true(value) ? "true" : "false";
    if (json_is_array(value) || json_is_object(value) || json_is_real(value))
        return gx_json_dump(arena, value);
    return NULL;
}

static void load_choices(gx_arena *arena, struct gx_field *field, const json_t *list) {
    size_t i;
    json_t *item;
    field->n_choices = json_array_size(list);
    field->choices = GX_NEW_N(arena, const char *, field->n_choices + 1);
    json_array_foreach(list, i, item) {
        const char *value = gx_json_str(item, "value");
        field->choices[i] = value ? value : "";
    }
}

static void load_limits(gx_arena *arena, struct gx_field *field, const json_t *raw) {
    field->max = gx_json_i64(raw, "max", INT64_MIN);
    field->min = gx_json_i64(raw, "min", INT64_MIN);
    field->max_text = scalar_text(arena, json_object_get(raw, "max"));
    field->min_text = scalar_text(arena, json_object_get(raw, "min"));
    field->pattern = compile(arena, gx_json_str(raw, "pattern"));
    field->fallback = scalar_text(arena, json_object_get(raw, "default"));
}

static bool load_field(gx_arena *arena, struct gx_field *field, const json_t *raw) {
    const char *column = gx_json_str(raw, "column"), *type = gx_json_str(raw, "type");
    field->name = gx_json_str(raw, "name");
    if (!field->name || !type)
        return false;
    field->column = column ? column : field->name;
    field->type = gx_type_find(type);
    field->position = (int)gx_json_i64(raw, "position", -1);
    if (field->type == GX_T_COUNT || field->position < 0 || field->position > 123)
        return false;
    field->raw = raw;
    field->format = gx_json_str(raw, "format");
    field->ops = bits_of(json_object_get(raw, "filters"), gx_op_names, GX_OP_COUNT);
    field->required = gx_json_bool(raw, "required", false);
    field->nullable = gx_json_bool(raw, "nullable", true);
    field->readonly = gx_json_bool(raw, "readonly", false);
    field->system = gx_json_bool(raw, "system", false);
    field->write_once = gx_json_bool(raw, "write_once", false);
    field->sort = gx_json_bool(raw, "sort", false);
    field->group = gx_json_bool(raw, "group", false);
    const json_t *search = json_object_get(raw, "search");
    field->searched = json_is_true(search) || json_is_string(search);
    field->search_prefix = json_is_string(search);
    load_choices(arena, field, json_object_get(raw, "choices"));
    load_limits(arena, field, raw);
    return true;
}

// Columns that the table declares `not null`, so that sorting needs no words about empty values.
static bool never_null(const char *name) {
    static const char *const names[] = {"id", "version", "created_at", "updated_at"};
    for (size_t i = 0; i < GX_COUNT(names); i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static bool load_resource(gx_arena *arena, struct gx_resource *resource, const json_t *raw) {
    size_t i;
    json_t *item;
    const json_t *fields = json_object_get(raw, "fields");
    const char *access = gx_json_str(raw, "access"), *sort = gx_json_str(raw, "sort");
    resource->name = gx_json_str(raw, "name");
    resource->path = gx_json_str(raw, "path");
    resource->name_field = gx_json_str(raw, "name_field");
    if (!resource->name || !resource->path || !access || !json_is_array(fields))
        return false;
    resource->sort = sort ? sort : "-created_at";
    resource->access = access_of(access);
    resource->operations =
        bits_of(json_object_get(raw, "operations"), gx_operation_names, GX_OPERATION_COUNT);
    resource->raw = raw;
    resource->n_fields = json_array_size(fields);
    resource->fields = GX_NEW_N(arena, struct gx_field, resource->n_fields);
    json_array_foreach(fields, i, item) {
        struct gx_field *field = &resource->fields[i];
        if (!load_field(arena, field, item))
            return false;
        field->never_null = never_null(field->name);
    }
    resource->has_owner = gx_catalog_field(resource, "owner_id", 8) != NULL;
    resource->has_department = gx_catalog_field(resource, "department_id", 13) != NULL;
    resource->has_code = gx_catalog_field(resource, "code", 4) != NULL;
    return true;
}

static void link_references(struct gx_catalog *catalog) {
    for (size_t r = 0; r < catalog->n_resources; r++) {
        struct gx_resource *resource = &catalog->resources[r];
        for (size_t f = 0; f < resource->n_fields; f++) {
            const char *to = gx_json_str(resource->fields[f].raw, "to");
            resource->fields[f].to = to ? gx_catalog_by_name(catalog, to) : NULL;
        }
    }
}

static bool load(struct gx_catalog *catalog) {
    size_t i;
    json_t *item;
    const json_t *resources = json_object_get(catalog->raw, "resources");
    catalog->generation = gx_json_i64(catalog->raw, "generation", 0);
    catalog->n_resources = json_array_size(resources);
    catalog->resources = GX_NEW_N(catalog->arena, struct gx_resource, catalog->n_resources);
    json_array_foreach(resources, i, item) {
        catalog->resources[i].index = i;
        if (!load_resource(catalog->arena, &catalog->resources[i], item))
            return false;
    }
    link_references(catalog);
    return catalog->n_resources > 0;
}

gx_rc gx_catalog_parse(gx_cx *cx, const char *text, size_t len, struct gx_catalog **out) {
    gx_arena *arena = gx_arena_new();
    struct gx_catalog *catalog = GX_NEW(arena, struct gx_catalog);
    catalog->arena = arena;
    catalog->refs = 1;
    json_t *raw = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
    if (raw)
        catalog->raw = gx_json_keep(arena, raw);
    if (!raw || !load(catalog)) {
        gx_arena_free(arena);
        return gx_fail(cx, GX_E_INTERNAL, NULL, "the stored definitions cannot be read");
    }
    *out = catalog;
    return GX_OK;
}

struct gx_catalog *gx_catalog_ref(struct gx_catalog *catalog) {
    __atomic_add_fetch(&catalog->refs, 1, __ATOMIC_RELAXED);
    return catalog;
}

void gx_catalog_unref(struct gx_catalog *catalog) {
    if (catalog && __atomic_sub_fetch(&catalog->refs, 1, __ATOMIC_ACQ_REL) == 0)
        gx_arena_free(catalog->arena);
}

const struct gx_resource *gx_catalog_by_name(const struct gx_catalog *catalog, const char *name) {
    for (size_t i = 0; i < catalog->n_resources; i++)
        if (strcmp(catalog->resources[i].name, name) == 0)
            return &catalog->resources[i];
    return NULL;
}

const struct gx_resource *gx_catalog_by_path(const struct gx_catalog *catalog, const char *path) {
    for (size_t i = 0; i < catalog->n_resources; i++)
        if (strcmp(catalog->resources[i].path, path) == 0)
            return &catalog->resources[i];
    return NULL;
}

const struct gx_field *gx_catalog_field(const struct gx_resource *resource, const char *name, size_t n) {
    for (size_t i = 0; i < resource->n_fields; i++) {
        const char *own = resource->fields[i].name;
        if (strlen(own) == n && memcmp(own, name, n) == 0)
            return &resource->fields[i];
    }
    return NULL;
}

const char *gx_catalog_choice(const struct gx_field *field, const char *value, size_t n,
                              const char *language) {
    const json_t *list = json_object_get(field->raw, "choices");
    for (size_t i = 0; i < field->n_choices; i++)
        if (strncmp(field->choices[i], value, n) == 0 && field->choices[i][n] == '\0')
            return gx_json_str(json_object_get(json_array_get(list, i), "label"), language);
    return NULL;
}
