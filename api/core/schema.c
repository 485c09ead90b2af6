// SPDX-License-Identifier: AGPL-3.0-or-later
// Compiling schemas. One table says which keywords exist; any other refuses the schema.
#include "core/schema_tree.h"

#include <stdint.h>
#include <string.h>

struct compiler {
    gx_arena *arena;
    const char *why; // first reason of refusal
    int depth;
};

static const gx_schema *compile(struct compiler *c, const json_t *source);

static bool refuse(struct compiler *c, const char *keyword, const char *text) {
    if (!c->why)
        c->why = gx_arena_printf(c->arena, "schema keyword %s: %s", keyword, text);
    return false;
}

static unsigned type_bit(const char *name) {
    static const struct {
        const char *name;
        unsigned bit;
    } types[] = {{"null", GX_SCHEMA_NULL},     {"boolean", GX_SCHEMA_BOOLEAN}, {"integer", GX_SCHEMA_INTEGER},
                 {"number", GX_SCHEMA_NUMBER}, {"string", GX_SCHEMA_STRING},   {"array", GX_SCHEMA_ARRAY},
                 {"object", GX_SCHEMA_OBJECT}};
    for (size_t i = 0; name && i < GX_COUNT(types); i++)
        if (strcmp(types[i].name, name) == 0)
            return types[i].bit;
    return 0;
}

static bool on_type(struct compiler *c, gx_schema *s, const json_t *v) {
    size_t i;
    json_t *item;
    s->types = json_is_string(v) ? type_bit(json_string_value(v)) : 0;
    json_array_foreach(v, i, item) {
        unsigned bit = type_bit(json_string_value(item));
        if (!bit)
            return refuse(c, "type", "unknown type");
        s->types |= bit;
    }
    return s->types || refuse(c, "type", "unknown type");
}

static bool on_properties(struct compiler *c, gx_schema *s, const json_t *v) {
    const char *name;
    json_t *member;
    s->members = GX_NEW_N(c->arena, struct gx_schema_member, json_object_size(v));
    json_object_foreach((json_t *)v, name, member) {
        s->members[s->n_members].name = gx_arena_strdup(c->arena, name);
        s->members[s->n_members].schema = compile(c, member);
        if (!s->members[s->n_members++].schema)
            return false;
    }
    return json_is_object(v) || refuse(c, "properties", "no object");
}

static bool on_required(struct compiler *c, gx_schema *s, const json_t *v) {
    size_t i;
    json_t *item;
    s->required = GX_NEW_N(c->arena, const char *, json_array_size(v));
    json_array_foreach(v, i, item) {
        if (!json_is_string(item))
            return refuse(c, "required", "no string");
        s->required[s->n_required++] = gx_arena_strdup(c->arena, json_string_value(item));
    }
    return json_is_array(v) || refuse(c, "required", "no array");
}

static bool on_additional(struct compiler *c, gx_schema *s, const json_t *v) {
    s->closed = json_is_false(v);
    if (json_is_object(v))
        return (s->additional = compile(c, v)) != NULL;
    return json_is_boolean(v) || refuse(c, "additionalProperties", "neither boolean nor schema");
}

static bool on_items(struct compiler *c, gx_schema *s, const json_t *v) {
    return (s->items = compile(c, v)) != NULL;
}

static bool on_enum(struct compiler *c, gx_schema *s, const json_t *v) {
    s->values = gx_json_keep(c->arena, json_incref((json_t *)v));
    return json_is_array(v) || refuse(c, "enum", "no array");
}

static bool on_const(struct compiler *c, gx_schema *s, const json_t *v) {
    s->constant = gx_json_keep(c->arena, json_incref((json_t *)v));
    return true;
}

static bool on_minimum(struct compiler *c, gx_schema *s, const json_t *v) {
    s->has_minimum = true;
    s->minimum = json_number_value(v);
    return json_is_number(v) || refuse(c, "minimum", "no number");
}

static bool on_maximum(struct compiler *c, gx_schema *s, const json_t *v) {
    s->has_maximum = true;
    s->maximum = json_number_value(v);
    return json_is_number(v) || refuse(c, "maximum", "no number");
}

static bool size_of(struct compiler *c, const char *keyword, const json_t *v, size_t *out) {
    if (!json_is_integer(v) || json_integer_value(v) < 0)
        return refuse(c, keyword, "no natural number");
    *out = (size_t)json_integer_value(v);
    return true;
}

static bool on_min_length(struct compiler *c, gx_schema *s, const json_t *v) {
    return size_of(c, "minLength", v, &s->min_length);
}
static bool on_max_length(struct compiler *c, gx_schema *s, const json_t *v) {
    return size_of(c, "maxLength", v, &s->max_length);
}
static bool on_min_items(struct compiler *c, gx_schema *s, const json_t *v) {
    return size_of(c, "minItems", v, &s->min_items);
}
static bool on_max_items(struct compiler *c, gx_schema *s, const json_t *v) {
    return size_of(c, "maxItems", v, &s->max_items);
}
static bool on_min_members(struct compiler *c, gx_schema *s, const json_t *v) {
    return size_of(c, "minProperties", v, &s->min_members);
}
static bool on_max_members(struct compiler *c, gx_schema *s, const json_t *v) {
    return size_of(c, "maxProperties", v, &s->max_members);
}

