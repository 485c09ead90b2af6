// SPDX-License-Identifier: AGPL-3.0-or-later
// The postal address of a record: which fields make it says `postal` of its definition. Read through the views of
// whoever asks; what he may not read is as if it were empty.
#ifndef GX_RESOURCE_POSTAL_H
#define GX_RESOURCE_POSTAL_H

#include "pdf/post.h"
#include "resource/export.h"

enum gx_postal_problem {
    GX_POSTAL_GOOD,
    GX_POSTAL_NO_NAME,
    GX_POSTAL_NO_ADDRESS,
    GX_POSTAL_NO_POSTCODE,
    GX_POSTAL_BAD_POSTCODE, // in China, and not six digits
    GX_POSTAL_CHARACTERS,   // one that no font can show
    GX_POSTAL_PROBLEMS
};
extern const char *const gx_postal_problems[GX_POSTAL_PROBLEMS]; // "", "no_name" …

// Names of the record's own fields that its address takes, those that the caller reads, separated by commas.
const char *gx_postal_fields(gx_cx *cx, const struct gx_run *run);

// The statement whose rows gx_postal_read takes.
struct gx_stmt gx_postal_select(gx_cx *cx, const struct gx_export *export);

struct gx_postal {
    const char *id, *name; // of the record, for lists of problems
    struct gx_post_address to, sender;
    bool has_sender;
};

// Texts live in the arena of cx.
enum gx_postal_problem gx_postal_read(gx_cx *cx, const struct gx_export *export, const gx_result *row,
                                      struct gx_postal *out);

#endif
