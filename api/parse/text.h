// SPDX-License-Identifier: AGPL-3.0-or-later
// Small text tools of this folder: half-width form, trimming, code points.
#ifndef GX_PARSE_TEXT_H
#define GX_PARSE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Copies s with full-width ASCII and the ideographic blank made half width and
// outer blanks removed; control bytes become blanks. False when it does not fit.
bool gx_text_half(const char *s, char *out, size_t cap);
// Removes every byte of `chars` (ASCII) from s in place.
void gx_text_drop(char *s, const char *chars);
// Removes the text `what` at the front or the end, in place; true when it was there.
bool gx_text_drop_prefix(char *s, const char *what);
bool gx_text_drop_suffix(char *s, const char *what);
// Next code point at *s, which moves on; 0 at the end. Bad bytes count as themselves.
uint32_t gx_text_next(const char **s);
#endif
