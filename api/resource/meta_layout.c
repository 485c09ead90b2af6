// SPDX-License-Identifier: AGPL-3.0-or-later
// Layouts name fields in lists, groups of a form and the keys of a board; a board without its
// group field is no board.
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

void gx_meta_layout(gx_cx *cx, gx_buf *buf, const struct gx_right *right,
                    const struct gx_resource *resource) {
    const json_t *layout = json_object_get(resource->raw, "layout");
    gx_buf_addc(buf, '{');
    names(buf, right, resource, "list", json_object_get(layout, "list"));
    names(buf, right, resource, "card", json_object_get(layout, "card"));
    form(cx, buf, right, resource, json_object_get(layout, "form"));
    board(buf, right, resource, json_object_get(layout, "board"));
    gx_buf_pair_bool(buf, "timeline", gx_json_bool(layout, "timeline", false));
    gx_buf_pair_bool(buf, "menu", gx_json_bool(layout, "menu", true));
    gx_buf_addc(buf, '}');
}
