// SPDX-License-Identifier: AGPL-3.0-or-later
// What goes by post: envelopes by GB/T 1416 and sheets of labels. Takes addresses that are ready to be printed.
#ifndef GX_PDF_POST_H
#define GX_PDF_POST_H

#include "pdf/pdf.h"

// An address as it is read on paper. NULL or "" = is left out.
struct gx_post_address {
    const char *place;    // region and street, or all lines of an address abroad
    const char *company;  // above the person
    const char *person;   // "曾雪 女士 收"
    const char *postcode; // six digits for the boxes
    const char *phone;
};

struct gx_post_envelope {
    const char *name; // "zl"
    double width, height;
};

// Measures of a sheet of labels, millimetres.
struct gx_post_sheet {
    const char *name; // "l7163"
    double paper_width, paper_height;
    double left, top;             // of the first label
    double width, height;         // of a label
    double step_right, step_down; // from label to label
    int columns, rows;
};

// The kinds that are known by name; NULL when there is none of that name.
const struct gx_post_envelope *gx_post_envelope(const char *name);
const struct gx_post_sheet *gx_post_sheet(const char *name);

// Labels lie on the paper and not on each other.
bool gx_post_sheet_fits(const struct gx_post_sheet *sheet);

struct gx_post_style {
    bool frame;           // red boxes and the place of the stamp; of labels: dashed edges, for a trial
    bool turn;            // envelopes: fed by the short edge
    const char *language; // of forms of characters
    struct gx_post_address sender;
};

// One page with one envelope.
GX_MUST gx_rc gx_post_print_envelope(gx_cx *cx, gx_pdf *pdf, const struct gx_post_envelope *envelope,
                                     const struct gx_post_style *style, const struct gx_post_address *to);

// The label at a place counted from 0 over all sheets; a new page where a sheet begins, or at the first label.
GX_MUST gx_rc gx_post_print_label(gx_cx *cx, gx_pdf *pdf, const struct gx_post_sheet *sheet,
                                  const struct gx_post_style *style, int place,
                                  const struct gx_post_address *to);

#endif
