// SPDX-License-Identifier: AGPL-3.0-or-later
// GET /meta: the definitions as this caller has them. What he may not read is absent, names of
// hidden fields in layouts too. Built from the catalog and his rights; the database only
// confirms that both are still those.
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"
#include "resource/meta_layout.h"
#include "resource/run.h"
#include <string.h>

static void raw(gx_cx *cx, gx_buf *buf, const json_t *object, const char *key) {
    const json_t *value = json_object_get(object, key);
    gx_buf_pair_raw(buf, key, value ? gx_json_dump(cx->arena, value) : "null");
}

static void write_field(gx_cx *cx, gx_buf *buf, const struct gx_right *right, const struct gx_field *field) {
    static const char *const kept[] = {"name",     "type",    "label",      "description", "required",
                                       "readonly", "system",  "write_once", "max",         "min",
                                       "pattern",  "choices", "default",    "to",          "search",
                                       "unique",   "aliases", "format",     "help"};
    bool named = gx_rights_names(right, field);
    bool is_owner = strcmp(field->name, "owner_id") == 0;
    gx_buf_comma(buf);
    gx_buf_addc(buf, '{');
    for (size_t i = 0; i < GX_COUNT(kept); i++)
        raw(cx, buf, field->raw, kept[i]);
    gx_buf_pair_bool(buf, "writable",
                     gx_rights_writes(right, field) && !field->readonly && (!field->system || is_owner));
    gx_buf_pair_bool(buf, "givable",
                     gx_rights_gives(right, field) && !field->readonly && (!field->system || is_owner));
    gx_buf_pair_bool(buf, "masked", !named);
    gx_buf_pair_bool(buf, "sort", named && (field->sort || field->system));
    gx_buf_pair_bool(buf, "group", named && (field->group || field->system));
    if (named)
        raw(cx, buf, field->raw, "filters");
    else
        gx_buf_pair_raw(buf, "filters", "[]");
    gx_buf_addc(buf, '}');
}

static void write_related(gx_buf *buf, const struct gx_hints *hints, const struct gx_resource *resource) {
    size_t i;
    json_t *item;
    gx_buf_key(buf, "related");
    gx_buf_addc(buf, '[');
    json_array_foreach(json_object_get(resource->raw, "related"), i, item) {
        const char *name = gx_json_str(item, "resource"), *by = gx_json_str(item, "field");
        const struct gx_resource *other = name ? gx_catalog_by_name(hints->catalog, name) : NULL;
        const struct gx_field *field = other && by ? gx_catalog_field(other, by, strlen(by)) : NULL;
        const struct gx_right *right = other ? gx_rights_of(hints, other) : NULL;
        if (!field || !right->read_scope || !gx_rights_names(right, field))
            continue;
        gx_buf_comma(buf);
        gx_buf_addc(buf, '{');
        gx_buf_pair(buf, "resource", name);
        gx_buf_pair(buf, "field", by);
        gx_buf_addc(buf, '}');
    }
    gx_buf_addc(buf, ']');
}

// Dimensions of matrix permission, those that he may name.
static void write_matrix(gx_buf *buf, const struct gx_right *right, const struct gx_resource *resource) {
    size_t i;
    json_t *item;
    gx_buf_key(buf, "matrix");
    gx_buf_addc(buf, '[');
    json_array_foreach(json_object_get(resource->raw, "matrix"), i, item) {
        const char *name = json_string_value(item);
        const struct gx_field *field = name ? gx_catalog_field(resource, name, strlen(name)) : NULL;
        if (!field || !gx_rights_names(right, field))
            continue;
        gx_buf_comma(buf);
        gx_buf_jsons(buf, name);
    }
    gx_buf_addc(buf, ']');
}

static void write_match_name(gx_buf *buf, const struct gx_right *right, const struct gx_resource *resource,
                             const char *name) {
    const struct gx_field *field = name ? gx_catalog_field(resource, name, strlen(name)) : NULL;
    if (!field || !gx_rights_reads(right, field))
        return;
    gx_buf_comma(buf);
    gx_buf_jsons(buf, name);
}

// Fields by which duplicates are found, those that he reads.
static void write_match(gx_buf *buf, const struct gx_right *right, const struct gx_resource *resource) {
    static const char *const roles[] = {"names", "phones", "emails", "codes"};
    const json_t *match = json_object_get(resource->raw, "match");
    size_t i;
    json_t *item;
    gx_buf_key(buf, "match");
    gx_buf_addc(buf, '[');
    for (size_t k = 0; k < GX_COUNT(roles); k++)
        json_array_foreach(json_object_get(match, roles[k]), i, item)
            write_match_name(buf, right, resource, json_string_value(item));
    write_match_name(buf, right, resource, json_string_value(json_object_get(match, "within")));
    gx_buf_addc(buf, ']');
}

