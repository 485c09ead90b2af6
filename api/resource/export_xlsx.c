// SPDX-License-Identifier: AGPL-3.0-or-later
// The xlsx format of exports, by libxlsxwriter with constant memory. Texts are written as texts,
// so nothing becomes a formula; numbers that a spreadsheet holds exactly are numbers.
#include "resource/export.h"

#include "core/clock.h"
#include "core/decimal.h"
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

enum { REPORT_ROWS = 2000, EXACT_DIGITS = 15 };

struct sheet {
    lxw_workbook *book;
    lxw_worksheet *page;
    lxw_format *head, *date;
};

static int number(const char *text, size_t n) {
    int64_t value = 0;
    return gx_decimal_i64(text, n, 0, 9999, &value) ? (int)value : 0;
}

static int two(const char *text) {
    return text[0] == '0' ? number(text + 1, 1) : number(text, 2);
}

// A date as PostgreSQL writes it: 2026-01-31.
static void put_date(const struct sheet *sheet, lxw_row_t row, lxw_col_t column, const char *text) {
    lxw_datetime date = {.year = number(text, 4), .month = two(text + 5), .day = two(text + 8)};
    if (date.year >= 1900)
        worksheet_write_datetime(sheet->page, row, column, &date, sheet->date);
    else
        worksheet_write_string(sheet->page, row, column, text, NULL);
}

static void put(const struct sheet *sheet, const struct gx_field *field, lxw_row_t row, lxw_col_t column,
                const gx_buf *text) {
    bool is_number = field->type == GX_T_INTEGER || field->type == GX_T_DECIMAL ||
                     field->type == GX_T_PERCENT || field->type == GX_T_MONEY;
    if (text->len == 0)
        return;
    if (is_number && text->len <= EXACT_DIGITS)
        worksheet_write_number(sheet->page, row, column, strtod(text->data, NULL), NULL);
    else if (field->type == GX_T_DATE && text->len == 10)
        put_date(sheet, row, column, text->data);
    else
        worksheet_write_string(sheet->page, row, column, text->data, NULL);
}

static void put_head(gx_cx *cx, const struct sheet *sheet, const struct gx_export *export) {
    for (size_t i = 0; i < export->n_columns; i++) {
        worksheet_set_column(sheet->page, (lxw_col_t)i, (lxw_col_t)i, 16, NULL);
        worksheet_write_string(sheet->page, 0, (lxw_col_t)i, gx_export_label(cx->arena, export, i),
                               sheet->head);
    }
    worksheet_freeze_panes(sheet->page, 1, 0);
}

// Where a spreadsheet program shows who made a file, and on every page that is printed. No sheet and no row: those
// would be data to whoever reads the file by program.
static void put_mark(gx_cx *cx, const struct sheet *sheet, const struct gx_export_mark *mark) {
    lxw_doc_properties properties = {
        .author = gx_arena_printf(cx->arena, "%s (%s)", mark->name, mark->username),
        .company = "Guanxi",
        .comments = gx_arena_strdup(cx->arena, gx_export_mark_text(cx->arena, mark)),
        .created = (time_t)gx_clock_unix()};
    workbook_set_properties(sheet->book, &properties);
    worksheet_set_footer(sheet->page, gx_arena_printf(cx->arena, "&L%s (%s)&C%s&R&P / &N", mark->username,
                                                      mark->ref, mark->at));
}

static gx_rc put_rows(gx_cx *cx, const struct sheet *sheet, const struct gx_export *export,
                      gx_db_stream *stream, gx_export_progress progress, void *data, int64_t *rows) {
    GX_AUTO(gx_buf) text = {0};
    gx_result *row = NULL;
    gx_rc rc = GX_OK;
    while (rc == GX_OK) {
        rc = gx_db_stream_next(stream, &row);
        if (rc || !row)
            break;
        if (*rows + 1 >= LXW_ROW_MAX)
            return gx_fail(cx, GX_E_TOO_LARGE, NULL, "a sheet holds 1,048,575 records");
        for (size_t i = 0; i < export->n_columns; i++) {
            gx_export_cell(&text, export, i, row);
            put(sheet, export->columns[i], (lxw_row_t)(*rows + 1), (lxw_col_t)i, &text);
        }
        ++*rows;
        if (progress && *rows % REPORT_ROWS == 0)
            rc = progress(cx, *rows, data);
    }
    return rc;
}

gx_rc gx_export_xlsx(gx_cx *cx, const struct gx_export *export, gx_db_stream *stream, const char *path,
                     gx_export_progress progress, void *data, int64_t *rows) {
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    struct sheet sheet = {.book = workbook_new_opt(path, &options)};
    if (!sheet.book)
        return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "the file cannot be written");
    sheet.page = workbook_add_worksheet(sheet.book, NULL);
    sheet.head = workbook_add_format(sheet.book);
    sheet.date = workbook_add_format(sheet.book);
    format_set_bold(sheet.head);
    format_set_num_format(sheet.date, "yyyy-mm-dd");
    put_head(cx, &sheet, export);
    put_mark(cx, &sheet, &export->mark);
    gx_rc rc = put_rows(cx, &sheet, export, stream, progress, data, rows);
    if (workbook_close(sheet.book) != LXW_NO_ERROR && rc == GX_OK)
        rc = gx_fail(cx, GX_E_UNAVAILABLE, NULL, "the file cannot be written");
    return rc;
}
