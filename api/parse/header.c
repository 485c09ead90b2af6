// SPDX-License-Identifier: AGPL-3.0-or-later
// Headings: comparison in folded form (half width, lower case, no blanks, no punctuation, no brackets), then
// containment, then edit distance for slips of the keyboard.
#include "parse/header.h"

#include "core/utf8.h"
#include "parse/text.h"
#include <string.h>

enum { ROWS = 25, POINTS = 120, SURE = 100, NEAR = 60 };

static size_t points(const char *s, uint32_t out[POINTS]) {
    size_t n = 0;
    for (uint32_t c; n < POINTS && (c = gx_text_next(&s)) != 0;)
        out[n++] = c;
    return n;
}

static size_t distance(const uint32_t *a, size_t n, const uint32_t *b, size_t m) {
    size_t row[POINTS + 1];
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t cost = corner + (a[i - 1] != b[j - 1]);
            corner = row[j];
            if (row[j] + 1 < cost)
                cost = row[j] + 1;
            if (row[j - 1] + 1 < cost)
                cost = row[j - 1] + 1;
            row[j] = cost;
        }
    }
    return row[m];
}

static int likeness(const char *a, const char *b) {
    uint32_t x[POINTS];
    uint32_t y[POINTS];
    if (strcmp(a, b) == 0)
        return SURE;
    size_t n = points(a, x);
    size_t m = points(b, y);
    size_t longest = n > m ? n : m;
    if (longest == 0)
        return 0;
    return (int)(100 - 100 * distance(x, n, y, m) / longest);
}

int gx_header_likeness(const char *a, const char *b) {
    char x[512];
    char y[512];
    gx_value_fold(a, false, x, sizeof x);
    gx_value_fold(b, false, y, sizeof y);
    return x[0] == '\0' || y[0] == '\0' ? 0 : likeness(x, y);
}

// Containment counts from two Han characters or five letters on: 客户 in 客户名称.
static int compare(const char *heading, const char *word) {
    char w[256];
    gx_value_fold(word, false, w, sizeof w);
    if (w[0] == '\0')
        return 0;
    if (strcmp(heading, w) == 0)
        return SURE;
    size_t shorter = strlen(w) < strlen(heading) ? strlen(w) : strlen(heading);
    bool inside = strstr(heading, w) != NULL || strstr(w, heading) != NULL;
    if (inside && (shorter >= 6 || ((unsigned char)w[0] < 0x80 && shorter >= 5)))
        return NEAR + (int)(shorter > 9);
    int like = likeness(heading, w);
    return like >= 80 ? like - 10 : 0;
}

static int best_word(const char *heading, const struct gx_header_field *field) {
    int best = 0;
    for (size_t i = 0; i < field->n_words; i++) {
        int score = compare(heading, field->words[i]);
        // earlier words (labels) win over later ones (aliases) when both are exact
        if (score == SURE)
            score = SURE - (i < 40 ? (int)(i / 4) : 10);
        if (score > best)
            best = score;
    }
    return best;
}

static int row_score(const struct gx_sheet_row *row, const struct gx_header_field *fields, size_t n_fields) {
    char seen[64][64];
    int n = 0;
    int score = 0;
    for (int c = 0; c < row->n && n < 64; c++) {
        const struct gx_value_cell *cell = &row->cells[c];
        if (cell->kind == 0)
            continue;
        if (cell->kind != 't') {
            score -= 2;
            continue;
        }
        gx_value_fold(cell->text, true, seen[n], sizeof seen[n]);
        bool repeated = seen[n][0] == '\0';
        for (int i = 0; i < n && !repeated; i++)
            repeated = strcmp(seen[i], seen[n]) == 0;
        if (repeated)
            continue;
        score += 1;
        for (size_t f = 0; f < n_fields; f++)
            if (best_word(seen[n], &fields[f]) >= 90) {
                score += 5;
                break;
            }
        n++;
    }
    return score;
}

size_t gx_header_find(const struct gx_sheet *sheet, const struct gx_header_field *fields, size_t n_fields) {
    size_t best = 0;
    int best_score = -1000;
    for (size_t i = 0; i < sheet->n_rows && i < ROWS; i++) {
        int score = row_score(&sheet->rows[i], fields, n_fields);
        if (score > best_score)
            best = i, best_score = score;
    }
    return best;
}

void gx_header_guess(gx_cx *cx, const struct gx_sheet_row *row, int width,
                     const struct gx_header_field *fields, size_t n_fields, struct gx_header_guess *out) {
    int *scores = GX_NEW_N(cx->arena, int, (size_t)width *(n_fields + 1));
    for (int c = 0; c < width; c++) {
        char heading[256];
        struct gx_value_cell cell = gx_sheet_cell(row, c);
        out[c] = (struct gx_header_guess){NULL, 0};
        gx_value_fold(cell.text, true, heading, sizeof heading);
        for (size_t f = 0; f < n_fields && heading[0] != '\0'; f++)
            scores[(size_t)c * n_fields + f] = best_word(heading, &fields[f]);
    }
    for (;;) {
        int best = NEAR - 1;
        size_t field = 0;
        int column = -1;
        for (int c = 0; c < width; c++)
            for (size_t f = 0; f < n_fields; f++)
                if (scores[(size_t)c * n_fields + f] > best)
                    best = scores[(size_t)c * n_fields + f], column = c, field = f;
        if (column < 0)
            return;
        out[column] = (struct gx_header_guess){fields[field].name, best};
        for (size_t f = 0; f < n_fields; f++)
            scores[(size_t)column * n_fields + f] = 0;
        for (int c = 0; c < width; c++)
            scores[(size_t)c * n_fields + field] = 0;
    }
}
