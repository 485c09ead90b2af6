// SPDX-License-Identifier: AGPL-3.0-or-later
// One-time codes by liboath.
#include "actions/auth/totp.h"

#include "actions/auth/seal.h"
#include "core/clock.h"
#include "core/crypto.h"
#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

enum { SECRET = 20, STEP = 30, WINDOW = 1 };

static const char purpose[] = "guanxi totp secret 1";

gx_rc gx_totp_new(gx_cx *cx, const char **sealed, const char **base32) {
    unsigned char secret[SECRET];
    char *text = NULL;
    size_t len;
    gx_crypto_random(secret, sizeof secret);
    int rc = oath_base32_encode((const char *)secret, sizeof secret, &text, &len);
    if (rc == OATH_OK) {
        *base32 = gx_arena_strndup(cx->arena, text, len);
        *sealed = gx_seal(cx, purpose, secret, sizeof secret);
        gx_crypto_wipe(text, len);
        free(text);
    }
    gx_crypto_wipe(secret, sizeof secret);
    return rc == OATH_OK ? GX_OK : gx_fail(cx, GX_E_INTERNAL, NULL, "totp");
}

gx_rc gx_totp_check(gx_cx *cx, const char *sealed, const char *code, int64_t last_step, int64_t *step) {
    uint64_t counter = 0;
    int position = 0;
    size_t len = 0;
    unsigned char *secret = gx_unseal(cx, purpose, sealed, &len);
    *step = 0;
    if (secret == NULL || len != SECRET)
        return gx_fail(cx, GX_E_INTERNAL, NULL, "totp secret");
    int rc = oath_totp_validate4((const char *)secret, len, (time_t)gx_clock_unix(), STEP, 0, WINDOW,
                                 &position, &counter, 0, code);
    gx_crypto_wipe(secret, len);
    int64_t found = rc >= 0 ? (int64_t)counter : 0;
    if (found > last_step)
        *step = found;
    return GX_OK;
}
