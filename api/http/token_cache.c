// SPDX-License-Identifier: AGPL-3.0-or-later
// One entry per place; a newer token takes the place of an older one. The text is compared in constant time, so
// that nobody learns a token byte by byte.
#include "http/token_cache.h"
#include "core/crypto.h"

#include <pthread.h>
#include <string.h>

enum { PLACES = 1024, TEXT_MAX = 640 };

struct entry {
    uint64_t hash;
    size_t len; // 0: free
    char text[TEXT_MAX];
    struct gx_token_claims claims;
};

static struct entry entries[PLACES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static uint64_t hash_of(const char *text, size_t len) {
    uint64_t hash = 1469598103934665603u;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
    return hash;
}

bool gx_token_cache_find(const char *token, struct gx_token_claims *out) {
    size_t len = strlen(token);
    uint64_t hash = hash_of(token, len);
    struct entry *entry = &entries[hash % PLACES];
    *out = (struct gx_token_claims){0};
    pthread_mutex_lock(&lock);
    bool found =
        len > 0 && entry->len == len && entry->hash == hash && gx_crypto_equal(entry->text, token, len);
    if (found)
        *out = entry->claims;
    pthread_mutex_unlock(&lock);
    return found;
}

void gx_token_cache_keep(const char *token, const struct gx_token_claims *claims) {
    size_t len = strlen(token);
    uint64_t hash = hash_of(token, len);
    struct entry *entry = &entries[hash % PLACES];
    if (len > TEXT_MAX)
        return;
    pthread_mutex_lock(&lock);
    entry->hash = hash;
    entry->len = len;
    memcpy(entry->text, token, len);
    entry->claims = *claims;
    pthread_mutex_unlock(&lock);
}
