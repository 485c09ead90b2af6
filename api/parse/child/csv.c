// SPDX-License-Identifier: AGPL-3.0-or-later
// Encoding: byte order mark, then strict UTF-8, then ICU's guess when it is
// sure (>= 50) and plausible, else the person's locale: short GBK files fool
// every detector. Big5 also decodes as GB18030, so "it decodes" proves nothing.
#include "csv.h"

#include "out.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/utf8.h>

static const char *const encodings[] = {"utf-8", "gb18030", "big5", "utf-16le", "utf-16be"};
static UConverter *converters[5];
static UCharsetDetector *detector;

void gx_csv_prepare(void) {
    UErrorCode status = U_ZERO_ERROR;
    detector = ucsdet_open(&status);
    for (size_t i = 0; i < 5; i++) {
        status = U_ZERO_ERROR;
        converters[i] = ucnv_open(i == 2 ? "windows-950-2000" : encodings[i], &status);
    }
    // one detection and conversion now, so that lazily loaded tables are in memory
    status = U_ZERO_ERROR;
    ucsdet_setText(detector, "\xD0\xD5\xC3\xFB,\xB5\xE7\xBB\xB0\n", 10, &status);
    ucsdet_detect(detector, &status);
}

static bool is_utf8(const char *data, size_t len) {
    int32_t i = 0;
    int32_t n = (int32_t)len;
    while (i < n) {
        UChar32 c;
        U8_NEXT((const uint8_t *)data, i, n, c);
        if (c < 0 || c == 0)
            return false;
    }
    return true;
}

static int index_of(const char *name) {
    for (int i = 0; i < 5; i++)
        if (strcmp(name, encodings[i]) == 0)
            return i;
    return -1;
}

static int guess(const char *data, size_t len, const char *locale, int *confidence) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t found = 0;
    size_t sample = len < (1u << 18) ? len : 1u << 18;
    ucsdet_setText(detector, data, (int32_t)sample, &status);
    const UCharsetMatch **all = ucsdet_detectAll(detector, &found, &status);
    for (int32_t i = 0; U_SUCCESS(status) && i < found; i++) {
        const char *name = ucsdet_getName(all[i], &status);
        *confidence = ucsdet_getConfidence(all[i], &status);
        if (*confidence < 50)
            break;
        if (strcmp(name, "GB18030") == 0)
            return 1;
        if (strcmp(name, "Big5") == 0)
            return 2;
    }
    *confidence = 0;
    return strncmp(locale, "zh-TW", 5) == 0 || strncmp(locale, "zh-HK", 5) == 0 ? 2 : 1;
}

static int decide(const char **data, size_t *len, const char *wanted, const char *locale, int *confidence) {
    const unsigned char *s = (const unsigned char *)*data;
    int mark = -1;
    size_t skip = 0;
    if (*len >= 3 && s[0] == 0xEF && s[1] == 0xBB && s[2] == 0xBF)
        mark = 0, skip = 3;
    else if (*len >= 2 && s[0] == 0xFF && s[1] == 0xFE)
        mark = 3, skip = 2;
    else if (*len >= 2 && s[0] == 0xFE && s[1] == 0xFF)
        mark = 4, skip = 2;
    *confidence = 100;
    if (mark >= 0) {
        *data += skip;
        *len -= skip;
        return mark;
    }
    if (wanted != NULL && index_of(wanted) >= 0)
        return index_of(wanted);
    if (is_utf8(*data, *len))
        return 0;
    return guess(*data, *len, locale, confidence);
}

// Decodes to UTF-8; the result is malloced and NULL on failure.
static char *decode(int which, const char *data, size_t len, size_t *out_len) {
    UErrorCode status = U_ZERO_ERROR;
    size_t cap = len * 2 + 16;
    char *out = malloc(cap);
    UConverter *utf8 = converters[0];
    UConverter *from = converters[which];
    if (out == NULL || utf8 == NULL || from == NULL)
        return free(out), NULL;
    char *target = out;
    const char *source = data;
    ucnv_convertEx(utf8, from, &target, out + cap, &source, data + len, NULL, NULL, NULL, NULL, true, true,
                   &status);
    if (U_FAILURE(status))
        return free(out), NULL;
    *out_len = (size_t)(target - out);
    return out;
}

// The delimiter that splits the first lines most often and most evenly.
static char delimiter(const char *s, size_t len) {
    static const char candidates[] = {',', '\t', ';', '|'};
    char best = ',';
    long best_score = 0;
    for (size_t c = 0; c < sizeof candidates; c++) {
        long count = 0;
        int lines = 0;
        bool quoted = false;
        for (size_t i = 0; i < len && lines < 20; i++) {
            if (s[i] == '"')
                quoted = !quoted;
            else if (!quoted && s[i] == candidates[c])
                count++;
            else if (!quoted && s[i] == '\n')
                lines++;
        }
        if (count > best_score)
            best = candidates[c], best_score = count;
    }
    return best;
}

struct reader {
    const char *s;
    size_t at, len;
    char delimiter;
    char *cell;
    size_t cap;
};

// One cell into r->cell; returns the byte that ended it ('\n' also at the end).
static int read_cell(struct reader *r, size_t *n) {
    bool quoted = r->at < r->len && r->s[r->at] == '"';
    if (quoted)
        r->at++;
    *n = 0;
    while (r->at < r->len) {
        char c = r->s[r->at++];
        if (quoted && c == '"') {
            if (r->at < r->len && r->s[r->at] == '"')
                r->at++;
            else {
                quoted = false;
                continue;
            }
        } else if (!quoted && (c == r->delimiter || c == '\n')) {
            return c;
        } else if (!quoted && c == '\r') {
            if (r->at < r->len && r->s[r->at] == '\n')
                r->at++;
            return '\n';
        }
        if (*n < r->cap)
            r->cell[(*n)++] = c;
    }
    return '\n';
}

// Our own export puts an apostrophe before a formula-like text; take it off.
static void emit_cell(const char *cell, size_t n) {
    if (n >= 2 && cell[0] == '\'' && strchr("=+-@\t\r", cell[1]) != NULL)
        cell++, n--;
    gx_out_cell(n == 0 ? 0 : 't', cell, n);
}

static void emit_rows(const char *s, size_t len, long max_rows) {
    static char cell[GX_OUT_CELL_MAX];
    struct reader r = {s, 0, len, delimiter(s, len), cell, sizeof cell};
    long row = 0;
    while (r.at < r.len) {
        size_t n;
        int end = read_cell(&r, &n);
        row++;
        if (end == '\n' && n == 0)
            continue;
        gx_out_row_begin(row);
        emit_cell(cell, n);
        while (end != '\n') {
            end = read_cell(&r, &n);
            emit_cell(cell, n);
        }
        if (!gx_out_row_end() || (max_rows > 0 && gx_out_rows() >= max_rows))
            return;
    }
}

int gx_csv_emit(const char *data, size_t len, const char *encoding, const char *locale, long max_rows) {
    int confidence;
    int which = decide(&data, &len, encoding, locale, &confidence);
    char *decoded = NULL;
    if (which != 0) {
        decoded = decode(which, data, len, &len);
        if (decoded == NULL)
            return gx_out_error("undecodable", encodings[which]);
        data = decoded;
    }
    gx_out_raw("{\"kind\":\"csv\",\"encoding\":\"");
    gx_out_raw(encodings[which]);
    gx_out_raw(confidence >= 50 ? "\",\"sure\":true,\"sheets\":[]}\n" : "\",\"sure\":false,\"sheets\":[]}\n");
    emit_rows(data, len, max_rows);
    free(decoded);
    return gx_out_end();
}
