// SPDX-License-Identifier: AGPL-3.0-or-later
// What a workbook says about its sheets: names, targets, styles, shared text.
#ifndef GX_PARSE_XLSX_BOOK_H
#define GX_PARSE_XLSX_BOOK_H
#include "xlsx_part.h"

#include <stdint.h>

enum { GX_BOOK_SHEETS_MAX = 64, GX_BOOK_STYLES_MAX = 4096, GX_BOOK_TEXT_MAX = 96 << 20 };

struct gx_book_sheet {
    char name[160];
    char relation[64];
    char target[256];
};

struct gx_book {
    zip_t *zip;
    struct gx_book_sheet sheets[GX_BOOK_SHEETS_MAX];
    size_t n_sheets;
    bool date1904;
    char style[GX_BOOK_STYLES_MAX]; // per cell format: 'n' number, 'd' date, 'p' percent
    size_t n_styles;
    char *text; // shared strings, end to end
    size_t text_len, text_cap;
    uint32_t *start;
    size_t n_strings, strings_cap;
    bool in_phonetic;
};

// Opens the package in memory; false: not a workbook. gx_book_close frees it.
bool gx_book_open(const void *data, size_t len, struct gx_book *book);
// Shared strings; false when they break a cap or are broken.
bool gx_book_load_strings(struct gx_book *book);
// The n-th shared string; empty when there is none.
const char *gx_book_string(const struct gx_book *book, size_t n, size_t *len);
void gx_book_close(struct gx_book *book);
#endif
