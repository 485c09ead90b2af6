// SPDX-License-Identifier: AGPL-3.0-or-later
// A body of create or merge patch against the definition and the caller's rights: every error at
// once, each with its pointer; what passes is ready as columns and parameter texts.
#ifndef GX_RESOURCE_VALIDATE_H
#define GX_RESOURCE_VALIDATE_H

#include "resource/run.h"

struct gx_value {
    const struct gx_field *field;
    const char *text; // parameter text; NULL = empty
};

struct gx_values {
    const char *id; // brought by the client, or NULL
    struct gx_value *list;
    size_t n;
};

enum gx_validate_mode { GX_VALIDATE_CREATE, GX_VALIDATE_PATCH };

// `prefix` stands before pointers ("" for a body, "/changes" for bulk). GX_E_MALFORMED with
// unknown members, GX_E_FORBIDDEN for fields that may be read and not written, otherwise
// GX_E_INVALID.
GX_MUST gx_rc gx_validate_body(gx_cx *cx, const struct gx_run *run, enum gx_validate_mode mode,
                               const json_t *body, const char *prefix, struct gx_values *out);

// One value (not null) of a field as parameter text; NULL after adding what is wrong with it.
const char *gx_validate_value(gx_cx *cx, const struct gx_field *field, const json_t *value,
                              const char *pointer);

#endif
