// SPDX-License-Identifier: AGPL-3.0-or-later
// Merge fields of a text ({{name}}, {{account.name}}) and their values of one record, read through the reader's own
// views. A value that he may not read, a record that he does not see and an empty one look the same.
#ifndef GX_MERGE_H
#define GX_MERGE_H

#include "resource/query.h"

enum { GX_MERGE_FIELDS = 60 };

struct gx_merge_field {
    const char *text;             // "account.name", as written, without spaces around
    const struct gx_field *field; // of the record, or its reference; NULL = nothing that he may read
    const struct gx_field *deep;  // of what the reference points to; NULL = the field itself
    const char *value;            // NULL = empty
};

struct gx_merge {
    const struct gx_hints *hints;
    const struct gx_resource *resource;
    struct gx_merge_field fields[GX_MERGE_FIELDS];
    size_t n;
};

// Reads the fields that both texts name of the record `id`. GX_E_NOT_FOUND when the reader does not see it,
// GX_E_FORBIDDEN when he may not read its resource.
gx_rc gx_merge_read(gx_cx *cx, const struct gx_hints *hints, const struct gx_resource *resource,
                    const char *id, const char *const texts[2], struct gx_merge *out) GX_MUST;

// The text with its merge fields filled, in the arena.
const char *gx_merge_fill(gx_cx *cx, const struct gx_merge *merge, const char *text);

#endif
