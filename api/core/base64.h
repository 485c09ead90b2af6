// SPDX-License-Identifier: AGPL-3.0-or-later
// base64url without padding (RFC 4648 section 5), for cursors, tokens and cookie values.
#ifndef GX_BASE64_H
#define GX_BASE64_H

#include "core/arena.h"

// The encoded text, in the arena.
char *gx_base64_encode(gx_arena *arena, const void *data, size_t len);

// Decodes strictly (alphabet, no padding, no stray bits). NULL when it is not base64url; otherwise memory in
// the arena with a NUL after *out_len bytes.
unsigned char *gx_base64_decode(gx_arena *arena, const char *s, size_t len, size_t *out_len);

#endif
