// SPDX-License-Identifier: AGPL-3.0-or-later
// The framing of rows: the hot loop of every list, so no allocation per value and no parsing
// beyond what the answer's form needs.
#include "resource/frame.h"

#include <string.h>

size_t gx_frame_trim(enum gx_type type, const char *text, size_t len) {
    const char *point = memchr(text, '.', len);
    if (!point)
        return len;
    size_t least = (size_t)(point - text) + (type == GX_T_MONEY ? 3 : 0);
    while (len > least && text[len - 1] == '0')
        len--;
    return text[len - 1] == '.' ? len - 1 : len;
}

void gx_frame_time(gx_buf *buf, const char *text, size_t len) {
    bool is_utc = len > 13 && strcmp(text + len - 3, "+00") == 0;
    if (!is_utc) {
        gx_buf_add(buf, text, len);
        return;
    }
    gx_buf_add(buf, text, 10);
    gx_buf_addc(buf, 'T');
    gx_buf_add(buf, text + 11, len - 14);
    gx_buf_addc(buf, 'Z');
}

static void quoted(gx_buf *buf, const char *text, size_t len) {
    gx_buf_addc(buf, '"');
    gx_buf_add(buf, text, len);
    gx_buf_addc(buf, '"');
}

void gx_frame_value(gx_buf *buf, enum gx_type type, const char *text, size_t len) {
    switch (type) {
    case GX_T_INTEGER:
    case GX_T_MULTI_CHOICE:
    case GX_T_REFERENCES:
    case GX_T_TAGS:
    case GX_T_JSON:
        gx_buf_add(buf, text, len);
        break;
    case GX_T_BOOLEAN:
        gx_buf_adds(buf, text[0] == 't' ? "true" : "false");
        break;
    case GX_T_DECIMAL:
    case GX_T_PERCENT:
    case GX_T_MONEY:
        quoted(buf, text, gx_frame_trim(type, text, len));
        break;
    case GX_T_DATE:
    case GX_T_REFERENCE:
        quoted(buf, text, len);
        break;
    case GX_T_DATETIME:
        gx_buf_addc(buf, '"');
        gx_frame_time(buf, text, len);
        gx_buf_addc(buf, '"');
        break;
    case GX_T_CODE:
    case GX_T_TEXT:
    case GX_T_LONG_TEXT:
    case GX_T_CHOICE:
    case GX_T_PHONE:
    case GX_T_EMAIL:
    case GX_T_URL:
        gx_buf_json(buf, text, len);
        break;
    case GX_T_COUNT:
        gx_buf_adds(buf, "null");
        break;
    }
}

void gx_frame_record(gx_buf *buf, const struct gx_field *const *fields, const int *columns, size_t n,
                     const gx_result *rows, int row) {
    gx_buf_addc(buf, '{');
    for (size_t i = 0; i < n; i++) {
        gx_buf_key(buf, fields[i]->name);
        if (gx_result_is_null(rows, row, columns[i]))
            gx_buf_adds(buf, "null");
        else
            gx_frame_value(buf, fields[i]->type, gx_result_text(rows, row, columns[i]),
                           gx_result_len(rows, row, columns[i]));
    }
    gx_buf_addc(buf, '}');
}
