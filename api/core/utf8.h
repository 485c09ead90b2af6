// SPDX-License-Identifier: AGPL-3.0-or-later
// UTF-8: strict validation (no overlong forms, surrogates or code points above U+10FFFF) and counting.
#ifndef GX_UTF8_H
#define GX_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Valid UTF-8 without NUL bytes.
bool gx_utf8_is_valid(const char *s, size_t len);

// Number of code points of valid UTF-8.
size_t gx_utf8_count(const char *s, size_t len);

// Decodes the code point at s (valid UTF-8, len > 0) and returns how many bytes it takes.
size_t gx_utf8_decode(const char *s, size_t len, uint32_t *out);

// Writes a code point (<= 4 bytes) and returns how many bytes were written.
size_t gx_utf8_encode(uint32_t code_point, char out[4]);

// Han ideograph (all CJK unified blocks, extensions and compatibility ideographs)?
bool gx_utf8_is_han(uint32_t code_point);

#endif
