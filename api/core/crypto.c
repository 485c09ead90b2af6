// SPDX-License-Identifier: AGPL-3.0-or-later
// The thin layer over libsodium.
#include "core/crypto.h"
#include "core/base64.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

void gx_crypto_init(void) {
    if (sodium_init() < 0)
        abort();
}

void gx_crypto_sha256(const void *data, size_t len, unsigned char out[GX_SHA256_LEN]) {
    crypto_hash_sha256(out, data, len);
}

char *gx_crypto_sha256_hex(gx_arena *arena, const void *data, size_t len) {
    unsigned char digest[GX_SHA256_LEN];
    gx_crypto_sha256(data, len, digest);
    return gx_crypto_hex(arena, digest, sizeof digest);
}

void gx_crypto_hmac(const void *key, size_t key_len, const void *data, size_t len,
                    unsigned char out[GX_SHA256_LEN]) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key, key_len);
    crypto_auth_hmacsha256_update(&state, data, len);
    crypto_auth_hmacsha256_final(&state, out);
    sodium_memzero(&state, sizeof state);
}

bool gx_crypto_equal(const void *a, const void *b, size_t len) {
    return sodium_memcmp(a, b, len) == 0;
}

char *gx_crypto_hex(gx_arena *arena, const void *data, size_t len) {
    char *out = gx_arena_alloc(arena, len * 2 + 1);
    sodium_bin2hex(out, len * 2 + 1, data, len);
    return out;
}

char *gx_crypto_bytea(gx_arena *arena, const void *data, size_t len) {
    char *out = gx_arena_alloc(arena, len * 2 + 3);
    memcpy(out, "\\x", 2);
    sodium_bin2hex(out + 2, len * 2 + 1, data, len);
    return out;
}

unsigned char *gx_crypto_from_bytea(gx_arena *arena, const char *text, size_t *out_len) {
    *out_len = 0;
    if (!text || strncmp(text, "\\x", 2) != 0)
        return NULL;
    size_t len = strlen(text + 2);
    unsigned char *out = gx_arena_alloc(arena, len / 2 + 1);
    const char *end = NULL;
    if (sodium_hex2bin(out, len / 2 + 1, text + 2, len, NULL, out_len, &end) != 0 || *end != '\0')
        return NULL;
    return out;
}

void gx_crypto_random(void *out, size_t len) {
    randombytes_buf(out, len);
}

char *gx_crypto_token(gx_arena *arena, size_t n) {
    unsigned char *bytes = gx_arena_alloc(arena, n);
    randombytes_buf(bytes, n);
    return gx_base64_encode(arena, bytes, n);
}

void gx_crypto_wipe(void *data, size_t len) {
    sodium_memzero(data, len);
}
