// SPDX-License-Identifier: AGPL-3.0-or-later
// What a document is made of. Inside the folder.
#ifndef GX_PDF_INSIDE_H
#define GX_PDF_INSIDE_H

#include "pdf/pdf.h"
#include <pango/pangocairo.h>
#include <stdio.h>

#define GX_PDF_POINTS(mm) ((mm)*72.0 / 25.4)

struct gx_pdf {
    FILE *file;
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoContext *context;
    PangoLayout *layout; // used for one text after the other
    int pages;
    size_t bytes;
    double shift_x, shift_y;
};

#endif
