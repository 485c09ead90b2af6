// SPDX-License-Identifier: AGPL-3.0-or-later
// Envelopes: postcode in boxes top left, stamp top right, who it is for in the middle, sender and his postcode bottom
// right (GB/T 1416 for the paper, GB/T 22657 for where what is written).
#include "core/rc.h"
#include "pdf/post.h"

#include <string.h>

enum { DIGITS = 6 };

static const struct gx_post_envelope envelopes[] = {
    {"b6", 176, 125}, {"dl", 220, 110}, {"zl", 230, 120}, {"c5", 229, 162}, {"c4", 324, 229},
};

// Of the boxes: their first corner, size, and the way from one to the next.
static const struct gx_pdf_box first_box = {12, 9, 8, 9};
static const double box_step = 10;
static const struct gx_pdf_ink red = {0.84, 0.12, 0.12, 0.35, false};
static const struct gx_pdf_ink red_dashes = {0.84, 0.12, 0.12, 0.25, true};

static bool is_filled(const char *text) {
    return text && *text;
}

const struct gx_post_envelope *gx_post_envelope(const char *name) {
    for (size_t i = 0; name && i < GX_COUNT(envelopes); i++)
        if (strcmp(envelopes[i].name, name) == 0)
            return &envelopes[i];
    return NULL;
}

static void postcode(gx_pdf *pdf, const struct gx_post_style *style, const char *digits) {
    const struct gx_pdf_style look = {.size = 20, .align = GX_PDF_CENTRE, .place = GX_PDF_MIDDLE};
    bool written = is_filled(digits) && strlen(digits) == DIGITS;
    for (int i = 0; i < DIGITS; i++) {
        struct gx_pdf_box box = first_box;
        box.x += box_step * i;
        if (style->frame)
            gx_pdf_frame(pdf, box, &red);
        if (written)
            gx_pdf_text(pdf, box, &look, (const char[]){digits[i], '\0'}, NULL);
    }
}

static void stamp(gx_pdf *pdf, const struct gx_post_envelope *envelope, const struct gx_post_style *style) {
    const struct gx_pdf_style look = {
        .size = 8, .align = GX_PDF_CENTRE, .place = GX_PDF_MIDDLE, .grey = 0.45};
    const struct gx_pdf_box box = {envelope->width - 8 - 20, 8, 20, 22};
    if (!style->frame)
        return;
    gx_pdf_frame(pdf, box, &red_dashes);
    gx_pdf_text(pdf, box, &look, "贴邮票处", NULL);
}

// Place, company and person below each other, from a third of the height down to where the sender begins.
static void addressee(gx_pdf *pdf, const struct gx_post_envelope *envelope, const struct gx_post_style *style,
                      const struct gx_post_address *to) {
    double left = envelope->width * 0.17, width = envelope->width * 0.69;
    double top = envelope->height * 0.33, room = envelope->height * 0.42;
    struct gx_pdf_style look = {.size = 16, .least = 9, .language = style->language};
    struct gx_pdf_drawn drawn = {0};
    struct gx_pdf_box box = {left, top, width, room * 0.42};
    if (is_filled(to->place)) {
        gx_pdf_text(pdf, box, &look, to->place, &drawn);
        box.y += drawn.height + 2;
    }
    if (is_filled(to->company)) {
        box.height = room * 0.27;
        gx_pdf_text(pdf, box, &look, to->company, &drawn);
        box.y += drawn.height + 2.5;
    }
    look = (struct gx_pdf_style){.size = 20, .least = 10, .bold = true, .language = style->language};
    box = (struct gx_pdf_box){left + 12, box.y, width - 12, room * 0.25};
    gx_pdf_text(pdf, box, &look, is_filled(to->person) ? to->person : "", &drawn);
    if (!is_filled(to->phone))
        return;
    look = (struct gx_pdf_style){.size = 12};
    gx_pdf_text(pdf, (struct gx_pdf_box){left + 12, box.y + drawn.height + 1, width - 12, 5}, &look,
                to->phone, NULL);
}

static void sender(gx_cx *cx, gx_pdf *pdf, const struct gx_post_envelope *envelope,
                   const struct gx_post_style *style) {
    const struct gx_post_address *from = &style->sender;
    const struct gx_pdf_style look = {
        .size = 11, .least = 8, .align = GX_PDF_RIGHT, .place = GX_PDF_BOTTOM, .language = style->language};
    const struct gx_pdf_style code = {.size = 11, .align = GX_PDF_RIGHT, .place = GX_PDF_BOTTOM};
    double right = envelope->width - 12, width = envelope->width * 0.55;
    double bottom = envelope->height - 9;
    const char *line = is_filled(from->place) ? from->place : "";
    if (is_filled(from->company))
        line = gx_arena_printf(cx->arena, "%s%s%s", line, *line ? "\n" : "", from->company);
    if (is_filled(from->phone))
        line = gx_arena_printf(cx->arena, "%s  %s", line, from->phone);
    if (*line)
        gx_pdf_text(pdf, (struct gx_pdf_box){right - width, bottom - 5 - 14, width, 14}, &look, line, NULL);
    if (is_filled(from->postcode))
        gx_pdf_text(pdf, (struct gx_pdf_box){right - width, bottom - 5, width, 5}, &code,
                    gx_arena_printf(cx->arena, "邮政编码 %s", from->postcode), NULL);
}

gx_rc gx_post_print_envelope(gx_cx *cx, gx_pdf *pdf, const struct gx_post_envelope *envelope,
                             const struct gx_post_style *style, const struct gx_post_address *to) {
    gx_rc rc = gx_pdf_page(cx, pdf, envelope->width, envelope->height, style->turn);
    if (rc)
        return rc;
    postcode(pdf, style, to->postcode);
    stamp(pdf, envelope, style);
    addressee(pdf, envelope, style, to);
    sender(cx, pdf, envelope, style);
    return GX_OK;
}
