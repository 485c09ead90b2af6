// SPDX-License-Identifier: AGPL-3.0-or-later
// Decimal numbers as text. Arithmetic on them is done in SQL; here they are only checked and brought to one
// form. Also the one parser of integers from outside.
#ifndef GX_DECIMAL_H
#define GX_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// -?digits[.digits], no exponent, no blanks, at most `integer` digits before and `scale` digits after the
// point (zeros at the ends do not count). Writes the shortest form ("0012.50" -> "12.5", "-0" -> "0") to out
// of size cap; false when it is no such number or does not fit.
bool gx_decimal_parse(const char *s, size_t len, int integer, int scale, char *out, size_t cap);

// Decimal integer with optional minus, no blanks, no plus, no leading zeros, within min..max.
bool gx_decimal_i64(const char *s, size_t len, int64_t min, int64_t max, int64_t *out);

#endif