static void write_resource(gx_cx *cx, gx_buf *buf, const struct gx_hints *hints,
                           const struct gx_resource *resource) {
    static const char *const kept[] = {"name",        "path", "module",       "title", "titles",
                                       "description", "icon", "name_field",   "code",  "access",
                                       "size",        "sort", "custom_fields"};
    const struct gx_right *right = gx_rights_of(hints, resource);
    gx_buf_comma(buf);
    gx_buf_addc(buf, '{');
    for (size_t i = 0; i < GX_COUNT(kept); i++)
        raw(cx, buf, resource->raw, kept[i]);
    gx_buf_pair_raw(buf, "operations", right->names ? gx_json_dump(cx->arena, right->names) : "[]");
    gx_buf_key(buf, "fields");
    gx_buf_addc(buf, '[');
    for (size_t i = 0; i < resource->n_fields; i++)
        if (gx_rights_reads(right, &resource->fields[i]))
            write_field(cx, buf, right, &resource->fields[i]);
    gx_buf_addc(buf, ']');
    gx_buf_pair_bool(buf, "postal", json_is_object(json_object_get(resource->raw, "postal")));
    gx_buf_key(buf, "layout");
    gx_meta_layout(cx, buf, hints, resource);
    write_matrix(buf, right, resource);
    write_match(buf, right, resource);
    write_related(buf, hints, resource);
    gx_buf_addc(buf, '}');
}

static bool has_right(const struct gx_hints *hints, const char *right) {
    const char *dot = strchr(right, '.');
    char name[64];
    size_t i;
    json_t *item;
    if (!dot || (size_t)(dot - right) >= sizeof name)
        return false;
    memcpy(name, right, (size_t)(dot - right));
    name[dot - right] = '\0';
    const struct gx_resource *resource = gx_catalog_by_name(hints->catalog, name);
    json_array_foreach(resource ? gx_rights_of(hints, resource)->names : NULL, i, item) {
        if (json_is_string(item) && strcmp(json_string_value(item), dot + 1) == 0)
            return true;
    }
    return false;
}

static void write_operations(gx_buf *buf, const struct gx_hints *hints) {
    size_t i;
    json_t *item;
    gx_buf_key(buf, "operations");
    gx_buf_addc(buf, '[');
    json_array_foreach(json_object_get(hints->catalog->raw, "operations"), i, item) {
        const char *right = gx_json_str(item, "right"), *id = gx_json_str(item, "id");
        if (!id || (right && !has_right(hints, right)))
            continue;
        gx_buf_comma(buf);
        gx_buf_jsons(buf, id);
    }
    gx_buf_addc(buf, ']');
}

static void write_user(gx_buf *buf, const struct gx_hints *hints) {
    const char *const pairs[][2] = {
        {"name", hints->name},     {"username", hints->username},   {"department_id", hints->department_id},
        {"locale", hints->locale}, {"time_zone", hints->time_zone}, {"kind", hints->kind}};
    gx_buf_key(buf, "user");
    gx_buf_addc(buf, '{');
    gx_buf_pair(buf, "id", hints->user_id);
    for (size_t i = 0; i < GX_COUNT(pairs); i++)
        gx_buf_pair(buf, pairs[i][0], *pairs[i][1] ? pairs[i][1] : NULL);
    gx_buf_addc(buf, '}');
}

static gx_rc meta(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const struct gx_hints *hints;
    gx_rc rc = gx_rights_get(cx, &hints);
    if (rc == GX_OK)
        rc = gx_identity_read(cx, NULL, 0, NULL);
    if (rc)
        return rc;
    rs->etag = gx_arena_printf(cx->arena, "\"%s.%lld.%lld\"", hints->user_id, (long long)cx->rights_gen,
                               (long long)cx->catalog_gen);
    rs->cache_control = "private, no-cache";
    if (gx_request_none_match(rq, rs->etag)) {
        rs->status = 304;
        return GX_OK;
    }
    gx_buf *buf = gx_response_json(rs, 200);
    gx_buf_addc(buf, '{');
    gx_buf_pair_i64(buf, "generation", hints->catalog->generation);
    write_user(buf, hints);
    raw(cx, buf, hints->catalog->raw, "modules");
    gx_buf_key(buf, "resources");
    gx_buf_addc(buf, '[');
    for (size_t i = 0; i < hints->catalog->n_resources; i++)
        if (hints->rights[i].read_scope)
            write_resource(cx, buf, hints, &hints->catalog->resources[i]);
    gx_buf_addc(buf, ']');
    write_operations(buf, hints);
    gx_buf_adds(buf, "}}");
    return GX_OK;
}

GX_OPERATION("meta_read", meta);
