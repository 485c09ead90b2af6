// SPDX-License-Identifier: AGPL-3.0-or-later
// Two passes over one sheet: merged ranges stand after the data in the file, so
// the first pass collects them and the second emits rows with them filled.
// Numbers leave as exact digits, dates as ISO text: styles are known only here.
#include "xlsx.h"

#include "out.h"
#include "xlsx_book.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MERGES_MAX = 20000, ROW_TEXT_MAX = 1 << 20 };

struct cell {
    char kind;
    size_t start, len;
};

struct merge {
    int row1, row2, column1, column2;
    char kind;
    char *text;
    size_t len;
};

struct sheet {
    const struct gx_book *book;
    struct merge *merges;
    size_t n_merges;
    long row, max_rows;
    int column, width;
    char type[12];
    size_t style;
    struct cell cells[GX_OUT_COLUMNS_MAX];
    char text[ROW_TEXT_MAX];
    size_t text_len;
    bool full;
};

// "BC23" -> column 54 (0-based), row 23; false when it is no reference.
static bool reference(const char *s, int *row, int *column) {
    int c = 0;
    while (*s >= 'A' && *s <= 'Z' && c < 20000)
        c = c * 26 + (*s++ - 'A' + 1);
    long r = strtol(s, NULL, 10);
    if (c == 0 || c > 16384 || r < 1 || r > 1048576)
        return false;
    *column = c - 1;
    *row = (int)r;
    return true;
}

static void open_merges(struct gx_part *part, const char *name, const char **attrs) {
    struct sheet *s = part->state;
    if (strcmp(name, "mergeCell") != 0 || s->n_merges == MERGES_MAX)
        return;
    const char *range = gx_part_attr(attrs, "ref");
    const char *colon = range == NULL ? NULL : strchr(range, ':');
    struct merge m = {0};
    if (colon == NULL || !reference(range, &m.row1, &m.column1))
        return;
    if (!reference(colon + 1, &m.row2, &m.column2))
        return;
    s->merges[s->n_merges++] = m;
}

static void close_nothing(struct gx_part *part, const char *name) {
    (void)part, (void)name;
}

static void keep(struct sheet *s, char kind, const char *text, size_t len) {
    if (s->column < 0 || s->column >= GX_OUT_COLUMNS_MAX || s->text_len + len > ROW_TEXT_MAX)
        return;
    memcpy(s->text + s->text_len, text, len);
    s->cells[s->column] = (struct cell){kind, s->text_len, len};
    s->text_len += len;
    if (s->column >= s->width)
        s->width = s->column + 1;
}

// Digits as they are meant: 13812345678, not 1.3812345678E+10.
static void keep_number(struct sheet *s, char kind, double v) {
    char digits[64];
    if (fabs(v) < 1e18 && floor(v) == v)
        snprintf(digits, sizeof digits, "%.0f", v);
    else
        snprintf(digits, sizeof digits, "%.15g", v);
    if (strchr(digits, 'e') != NULL && fabs(v) < 1) {
        snprintf(digits, sizeof digits, "%.15f", v);
        size_t n = strlen(digits);
        while (n > 2 && digits[n - 1] == '0' && digits[n - 2] != '.')
            digits[--n] = '\0';
    }
    keep(s, kind, digits, strlen(digits));
}

static void civil(long days, int *y, int *m, int *d) {
    days += 719468;
    long era = days / 146097;
    long doe = days - era * 146097;
    long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    long doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    long mp = (5 * doy + 2) / 153;
    *d = (int)(doy - (153 * mp + 2) / 5 + 1);
    *m = (int)(mp < 10 ? mp + 3 : mp - 9);
    *y = (int)(yoe + era * 400 + (*m <= 2));
}

static void keep_date(struct sheet *s, double serial) {
    if (serial < 1 || serial > 2958465) {
        keep_number(s, 'n', serial);
        return;
    }
    long days = (long)floor(serial);
    long seconds = lround((serial - (double)days) * 86400);
    if (seconds == 86400)
        days++, seconds = 0;
    long epoch = s->book->date1904 ? days - 24107 : days - 25569 + (days < 60);
    int y, m, d;
    char iso[64];
    civil(epoch, &y, &m, &d);
    int n = snprintf(iso, sizeof iso, "%04d-%02d-%02d", y, m, d);
    if (seconds != 0)
        n += snprintf(iso + n, sizeof iso - (size_t)n, "T%02ld:%02ld:%02ld", seconds / 3600,
                      seconds / 60 % 60, seconds % 60);
    keep(s, 'd', iso, (size_t)n);
}

static void finish_cell(struct sheet *s, const char *text, size_t len) {
    if (len == 0)
        return;
    if (strcmp(s->type, "s") == 0) {
        size_t n;
        const char *shared = gx_book_string(s->book, strtoul(text, NULL, 10), &n);
        if (n > 0)
            keep(s, 't', shared, n);
    } else if (strcmp(s->type, "b") == 0) {
        keep(s, 'b', text, 1);
    } else if (strcmp(s->type, "e") == 0) {
        keep(s, 'e', text, len);
    } else if (strcmp(s->type, "d") == 0) {
        keep(s, 'd', text, len);
    } else if (s->type[0] != '\0' && strcmp(s->type, "n") != 0) {
        keep(s, 't', text, len);
    } else {
        char *end;
        double v = strtod(text, &end);
        char kind = s->style < s->book->n_styles ? s->book->style[s->style] : 'n';
        if (*end != '\0' || !isfinite(v))
            keep(s, 't', text, len);
        else if (kind == 'd')
            keep_date(s, v);
        else
            keep_number(s, kind, v);
    }
}

