// SPDX-License-Identifier: AGPL-3.0-or-later
// The growable buffer and the JSON writer. Values are escaped by the shortest correct form; everything above
// 0x1F but quote and backslash is copied in runs.
#include "core/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PRINTF_ROOM = 128 }; // most formatted pieces are shorter: one pass

void gx_buf_free(gx_buf *buf) {
    free(buf->data);
    *buf = (gx_buf){0};
}

static void grow(gx_buf *buf, size_t extra) {
    size_t need;
    if (__builtin_add_overflow(buf->len, extra, &need) || need > SIZE_MAX / 4)
        abort();
    size_t cap = buf->cap ? buf->cap * 2 : 256;
    while (cap <= need)
        cap *= 2;
    char *data = realloc(buf->data, cap);
    if (!data)
        abort();
    buf->data = data;
    buf->cap = cap;
    buf->data[buf->len] = '\0';
}

// Room for extra bytes and the NUL behind them. Lists add some thousand small pieces, hence inline.
static inline void reserve(gx_buf *buf, size_t extra) {
    if (extra >= buf->cap - buf->len)
        grow(buf, extra);
}

void gx_buf_reserve(gx_buf *buf, size_t extra) {
    reserve(buf, extra);
}

char *gx_buf_take(gx_buf *buf, size_t *len_out) {
    reserve(buf, 0);
    char *data = buf->data;
    if (len_out)
        *len_out = buf->len;
    *buf = (gx_buf){0};
    return data;
}

static inline void add(gx_buf *buf, const void *data, size_t len) {
    reserve(buf, len);
    if (len)
        memcpy(buf->data + buf->len, data, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void gx_buf_add(gx_buf *buf, const void *data, size_t len) {
    add(buf, data, len);
}

void gx_buf_adds(gx_buf *buf, const char *s) {
    gx_buf_add(buf, s, strlen(s));
}

void gx_buf_addc(gx_buf *buf, char c) {
    reserve(buf, 1);
    buf->data[buf->len++] = c;
    buf->data[buf->len] = '\0';
}

void gx_buf_i64(gx_buf *buf, int64_t value) {
    char text[24], *at = text + sizeof text;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do
        *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        *--at = '-';
    gx_buf_add(buf, at, (size_t)(text + sizeof text - at));
}

void gx_buf_vprintf(gx_buf *buf, const char *fmt, va_list args) {
    va_list again;
    va_copy(again, args);
    reserve(buf, PRINTF_ROOM);
    size_t room = buf->cap - buf->len;
    int len = vsnprintf(buf->data + buf->len, room, fmt, args);
    if (len < 0)
        abort();
    if ((size_t)len >= room) {
        reserve(buf, (size_t)len + 1);
        vsnprintf(buf->data + buf->len, (size_t)len + 1, fmt, again);
    }
    va_end(again);
    buf->len += (size_t)len;
}

void gx_buf_printf(gx_buf *buf, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    gx_buf_vprintf(buf, fmt, args);
    va_end(args);
}

static void add_escape(gx_buf *buf, unsigned char c) {
    static const char hex[] = "0123456789abcdef";
    char out[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
    switch (c) {
    case '"':
    case '\\':
        out[1] = (char)c;
        break;
    case '\n':
        out[1] = 'n';
        break;
    case '\r':
        out[1] = 'r';
        break;
    case '\t':
        out[1] = 't';
        break;
    default:
        gx_buf_add(buf, out, 6);
        return;
    }
    gx_buf_add(buf, out, 2);
}

void gx_buf_json(gx_buf *buf, const char *s, size_t len) {
    reserve(buf, len + 2);
    buf->data[buf->len++] = '"';
    size_t start = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        add(buf, s + start, i - start);
        add_escape(buf, c);
        start = i + 1;
    }
    add(buf, s + start, len - start);
    add(buf, "\"", 1);
}

void gx_buf_jsons(gx_buf *buf, const char *s) {
    if (s)
        gx_buf_json(buf, s, strlen(s));
    else
        gx_buf_add(buf, "null", 4);
}

void gx_buf_comma(gx_buf *buf) {
    char last = buf->len ? buf->data[buf->len - 1] : '{';
    if (last != '{' && last != '[' && last != ':')
        gx_buf_addc(buf, ',');
}

void gx_buf_key(gx_buf *buf, const char *key) {
    size_t len = strlen(key);
    gx_buf_comma(buf);
    reserve(buf, len + 3);
    char *at = buf->data + buf->len;
    at[0] = '"';
    memcpy(at + 1, key, len);
    memcpy(at + 1 + len, "\":", 3);
    buf->len += len + 3;
}

void gx_buf_pair(gx_buf *buf, const char *key, const char *value) {
    gx_buf_key(buf, key);
    gx_buf_jsons(buf, value);
}

void gx_buf_pair_i64(gx_buf *buf, const char *key, int64_t value) {
    gx_buf_key(buf, key);
    gx_buf_i64(buf, value);
}

void gx_buf_pair_bool(gx_buf *buf, const char *key, bool value) {
    gx_buf_key(buf, key);
    gx_buf_adds(buf, value ? "true" : "false");
}

void gx_buf_pair_raw(gx_buf *buf, const char *key, const char *json) {
    gx_buf_key(buf, key);
    gx_buf_adds(buf, json);
}
