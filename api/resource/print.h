// SPDX-License-Identifier: AGPL-3.0-or-later
// Printing addresses is an export in another format: the same rights, conditions, order, audit and jobs. What is told
// beside them is the parameter `print`; its form is the schema PrintSettings of the contract.
#ifndef GX_RESOURCE_PRINT_H
#define GX_RESOURCE_PRINT_H

#include "core/request.h"
#include "pdf/post.h"
#include "resource/run.h"

enum {
    GX_PRINT_DIRECT = 1000, // more pieces than this become a job
    GX_PRINT_MAX = 20000
};

struct gx_print {
    const struct gx_post_envelope *envelope; // or NULL: labels
    struct gx_post_sheet sheet;
    struct gx_post_style style; // its sender is read with the first row
    double shift_x, shift_y;    // millimetres
    int start;                  // first label, counted from 0
    bool phone;                 // is printed, too
    bool skip;             // records that cannot be printed are left out; otherwise one of them stops all
    bool without_postcode; // is no reason not to print
    const char *attention; // whom at a company, when the record names no person
    const char *sender_id; // an office
    const char *language;  // of choices
};

// Reads `print` of a request for envelopes or labels. GX_E_MALFORMED, GX_E_INVALID.
GX_MUST gx_rc gx_print_read(gx_cx *cx, const struct gx_run *run, const struct gx_request *rq, bool labels,
                            const char *language, struct gx_print **out);

#endif
