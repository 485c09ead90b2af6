// SPDX-License-Identifier: AGPL-3.0-or-later
// Which row holds the headings, and which field each heading means. Guesses only: people correct them in the wizard.
#ifndef GX_PARSE_HEADER_H
#define GX_PARSE_HEADER_H

#include "parse/sheet.h"

// A field and all the words that mean it: labels in three languages, aliases, its name.
struct gx_header_field {
    const char *name;
    const char *const *words;
    size_t n_words;
};

struct gx_header_guess {
    const char *field; // NULL: none fits
    int score;         // 0..100
};

// Index (0-based, in sheet->rows) of the row of headings: title rows, notes and merged banners stand above it.
size_t gx_header_find(const struct gx_sheet *sheet, const struct gx_header_field *fields, size_t n_fields);

// One guess per column of the row; a field is given to one column only.
void gx_header_guess(gx_cx *cx, const struct gx_sheet_row *row, int width,
                     const struct gx_header_field *fields, size_t n_fields, struct gx_header_guess *out);

// How alike two texts are, 0..100: 100 equal after folding, then edit distance in code points.
int gx_header_likeness(const char *a, const char *b);

#endif
