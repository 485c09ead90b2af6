// SPDX-License-Identifier: AGPL-3.0-or-later
// Splitting and decoding of the request target. Path segments of ours never need escapes; they are decoded all the
// same, so that one resource has one name.
#include "http/target.h"
#include "core/utf8.h"

#include <string.h>

enum { TARGET_MAX = 8192, SEGMENTS_MAX = 16, PAIRS_MAX = 100 };

static int hex_value(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

// Decodes len bytes into the arena. NULL for bad escapes, NUL, or invalid UTF-8.
static char *decode(gx_cx *cx, const char *s, size_t len, bool is_query) {
    char *out = gx_arena_alloc(cx->arena, len + 1);
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        if (s[i] != '%') {
            out[n++] = is_query && s[i] == '+' ? ' ' : s[i];
            continue;
        }
        int high = i + 2 < len ? hex_value(s[i + 1]) : -1, low = i + 2 < len ? hex_value(s[i + 2]) : -1;
        if (high < 0 || low < 0 || high * 16 + low == 0)
            return NULL;
        out[n++] = (char)(high * 16 + low);
        i += 2;
    }
    return gx_utf8_is_valid(out, n) ? out : NULL;
}

static bool is_good_segment(const char *segment) {
    return *segment && !strpbrk(segment, "/\\") && strcmp(segment, ".") != 0 && strcmp(segment, "..") != 0;
}

static gx_rc split_path(gx_cx *cx, const char *path, struct gx_target *out) {
    out->segments = GX_NEW_N(cx->arena, const char *, SEGMENTS_MAX);
    if (*path != '/')
        return gx_fail(cx, GX_E_MALFORMED, NULL, "The target must begin with a slash");
    for (const char *p = path; *p == '/';) {
        size_t len = strcspn(++p, "/");
        const char *segment = decode(cx, p, len, false);
        bool is_root = len == 0 && p[0] == '\0' && out->n_segments == 0;
        if (is_root)
            return GX_OK;
        if (!segment || !is_good_segment(segment) || out->n_segments == SEGMENTS_MAX)
            return gx_fail(cx, GX_E_MALFORMED, NULL, "The path is not well formed");
        out->segments[out->n_segments++] = segment;
        p += len;
    }
    return GX_OK;
}

static gx_rc add_pair(gx_cx *cx, const char *s, size_t len, struct gx_target *out) {
    const char *equals = memchr(s, '=', len);
    size_t key_len = equals ? (size_t)(equals - s) : len;
    const char *key = decode(cx, s, key_len, true);
    const char *value = equals ? decode(cx, equals + 1, len - key_len - 1, true) : "";
    if (!key || !value || !*key)
        return gx_fail(cx, GX_E_MALFORMED, NULL, "The query is not well formed");
    if (out->n_query == PAIRS_MAX)
        return gx_fail(cx, GX_E_MALFORMED, NULL, "At most %d parameters", PAIRS_MAX);
    for (size_t i = 0; i < out->n_query; i++)
        if (strcmp(out->query[i].key, key) == 0)
            return gx_fail_code(cx, GX_E_MALFORMED, "repeated_parameter", key, "A parameter is given twice");
    out->query[out->n_query++] = (struct gx_pair){key, value};
    return GX_OK;
}

static gx_rc split_query(gx_cx *cx, const char *query, struct gx_target *out) {
    size_t pairs = *query ? 1 : 0;
    for (const char *p = query; *p; p++)
        pairs += *p == '&';
    out->query = GX_NEW_N(cx->arena, struct gx_pair, pairs < PAIRS_MAX ? pairs : PAIRS_MAX);
    while (*query) {
        size_t len = strcspn(query, "&");
        gx_rc rc = add_pair(cx, query, len, out);
        if (rc != GX_OK)
            return rc;
        query += len + (query[len] == '&');
    }
    return GX_OK;
}

static bool has_odd_bytes(const char *raw) {
    for (const unsigned char *p = (const unsigned char *)raw; *p; p++)
        if (*p <= 0x20 || *p == 0x7F || *p == '#')
            return true;
    return false;
}

gx_rc gx_target_parse(gx_cx *cx, const char *raw, struct gx_target *out) {
    size_t len = strlen(raw), path_len = strcspn(raw, "?");
    *out = (struct gx_target){.path = ""};
    if (len > TARGET_MAX || has_odd_bytes(raw))
        return gx_fail(cx, GX_E_MALFORMED, NULL, "The request target is not well formed");
    out->path = gx_arena_strndup(cx->arena, raw, path_len);
    gx_rc rc = split_path(cx, out->path, out);
    if (rc == GX_OK)
        rc = split_query(cx, raw[path_len] ? raw + path_len + 1 : "", out);
    return rc;
}
