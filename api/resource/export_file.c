// SPDX-License-Identifier: AGPL-3.0-or-later
// Text formats of exports, row by row. A cell that a spreadsheet would take for a formula gets a
// leading apostrophe, which our importer takes off again.
#include "resource/export.h"

#include "resource/frame.h"
#include <stdio.h>
#include <string.h>

enum { FLUSH = 1 << 16, REPORT_EVERY = 2000 };

static bool is_number(const char *text, size_t n) {
    size_t i = n > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0, digits = 0;
    for (; i < n && (text[i] == '.' || (text[i] >= '0' && text[i] <= '9')); i++)
        digits += text[i] != '.';
    return i == n && digits > 0;
}

static bool is_formula(const char *text, size_t n) {
    size_t i = 0;
    while (i < n && (unsigned char)text[i] <= ' ')
        i++;
    return i < n && strchr("=+-@", text[i]) && !is_number(text + i, n - i);
}

void gx_export_csv_cell(gx_buf *buf, const char *text, size_t n) {
    bool quote = n > 0 && (text[0] == ' ' || text[n - 1] == ' ');
    bool formula = is_formula(text, n);
    for (size_t i = 0; i < n && !quote; i++)
        quote = strchr(",\"\n\r", text[i]) != NULL;
    if (quote)
        gx_buf_addc(buf, '"');
    if (formula)
        gx_buf_addc(buf, '\'');
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '"')
            gx_buf_addc(buf, '"');
        gx_buf_addc(buf, text[i]);
    }
    if (quote)
        gx_buf_addc(buf, '"');
}

static void txt_cell(gx_buf *buf, const char *text, size_t n) {
    if (is_formula(text, n))
        gx_buf_addc(buf, '\'');
    for (size_t i = 0; i < n; i++)
        gx_buf_addc(buf, strchr("\t\n\r", text[i]) ? ' ' : text[i]);
}

static void cell(gx_buf *buf, const struct gx_export *export, size_t column, const char *text, size_t n) {
    bool csv = export->format == GX_EXPORT_CSV;
    if (column > 0)
        gx_buf_addc(buf, csv ? ',' : '\t');
    if (csv)
        gx_export_csv_cell(buf, text, n);
    else
        txt_cell(buf, text, n);
    if (column + 1 == export->n_columns)
        gx_buf_adds(buf, "\r\n");
}

void gx_export_head(gx_buf *buf, const struct gx_export *export) {
    if (export->format == GX_EXPORT_JSON) {
        gx_buf_addc(buf, '[');
        return;
    }
    GX_AUTO_ARENA(arena) = gx_arena_new();
    gx_buf_adds(buf, "\xEF\xBB\xBF");
    for (size_t i = 0; i < export->n_columns; i++) {
        const char *label = gx_export_label(arena, export, i);
        cell(buf, export, i, label, strlen(label));
    }
}

void gx_export_row(gx_buf *buf, const struct gx_export *export, const gx_result *row, bool first) {
    if (export->format == GX_EXPORT_JSON) {
        int columns[128];
        for (size_t i = 0; i < export->n_columns; i++)
            columns[i] = (int)i;
        gx_buf_adds(buf, first ? "\n" : ",\n");
        gx_frame_record(buf, export->columns, columns, export->n_columns, row, 0);
        return;
    }
    GX_AUTO(gx_buf) text = {0};
    for (size_t i = 0; i < export->n_columns; i++) {
        gx_export_cell(&text, export, i, row);
        cell(buf, export, i, text.data ? text.data : "", text.len);
    }
}

void gx_export_tail(gx_buf *buf, const struct gx_export *export) {
    if (export->format == GX_EXPORT_JSON)
        gx_buf_adds(buf, "\n]\n");
    if (export->format == GX_EXPORT_JSON || !export->mark.has_line)
        return;
    GX_AUTO_ARENA(arena) = gx_arena_new();
    const char *text = gx_export_mark_text(arena, &export->mark);
    if (export->format == GX_EXPORT_CSV)
        gx_export_csv_cell(buf, text, strlen(text));
    else
        txt_cell(buf, text, strlen(text));
    gx_buf_adds(buf, "\r\n");
}

static gx_rc flush(gx_cx *cx, gx_buf *buf, FILE *file) {
    size_t n = buf->len;
    buf->len = 0;
    if (n > 0 && fwrite(buf->data, 1, n, file) != n)
        return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "the file cannot be written");
    return GX_OK;
}

static gx_rc write_rows(gx_cx *cx, const struct gx_export *export, gx_db_stream *stream, FILE *file,
                        gx_export_progress progress, void *data, int64_t *rows) {
    GX_AUTO(gx_buf) buf = {0};
    gx_result *row = NULL;
    gx_rc rc = GX_OK;
    gx_export_head(&buf, export);
    while (rc == GX_OK) {
        rc = gx_db_stream_next(stream, &row);
        if (rc || !row)
            break;
        gx_export_row(&buf, export, row, *rows == 0);
        ++*rows;
        if (buf.len > FLUSH)
            rc = flush(cx, &buf, file);
        if (rc == GX_OK && progress && *rows % REPORT_EVERY == 0)
            rc = progress(cx, *rows, data);
    }
    gx_export_tail(&buf, export);
    return rc ? rc : flush(cx, &buf, file);
}

gx_rc gx_export_file(gx_cx *cx, const struct gx_export *export, gx_db_stream *stream, const char *path,
                     gx_export_progress progress, void *data, int64_t *rows) {
    *rows = 0;
    if (export->print)
        return gx_export_pdf(cx, export, stream, path, progress, data, rows);
    if (export->format == GX_EXPORT_XLSX)
        return gx_export_xlsx(cx, export, stream, path, progress, data, rows);
    FILE *file = fopen(path, "wb");
    if (!file)
        return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "the file cannot be written");
    gx_rc rc = write_rows(cx, export, stream, file, progress, data, rows);
    if (fclose(file) != 0 && rc == GX_OK)
        rc = gx_fail(cx, GX_E_UNAVAILABLE, NULL, "the file cannot be written");
    return rc;
}
