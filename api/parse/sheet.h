// SPDX-License-Identifier: AGPL-3.0-or-later
// Runs guanxi-parse on a file and holds its rows. The child's death, its time limit and its refusals become one
// error of the caller's context; nothing of a foreign file is interpreted in this process but JSON of our own form.
#ifndef GX_PARSE_SHEET_H
#define GX_PARSE_SHEET_H

#include "core/cx.h"
#include "parse/value.h"
#include <jansson.h>

struct gx_sheet_row {
    long number; // 1-based, as the spreadsheet shows it
    int n;
    const struct gx_value_cell *cells;
};

struct gx_sheet {
    const char *kind;     // "csv" or "xlsx"
    const char *encoding; // "utf-8", "gb18030", "big5", "utf-16le", "utf-16be"
    bool encoding_is_sure;
    json_t *sheets; // names
    int sheet;
    struct gx_sheet_row *rows;
    size_t n_rows;
    int width; // cells of the widest row
};

struct gx_sheet_options {
    const char *encoding; // NULL: decide
    const char *locale;   // "zh-CN", "zh-TW", "en"; decides when nothing else does
    int sheet;
    long max_rows; // 0: all
};

// Reads the regular file at fd (from its beginning). GX_E_INVALID with code xls_old, broken_file, too_large,
// empty_file, undecodable or no_such_sheet at pointer /file_id. Rows live in the arena.
gx_rc gx_sheet_read(gx_cx *cx, int fd, const struct gx_sheet_options *options, struct gx_sheet *out) GX_MUST;

// The cell of a column; an empty one beyond the end.
struct gx_value_cell gx_sheet_cell(const struct gx_sheet_row *row, int column);

#endif
