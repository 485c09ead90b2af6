// SPDX-License-Identifier: AGPL-3.0-or-later
// UUIDs: the one strict parser that every id from outside passes, and version 7 generation.
#ifndef GX_UUID_H
#define GX_UUID_H

#include <stdbool.h>
#include <stddef.h>

#define GX_UUID_LEN 36

// True for exactly 8-4-4-4-12 hex digits; writes the canonical lower-case text to out (NUL included). Any
// version is accepted; see gx_uuid_is_v7 for ids that a client brings.
bool gx_uuid_parse(const char *s, size_t len, char out[37]);

// True for a canonical text of version 7 with the RFC 9562 variant.
bool gx_uuid_is_v7(const char canonical[37]);

// A new version 7 id (48-bit milliseconds, rest random).
void gx_uuid_new(char out[37]);

#endif
