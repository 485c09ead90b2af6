// SPDX-License-Identifier: AGPL-3.0-or-later
// Walking a value along a compiled schema. All errors are collected; only alternatives (oneOf, anyOf) are tried in
// silence first.
#include "core/buf.h"
#include "core/clock.h"
#include "core/decimal.h"
#include "core/schema_tree.h"
#include "core/utf8.h"
#include "core/uuid.h"

#include <stdint.h>
#include <string.h>

enum { MATCH_LIMIT = 100000 };

static void check(gx_cx *cx, const gx_schema *s, const json_t *v, const char *at);

static unsigned type_of(const json_t *value) {
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return GX_SCHEMA_OBJECT;
    case JSON_ARRAY:
        return GX_SCHEMA_ARRAY;
    case JSON_STRING:
        return GX_SCHEMA_STRING;
    case JSON_INTEGER:
        return GX_SCHEMA_INTEGER | GX_SCHEMA_NUMBER;
    case JSON_REAL:
        return GX_SCHEMA_NUMBER;
    case JSON_TRUE:
    case JSON_FALSE:
        return GX_SCHEMA_BOOLEAN;
    case JSON_NULL:
        return GX_SCHEMA_NULL;
    }
    return 0;
}

static bool is_email(const char *s, size_t len) {
    const char *at = memchr(s, '@', len);
    if (!at || at == s || len > 254 || at - s > 64)
        return false;
    const char *host = at + 1;
    size_t host_len = len - (size_t)(host - s);
    if (host_len < 3 || memchr(host, '@', host_len) || !memchr(host, '.', host_len))
        return false;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c <= 0x20 || c == 0x7F || strchr("\"(),:;<>[\\]", c))
            return false;
    }
    return host[0] != '.' && host[host_len - 1] != '.' && !strstr(s, "..");
}

static bool is_uri(const char *s, size_t len) {
    bool web = (len > 7 && strncmp(s, "http://", 7) == 0) || (len > 8 && strncmp(s, "https://", 8) == 0);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)s[i] <= 0x20 || s[i] == 0x7F || strchr("<>\"\\^`{|}", s[i]))
            return false;
    return web;
}

static bool is_base64(const char *s, size_t len) {
    size_t digits = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");
    return len - digits <= 2 && strspn(s + digits, "=") == len - digits;
}

bool gx_schema_format(const char *format, const char *s, size_t len) {
    char text[64];
    if (strcmp(format, "uuid") == 0)
        return gx_uuid_parse(s, len, text);
    if (strcmp(format, "date") == 0)
        return gx_clock_is_date(s, len);
    if (strcmp(format, "date-time") == 0)
        return gx_clock_is_datetime(s, len);
    if (strcmp(format, "email") == 0)
        return is_email(s, len);
    if (strcmp(format, "uri") == 0)
        return is_uri(s, len);
    if (strcmp(format, "byte") == 0)
        return is_base64(s, len);
    if (strcmp(format, "decimal") == 0)
        return gx_decimal_parse(s, len, 20, 20, text, sizeof text);
    return strcmp(format, "password") == 0;
}

static const char *join(gx_cx *cx, const char *at, const char *key) {
    GX_AUTO(gx_buf) escaped = {0};
    for (const char *p = key; *p; p++) {
        if (*p == '~')
            gx_buf_adds(&escaped, "~0");
        else if (*p == '/')
            gx_buf_adds(&escaped, "~1");
        else
            gx_buf_addc(&escaped, *p);
    }
    return gx_arena_printf(cx->arena, "%s/%s", at, escaped.data ? escaped.data : "");
}

static bool fits_pattern(const gx_schema *s, const char *text, size_t len) {
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    pcre2_set_match_limit(context, MATCH_LIMIT);
    int rc = pcre2_match(s->pattern, (PCRE2_SPTR)text, len, 0, PCRE2_NO_UTF_CHECK, data, context);
    pcre2_match_context_free(context);
    pcre2_match_data_free(data);
    return rc >= 0; // a limit that is hit refuses, too
}

