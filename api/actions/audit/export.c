// SPDX-License-Identifier: AGPL-3.0-or-later
// The audit as CSV. The lines are collected first, because the audit must know of the export and of its size before the
// first of them leaves; hence a limit, which a narrower search stays below.
#include "resource/export.h"
#include "actions/audit/search.h"
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"
#include <string.h>

enum { LINES_MAX = 20000 };

#define GX_AUDIT_CSV                                                                                         \
    "select to_char(l.at at time zone '" GX_FILTER_ZONE "', 'YYYY-MM-DD HH24:MI:SS') as at, l.kind,"         \
    " s.name as subject, a.name as actor, l.ip, l.resource, l.record_id, l.origin, l.request_id,"            \
    " l.session_id, l.change_set_id, l.detail, l.changes"                                                    \
    " from api.audit_list($1::jsonb, null, null, null, $2::int) l"                                           \
    " left join api.\"user\" s on s.id = l.subject_id left join api.\"user\" a on a.id = l.actor_id"         \
    " order by l.at desc, l.source desc, l.id desc"

static void add_line(gx_buf *buf, const gx_result *row) {
    for (int i = 0; i < gx_result_cols(row); i++) {
        gx_buf_adds(buf, i ? "," : "");
        gx_export_csv_cell(buf, gx_result_text(row, 0, i), gx_result_len(row, 0, i));
    }
    gx_buf_adds(buf, "\r\n");
}

static void add_head(gx_buf *buf, const gx_result *row) {
    gx_buf_adds(buf, "\xEF\xBB\xBF");
    for (int i = 0; i < gx_result_cols(row); i++)
        gx_buf_printf(buf, "%s%s", i ? "," : "", gx_result_name(row, i));
    gx_buf_adds(buf, "\r\n");
}

static gx_rc collect(gx_cx *cx, const char *filter, gx_buf *buf, int64_t *lines) {
    struct gx_stmt stmts[2] = {
        gx_identity_enter(cx),
        GX_STMT(GX_AUDIT_CSV, filter, gx_arena_printf(cx->arena, "%d", LINES_MAX + 1))};
    gx_db_stream *stream;
    gx_result *row = NULL;
    gx_rc rc = gx_db_stream_open(cx, cx->env->exports, stmts, 2, &stream);
    while (rc == GX_OK) {
        rc = gx_db_stream_next(stream, &row);
        if (rc || !row)
            break;
        if (++*lines == 1)
            add_head(buf, row);
        add_line(buf, row);
        if (*lines > LINES_MAX)
            rc = gx_fail(cx, GX_E_TOO_LARGE, NULL, "more than %d lines; narrow the search", LINES_MAX);
    }
    return rc;
}

static gx_rc note(gx_cx *cx, const char *filter, int64_t lines) {
    struct gx_stmt stmt = GX_STMT("select api.audit_export_note($1::jsonb, $2::bigint)", filter,
                                  gx_arena_printf(cx->arena, "%lld", (long long)lines));
    return gx_identity_write(cx, &stmt, 1, NULL);
}

static gx_rc export_lines(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const struct gx_hints *hints;
    struct gx_export_mark mark;
    json_t *filter;
    int64_t lines = 0;
    gx_rc rc = gx_rights_get(cx, &hints);
    if (rc == GX_OK)
        rc = gx_search_filter(cx, rq, &filter);
    if (rc)
        return rc;
    const char *text = gx_json_dump(cx->arena, filter);
    rc = collect(cx, text, &rs->body, &lines);
    if (rc == GX_OK)
        rc = note(cx, text, lines);
    if (rc)
        return rc;
    gx_export_mark_of(cx, hints, cx->request_id, &mark);
    const char *line = gx_export_mark_text(cx->arena, &mark);
    gx_export_csv_cell(&rs->body, line, strlen(line));
    gx_buf_adds(&rs->body, "\r\n");
    rs->status = 200;
    rs->content_type = gx_export_types[GX_EXPORT_CSV];
    rs->disposition =
        gx_response_attachment(cx->arena, gx_export_mark_file(cx->arena, &mark, "audit", "csv"));
    return GX_OK;
}
GX_OPERATION("audit_export", export_lines);
