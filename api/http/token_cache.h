// SPDX-License-Identifier: AGPL-3.0-or-later
// Tokens whose signature and claims were found good, by their whole text. It decides nothing: the caller looks at
// the times again, the database at session and person. Safe for threads.
#ifndef GX_TOKEN_CACHE_H
#define GX_TOKEN_CACHE_H

#include "core/cx.h"

struct gx_token_claims {
    struct gx_principal who;
    int64_t expires, from, issued; // seconds since 1970
};

// True when this very token was kept and is still here; *out is its own copy.
bool gx_token_cache_find(const char *token, struct gx_token_claims *out);

// Only for a token that has passed every check under the key of this process.
void gx_token_cache_keep(const char *token, const struct gx_token_claims *claims);

#endif
