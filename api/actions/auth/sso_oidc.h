// SPDX-License-Identifier: AGPL-3.0-or-later
// OpenID Connect, authorization code with PKCE: where to send the browser, and what the code that comes back is worth.
// Nonce and code verifier are derived from the state, which only the browser has; nothing of them is stored.
#ifndef GX_ACTIONS_AUTH_SSO_OIDC_H
#define GX_ACTIONS_AUTH_SSO_OIDC_H

#include "actions/auth/sso.h"

// The provider's address with everything that it must be asked, in the arena. GX_E_UNAVAILABLE with *code otherwise.
gx_rc gx_oidc_url(gx_cx *cx, const struct gx_sso_provider *provider, const char *state, const char **url,
                  const char **code) GX_MUST;

// Exchanges the code and verifies what comes for it. GX_E_UNAUTHORIZED (sso_refused), GX_E_UNAVAILABLE.
gx_rc gx_oidc_identify(gx_cx *cx, const struct gx_sso_provider *provider, const char *state,
                       const char *auth_code, struct gx_sso_identity *out) GX_MUST;

// Reads everything anew and proves the client's secret. *code "ok", or the first thing that is wrong (the return is
// not GX_OK then).
gx_rc gx_oidc_test(gx_cx *cx, const struct gx_sso_provider *provider, const char **code) GX_MUST;

// The claims of an id token whose signature was verified. GX_E_UNAUTHORIZED (sso_refused). For tests of each claim.
gx_rc gx_oidc_claims_check(gx_cx *cx, const json_t *claims, const char *issuer, const char *client_id,
                           const char *nonce) GX_MUST;

#endif
