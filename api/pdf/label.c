// SPDX-License-Identifier: AGPL-3.0-or-later
// Sheets of labels. Measures of paper that is sold, by the number of its maker where everybody knows it by that.
#include "core/rc.h"
#include "pdf/post.h"

#include <string.h>

static const struct gx_post_sheet sheets[] = {
    {"a4_3x8", 210, 297, 0, 0.5, 70, 37, 70, 37, 3, 8},
    {"a4_3x7", 210, 297, 0, 0, 70, 42.42, 70, 42.42, 3, 7},
    {"a4_2x5", 210, 297, 0, 6, 105, 57, 105, 57, 2, 5},
    {"a4_4x10", 210, 297, 8, 21.5, 48.5, 25.4, 48.5, 25.4, 4, 10},
    {"l7159", 210, 297, 7.25, 12.9, 63.5, 33.9, 66, 33.9, 3, 8},
    {"l7160", 210, 297, 7.25, 15.15, 63.5, 38.1, 66, 38.1, 3, 7},
    {"l7162", 210, 297, 4.65, 12.9, 99.1, 33.9, 101.6, 33.9, 2, 8},
    {"l7163", 210, 297, 4.65, 15.15, 99.1, 38.1, 101.6, 38.1, 2, 7},
    {"l7165", 210, 297, 4.65, 13.1, 99.1, 67.7, 101.6, 67.7, 2, 4},
};

const struct gx_post_sheet *gx_post_sheet(const char *name) {
    for (size_t i = 0; name && i < GX_COUNT(sheets); i++)
        if (strcmp(sheets[i].name, name) == 0)
            return &sheets[i];
    return NULL;
}

bool gx_post_sheet_fits(const struct gx_post_sheet *s) {
    const double slack = 0.05;
    double right = s->left + s->step_right * (s->columns - 1) + s->width;
    double bottom = s->top + s->step_down * (s->rows - 1) + s->height;
    bool apart = (s->columns == 1 || s->step_right + slack >= s->width) &&
                 (s->rows == 1 || s->step_down + slack >= s->height);
    return apart && right <= s->paper_width + slack && bottom <= s->paper_height + slack;
}

static struct gx_pdf_box box_of(const struct gx_post_sheet *sheet, int place) {
    int at = place % (sheet->columns * sheet->rows);
    return (struct gx_pdf_box){sheet->left + sheet->step_right * (at % sheet->columns),
                               sheet->top + sheet->step_down * (at / sheet->columns), sheet->width,
                               sheet->height};
}

static const char *lines_of(gx_cx *cx, const struct gx_post_address *to) {
    const char *parts[] = {to->postcode, to->place, to->company, to->person, to->phone};
    const char *lines = "";
    for (size_t i = 0; i < GX_COUNT(parts); i++)
        if (parts[i] && *parts[i])
            lines = *lines ? gx_arena_printf(cx->arena, "%s\n%s", lines, parts[i]) : parts[i];
    return lines;
}

// Room that printers leave white and that a label needs at its edge.
static struct gx_pdf_box inner(const struct gx_post_sheet *sheet, struct gx_pdf_box box) {
    double x = sheet->width < 50 ? 2 : 4, y = sheet->height < 30 ? 1.5 : 3;
    return (struct gx_pdf_box){box.x + x, box.y + y, box.width - 2 * x, box.height - 2 * y};
}

static double text_size(const struct gx_post_sheet *sheet) {
    return sheet->height < 30 ? 9 : sheet->height < 60 ? 12 : 14;
}

gx_rc gx_post_print_label(gx_cx *cx, gx_pdf *pdf, const struct gx_post_sheet *sheet,
                          const struct gx_post_style *style, int place, const struct gx_post_address *to) {
    static const struct gx_pdf_ink edge = {0.6, 0.6, 0.6, 0.2, true};
    const struct gx_pdf_style look = {
        .size = text_size(sheet), .least = 6, .place = GX_PDF_MIDDLE, .language = style->language};
    gx_rc rc = GX_OK;
    if (gx_pdf_pages(pdf) == 0 || place % (sheet->columns * sheet->rows) == 0)
        rc = gx_pdf_page(cx, pdf, sheet->paper_width, sheet->paper_height, false);
    if (rc)
        return rc;
    struct gx_pdf_box box = box_of(sheet, place);
    if (style->frame)
        gx_pdf_frame(pdf, box, &edge);
    gx_pdf_text(pdf, inner(sheet, box), &look, lines_of(cx, to), NULL);
    return GX_OK;
}
