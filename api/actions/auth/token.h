// SPDX-License-Identifier: AGPL-3.0-or-later
// Access tokens (JWT, HS256, 10 minutes) and refresh tokens (random, stored hashed). api/http checks the former;
// what stands in them must agree with it.
#ifndef GX_ACTIONS_AUTH_TOKEN_H
#define GX_ACTIONS_AUTH_TOKEN_H

#include "core/request.h"
#include "core/response.h"

enum { GX_TOKEN_SECONDS = 600, GX_TOKEN_REFRESH_DAYS = 30 };

// A signed access token, in the arena. actor_id: who looks through the eyes of user_id, NULL = himself.
gx_rc gx_token_issue(gx_cx *cx, const char *user_id, const char *session_id, const char *aud,
                     const char *actor_id, const char **out) GX_MUST;

// A new refresh token and the bytea text of its hash.
void gx_token_refresh_new(gx_cx *cx, const char **token, const char **hash);
// bytea text of the hash of any token.
const char *gx_token_hash(gx_cx *cx, const char *token);

// The answer of log-in and refresh. in_body: the refresh token (NULL: there is none)
// stands in the body, else in the cookie.
gx_rc gx_token_answer(gx_cx *cx, struct gx_response *rs, const char *access, const char *refresh,
                      bool in_body) GX_MUST;
// The cookie as it is deleted.
const char *gx_token_no_cookie(void);
#define GX_TOKEN_COOKIE "__Host-guanxi_refresh"

#endif
