// SPDX-License-Identifier: AGPL-3.0-or-later
// The request target: whatever comes, what is accepted is valid UTF-8 with unique keys and clean segments.
#include "http/target.h"
#include "core/crypto.h"
#include "core/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void must(bool holds) {
    if (!holds)
        abort();
}

static void check(const struct gx_target *target) {
    for (size_t i = 0; i < target->n_segments; i++) {
        const char *s = target->segments[i];
        must(*s && !strpbrk(s, "/\\") && strcmp(s, ".") && strcmp(s, "..") && gx_utf8_is_valid(s, strlen(s)));
    }
    for (size_t i = 0; i < target->n_query; i++) {
        must(*target->query[i].key && gx_utf8_is_valid(target->query[i].key, strlen(target->query[i].key)));
        must(gx_utf8_is_valid(target->query[i].value, strlen(target->query[i].value)));
        for (size_t k = 0; k < i; k++)
            must(strcmp(target->query[k].key, target->query[i].key) != 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    gx_arena *arena = gx_arena_new();
    gx_cx cx;
    struct gx_target target;
    gx_crypto_init();
    gx_cx_init(&cx, arena, NULL);
    gx_rc rc = gx_target_parse(&cx, gx_arena_strndup(arena, (const char *)data, size), &target);
    must(rc == GX_OK || rc == GX_E_MALFORMED);
    if (rc == GX_OK)
        check(&target);
    gx_arena_free(arena);
    return 0;
}
