// SPDX-License-Identifier: AGPL-3.0-or-later
// JSON lines on standard output: the only thing that leaves the sandbox.
// First line {"kind":…}, then [row,[cells]], last {"end":rows} or {"error":code}.
// A cell is null, "text", {"n":digits}, {"n":digits,"p":true}, {"d":iso},
// {"b":bool} or {"e":text}. Nothing here allocates without a cap.
#ifndef GX_PARSE_OUT_H
#define GX_PARSE_OUT_H
#include <stdbool.h>
#include <stddef.h>

enum {
    GX_OUT_CELL_MAX = 32767, // bytes kept of one cell (the cap of spreadsheets)
    GX_OUT_COLUMNS_MAX = 300,
    GX_OUT_ROWS_MAX = 200000,
    GX_OUT_CELLS_MAX = 6000000
};

// Forgets what was counted; for programs that read more than one file.
void gx_out_begin(void);
// Starts a row with its 1-based number in the file.
void gx_out_row_begin(long row);
// Appends one cell; kind is one of 0 (empty) t n p d b e. Text is UTF-8.
void gx_out_cell(char kind, const char *text, size_t len);
// Ends the row. False when the caps are reached and the caller must stop.
bool gx_out_row_end(void);
// Raw text and JSON-escaped text for the head line.
void gx_out_raw(const char *text);
void gx_out_json(const char *text, size_t len);
// Writes the last line; returns the exit code of the program.
int gx_out_end(void);
// Writes {"error":code,"detail":…} and returns the exit code of the program.
int gx_out_error(const char *code, const char *detail);
long gx_out_rows(void);
#endif
