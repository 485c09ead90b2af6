// SPDX-License-Identifier: AGPL-3.0-or-later
// Delimited text in the encodings that Chinese offices produce.
#ifndef GX_PARSE_CSV_H
#define GX_PARSE_CSV_H
#include <stddef.h>

// Loads ICU's converters before the sandbox closes the file system.
void gx_csv_prepare(void);
// Emits all rows of the text. encoding may be NULL (decide), locale decides
// when nothing else does. max_rows 0 means all. Returns the exit code.
int gx_csv_emit(const char *data, size_t len, const char *encoding, const char *locale, long max_rows);
#endif