static void check_string(gx_cx *cx, const gx_schema *s, const json_t *v, const char *at) {
    const char *text = json_string_value(v);
    size_t len = json_string_length(v), count = gx_utf8_count(text, len);
    if (count < s->min_length)
        gx_fail_add(cx, at, s->min_length == 1 ? "required" : "too_short", "At least %zu characters",
                    s->min_length);
    if (count > s->max_length)
        gx_fail_add(cx, at, "too_long", "At most %zu characters", s->max_length);
    else if (s->pattern && !fits_pattern(s, text, len))
        gx_fail_add(cx, at, "pattern", "Not of the wanted form");
    if (s->format && count <= s->max_length && !gx_schema_format(s->format, text, len))
        gx_fail_add(cx, at, "format", "Not a valid %s", s->format);
}

static void check_number(gx_cx *cx, const gx_schema *s, const json_t *v, const char *at) {
    double number = json_number_value(v);
    if (s->has_minimum && number < s->minimum)
        gx_fail_add(cx, at, "too_small", "At least %.15g", s->minimum);
    if (s->has_maximum && number > s->maximum)
        gx_fail_add(cx, at, "too_big", "At most %.15g", s->maximum);
}

static void check_array(gx_cx *cx, const gx_schema *s, const json_t *v, const char *at) {
    size_t i, n = json_array_size(v);
    json_t *item;
    if (n < s->min_items)
        gx_fail_add(cx, at, "too_short", "At least %zu items", s->min_items);
    if (n > s->max_items) {
        gx_fail_add(cx, at, "too_many", "At most %zu items", s->max_items);
        return;
    }
    json_array_foreach(v, i, item) {
        if (s->items)
            check(cx, s->items, item, gx_arena_printf(cx->arena, "%s/%zu", at, i));
        for (size_t k = 0; s->unique && k < i; k++) {
            if (json_equal(item, json_array_get(v, k))) {
                gx_fail_add(cx, at, "repeated", "Items must differ");
                return;
            }
        }
    }
}

static const gx_schema *member_of(const gx_schema *s, const char *name) {
    for (size_t i = 0; i < s->n_members; i++)
        if (strcmp(s->members[i].name, name) == 0)
            return s->members[i].schema;
    return s->additional;
}

static void unknown_member(gx_cx *cx, const char *at, const char *name) {
    gx_fail_add(cx, join(cx, at, name), "unknown_field", "Unknown field");
    cx->problem.rc = GX_E_MALFORMED;
    cx->problem.code = "unknown_field";
    cx->problem.detail = "The body holds an unknown field";
}

static void check_object(gx_cx *cx, const gx_schema *s, const json_t *v, const char *at) {
    const char *name;
    json_t *member;
    size_t n = json_object_size(v);
    for (size_t i = 0; i < s->n_required; i++)
        if (!json_object_get(v, s->required[i]))
            gx_fail_add(cx, join(cx, at, s->required[i]), "required", "Required");
    if (n < s->min_members)
        gx_fail_add(cx, at, "too_short", "At least %zu members", s->min_members);
    if (n > s->max_members)
        gx_fail_add(cx, at, "too_many", "At most %zu members", s->max_members);
    json_object_foreach((json_t *)v, name, member) {
        const gx_schema *schema = member_of(s, name);
        if (schema)
            check(cx, schema, member, join(cx, at, name));
        else if (s->closed)
            unknown_member(cx, at, name);
    }
}

static bool matches(gx_cx *cx, const gx_schema *s, const json_t *v) {
    gx_cx probe = *cx;
    gx_cx_clear(&probe);
    check(&probe, s, v, "");
    return probe.problem.rc == GX_OK;
}

static size_t count_matches(gx_cx *cx, const struct gx_schema_list *list, const json_t *v) {
    size_t found = 0;
    for (size_t i = 0; i < list->n; i++)
        found += matches(cx, list->items[i], v);
    return found;
}

