// SPDX-License-Identifier: AGPL-3.0-or-later
// Settings of a print. The schema says what may be told, and is part of the catalog; here it gets its meaning.
#include "resource/print.h"

#include "core/json.h"
#include "core/schema.h"
#include <string.h>

static double number(const json_t *object, const char *key, double otherwise) {
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : otherwise;
}

static gx_rc parse(gx_cx *cx, const struct gx_run *run, const char *text, json_t **out) {
    const json_t *bodies = json_object_get(run->hints->catalog->raw, "standard_bodies");
    const char *why = NULL;
    const gx_schema *schema = gx_schema_compile(cx->arena, json_object_get(bodies, "print"), &why);
    if (!schema)
        return gx_fail(cx, GX_E_INTERNAL, NULL, "the settings of a print have no schema");
    gx_rc rc = gx_json_parse(cx, text, strlen(text), out);
    return rc ? rc : gx_schema_check(cx, schema, *out, "print");
}

static struct gx_post_sheet own_sheet(const json_t *own) {
    struct gx_post_sheet sheet = {.name = "own",
                                  .paper_width = number(own, "paper_width", 210),
                                  .paper_height = number(own, "paper_height", 297),
                                  .left = number(own, "left", 0),
                                  .top = number(own, "top", 0),
                                  .width = number(own, "width", 0),
                                  .height = number(own, "height", 0),
                                  .columns = (int)gx_json_i64(own, "columns", 1),
                                  .rows = (int)gx_json_i64(own, "rows", 1)};
    sheet.step_right = number(own, "step_right", sheet.width);
    sheet.step_down = number(own, "step_down", sheet.height);
    return sheet;
}

static gx_rc read_paper(gx_cx *cx, const json_t *settings, bool labels, struct gx_print *out) {
    const char *paper = gx_json_str(settings, "paper");
    const json_t *own = json_object_get(settings, "own");
    const struct gx_post_sheet *sheet = gx_post_sheet(paper ? paper : "a4_3x8");
    if (!labels) {
        out->envelope = gx_post_envelope(paper ? paper : "zl");
        return out->envelope ? GX_OK : gx_fail(cx, GX_E_INVALID, "print/paper", "there is no such envelope");
    }
    if (!own && !sheet)
        return gx_fail(cx, GX_E_INVALID, "print/paper", "there is no such sheet of labels");
    out->sheet = own ? own_sheet(own) : *sheet;
    if (!gx_post_sheet_fits(&out->sheet))
        return gx_fail(cx, GX_E_INVALID, "print/own", "the labels do not fit onto the paper");
    out->start = (int)gx_json_i64(settings, "start", 1) - 1;
    if (out->start >= out->sheet.columns * out->sheet.rows)
        return gx_fail(cx, GX_E_INVALID, "print/start", "the sheet has %d labels",
                       out->sheet.columns * out->sheet.rows);
    return GX_OK;
}

gx_rc gx_print_read(gx_cx *cx, const struct gx_run *run, const struct gx_request *rq, bool labels,
                    const char *language, struct gx_print **out) {
    const char *text = gx_request_query(rq, "print");
    struct gx_print *print = GX_NEW(cx->arena, struct gx_print);
    json_t *settings = NULL;
    gx_rc rc = parse(cx, run, text ? text : "{}", &settings);
    if (rc == GX_OK)
        rc = read_paper(cx, settings, labels, print);
    if (rc)
        return rc;
    print->language = language ? language : "zh-CN";
    print->style = (struct gx_post_style){.frame = gx_json_bool(settings, "frame", !labels),
                                          .turn = gx_json_bool(settings, "turn", false),
                                          .language = print->language};
    print->shift_x = number(settings, "shift_x", 0);
    print->shift_y = number(settings, "shift_y", 0);
    print->phone = gx_json_bool(settings, "phone", false);
    print->skip = gx_json_bool(settings, "skip", false);
    print->without_postcode = gx_json_bool(settings, "without_postcode", false);
    print->attention = gx_json_str(settings, "attention");
    print->sender_id = gx_json_str(settings, "sender_id");
    *out = print;
    return GX_OK;
}
