// SPDX-License-Identifier: AGPL-3.0-or-later
// A growable byte buffer on the heap and the JSON writer on top of it. Answers are framed with this, not with
// Jansson: building text directly is half the cost of a list. The data is always followed by a NUL that is
// not counted in len. Out of memory aborts.
#ifndef GX_BUF_H
#define GX_BUF_H

#include "core/rc.h"
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct gx_buf {
    char *data; // NULL until something is added
    size_t len;
    size_t cap;
} gx_buf; // all zero = empty buffer

// Frees the memory and makes the buffer empty again.
void gx_buf_free(gx_buf *buf);
static inline void gx_buf_cleanup(gx_buf *buf) {
    gx_buf_free(buf);
}

// Makes room for extra more bytes.
void gx_buf_reserve(gx_buf *buf, size_t extra);

// Hands the memory (malloc) to the caller and makes the buffer empty. Never NULL.
char *gx_buf_take(gx_buf *buf, size_t *len_out);

void gx_buf_add(gx_buf *buf, const void *data, size_t len);
void gx_buf_adds(gx_buf *buf, const char *s);
void gx_buf_addc(gx_buf *buf, char c);
void gx_buf_i64(gx_buf *buf, int64_t value);
void gx_buf_printf(gx_buf *buf, const char *fmt, ...) GX_PRINTF(2, 3);
void gx_buf_vprintf(gx_buf *buf, const char *fmt, va_list args) GX_PRINTF(2, 0);

// A JSON string with quotes. The bytes must be valid UTF-8; control characters are escaped.
void gx_buf_json(gx_buf *buf, const char *s, size_t len);
// The same for a NUL-terminated string; NULL writes null.
void gx_buf_jsons(gx_buf *buf, const char *s);

// `,` unless the last byte is `{` or `[` or `:` or the buffer is empty; then `"key":`. key is one of our own
// names (no escaping needed).
void gx_buf_key(gx_buf *buf, const char *key);
// `,` on the same condition, before an array element.
void gx_buf_comma(gx_buf *buf);

// `"key":"value"` or `"key":null`; `"key":12`; `"key":true`. All put the comma first where one is needed.
void gx_buf_pair(gx_buf *buf, const char *key, const char *value);
void gx_buf_pair_i64(gx_buf *buf, const char *key, int64_t value);
void gx_buf_pair_bool(gx_buf *buf, const char *key, bool value);
// `"key":` and JSON text as it is.
void gx_buf_pair_raw(gx_buf *buf, const char *key, const char *json);

#endif
