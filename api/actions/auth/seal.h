// SPDX-License-Identifier: AGPL-3.0-or-later
// Secrets that the service must read again (second factors, secrets of identity providers), sealed for the database:
// libsodium's secretbox under a key derived from box.key for one purpose. A seal made for one purpose does not open
// for another, so that rows cannot be exchanged.
#ifndef GX_ACTIONS_AUTH_SEAL_H
#define GX_ACTIONS_AUTH_SEAL_H

#include "core/cx.h"

enum { GX_SEAL_MAX = 4096 };

// bytea text in the arena. len <= GX_SEAL_MAX.
const char *gx_seal(gx_cx *cx, const char *purpose, const void *data, size_t len);

// The bytes, in the arena with a NUL after *len (the caller wipes them); NULL when the seal is broken.
unsigned char *gx_unseal(gx_cx *cx, const char *purpose, const char *sealed, size_t *len);

// A text that only this system can make from another: base64url of HMAC-SHA-256 under the purpose's key.
const char *gx_seal_derive(gx_cx *cx, const char *purpose, const char *from);

#endif
