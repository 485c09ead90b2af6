// SPDX-License-Identifier: AGPL-3.0-or-later
// One-time codes (RFC 6238, 30 s, six digits, window of one step). Secrets are sealed with box.key; the step that
// was used is stored, so that a code works once.
#ifndef GX_ACTIONS_AUTH_TOTP_H
#define GX_ACTIONS_AUTH_TOTP_H

#include "core/cx.h"

// A new secret: sealed as bytea text for storing, and base32 for the person's app.
gx_rc gx_totp_new(gx_cx *cx, const char **sealed, const char **base32) GX_MUST;

// Checks a code against a sealed secret (bytea text). *step is the step that fits, 0 when none does or when it
// is not after last_step.
gx_rc gx_totp_check(gx_cx *cx, const char *sealed, const char *code, int64_t last_step,
                    int64_t *step) GX_MUST;

#endif
