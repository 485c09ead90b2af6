// SPDX-License-Identifier: AGPL-3.0-or-later
// Signatures of providers. Only RS256 and ES256 exist here, only public keys of the provider's own list verify, and
// the key's type must fit the algorithm: no "none", no HMAC with a public key.
#ifndef GX_ACTIONS_AUTH_SSO_JWS_H
#define GX_ACTIONS_AUTH_SSO_JWS_H

#include "core/cx.h"
#include <jansson.h>

// Can a key of this list verify anything?
bool gx_jws_has_key(const json_t *jwks);

// Verifies a compact JWS and gives its payload. algorithms: what the provider says it signs with (array of strings;
// NULL: RS256). *key_missing: no key of the list has the token's kid, a fresher list may. GX_E_UNAUTHORIZED
// (sso_refused) when it does not verify.
gx_rc gx_jws_verify(gx_cx *cx, const char *token, const json_t *jwks, const json_t *algorithms,
                    json_t **payload, bool *key_missing) GX_MUST;

// Fails with sso_refused; why is for the log.
gx_rc gx_jws_refuse(gx_cx *cx, const char *why);

#endif
