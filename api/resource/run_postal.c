// SPDX-License-Identifier: AGPL-3.0-or-later
// GET /accounts/postal: what the export with the same parameters would print: how many pieces, the first of them, and the
// records that have no usable address, each with the reason. Nothing leaves the house that a list does not show.
#include "core/handler.h"
#include "db/client/identity.h"
#include "resource/postal.h"
#include <string.h>

enum { NAMED = 200 };

struct tally {
    int64_t total, printable;
    int named;
    gx_buf problems, first;
};

static void write_first(gx_buf *buf, const struct gx_post_address *to) {
    gx_buf_addc(buf, '{');
    gx_buf_pair(buf, "place", to->place);
    gx_buf_pair(buf, "company", to->company);
    gx_buf_pair(buf, "person", to->person);
    gx_buf_pair(buf, "postcode", to->postcode);
    gx_buf_pair(buf, "phone", to->phone);
    gx_buf_addc(buf, '}');
}

static void write_problem(struct tally *t, const struct gx_postal *postal, enum gx_postal_problem problem) {
    if (t->named++ >= NAMED)
        return;
    gx_buf_adds(&t->problems, t->named > 1 ? ",{" : "{");
    gx_buf_pair(&t->problems, "id", postal->id);
    gx_buf_pair(&t->problems, "name", postal->name);
    gx_buf_pair(&t->problems, "problem", gx_postal_problems[problem]);
    gx_buf_addc(&t->problems, '}');
}

static void look(gx_cx *cx, const struct gx_export *export, const gx_result *row, struct tally *t) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    gx_arena *kept = cx->arena;
    struct gx_postal postal;
    cx->arena = arena; // texts of one row
    enum gx_postal_problem problem = gx_postal_read(cx, export, row, &postal);
    cx->arena = kept;
    t->total++;
    if (problem != GX_POSTAL_GOOD)
        write_problem(t, &postal, problem);
    else if (t->printable++ == 0)
        write_first(&t->first, &postal.to);
}

static gx_rc look_at_all(gx_cx *cx, const struct gx_export *export, struct tally *t) {
    struct gx_stmt stmts[3] = {gx_identity_enter(cx),
                               GX_STMT0("select set_config('plan_cache_mode', 'force_custom_plan', true)"),
                               gx_export_select(cx, export)};
    gx_db_stream *stream;
    gx_result *row = NULL;
    gx_rc rc = gx_db_stream_open(cx, cx->env->exports, stmts, 3, &stream);
    if (rc)
        return rc;
    while ((rc = gx_db_stream_next(stream, &row)) == GX_OK && row)
        look(cx, export, row, t);
    gx_db_stream_close(stream);
    return rc;
}

static void write_answer(struct gx_response *rs, const struct tally *t) {
    gx_buf *buf = gx_response_json(rs, 200);
    gx_buf_addc(buf, '{');
    gx_buf_pair_i64(buf, "total", t->total);
    gx_buf_pair_i64(buf, "printable", t->printable);
    gx_buf_pair_i64(buf, "limit", GX_PRINT_MAX);
    gx_buf_pair_raw(buf, "first", t->first.len ? t->first.data : "null");
    gx_buf_key(buf, "problems");
    gx_buf_addc(buf, '[');
    gx_buf_add(buf, t->problems.data ? t->problems.data : "", t->problems.len);
    gx_buf_adds(buf, "]}}");
}

static gx_rc postal(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct gx_run run;
    struct gx_export export;
    struct tally t = {0};
    gx_rc rc = gx_run_begin(cx, rq, &run);
    if (rc == GX_OK)
        rc = gx_run_may(cx, &run, GX_OPERATION_EXPORT);
    if (rc == GX_OK)
        rc = gx_export_read(cx, &run, rq, &export);
    if (rc == GX_OK && !export.print)
        rc = gx_fail(cx, GX_E_MALFORMED, "format", "format is envelopes or labels");
    if (rc == GX_OK)
        rc = look_at_all(cx, &export, &t);
    if (rc == GX_OK)
        write_answer(rs, &t);
    gx_buf_free(&t.problems);
    gx_buf_free(&t.first);
    return rc;
}

GX_OPERATION("*_postal", postal);
