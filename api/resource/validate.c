// SPDX-License-Identifier: AGPL-3.0-or-later
// Which members of a body may be there at all: unknown ones, unreadable ones (alike), those that
// the server keeps, those that this person may not write. Values are checked in validate_value.c.
#include "resource/validate.h"

#include "core/uuid.h"
#include <string.h>

struct body {
    gx_cx *cx;
    const struct gx_run *run;
    enum gx_validate_mode mode;
    const json_t *object;
    const char *prefix;
};

static const char *pointer(const struct body *body, const char *name) {
    gx_buf text = {0};
    gx_buf_adds(&text, body->prefix);
    gx_buf_addc(&text, '/');
    for (; *name; name++) {
        if (*name == '~' || *name == '/')
            gx_buf_adds(&text, *name == '~' ? "~0" : "~1");
        else
            gx_buf_addc(&text, *name);
    }
    const char *out = gx_arena_strndup(body->cx->arena, text.data, text.len);
    gx_buf_free(&text);
    return out;
}

static bool is_own_id(const struct body *body, const char *name) {
    return body->mode == GX_VALIDATE_CREATE && strcmp(name, "id") == 0;
}

static const struct gx_field *readable(const struct body *body, const char *name) {
    const struct gx_field *field = gx_catalog_field(body->run->resource, name, strlen(name));
    return field && gx_rights_reads(body->run->right, field) ? field : NULL;
}

// Kept by the server in this kind of write, whoever asks.
static bool is_kept(const struct body *body, const struct gx_field *field) {
    bool is_owner = strcmp(field->name, "owner_id") == 0;
    if (field->readonly || (field->system && !is_owner))
        return true;
    return body->mode == GX_VALIDATE_PATCH && field->write_once;
}

static gx_rc check_names(const struct body *body) {
    gx_rc rc = GX_OK;
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)body->object, name, value) {
        if (!is_own_id(body, name) && !readable(body, name))
            rc = gx_fail_code(body->cx, GX_E_MALFORMED, "unknown_field", pointer(body, name),
                              "there is no such field");
    }
    return rc;
}

static bool may_write(const struct body *body, const struct gx_field *field) {
    const struct gx_right *right = body->run->right;
    return body->mode == GX_VALIDATE_CREATE ? gx_rights_gives(right, field) : gx_rights_writes(right, field);
}

static gx_rc check_rights(const struct body *body) {
    gx_rc rc = GX_OK;
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)body->object, name, value) {
        const struct gx_field *field = readable(body, name);
        if (!field || is_own_id(body, name) || is_kept(body, field) || may_write(body, field))
            continue;
        rc = gx_fail(body->cx, GX_E_FORBIDDEN, pointer(body, name), "no right to change this field");
    }
    return rc;
}

static void take_id(const struct body *body, const json_t *value, struct gx_values *out) {
    char id[37];
    const char *text = json_string_value(value);
    if (text && gx_uuid_parse(text, strlen(text), id) && gx_uuid_is_v7(id))
        out->id = gx_arena_strdup(body->cx->arena, id);
    else
        gx_fail_add(body->cx, pointer(body, "id"), text ? "format" : "type", "an id is a UUID of version 7");
}

// Nothing but blanks, the ideographic one included, is no value where one is required.
static bool is_blank(const char *s) {
    for (;;) {
        s += strspn(s, " \t\r\n");
        if (strncmp(s, "\xe3\x80\x80", 3) != 0)
            return *s == '\0';
        s += 3;
    }
}

static void take(const struct body *body, const struct gx_field *field, const json_t *value,
                 struct gx_values *out) {
    const char *where = pointer(body, field->name), *text = NULL;
    if (is_kept(body, field)) {
        gx_fail_add(body->cx, where, "readonly", "kept by the server");
        return;
    }
    const char *given = json_string_value(value);
    bool is_empty =
        json_is_null(value) || (given && (*given == '\0' || (field->required && is_blank(given))));
    if (is_empty && (field->required || !field->nullable || strcmp(field->name, "owner_id") == 0)) {
        gx_fail_add(body->cx, where, "required", "a value is required");
        return;
    }
    if (!is_empty || (json_is_string(value) && field->type > GX_T_LONG_TEXT && field->type < GX_T_PHONE)) {
        text = gx_validate_value(body->cx, field, value, where);
        if (!text)
            return;
    }
    out->list[out->n++] = (struct gx_value){field, text};
}

static void check_required(const struct body *body) {
    for (size_t i = 0; i < body->run->resource->n_fields; i++) {
        const struct gx_field *field = &body->run->resource->fields[i];
        if (field->required && !field->fallback && !is_kept(body, field) &&
            !json_object_get(body->object, field->name))
            gx_fail_add(body->cx, pointer(body, field->name), "required", "a value is required");
    }
}

gx_rc gx_validate_body(gx_cx *cx, const struct gx_run *run, enum gx_validate_mode mode, const json_t *object,
                       const char *prefix, struct gx_values *out) {
    struct body body = {cx, run, mode, object, prefix};
    const char *name;
    json_t *value;
    *out = (struct gx_values){.list = GX_NEW_N(cx->arena, struct gx_value, json_object_size(object) + 1)};
    gx_rc rc = check_names(&body);
    if (rc == GX_OK)
        rc = check_rights(&body);
    if (rc)
        return rc;
    json_object_foreach((json_t *)(uintptr_t)object, name, value) {
        if (is_own_id(&body, name))
            take_id(&body, value, out);
        else
            take(&body, readable(&body, name), value, out);
    }
    if (mode == GX_VALIDATE_CREATE)
        check_required(&body);
    return cx->problem.n_errors ? GX_E_INVALID : GX_OK;
}
