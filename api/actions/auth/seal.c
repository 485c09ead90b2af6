// SPDX-License-Identifier: AGPL-3.0-or-later
// nonce | box, as bytea text.
#include "actions/auth/seal.h"

#include "core/base64.h"
#include "core/config.h"
#include "core/crypto.h"
#include <sodium.h>
#include <string.h>

static void derive(gx_cx *cx, const char *purpose, unsigned char key[GX_SHA256_LEN]) {
    struct gx_secret box = cx->env->config->box_key;
    gx_crypto_hmac(box.data, box.len, purpose, strlen(purpose), key);
}

const char *gx_seal(gx_cx *cx, const char *purpose, const void *data, size_t len) {
    unsigned char key[GX_SHA256_LEN];
    size_t all = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + len;
    unsigned char *box = gx_arena_alloc(cx->arena, all);
    derive(cx, purpose, key);
    gx_crypto_random(box, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(box + crypto_secretbox_NONCEBYTES, data, len, box, key);
    gx_crypto_wipe(key, sizeof key);
    return gx_crypto_bytea(cx->arena, box, all);
}

unsigned char *gx_unseal(gx_cx *cx, const char *purpose, const char *sealed, size_t *len) {
    unsigned char key[GX_SHA256_LEN];
    size_t all;
    const unsigned char *box = gx_crypto_from_bytea(cx->arena, sealed, &all);
    if (box == NULL || all < crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES ||
        all > GX_SEAL_MAX + 64)
        return NULL;
    *len = all - crypto_secretbox_NONCEBYTES - crypto_secretbox_MACBYTES;
    unsigned char *data = gx_arena_alloc(cx->arena, *len + 1);
    derive(cx, purpose, key);
    int failed = crypto_secretbox_open_easy(data, box + crypto_secretbox_NONCEBYTES,
                                            all - crypto_secretbox_NONCEBYTES, box, key);
    gx_crypto_wipe(key, sizeof key);
    return failed == 0 ? data : NULL;
}

const char *gx_seal_derive(gx_cx *cx, const char *purpose, const char *from) {
    unsigned char key[GX_SHA256_LEN];
    unsigned char out[GX_SHA256_LEN];
    derive(cx, purpose, key);
    gx_crypto_hmac(key, sizeof key, from, strlen(from), out);
    gx_crypto_wipe(key, sizeof key);
    return gx_base64_encode(cx->arena, out, sizeof out);
}
