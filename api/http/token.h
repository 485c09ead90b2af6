// SPDX-License-Identifier: AGPL-3.0-or-later
// Who asks: the bearer token (JWT) or API key of a request becomes the principal. Rights are not looked at here:
// the database decides in the request's own transaction.
#ifndef GX_TOKEN_H
#define GX_TOKEN_H

#include "http/raw.h"

// Checks an access token: one algorithm, every claim present and of the right type, not expired. On success fills
// in the principal. False otherwise; the reason is nobody's business.
bool gx_token_check(gx_cx *cx, const char *token, struct gx_principal *out);

// Fills cx->principal from the Authorization header. GX_E_UNAUTHORIZED when it is absent or not good.
gx_rc gx_token_principal(gx_cx *cx, const struct gx_raw *raw) GX_MUST;

#endif
