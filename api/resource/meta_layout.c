// SPDX-License-Identifier: AGPL-3.0-or-later
// Layouts name fields in lists, groups of a form and the keys of a board; a board without its
// group field is no board. Figures and short lists of other resources stand there if all that they ask with may be
// asked with.
#include "resource/meta_layout.h"

#include "core/json.h"
#include <string.h>

static bool readable(const struct gx_right *right, const struct gx_resource *resource, const char *name) {
    const struct gx_field *field = name ? gx_catalog_field(resource, name, strlen(name)) : NULL;
    return field && gx_rights_reads(right, field);
}

static void names(gx_buf *buf, const struct gx_right *right, const struct gx_resource *resource,
                  const char *key, const json_t *list) {
    size_t i;
    json_t *item;
    gx_buf_key(buf, key);
    gx_buf_addc(buf, '[');
    json_array_foreach(list, i, item) {
        if (!readable(right, resource, json_string_value(item)))
            continue;
        gx_buf_comma(buf);
        gx_buf_jsons(buf, json_string_value(item));
    }
    gx_buf_addc(buf, ']');
}

static void form(gx_cx *cx, gx_buf *buf, const struct gx_right *right, const struct gx_resource *resource,
                 const json_t *groups) {
    size_t i;
    json_t *item;
    gx_buf_key(buf, "form");
    gx_buf_addc(buf, '[');
    json_array_foreach(groups, i, item) {
        gx_buf_comma(buf);
        gx_buf_addc(buf, '{');
        gx_buf_pair_raw(buf, "title", gx_json_dump(cx->arena, json_object_get(item, "title")));
        names(buf, right, resource, "fields", json_object_get(item, "fields"));
        gx_buf_addc(buf, '}');
    }
    gx_buf_addc(buf, ']');
}

static void board(gx_buf *buf, const struct gx_right *right, const struct gx_resource *resource,
                  const json_t *raw) {
    const char *group = gx_json_str(raw, "group"), *sum = gx_json_str(raw, "sum");
    if (!readable(right, resource, group)) {
        gx_buf_pair_raw(buf, "board", "null");
        return;
    }
    gx_buf_key(buf, "board");
    gx_buf_addc(buf, '{');
    gx_buf_pair(buf, "group", group);
    gx_buf_pair(buf, "sum", readable(right, resource, sum) ? sum : NULL);
    names(buf, right, resource, "card", json_object_get(raw, "card"));
    gx_buf_addc(buf, '}');
}

static void stream(gx_buf *buf, const struct gx_right *right, const struct gx_resource *resource,
                   const json_t *raw) {
    const char *text = gx_json_str(raw, "text");
    if (!json_is_object(raw)) {
        gx_buf_pair_raw(buf, "stream", "null");
        return;
    }
    gx_buf_key(buf, "stream");
    gx_buf_addc(buf, '{');
    names(buf, right, resource, "at", json_object_get(raw, "at"));
    gx_buf_pair(buf, "text", readable(right, resource, text) ? text : NULL);
    gx_buf_addc(buf, '}');
}

// May the field, or "field[operator]", be named in a question?
static bool nameable(const struct gx_right *right, const struct gx_resource *resource, const char *key) {
    const struct gx_field *field = key ? gx_catalog_field(resource, key, strcspn(key, "[")) : NULL;
    return field && gx_rights_names(right, field);
}

// Everything that a figure or a short list asks with may be named.
static bool answerable(const struct gx_hints *hints, const json_t *part) {
    const char *name = gx_json_str(part, "resource"), *sum = gx_json_str(part, "sum"),
               *sort = gx_json_str(part, "sort"), *key;
    const struct gx_resource *other = name ? gx_catalog_by_name(hints->catalog, name) : NULL;
    const struct gx_right *right = other ? gx_rights_of(hints, other) : NULL;
    json_t *value;
    if (!right || !right->read_scope || !nameable(right, other, gx_json_str(part, "field")) ||
        (sum && !nameable(right, other, sum)) ||
        (sort && !nameable(right, other, sort[0] == '-' ? sort + 1 : sort)))
        return false;
    json_object_foreach(json_object_get(part, "where"), key, value) {
        if (!nameable(right, other, key))
            return false;
    }
    return true;
}

// As it is defined, but for columns that the caller may not read.
static void part(gx_cx *cx, gx_buf *buf, const struct gx_hints *hints, json_t *item) {
    const struct gx_resource *other = gx_catalog_by_name(hints->catalog, gx_json_str(item, "resource"));
    const char *key;
    json_t *value;
    gx_buf_addc(buf, '{');
    json_object_foreach(item, key, value) {
        if (strcmp(key, "show") == 0)
            names(buf, gx_rights_of(hints, other), other, key, value);
        else
            gx_buf_pair_raw(buf, key, gx_json_dump(cx->arena, value));
    }
    gx_buf_addc(buf, '}');
}

static void parts(gx_cx *cx, gx_buf *buf, const struct gx_hints *hints, const char *key, const json_t *list) {
    size_t i;
    json_t *item;
    gx_buf_key(buf, key);
    gx_buf_addc(buf, '[');
    json_array_foreach(list, i, item) {
        if (!answerable(hints, item))
            continue;
        gx_buf_comma(buf);
        part(cx, buf, hints, item);
    }
    gx_buf_addc(buf, ']');
}

static void overview(gx_cx *cx, gx_buf *buf, const struct gx_hints *hints, const json_t *raw) {
    if (!json_is_object(raw)) {
        gx_buf_pair_raw(buf, "overview", "null");
        return;
    }
    gx_buf_key(buf, "overview");
    gx_buf_addc(buf, '{');
    parts(cx, buf, hints, "figures", json_object_get(raw, "figures"));
    parts(cx, buf, hints, "lists", json_object_get(raw, "lists"));
    gx_buf_addc(buf, '}');
}

void gx_meta_layout(gx_cx *cx, gx_buf *buf, const struct gx_hints *hints,
                    const struct gx_resource *resource) {
    const struct gx_right *right = gx_rights_of(hints, resource);
    const json_t *layout = json_object_get(resource->raw, "layout");
    gx_buf_addc(buf, '{');
    names(buf, right, resource, "list", json_object_get(layout, "list"));
    names(buf, right, resource, "card", json_object_get(layout, "card"));
    form(cx, buf, right, resource, json_object_get(layout, "form"));
    board(buf, right, resource, json_object_get(layout, "board"));
    stream(buf, right, resource, json_object_get(layout, "stream"));
    overview(cx, buf, hints, json_object_get(layout, "overview"));
    gx_buf_pair_bool(buf, "timeline", gx_json_bool(layout, "timeline", false));
    gx_buf_pair_bool(buf, "menu", gx_json_bool(layout, "menu", true));
    gx_buf_addc(buf, '}');
}
