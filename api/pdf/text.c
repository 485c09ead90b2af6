// SPDX-License-Identifier: AGPL-3.0-or-later
// Text in boxes: broken into lines, made smaller while it does not fit, ended with an ellipsis when that is not enough.
#include "pdf/fonts.h"
#include "pdf/inside.h"

#define STEP 0.5 // points

static double millimetres(int units) {
    return (double)units / PANGO_SCALE * 25.4 / 72;
}

static void set_size(gx_pdf *pdf, const struct gx_pdf_style *style, double size) {
    PangoFontDescription *font = gx_pdf_font(size, style->bold);
    pango_layout_set_font_description(pdf->layout, font);
    pango_font_description_free(font);
}

static bool fits(gx_pdf *pdf, const struct gx_pdf_box *box) {
    int width, height;
    pango_layout_get_size(pdf->layout, &width, &height);
    return box->height <= 0 || millimetres(height) <= box->height + 0.01;
}

static void set_text(gx_pdf *pdf, const struct gx_pdf_box *box, const struct gx_pdf_style *style,
                     const char *text) {
    static const PangoAlignment aligns[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT};
    pango_context_set_language(pdf->context, gx_pdf_language(style->language));
    pango_layout_context_changed(pdf->layout);
    pango_layout_set_width(pdf->layout, (int)(GX_PDF_POINTS(box->width) * PANGO_SCALE));
    pango_layout_set_height(pdf->layout, -1);
    pango_layout_set_ellipsize(pdf->layout, PANGO_ELLIPSIZE_NONE);
    pango_layout_set_wrap(pdf->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(pdf->layout, aligns[style->align]);
    pango_layout_set_auto_dir(pdf->layout, FALSE);
    pango_layout_set_text(pdf->layout, text, -1);
}

// The layout as it will be drawn.
static struct gx_pdf_drawn lay(gx_pdf *pdf, const struct gx_pdf_box *box, const struct gx_pdf_style *style,
                               const char *text) {
    struct gx_pdf_drawn out = {.size = style->size};
    PangoRectangle ink;
    set_text(pdf, box, style, text);
    set_size(pdf, style, out.size);
    while (!fits(pdf, box) && style->least > 0 && out.size - STEP >= style->least) {
        out.size -= STEP;
        set_size(pdf, style, out.size);
    }
    if (!fits(pdf, box)) {
        out.cut = true;
        pango_layout_set_height(pdf->layout, (int)(GX_PDF_POINTS(box->height) * PANGO_SCALE));
        pango_layout_set_ellipsize(pdf->layout, PANGO_ELLIPSIZE_END);
    }
    pango_layout_get_extents(pdf->layout, NULL, &ink);
    out.width = millimetres(ink.width);
    out.height = millimetres(ink.height);
    return out;
}

static double top_of(const struct gx_pdf_box *box, enum gx_pdf_place place, double height) {
    double room = box->height > height ? box->height - height : 0;
    return box->y + (place == GX_PDF_MIDDLE ? room / 2 : place == GX_PDF_BOTTOM ? room : 0);
}

void gx_pdf_text(gx_pdf *pdf, struct gx_pdf_box box, const struct gx_pdf_style *style, const char *text,
                 struct gx_pdf_drawn *drawn) {
    gx_pdf_fonts();
    struct gx_pdf_drawn out = lay(pdf, &box, style, text);
    cairo_set_source_rgb(pdf->cairo, style->grey, style->grey, style->grey);
    cairo_move_to(pdf->cairo, GX_PDF_POINTS(box.x), GX_PDF_POINTS(top_of(&box, style->place, out.height)));
    pango_cairo_show_layout(pdf->cairo, pdf->layout);
    gx_pdf_fonts_done();
    if (drawn)
        *drawn = out;
}

void gx_pdf_measure(gx_pdf *pdf, struct gx_pdf_box box, const struct gx_pdf_style *style, const char *text,
                    struct gx_pdf_drawn *drawn) {
    gx_pdf_fonts();
    *drawn = lay(pdf, &box, style, text);
    gx_pdf_fonts_done();
}
