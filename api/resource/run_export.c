// SPDX-License-Identifier: AGPL-3.0-or-later
// GET /accounts/export. Counts first: what is too big becomes a job (groups are never too big). The audit line is committed
// before the first row is read; then rows go out as they come, on the pool for exports.
#include "core/handler.h"
#include "db/client/identity.h"
#include "resource/export.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct sending {
    const struct gx_export *export;
    gx_db_stream *stream;
    gx_buf buf;
    size_t sent;
    bool begun, ended;
    FILE *file; // what is whole before it is sent
};

static ssize_t send_text(void *state, char *out, size_t max) {
    struct sending *s = state;
    gx_result *row;
    while (s->buf.len - s->sent < max && !s->ended) {
        if (s->sent == s->buf.len)
            s->sent = s->buf.len = 0;
        if (gx_db_stream_next(s->stream, &row))
            return -1;
        if (row) {
            gx_export_row(&s->buf, s->export, row, !s->begun);
            s->begun = true;
        } else {
            gx_export_tail(&s->buf, s->export);
            s->ended = true;
        }
    }
    size_t n = s->buf.len - s->sent < max ? s->buf.len - s->sent : max;
    if (n > 0)
        memcpy(out, s->buf.data + s->sent, n);
    s->sent += n;
    return (ssize_t)n;
}

static ssize_t send_file(void *state, char *out, size_t max) {
    struct sending *s = state;
    size_t n = fread(out, 1, max, s->file);
    return n == 0 && ferror(s->file) ? -1 : (ssize_t)n;
}

static void finish(void *state) {
    struct sending *s = state;
    if (s->stream)
        gx_db_stream_close(s->stream);
    if (s->file)
        (void)fclose(s->file);
    gx_buf_free(&s->buf);
}

static gx_rc count(gx_cx *cx, const struct gx_export *export, int64_t *rows) {
    struct gx_sql *sql = gx_sql_new(cx->arena);
    gx_result *result;
    gx_sql_add(sql, "select count(*) from (");
    gx_plan_all(sql, export->plan, "1", GX_EXPORT_DIRECT + 1);
    gx_sql_add(sql, ") n");
    struct gx_stmt stmt = gx_sql_stmt(sql);
    gx_rc rc = gx_run_read(cx, &stmt, 1, export->query->q != NULL, &result);
    if (rc == GX_OK)
        *rows = gx_result_i64(result, 0, 0);
    return rc;
}

const char *gx_export_params(gx_cx *cx, const struct gx_request *rq) {
    GX_AUTO(gx_buf) buf = {0};
    gx_buf_adds(&buf, "{\"query\":{");
    for (size_t i = 0; i < rq->n_query; i++) {
        gx_buf_adds(&buf, i ? "," : "");
        gx_buf_jsons(&buf, rq->query[i].key);
        gx_buf_addc(&buf, ':');
        gx_buf_jsons(&buf, rq->query[i].value);
    }
    gx_buf_adds(&buf, "}}");
    return gx_arena_strndup(cx->arena, buf.data, buf.len);
}

static gx_rc start_job(gx_cx *cx, const struct gx_run *run, const struct gx_request *rq,
                       const struct gx_export *export, struct gx_response *rs) {
    gx_result *result;
    const char *params = gx_export_params(cx, rq);
    struct gx_stmt stmt = GX_STMT("select export_id, job_id from api.export_start($1, $2, $3::jsonb)",
                                  run->resource->name, gx_export_names[export->format], params);
    gx_rc rc = gx_identity_write(cx, &stmt, 1, &result);
    if (rc)
        return rc;
    rs->location = gx_arena_printf(cx->arena, "/api/v1/exports/%s", gx_result_text(result, 0, 0));
    gx_buf *buf = gx_response_json(rs, 202);
    gx_buf_addc(buf, '{');
    gx_buf_pair(buf, "job_id", gx_result_text(result, 0, 1));
    gx_buf_adds(buf, "}}");
    return GX_OK;
}

static gx_rc note(gx_cx *cx, const struct gx_run *run, const struct gx_request *rq,
                  const struct gx_export *export, int64_t rows) {
    const char *params = gx_export_params(cx, rq);
    struct gx_stmt stmt =
        GX_STMT("select api.export_note($1, $2, $3::jsonb || jsonb_build_object('rows', $4::bigint))",
                run->resource->name, gx_export_names[export->format], params,
                gx_arena_printf(cx->arena, "%lld", (long long)rows));
    return gx_identity_write(cx, &stmt, 1, NULL);
}

static gx_rc open_stream(gx_cx *cx, const struct gx_export *export, gx_db_stream **out) {
    struct gx_stmt stmts[3] = {gx_identity_enter(cx),
                               GX_STMT0("select set_config('plan_cache_mode', 'force_custom_plan', true)"),
                               gx_export_select(cx, export)};
    return gx_db_stream_open(cx, cx->env->exports, stmts, 3, out);
}

static gx_rc make_file(gx_cx *cx, struct sending *s) {
    char path[] = "/tmp/guanxi-export-XXXXXX";
    int64_t rows = 0;
    int fd = mkstemp(path);
    if (fd < 0)
        return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "the file cannot be written");
    (void)close(fd);
    gx_rc rc = gx_export_file(cx, s->export, s->stream, path, NULL, NULL, &rows);
    gx_db_stream_close(s->stream);
    s->stream = NULL;
    if (rc == GX_OK && !(s->file = fopen(path, "rb")))
        rc = gx_fail(cx, GX_E_UNAVAILABLE, NULL, "the file cannot be read");
    (void)unlink(path);
    return rc;
}

static gx_rc answer(gx_cx *cx, const struct gx_run *run, const struct gx_export *export,
                    struct gx_response *rs) {
    struct sending *s = GX_NEW(cx->arena, struct sending);
    s->export = gx_arena_memdup(cx->arena, export, sizeof *export);
    gx_rc rc = open_stream(cx, export, &s->stream);
    if (rc)
        return rc;
    rs->stream = (struct gx_stream){send_text, finish, s};
    if (gx_export_is_whole(export)) {
        rs->stream.read = send_file;
        rc = make_file(cx, s);
        if (rc)
            return rc;
    } else {
        gx_export_head(&s->buf, export);
    }
    rs->content_type = gx_export_types[export->format];
    const char *name =
        gx_export_mark_file(cx->arena, &export->mark, run->resource->path, gx_export_endings[export->format]);
    rs->disposition = gx_response_attachment(cx->arena, name);
    return GX_OK;
}

static gx_rc export_all(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct gx_run run;
    struct gx_export export;
    int64_t rows = 0;
    gx_rc rc = gx_run_begin(cx, rq, &run);
    if (rc == GX_OK)
        rc = gx_run_may(cx, &run, GX_OPERATION_EXPORT);
    if (rc == GX_OK)
        rc = gx_export_read(cx, &run, rq, &export);
    if (rc == GX_OK)
        rc = count(cx, &export, &rows);
    if (rc)
        return rc;
    if (export.print && rows > GX_PRINT_MAX)
        return gx_fail_code(cx, GX_E_INVALID, "print_limit", NULL, "at most %d pieces at once", GX_PRINT_MAX);
    if (rows > gx_export_direct(&export) && !export.groups)
        return start_job(cx, &run, rq, &export, rs);
    rc = note(cx, &run, rq, &export, rows);
    return rc ? rc : answer(cx, &run, &export, rs);
}

GX_OPERATION("*_export", export_all);
