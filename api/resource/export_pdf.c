// SPDX-License-Identifier: AGPL-3.0-or-later
// Envelopes and labels as the file of an export. Who made it and when stands in the properties of the document, as in
// a workbook; on paper that goes by post it has no place.
#include "resource/export.h"

#include "resource/postal.h"

enum { REPORT_PIECES = 200 };

struct printing {
    const struct gx_export *export;
    gx_pdf *pdf;
    struct gx_post_style style;
    int pieces;
};

static gx_rc begin(gx_cx *cx, struct printing *p, const char *path) {
    const struct gx_export_mark *mark = &p->export->mark;
    const struct gx_export *export = p->export;
    const struct gx_pdf_info info = {
        .title = gx_arena_printf(cx->arena, "%s %s", export->query->resource->path,
                                 gx_export_names[export->format]),
        .author = gx_arena_printf(cx->arena, "%s (%s)", mark->name, mark->username),
        .keywords = gx_export_mark_text(cx->arena, mark),
        .at = mark->at};
    gx_rc rc = gx_pdf_open(cx, path, &info, &p->pdf);
    if (rc == GX_OK)
        gx_pdf_shift(p->pdf, export->print->shift_x, export->print->shift_y);
    return rc;
}

static gx_rc piece(gx_cx *cx, struct printing *p, const gx_result *row) {
    const struct gx_print *print = p->export->print;
    struct gx_postal postal;
    enum gx_postal_problem problem = gx_postal_read(cx, p->export, row, &postal);
    if (print->sender_id && !postal.has_sender)
        return gx_fail(cx, GX_E_INVALID, "print/sender_id", "there is no such office");
    if (problem != GX_POSTAL_GOOD && print->skip)
        return GX_OK;
    if (problem != GX_POSTAL_GOOD)
        return gx_fail_code(cx, GX_E_INVALID, "not_printable", NULL,
                            "a record cannot be printed (%s); /postal names them, print.skip leaves them out",
                            gx_postal_problems[problem]);
    p->style.sender = postal.sender;
    int place = print->start + p->pieces++;
    return print->envelope ? gx_post_print_envelope(cx, p->pdf, print->envelope, &p->style, &postal.to)
                           : gx_post_print_label(cx, p->pdf, &print->sheet, &p->style, place, &postal.to);
}

static gx_rc pieces(gx_cx *cx, struct printing *p, gx_db_stream *stream, gx_export_progress progress,
                    void *data, int64_t *rows) {
    gx_result *row = NULL;
    gx_rc rc = GX_OK;
    while (rc == GX_OK) {
        rc = gx_db_stream_next(stream, &row);
        if (rc || !row)
            break;
        if (++*rows > GX_PRINT_MAX)
            return gx_fail_code(cx, GX_E_INVALID, "print_limit", NULL, "at most %d pieces at once",
                                GX_PRINT_MAX);
        rc = piece(cx, p, row);
        if (rc == GX_OK && progress && *rows % REPORT_PIECES == 0)
            rc = progress(cx, *rows, data);
    }
    return rc;
}

gx_rc gx_export_pdf(gx_cx *cx, const struct gx_export *export, gx_db_stream *stream, const char *path,
                    gx_export_progress progress, void *data, int64_t *rows) {
    struct printing p = {.export = export, .style = export->print->style};
    gx_rc rc = begin(cx, &p, path);
    if (rc == GX_OK)
        rc = pieces(cx, &p, stream, progress, data, rows);
    if (rc == GX_OK && p.pieces == 0)
        rc = gx_fail_code(cx, GX_E_INVALID, "not_printable", NULL, "none of the records can be printed");
    *rows = p.pieces;
    return rc ? rc : gx_pdf_close(cx, p.pdf);
}