static void apply_merge(struct sheet *s, struct merge *m) {
    if (s->row < m->row1 || s->row > m->row2)
        return;
    if (s->row == m->row1 && m->column1 < s->width) {
        const struct cell *c = &s->cells[m->column1];
        m->kind = c->kind;
        m->len = c->len;
        free(m->text);
        m->text = c->len > 0 ? malloc(c->len) : NULL;
        if (m->text != NULL)
            memcpy(m->text, s->text + c->start, c->len);
    }
    if (m->text == NULL)
        return;
    for (int column = m->column1; column <= m->column2 && column < GX_OUT_COLUMNS_MAX; column++) {
        if (s->cells[column].kind != 0)
            continue;
        s->column = column;
        keep(s, m->kind, m->text, m->len);
    }
}

static void finish_row(struct gx_part *part) {
    struct sheet *s = part->state;
    for (size_t i = 0; i < s->n_merges; i++)
        apply_merge(s, &s->merges[i]);
    bool any = false;
    for (int i = 0; i < s->width; i++)
        any = any || s->cells[i].kind != 0;
    if (!any)
        return;
    gx_out_row_begin(s->row);
    for (int i = 0; i < s->width; i++)
        gx_out_cell(s->cells[i].kind, s->text + s->cells[i].start, s->cells[i].len);
    if (!gx_out_row_end() || (s->max_rows > 0 && gx_out_rows() >= s->max_rows)) {
        s->full = true;
        gx_part_stop(part);
    }
}

static void open_cell(struct sheet *s, const char **attrs) {
    const char *ref = gx_part_attr(attrs, "r");
    const char *type = gx_part_attr(attrs, "t");
    const char *style = gx_part_attr(attrs, "s");
    int row;
    int column;
    s->column++;
    if (ref != NULL && reference(ref, &row, &column))
        s->column = column;
    snprintf(s->type, sizeof s->type, "%s", type == NULL ? "" : type);
    s->style = style == NULL ? 0 : strtoul(style, NULL, 10);
}

static void open_data(struct gx_part *part, const char *name, const char **attrs) {
    struct sheet *s = part->state;
    if (strcmp(name, "row") == 0) {
        const char *number = gx_part_attr(attrs, "r");
        s->row = number == NULL ? s->row + 1 : strtol(number, NULL, 10);
        s->column = -1;
        s->width = 0;
        s->text_len = 0;
        memset(s->cells, 0, sizeof s->cells);
    } else if (strcmp(name, "c") == 0) {
        open_cell(s, attrs);
        part->len = 0;
        part->text[0] = '\0';
    } else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
        part->collect = true;
    } else if (strcmp(name, "rPh") == 0) {
        part->collect = false;
    }
}

static void close_data(struct gx_part *part, const char *name) {
    struct sheet *s = part->state;
    if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
        part->collect = false;
    else if (strcmp(name, "c") == 0)
        finish_cell(s, part->text, part->len);
    else if (strcmp(name, "row") == 0)
        finish_row(part);
}

static void write_head(const struct gx_book *book, size_t sheet) {
    char number[24];
    gx_out_raw("{\"kind\":\"xlsx\",\"encoding\":\"utf-8\",\"sure\":true,\"sheet\":");
    snprintf(number, sizeof number, "%zu", sheet);
    gx_out_raw(number);
    gx_out_raw(",\"sheets\":[");
    for (size_t i = 0; i < book->n_sheets; i++) {
        if (i > 0)
            gx_out_raw(",");
        gx_out_json(book->sheets[i].name, strlen(book->sheets[i].name));
    }
    gx_out_raw("]}\n");
}

static int emit(struct gx_book *book, struct sheet *sheet, size_t number) {
    static struct gx_part part;
    const char *target = book->sheets[number].target;
    if (!gx_book_load_strings(book))
        return gx_out_error("broken_file", "shared strings");
    part.state = sheet;
    part.open = open_merges;
    part.close = close_nothing;
    enum gx_part_rc rc = gx_part_read(book->zip, target, &part);
    if (rc == GX_PART_TOO_BIG)
        return gx_out_error("too_large", "sheet");
    if (rc != GX_PART_OK)
        return gx_out_error("broken_file", "sheet");
    write_head(book, number);
    part.open = open_data;
    part.close = close_data;
    rc = gx_part_read(book->zip, target, &part);
    if (rc != GX_PART_OK && !sheet->full)
        return gx_out_error("broken_file", "sheet");
    return gx_out_end();
}

static int emit_sheet(struct gx_book *book, size_t number, long max_rows) {
    static struct sheet sheet;
    memset(&sheet, 0, offsetof(struct sheet, text));
    sheet.text_len = 0;
    sheet.full = false;
    sheet.book = book;
    sheet.max_rows = max_rows;
    sheet.merges = calloc(MERGES_MAX, sizeof *sheet.merges);
    if (sheet.merges == NULL)
        return gx_out_error("too_large", "memory");
    int rc = emit(book, &sheet, number);
    for (size_t i = 0; i < sheet.n_merges; i++)
        free(sheet.merges[i].text);
    free(sheet.merges);
    return rc;
}

int gx_xlsx_emit(const void *data, size_t len, size_t sheet, long max_rows) {
    static struct gx_book book;
    int rc;
    if (!gx_book_open(data, len, &book))
        rc = gx_out_error("broken_file", "workbook");
    else if (sheet >= book.n_sheets)
        rc = gx_out_error("no_such_sheet", "sheet");
    else
        rc = emit_sheet(&book, sheet, max_rows);
    gx_book_close(&book);
    return rc;
}
