// SPDX-License-Identifier: AGPL-3.0-or-later
// The one way in for JSON, and small accessors. Depth is scanned before the parser sees the text.
#include "core/json.h"
#include "core/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *skip_blanks(const char *s) {
    while (*s == ' ' || *s == '\t')
        s++;
    return s;
}

bool gx_json_is_media_type(const char *content_type) {
    static const char *const types[] = {"application/json", "application/merge-patch+json"};
    if (!content_type)
        return false;
    for (size_t i = 0; i < GX_COUNT(types); i++) {
        size_t len = strlen(types[i]);
        if (strncasecmp(content_type, types[i], len) != 0)
            continue;
        const char *rest = skip_blanks(content_type + len);
        if (*rest == '\0')
            return true;
        if (*rest != ';')
            return false;
        rest = skip_blanks(rest + 1);
        return strcasecmp(rest, "charset=utf-8") == 0 || strcasecmp(rest, "charset=\"utf-8\"") == 0;
    }
    return false;
}

// Deepest nesting of brackets outside strings.
static int depth_of(const char *text, size_t len) {
    int depth = 0, deepest = 0;
    bool in_string = false;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = false;
            continue;
        }
        if (c == '"')
            in_string = true;
        else if ((c == '{' || c == '[') && ++depth > deepest)
            deepest = depth;
        else if (c == '}' || c == ']')
            depth--;
    }
    return deepest;
}

static void decref(void *value) {
    json_decref(value);
}

json_t *gx_json_keep(gx_arena *arena, json_t *owned) {
    if (!owned)
        abort();
    gx_arena_on_free(arena, decref, owned);
    return owned;
}

gx_rc gx_json_parse(gx_cx *cx, const char *text, size_t len, json_t **out) {
    json_error_t error;
    *out = NULL;
    if (!gx_utf8_is_valid(text, len))
        return gx_fail(cx, GX_E_MALFORMED, NULL, "The text is not valid UTF-8");
    if (depth_of(text, len) > GX_JSON_MAX_DEPTH)
        return gx_fail(cx, GX_E_MALFORMED, NULL, "JSON is nested more than %d deep", GX_JSON_MAX_DEPTH);
    json_t *value = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
    if (!value)
        return gx_fail(cx, GX_E_MALFORMED, NULL, "Not valid JSON at line %d, column %d", error.line,
                       error.column);
    *out = gx_json_keep(cx->arena, value);
    return GX_OK;
}

static char *dump(gx_arena *arena, const json_t *value, size_t flags) {
    char *text = json_dumps(value, flags | JSON_COMPACT | JSON_ENCODE_ANY);
    if (!text)
        abort();
    char *copy = gx_arena_strdup(arena, text);
    free(text);
    return copy;
}

char *gx_json_dump(gx_arena *arena, const json_t *value) {
    return dump(arena, value, JSON_PRESERVE_ORDER);
}

char *gx_json_canonical(gx_arena *arena, const json_t *value) {
    return dump(arena, value, JSON_SORT_KEYS);
}

const char *gx_json_str(const json_t *object, const char *key) {
    return json_string_value(json_object_get(object, key));
}

int64_t gx_json_i64(const json_t *object, const char *key, int64_t fallback) {
    const json_t *value = json_object_get(object, key);
    return json_is_integer(value) ? json_integer_value(value) : fallback;
}

bool gx_json_bool(const json_t *object, const char *key, bool fallback) {
    const json_t *value = json_object_get(object, key);
    return json_is_boolean(value) ? json_is_true(value) : fallback;
}
