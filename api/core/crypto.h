// SPDX-License-Identifier: AGPL-3.0-or-later
// Hashes, keyed hashes, random bytes and comparison of secrets; a thin layer over libsodium so that nobody else
// chooses primitives. Password hashing lives with the log-in actions, not here.
#ifndef GX_CRYPTO_H
#define GX_CRYPTO_H

#include "core/arena.h"
#include <stdbool.h>
#include <stddef.h>

#define GX_SHA256_LEN 32

// Must be called once before anything else here; aborts when the system has no randomness.
void gx_crypto_init(void);

void gx_crypto_sha256(const void *data, size_t len, unsigned char out[GX_SHA256_LEN]);

// Lower-case hex of the same, in the arena.
char *gx_crypto_sha256_hex(gx_arena *arena, const void *data, size_t len);

// HMAC-SHA-256. Any key length.
void gx_crypto_hmac(const void *key, size_t key_len, const void *data, size_t len,
                    unsigned char out[GX_SHA256_LEN]);

// Constant time for equal lengths. Use it for every secret, token and signature.
bool gx_crypto_equal(const void *a, const void *b, size_t len);

// Bytes as lower-case hex with NUL; PostgreSQL bytea input is "\\x" and this.
char *gx_crypto_hex(gx_arena *arena, const void *data, size_t len);
// PostgreSQL bytea input text ("\x0a0b").
char *gx_crypto_bytea(gx_arena *arena, const void *data, size_t len);
// The reverse, for bytea output read as text; NULL when malformed.
unsigned char *gx_crypto_from_bytea(gx_arena *arena, const char *text, size_t *out_len);

void gx_crypto_random(void *out, size_t len);

// A new token: n random bytes as base64url.
char *gx_crypto_token(gx_arena *arena, size_t n);

// Overwrites memory in a way that the compiler keeps.
void gx_crypto_wipe(void *data, size_t len);

#endif
