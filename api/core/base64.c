// SPDX-License-Identifier: AGPL-3.0-or-later
// base64url on top of libsodium; one text has exactly one decoding and back.
#include "core/base64.h"

#include <sodium.h>
#include <string.h>

char *gx_base64_encode(gx_arena *arena, const void *data, size_t len) {
    size_t size = sodium_base64_ENCODED_LEN(len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *out = gx_arena_alloc(arena, size);
    sodium_bin2base64(out, size, data, len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return out;
}

unsigned char *gx_base64_decode(gx_arena *arena, const char *s, size_t len, size_t *out_len) {
    size_t cap = len / 4 * 3 + 4;
    unsigned char *out = gx_arena_alloc(arena, cap);
    const char *end = NULL;
    *out_len = 0;
    if (sodium_base642bin(out, cap - 1, s, len, NULL, out_len, &end,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return NULL;
    if (end != s + len)
        return NULL;
    out[*out_len] = '\0';
    return out;
}