// The errors of the only alternative that fits by type are more use than "no form fits".
static void explain(gx_cx *cx, const struct gx_schema_list *list, const json_t *v, const char *at) {
    const gx_schema *candidate = NULL;
    for (size_t i = 0; i < list->n; i++) {
        if (list->items[i]->types && !(list->items[i]->types & type_of(v)))
            continue;
        if (candidate) {
            gx_fail_add(cx, at, "invalid", "Fits none of the allowed forms");
            return;
        }
        candidate = list->items[i];
    }
    if (candidate)
        check(cx, candidate, v, at);
    else
        gx_fail_add(cx, at, "type", "Of the wrong type");
}

static void check_alternatives(gx_cx *cx, const gx_schema *s, const json_t *v, const char *at) {
    for (size_t i = 0; i < s->all.n; i++)
        check(cx, s->all.items[i], v, at);
    if (s->any.n && count_matches(cx, &s->any, v) == 0)
        explain(cx, &s->any, v, at);
    if (!s->one.n)
        return;
    size_t found = count_matches(cx, &s->one, v);
    if (found == 0)
        explain(cx, &s->one, v, at);
    else if (found > 1)
        gx_fail_add(cx, at, "invalid", "Fits more than one of the allowed forms");
}

static void check_values(gx_cx *cx, const gx_schema *s, const json_t *v, const char *at) {
    size_t i;
    json_t *item;
    bool found = !s->values;
    json_array_foreach(s->values, i, item) {
        found = found || json_equal(item, v);
    }
    if (!found || (s->constant && !json_equal(s->constant, v)))
        gx_fail_add(cx, at, "choice", "Not one of the allowed values");
}

static void check(gx_cx *cx, const gx_schema *s, const json_t *v, const char *at) {
    unsigned type = type_of(v);
    if (s->types && !(s->types & type)) {
        gx_fail_add(cx, at, "type", "Of the wrong type");
        return;
    }
    check_values(cx, s, v, at);
    if (type & GX_SCHEMA_STRING)
        check_string(cx, s, v, at);
    else if (type & GX_SCHEMA_NUMBER)
        check_number(cx, s, v, at);
    else if (type & GX_SCHEMA_ARRAY)
        check_array(cx, s, v, at);
    else if (type & GX_SCHEMA_OBJECT)
        check_object(cx, s, v, at);
    check_alternatives(cx, s, v, at);
}

gx_rc gx_schema_check(gx_cx *cx, const gx_schema *schema, const json_t *value, const char *prefix) {
    check(cx, schema, value, prefix);
    return cx->problem.rc;
}

static json_t *list_from(const char *text) {
    json_t *list = json_array();
    while (*text) {
        size_t len = strcspn(text, ",");
        json_array_append_new(list, json_stringn(text, len));
        text += len + (text[len] == ',');
    }
    return list;
}

gx_rc gx_schema_check_param(gx_cx *cx, const gx_schema *schema, const char *name, const char *text,
                            json_t **out) {
    int64_t number;
    size_t len = strlen(text);
    json_t *value = NULL;
    if (schema->types & GX_SCHEMA_ARRAY)
        value = list_from(text);
    else if ((schema->types & (GX_SCHEMA_INTEGER | GX_SCHEMA_NUMBER)) &&
             gx_decimal_i64(text, len, INT64_MIN, INT64_MAX, &number))
        value = json_integer(number);
    else if ((schema->types & GX_SCHEMA_BOOLEAN) && (strcmp(text, "true") == 0 || strcmp(text, "false") == 0))
        value = json_boolean(*text == 't');
    else
        value = json_stringn(text, len);
    *out = gx_json_keep(cx->arena, value);
    check(cx, schema, *out, name);
    if (cx->problem.rc == GX_OK)
        return GX_OK;
    cx->problem.rc = GX_E_MALFORMED;
    cx->problem.code = "malformed";
    return GX_E_MALFORMED;
}
