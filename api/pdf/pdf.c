// SPDX-License-Identifier: AGPL-3.0-or-later
// A document and its pages. Bytes are counted while they are written; Cairo keeps what went wrong until it is asked.
#include "pdf/pdf.h"

#include "pdf/fonts.h"
#include "pdf/inside.h"
#include <cairo-pdf.h>
#include <stdio.h>

static cairo_status_t write_bytes(void *closure, const unsigned char *data, unsigned length) {
    gx_pdf *pdf = closure;
    pdf->bytes += length;
    if (pdf->bytes > GX_PDF_BYTES)
        return CAIRO_STATUS_WRITE_ERROR;
    return fwrite(data, 1, length, pdf->file) == length ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

// Whatever is still open; also after a failure.
static void drop(void *object) {
    gx_pdf *pdf = object;
    gx_pdf_fonts();
    g_clear_object(&pdf->layout);
    g_clear_object(&pdf->context);
    if (pdf->cairo)
        cairo_destroy(pdf->cairo);
    if (pdf->surface)
        cairo_surface_destroy(pdf->surface);
    gx_pdf_fonts_done();
    if (pdf->file)
        (void)fclose(pdf->file);
    pdf->cairo = NULL;
    pdf->surface = NULL;
    pdf->file = NULL;
}

static void tell(gx_pdf *pdf, cairo_pdf_metadata_t what, const char *text) {
    if (text)
        cairo_pdf_surface_set_metadata(pdf->surface, what, text);
}

gx_rc gx_pdf_open(gx_cx *cx, const char *path, const struct gx_pdf_info *info, gx_pdf **out) {
    gx_pdf *pdf = GX_NEW(cx->arena, gx_pdf);
    if (!(pdf->file = fopen(path, "wb")))
        return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "the file cannot be written");
    gx_arena_on_free(cx->arena, drop, pdf);
    pdf->surface = cairo_pdf_surface_create_for_stream(write_bytes, pdf, 1, 1);
    cairo_pdf_surface_restrict_to_version(pdf->surface, CAIRO_PDF_VERSION_1_5);
    tell(pdf, CAIRO_PDF_METADATA_TITLE, info->title);
    tell(pdf, CAIRO_PDF_METADATA_AUTHOR, info->author);
    tell(pdf, CAIRO_PDF_METADATA_SUBJECT, info->subject);
    tell(pdf, CAIRO_PDF_METADATA_KEYWORDS, info->keywords);
    tell(pdf, CAIRO_PDF_METADATA_CREATOR, "Guanxi");
    tell(pdf, CAIRO_PDF_METADATA_CREATE_DATE, info->at);
    pdf->cairo = cairo_create(pdf->surface);
    pdf->context = pango_font_map_create_context(gx_pdf_fonts());
    pango_cairo_update_context(pdf->cairo, pdf->context);
    pdf->layout = pango_layout_new(pdf->context);
    gx_pdf_fonts_done();
    *out = pdf;
    return GX_OK;
}

static gx_rc state(gx_cx *cx, const gx_pdf *pdf) {
    if (pdf->bytes > GX_PDF_BYTES || pdf->pages > GX_PDF_PAGES)
        return gx_fail(cx, GX_E_TOO_LARGE, NULL, "a document has at most %d pages and %d MB", GX_PDF_PAGES,
                       GX_PDF_BYTES >> 20);
    cairo_status_t status = cairo_status(pdf->cairo);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(pdf->surface);
    if (status == CAIRO_STATUS_SUCCESS)
        return GX_OK;
    gx_fail_cause(cx, "cairo: %s", cairo_status_to_string(status));
    return status == CAIRO_STATUS_WRITE_ERROR
               ? gx_fail(cx, GX_E_UNAVAILABLE, NULL, "the file cannot be written")
               : gx_fail(cx, GX_E_INTERNAL, NULL, "the document cannot be made");
}

static void end_page(gx_pdf *pdf) {
    if (pdf->pages == 0)
        return;
    gx_pdf_fonts();
    cairo_show_page(pdf->cairo);
    gx_pdf_fonts_done();
}

gx_rc gx_pdf_page(gx_cx *cx, gx_pdf *pdf, double width, double height, bool turn) {
    end_page(pdf);
    pdf->pages++;
    double w = GX_PDF_POINTS(turn ? height : width), h = GX_PDF_POINTS(turn ? width : height);
    cairo_pdf_surface_set_size(pdf->surface, w, h);
    cairo_identity_matrix(pdf->cairo);
    if (turn) {
        cairo_translate(pdf->cairo, w, 0);
        cairo_rotate(pdf->cairo, G_PI / 2);
    }
    cairo_translate(pdf->cairo, GX_PDF_POINTS(pdf->shift_x), GX_PDF_POINTS(pdf->shift_y));
    return state(cx, pdf);
}

void gx_pdf_shift(gx_pdf *pdf, double x, double y) {
    pdf->shift_x = x;
    pdf->shift_y = y;
}

static void ink_of(gx_pdf *pdf, const struct gx_pdf_ink *ink) {
    double dash = GX_PDF_POINTS(1);
    cairo_set_source_rgb(pdf->cairo, ink->red, ink->green, ink->blue);
    cairo_set_line_width(pdf->cairo, GX_PDF_POINTS(ink->width));
    cairo_set_dash(pdf->cairo, &dash, ink->dashed ? 1 : 0, 0);
}

void gx_pdf_frame(gx_pdf *pdf, struct gx_pdf_box box, const struct gx_pdf_ink *ink) {
    ink_of(pdf, ink);
    cairo_rectangle(pdf->cairo, GX_PDF_POINTS(box.x), GX_PDF_POINTS(box.y), GX_PDF_POINTS(box.width),
                    GX_PDF_POINTS(box.height));
    cairo_stroke(pdf->cairo);
}

int gx_pdf_pages(const gx_pdf *pdf) {
    return pdf->pages;
}

gx_rc gx_pdf_close(gx_cx *cx, gx_pdf *pdf) {
    if (pdf->pages == 0)
        return gx_fail(cx, GX_E_INTERNAL, NULL, "a document without a page");
    end_page(pdf);
    gx_pdf_fonts();
    cairo_surface_finish(pdf->surface);
    gx_pdf_fonts_done();
    gx_rc rc = state(cx, pdf);
    bool written = fclose(pdf->file) == 0;
    pdf->file = NULL;
    if (rc == GX_OK && !written)
        rc = gx_fail(cx, GX_E_UNAVAILABLE, NULL, "the file cannot be written");
    return rc;
}
