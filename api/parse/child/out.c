// SPDX-License-Identifier: AGPL-3.0-or-later
// The writer of JSON lines. It buffers in one static block and writes to
// descriptor 1; it must stay usable inside the sandbox (write only).
#include "out.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char block[1 << 16];
static size_t used;
static long rows;
static long cells;
static long columns;

static void flush(void) {
    size_t at = 0;
    while (at < used) {
        ssize_t n = write(STDOUT_FILENO, block + at, used - at);
        if (n <= 0)
            _exit(3);
        at += (size_t)n;
    }
    used = 0;
}

static void put(const char *text, size_t len) {
    while (len > 0) {
        if (used == sizeof block)
            flush();
        size_t room = sizeof block - used;
        size_t n = len < room ? len : room;
        memcpy(block + used, text, n);
        used += n;
        text += n;
        len -= n;
    }
}

void gx_out_raw(const char *text) {
    put(text, strlen(text));
}

// Length of the valid UTF-8 sequence at s, 0 when there is none.
static size_t sequence(const unsigned char *s, size_t left) {
    if (s[0] < 0x80)
        return 1;
    size_t n = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
    if (s[0] < 0xC2 || s[0] > 0xF4 || left < n)
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    if (s[0] == 0xE0 && s[1] < 0xA0)
        return 0;
    if (s[0] == 0xED && s[1] > 0x9F)
        return 0;
    if (s[0] == 0xF0 && s[1] < 0x90)
        return 0;
    if (s[0] == 0xF4 && s[1] > 0x8F)
        return 0;
    return n;
}

static void escape_byte(unsigned char c) {
    static const char hex[] = "0123456789abcdef";
    if (c == '"' || c == '\\') {
        char two[2] = {'\\', (char)c};
        put(two, 2);
    } else if (c == '\n') {
        put("\\n", 2);
    } else if (c == '\t') {
        put("\\t", 2);
    } else if (c >= 0x20 && c != 0x7F) {
        put((const char *)&c, 1);
    } else if (c != 0 && c != '\r') {
        char six[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
        put(six, 6);
    }
}

void gx_out_json(const char *text, size_t len) {
    const unsigned char *s = (const unsigned char *)text;
    if (len > GX_OUT_CELL_MAX)
        len = GX_OUT_CELL_MAX;
    put("\"", 1);
    for (size_t i = 0; i < len;) {
        size_t n = sequence(s + i, len - i);
        if (n == 0) {
            put("\xEF\xBF\xBD", 3);
            i++;
        } else if (n == 1) {
            escape_byte(s[i++]);
        } else {
            put(text + i, n);
            i += n;
        }
    }
    put("\"", 1);
}

void gx_out_begin(void) {
    used = 0;
    rows = cells = columns = 0;
}

void gx_out_row_begin(long row) {
    char head[32];
    int n = snprintf(head, sizeof head, "[%ld,[", row);
    put(head, (size_t)n);
    columns = 0;
}

void gx_out_cell(char kind, const char *text, size_t len) {
    if (columns >= GX_OUT_COLUMNS_MAX)
        return;
    if (columns++ > 0)
        put(",", 1);
    cells++;
    switch (kind) {
    case 't':
        gx_out_json(text, len);
        return;
    case 'b':
        gx_out_raw(len == 1 && *text == '1' ? "{\"b\":true}" : "{\"b\":false}");
        return;
    case 'n':
    case 'p':
    case 'd':
    case 'e':
        break;
    default:
        gx_out_raw("null");
        return;
    }
    gx_out_raw(kind == 'd' ? "{\"d\":" : kind == 'e' ? "{\"e\":" : "{\"n\":");
    gx_out_json(text, len);
    gx_out_raw(kind == 'p' ? ",\"p\":true}" : "}");
}

bool gx_out_row_end(void) {
    put("]]\n", 3);
    rows++;
    return rows < GX_OUT_ROWS_MAX && cells < GX_OUT_CELLS_MAX;
}

long gx_out_rows(void) {
    return rows;
}

int gx_out_end(void) {
    char tail[48];
    int n = snprintf(tail, sizeof tail, "{\"end\":%ld}\n", rows);
    put(tail, (size_t)n);
    flush();
    return 0;
}

int gx_out_error(const char *code, const char *detail) {
    gx_out_raw("{\"error\":");
    gx_out_json(code, strlen(code));
    gx_out_raw(",\"detail\":");
    gx_out_json(detail, strlen(detail));
    gx_out_raw("}\n");
    flush();
    return 2;
}
