// SPDX-License-Identifier: AGPL-3.0-or-later
// Rows of one sheet of an .xlsx file, merged cells filled.
#ifndef GX_PARSE_XLSX_H
#define GX_PARSE_XLSX_H
#include <stddef.h>

// Emits the sheet (0-based). max_rows 0 means all. Returns the exit code.
int gx_xlsx_emit(const void *data, size_t len, size_t sheet, long max_rows);
#endif
