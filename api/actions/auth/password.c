// SPDX-License-Identifier: AGPL-3.0-or-later
// Argon2id behind a counting semaphore. The dummy hash makes an unknown user cost what a known one costs.
#include "actions/auth/password.h"

#include "core/clock.h"
#include "core/utf8.h"
#include <pthread.h>
#include <semaphore.h>
#include <sodium.h>
#include <string.h>

enum { PLACES = 4, WAIT_MS = 2000 };

static const unsigned long long passes = 2;
static const size_t memory = 19u << 20;

static sem_t places;
static char dummy[crypto_pwhash_STRBYTES];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start(void) {
    static const char nobody[] = "nobody has this password";
    sem_init(&places, 0, PLACES);
    if (sodium_init() < 0 || crypto_pwhash_str(dummy, nobody, sizeof nobody - 1, passes, memory) != 0)
        dummy[0] = '\0';
}

static gx_rc enter(gx_cx *cx) {
    pthread_once(&once, start);
    struct timespec until = gx_clock_deadline(WAIT_MS);
    if (sem_clockwait(&places, CLOCK_MONOTONIC, &until) == 0)
        return GX_OK;
    cx->problem.retry_after = 2;
    return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "too many log-ins at once");
}

gx_rc gx_password_hash(gx_cx *cx, const char *password, const char *pointer, const char **out) {
    size_t len = strlen(password);
    if (gx_utf8_count(password, len) < GX_PASSWORD_MIN)
        return gx_fail_add(cx, pointer, "weak_password", "a password has at least %d characters",
                           GX_PASSWORD_MIN);
    if (len > GX_PASSWORD_MAX)
        return gx_fail_add(cx, pointer, "too_long", "the password is too long");
    gx_rc rc = enter(cx);
    if (rc != GX_OK)
        return rc;
    char *hash = gx_arena_alloc(cx->arena, crypto_pwhash_STRBYTES);
    int failed = crypto_pwhash_str(hash, password, len, passes, memory);
    sem_post(&places);
    if (failed != 0)
        return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "no memory for hashing");
    *out = hash;
    return GX_OK;
}

gx_rc gx_password_verify(gx_cx *cx, const char *hash, const char *password, bool *matches) {
    *matches = false;
    gx_rc rc = enter(cx);
    if (rc != GX_OK)
        return rc;
    bool known = hash != NULL && hash[0] != '\0';
    int failed = crypto_pwhash_str_verify(known ? hash : dummy, password, strlen(password));
    sem_post(&places);
    *matches = known && failed == 0;
    return GX_OK;
}
