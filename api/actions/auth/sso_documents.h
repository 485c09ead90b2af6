// SPDX-License-Identifier: AGPL-3.0-or-later
// What a provider publishes about itself (metadata, keys), fetched and kept for a while: 32 documents of at most
// 256 KiB in the whole process.
#ifndef GX_ACTIONS_AUTH_SSO_DOCUMENTS_H
#define GX_ACTIONS_AUTH_SSO_DOCUMENTS_H

#include "core/cx.h"
#include <jansson.h>

// A JSON object, at most max_age seconds old (0: fetched now). On failure *code is the word of the contract for what is
// wrong (tests of providers show it) and the return is GX_E_UNAVAILABLE (unreachable).
gx_rc gx_sso_document(gx_cx *cx, const char *url, const char *ca_pem, int max_age, json_t **out,
                      const char **code) GX_MUST;

// Fails with code unreachable; sets *code.
gx_rc gx_sso_wrong(gx_cx *cx, const char **code, const char *what);

#endif
