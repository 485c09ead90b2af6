// SPDX-License-Identifier: AGPL-3.0-or-later
// Documents as PDF: pages in millimetres, from the top left corner, with text in boxes and frames. The same
// calls give the same bytes: no clock, no chance. Knows nothing of what is printed; the only door to Pango and Cairo.
// A document belongs to one thread at a time; many may be made at once.
#ifndef GX_PDF_H
#define GX_PDF_H

#include "core/cx.h"
#include <stdint.h>

enum { GX_PDF_PAGES = 20000, GX_PDF_BYTES = 256 << 20 };

typedef struct gx_pdf gx_pdf;

struct gx_pdf_info {
    const char *title, *author, *subject, *keywords; // NULL = none
    const char *at; // when it was made, 2026-01-31T08:00:00Z; NULL = not told
};

enum gx_pdf_align { GX_PDF_LEFT, GX_PDF_CENTRE, GX_PDF_RIGHT };
enum gx_pdf_place { GX_PDF_TOP, GX_PDF_MIDDLE, GX_PDF_BOTTOM };

struct gx_pdf_box {
    double x, y, width, height; // millimetres; height 0 = as high as the text
};

struct gx_pdf_style {
    double size; // points
    double
        least; // is made smaller down to this to fit the box; 0 = never. What does not fit then ends in "…"
    enum gx_pdf_align align;
    enum gx_pdf_place place; // in a box with a height
    bool bold;
    const char *language; // of forms of Han characters: "zh-CN" (NULL), "zh-TW"
    double grey;          // 0 = black, 1 = white
};

struct gx_pdf_ink {
    double red, green, blue; // 0..1
    double width;            // of the line, millimetres
    bool dashed;
};

// What became of a text.
struct gx_pdf_drawn {
    double width, height; // millimetres
    double size;          // points that were used
    bool cut;             // it did not fit
};

// Begins a document in a file. It is closed with the arena of cx at the latest.
GX_MUST gx_rc gx_pdf_open(gx_cx *cx, const char *path, const struct gx_pdf_info *info, gx_pdf **out);

// Begins a page of that size. With turn the same page lies on its side on paper of height × width, for printers that
// take it by the short edge; coordinates stay those of the page. GX_E_TOO_LARGE after GX_PDF_PAGES or GX_PDF_BYTES.
GX_MUST gx_rc gx_pdf_page(gx_cx *cx, gx_pdf *pdf, double width, double height, bool turn);

// Moves all that is drawn on pages from now on: printers do not grip all alike.
void gx_pdf_shift(gx_pdf *pdf, double x, double y);

// Text, lines parted by \n, broken where they are too long. drawn may be NULL.
void gx_pdf_text(gx_pdf *pdf, struct gx_pdf_box box, const struct gx_pdf_style *style, const char *text,
                 struct gx_pdf_drawn *drawn);

// The same without drawing: what it would take.
void gx_pdf_measure(gx_pdf *pdf, struct gx_pdf_box box, const struct gx_pdf_style *style, const char *text,
                    struct gx_pdf_drawn *drawn);

void gx_pdf_frame(gx_pdf *pdf, struct gx_pdf_box box, const struct gx_pdf_ink *ink);

// Pages begun so far.
int gx_pdf_pages(const gx_pdf *pdf);

// Ends the document; only then is the file whole. GX_E_UNAVAILABLE when it could not be written. A document without
// a page is GX_E_INTERNAL.
GX_MUST gx_rc gx_pdf_close(gx_cx *cx, gx_pdf *pdf);

// The first character of a text that no font here can show, 0 when all can be shown. Marks without a form of their
// own (joiners, variants) count as shown.
uint32_t gx_pdf_unshown(const char *text);

#endif