static bool on_unique(struct compiler *c, gx_schema *s, const json_t *v) {
    s->unique = json_is_true(v);
    return json_is_boolean(v) || refuse(c, "uniqueItems", "no boolean");
}

static void free_pattern(void *pattern) {
    pcre2_code_free(pattern);
}

static bool on_pattern(struct compiler *c, gx_schema *s, const json_t *v) {
    int error;
    PCRE2_SIZE offset;
    if (!json_is_string(v))
        return refuse(c, "pattern", "no string");
    s->pattern = pcre2_compile((PCRE2_SPTR)json_string_value(v), json_string_length(v),
                               PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_DOLLAR_ENDONLY, &error, &offset, NULL);
    if (!s->pattern)
        return refuse(c, "pattern", json_string_value(v));
    gx_arena_on_free(c->arena, free_pattern, s->pattern);
    return true;
}

static bool on_format(struct compiler *c, gx_schema *s, const json_t *v) {
    static const char *const known[] = {"uuid", "date",  "date-time", "email",    "uri",
                                        "byte", "int32", "int64",     "password", "decimal"};
    for (size_t i = 0; json_is_string(v) && i < GX_COUNT(known); i++)
        if (strcmp(known[i], json_string_value(v)) == 0)
            return (s->format = known[i]) != NULL;
    return refuse(c, "format", "unknown format");
}

static bool list_of(struct compiler *c, const char *keyword, const json_t *v, struct gx_schema_list *out) {
    size_t i;
    json_t *item;
    out->items = GX_NEW_N(c->arena, const gx_schema *, json_array_size(v));
    json_array_foreach(v, i, item) {
        if (!(out->items[out->n++] = compile(c, item)))
            return false;
    }
    return out->n > 0 || refuse(c, keyword, "no array of schemas");
}

static bool on_all(struct compiler *c, gx_schema *s, const json_t *v) {
    return list_of(c, "allOf", v, &s->all);
}
static bool on_any(struct compiler *c, gx_schema *s, const json_t *v) {
    return list_of(c, "anyOf", v, &s->any);
}
static bool on_one(struct compiler *c, gx_schema *s, const json_t *v) {
    return list_of(c, "oneOf", v, &s->one);
}
static bool on_note(struct compiler *c, gx_schema *s, const json_t *v) {
    return c && s && v; // annotation: says nothing about values
}

static const struct keyword {
    const char *name;
    bool (*read)(struct compiler *c, gx_schema *s, const json_t *v);
} keywords[] = {
    {"type", on_type},
    {"properties", on_properties},
    {"required", on_required},
    {"additionalProperties", on_additional},
    {"items", on_items},
    {"enum", on_enum},
    {"const", on_const},
    {"minimum", on_minimum},
    {"maximum", on_maximum},
    {"minLength", on_min_length},
    {"maxLength", on_max_length},
    {"minItems", on_min_items},
    {"maxItems", on_max_items},
    {"minProperties", on_min_members},
    {"maxProperties", on_max_members},
    {"uniqueItems", on_unique},
    {"pattern", on_pattern},
    {"format", on_format},
    {"allOf", on_all},
    {"anyOf", on_any},
    {"oneOf", on_one},
    {"title", on_note},
    {"description", on_note},
    {"default", on_note},
    {"example", on_note},
    {"examples", on_note},
    {"deprecated", on_note},
    {"readOnly", on_note},
    {"writeOnly", on_note},
    {"$comment", on_note},
};

static bool read_keyword(struct compiler *c, gx_schema *schema, const char *name, const json_t *value) {
    if (strncmp(name, "x-", 2) == 0)
        return true;
    for (size_t i = 0; i < GX_COUNT(keywords); i++)
        if (strcmp(keywords[i].name, name) == 0)
            return keywords[i].read(c, schema, value);
    return refuse(c, name, "unknown");
}

static const gx_schema *compile(struct compiler *c, const json_t *source) {
    const char *name;
    json_t *value;
    if (!json_is_object(source) && !json_is_true(source)) {
        refuse(c, "(schema)", "no object");
        return NULL;
    }
    if (++c->depth > GX_JSON_MAX_DEPTH) {
        refuse(c, "(schema)", "nested too deep");
        return NULL;
    }
    gx_schema *schema = GX_NEW(c->arena, gx_schema);
    schema->max_length = schema->max_items = schema->max_members = SIZE_MAX;
    json_object_foreach((json_t *)source, name, value) {
        if (!read_keyword(c, schema, name, value))
            return NULL;
    }
    c->depth--;
    return schema;
}

const gx_schema *gx_schema_compile(gx_arena *arena, const json_t *schema, const char **why) {
    struct compiler c = {.arena = arena};
    const gx_schema *compiled = compile(&c, schema);
    *why = c.why;
    return compiled;
}
