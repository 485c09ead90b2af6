// SPDX-License-Identifier: AGPL-3.0-or-later
// Password hashing: argon2id, 19 MiB, two passes. Few at a time, so that log-ins cannot eat the memory; whoever
// waits longer than 2 s is told to come again.
#ifndef GX_ACTIONS_AUTH_PASSWORD_H
#define GX_ACTIONS_AUTH_PASSWORD_H

#include "core/cx.h"

enum { GX_PASSWORD_MIN = 10, GX_PASSWORD_MAX = 1000 };

// The hash of a password, in the arena. GX_E_INVALID (weak_password) at `pointer` when it is too short,
// GX_E_UNAVAILABLE when all hashing places are taken.
gx_rc gx_password_hash(gx_cx *cx, const char *password, const char *pointer, const char **out) GX_MUST;

// Compares. hash NULL: the same time is spent on a dummy hash and *matches is false.
gx_rc gx_password_verify(gx_cx *cx, const char *hash, const char *password, bool *matches) GX_MUST;

#endif
