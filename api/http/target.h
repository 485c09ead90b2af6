// SPDX-License-Identifier: AGPL-3.0-or-later
// The raw request target, read once and strictly: what two readers could understand differently is 400.
#ifndef GX_TARGET_H
#define GX_TARGET_H

#include "core/request.h"

struct gx_target {
    const char *path; // as sent, up to `?`
    const char **segments;
    size_t n_segments;
    struct gx_pair *query; // decoded, valid UTF-8, unique keys
    size_t n_query;
};

// GX_E_MALFORMED for bad escapes, %00 anywhere, %2f %5c or a backslash in the path, empty or dot segments, repeated
// parameters, invalid UTF-8, more than 100 parameters, more than 8 KiB.
gx_rc gx_target_parse(gx_cx *cx, const char *raw, struct gx_target *out) GX_MUST;

#endif
