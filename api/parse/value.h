// SPDX-License-Identifier: AGPL-3.0-or-later
// What a person typed into a spreadsheet, turned into what a field takes. Pure
// text in, canonical text out: no database, no catalog, no locale of the process.
// Numbers never pass through floating point.
#ifndef GX_PARSE_VALUE_H
#define GX_PARSE_VALUE_H

#include <stdbool.h>
#include <stddef.h>

// One cell of the parser: kind 0 empty, t text, n number, p number shown as
// percent, d ISO date or date-time, b boolean ("1"/"0"), e error.
struct gx_value_cell {
    char kind;
    const char *text;
};

enum gx_value_rc {
    GX_VALUE_OK,
    GX_VALUE_EMPTY,
    GX_VALUE_BAD,         // not understood
    GX_VALUE_DIGITS_LOST, // 1.38E+10: the file no longer holds the digits
    GX_VALUE_TOO_LONG,    // does not fit the output
};

// Order of the first two parts in 3/4/2024, decided once for a column.
enum gx_value_order { GX_VALUE_MONTH_FIRST, GX_VALUE_DAY_FIRST };

// What the dates of a column say about the order.
struct gx_value_votes {
    int month_first; // the second part is above 12
    int day_first;   // the first part is above 12
    int either;
};

// Text without outer blanks (full-width ones too) and without control bytes.
enum gx_value_rc gx_value_text(const struct gx_value_cell *cell, char *out, size_t cap);
// Decimal text: full-width digits, separators, currency signs, 万 亿, brackets
// for negatives. percent: 12% and a cell shown as 12 % give "12", else "0.12".
enum gx_value_rc gx_value_number(const struct gx_value_cell *cell, bool percent, char *out, size_t cap);
// Whole number; 3.0 is 3, 3.5 is bad.
enum gx_value_rc gx_value_integer(const struct gx_value_cell *cell, char *out, size_t cap);
// 是 / 否, true / false, 1 / 0 ... -> "true" / "false".
enum gx_value_rc gx_value_boolean(const struct gx_value_cell *cell, char *out, size_t cap);
// Telephone number: digits of a number cell exactly; blanks and full-width forms tidied.
enum gx_value_rc gx_value_phone(const struct gx_value_cell *cell, char *out, size_t cap);
// YYYY-MM-DD from the ways people write dates, Excel serials included.
enum gx_value_rc gx_value_date(const struct gx_value_cell *cell, enum gx_value_order order, char *out,
                               size_t cap);
// RFC 3339 with the given offset from UTC in minutes.
enum gx_value_rc gx_value_datetime(const struct gx_value_cell *cell, enum gx_value_order order, int offset,
                                   char *out, size_t cap);
// Counts what one cell says about the order; then the decision for the column.
void gx_value_vote(const struct gx_value_cell *cell, struct gx_value_votes *votes);
enum gx_value_order gx_value_decide(const struct gx_value_votes *votes);

// Comparison form of a label or name: lower case, half width, without blanks,
// punctuation and what stands in brackets when drop_brackets. Never longer than
// the input; returns the length.
size_t gx_value_fold(const char *text, bool drop_brackets, char *out, size_t cap);

// Stable name of an outcome for error files ("digits_lost").
const char *gx_value_name(enum gx_value_rc rc);

#endif
