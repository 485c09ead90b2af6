// SPDX-License-Identifier: AGPL-3.0-or-later
// One-time codes by liboath, sealed by libsodium's secretbox under a key derived from box.key.
#include "actions/auth/totp.h"

#include "core/clock.h"
#include "core/config.h"
#include "core/crypto.h"
#include <liboath/oath.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { SECRET = 20, STEP = 30, WINDOW = 1 };

static void derive(gx_cx *cx, unsigned char key[GX_SHA256_LEN]) {
    static const char purpose[] = "guanxi totp secret 1";
    struct gx_secret box = cx->env->config->box_key;
    gx_crypto_hmac(box.data, box.len, purpose, sizeof purpose - 1, key);
}

static const char *seal(gx_cx *cx, const unsigned char secret[SECRET]) {
    unsigned char key[GX_SHA256_LEN];
    unsigned char box[crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + SECRET];
    derive(cx, key);
    gx_crypto_random(box, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(box + crypto_secretbox_NONCEBYTES, secret, SECRET, box, key);
    gx_crypto_wipe(key, sizeof key);
    return gx_crypto_bytea(cx->arena, box, sizeof box);
}

static bool unseal(gx_cx *cx, const char *sealed, unsigned char secret[SECRET]) {
    unsigned char key[GX_SHA256_LEN];
    size_t len;
    const unsigned char *box = gx_crypto_from_bytea(cx->arena, sealed, &len);
    if (box == NULL || len != crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + SECRET)
        return false;
    derive(cx, key);
    int failed = crypto_secretbox_open_easy(secret, box + crypto_secretbox_NONCEBYTES,
                                            len - crypto_secretbox_NONCEBYTES, box, key);
    gx_crypto_wipe(key, sizeof key);
    return failed == 0;
}

gx_rc gx_totp_new(gx_cx *cx, const char **sealed, const char **base32) {
    unsigned char secret[SECRET];
    char *text = NULL;
    size_t len;
    gx_crypto_random(secret, sizeof secret);
    int rc = oath_base32_encode((const char *)secret, sizeof secret, &text, &len);
    if (rc == OATH_OK) {
        *base32 = gx_arena_strndup(cx->arena, text, len);
        *sealed = seal(cx, secret);
        gx_crypto_wipe(text, len);
        free(text);
    }
    gx_crypto_wipe(secret, sizeof secret);
    return rc == OATH_OK ? GX_OK : gx_fail(cx, GX_E_INTERNAL, NULL, "totp");
}

gx_rc gx_totp_check(gx_cx *cx, const char *sealed, const char *code, int64_t last_step, int64_t *step) {
    unsigned char secret[SECRET];
    uint64_t counter = 0;
    int position = 0;
    *step = 0;
    if (!unseal(cx, sealed, secret))
        return gx_fail(cx, GX_E_INTERNAL, NULL, "totp secret");
    int rc = oath_totp_validate4((const char *)secret, sizeof secret, (time_t)gx_clock_unix(), STEP, 0,
                                 WINDOW, &position, &counter, 0, code);
    gx_crypto_wipe(secret, sizeof secret);
    int64_t found = rc >= 0 ? (int64_t)counter : 0;
    if (found > last_step)
        *step = found;
    return GX_OK;
}
