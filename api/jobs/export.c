// SPDX-License-Identifier: AGPL-3.0-or-later
// A big export: the stored query of the person, run with his rights of now, streamed into a file that then belongs
// to him. Started again from the beginning when the worker was lost: nothing is committed before the end.
#include "resource/export.h"

#include "channels/files/files.h"
#include "core/json.h"
#include "core/uuid.h"
#include "jobs/job.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct source {
    const char *id, *resource, *params;
};

static gx_rc read_source(gx_cx *cx, const struct gx_job *job, struct source *out) {
    const char *id = gx_json_str(job->params, "export_id");
    const struct gx_stmt stmt = GX_STMT("select resource, params from api.export where id = $1::uuid", id);
    gx_result *r;
    gx_rc rc = gx_job_write(cx, job->user_id, "export", &stmt, 1, &r);
    if (rc != GX_OK)
        return rc;
    if (gx_result_rows(r) == 0)
        return gx_fail(cx, GX_E_NOT_FOUND, NULL, "the export is gone");
    *out = (struct source){id, gx_result_text(r, 0, 0), gx_result_text(r, 0, 1)};
    return GX_OK;
}

static gx_rc plan(gx_cx *cx, const struct gx_job *job, const struct source *source, struct gx_export *out) {
    struct gx_run run;
    struct gx_request wanted;
    json_t *params;
    gx_rc rc = gx_json_parse(cx, source->params, strlen(source->params), &params);
    if (rc == GX_OK)
        rc = gx_job_hints(cx, job->user_id, &run.hints);
    if (rc != GX_OK)
        return rc;
    run.resource = gx_catalog_by_name(run.hints->catalog, source->resource);
    if (run.resource == NULL)
        return gx_fail(cx, GX_E_NOT_FOUND, NULL, "there is no such resource");
    run.right = gx_rights_of(run.hints, run.resource);
    rc = gx_run_may(cx, &run, GX_OPERATION_EXPORT);
    if (rc == GX_OK)
        rc = gx_export_stored(cx, source->resource, params, &wanted);
    if (rc == GX_OK)
        rc = gx_export_read(cx, &run, &wanted, out);
    if (rc == GX_OK)
        gx_export_mark_of(cx, run.hints, source->id, &out->mark);
    return rc;
}

static gx_rc report(gx_cx *cx, int64_t rows, void *data) {
    return gx_job_progress(cx, data, rows, -1);
}

// Writes to a temporary file of our own; its descriptor is what goes into the store.
static gx_rc write_file(gx_cx *cx, struct gx_job *job, const struct gx_export *export, char key[GX_FILES_KEY],
                        uint64_t *size, int64_t *rows) {
    char path[] = "/tmp/guanxi-export-XXXXXX";
    const struct gx_stmt stmts[] = {gx_identity_worker(cx, job->user_id, cx->change_set_id, "export"),
                                    gx_export_select(cx, export)};
    gx_db_stream *stream;
    gx_rc rc = gx_db_stream_open(cx, cx->env->exports, stmts, 2, &stream);
    if (rc != GX_OK)
        return rc;
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd < 0)
        return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "no room for the file");
    close(fd);
    rc = gx_export_file(cx, export, stream, path, report, job, rows);
    gx_db_stream_close(stream);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (rc == GX_OK)
        rc = fd < 0 ? gx_fail(cx, GX_E_UNAVAILABLE, NULL, "the file is gone")
                    : gx_files_put_fd(cx, fd, key, size);
    if (fd >= 0)
        close(fd);
    unlink(path);
    return rc;
}

static gx_rc keep(gx_cx *cx, struct gx_job *job, const struct source *source, const struct gx_export *export,
                  const char *key, uint64_t size, int64_t rows) {
    char id[37];
    gx_uuid_new(id);
    const char *bytes = gx_arena_printf(cx->arena, "%llu", (unsigned long long)size);
    const char *count = gx_arena_printf(cx->arena, "%lld", (long long)rows);
    const char *name =
        gx_export_mark_file(cx->arena, &export->mark, source->resource, gx_export_endings[export->format]);
    char *type = gx_arena_strdup(cx->arena, gx_export_types[export->format]);
    type[strcspn(type, ";")] = '\0';
    const struct gx_stmt stmts[] = {
        GX_STMT(
            "insert into api.file_write (id, name, size, mime_type) values ($1::uuid, $2, $3::bigint, $4)",
            id, name, bytes, type),
        GX_STMT("select api.file_store($1::uuid, $2, $3::bigint)", id, key, bytes),
        GX_STMT("select api.export_set($1::uuid, 'done', $2::bigint, $3::uuid)", source->id, count, id)};
    gx_rc rc = gx_job_write(cx, job->user_id, "export", stmts, GX_COUNT(stmts), NULL);
    if (rc == GX_OK)
        job->result =
            gx_json_keep(cx->arena, json_pack("{s:s, s:I}", "file_id", id, "rows", (json_int_t)rows));
    return rc;
}

static gx_rc run(gx_cx *cx, struct gx_job *job) {
    struct source source = {0};
    struct gx_export export;
    char key[GX_FILES_KEY];
    uint64_t size = 0;
    int64_t rows = 0;
    gx_uuid_new(cx->change_set_id);
    gx_rc rc = read_source(cx, job, &source);
    if (rc == GX_OK)
        rc = plan(cx, job, &source, &export);
    if (rc == GX_OK)
        rc = write_file(cx, job, &export, key, &size, &rows);
    if (rc == GX_OK)
        rc = keep(cx, job, &source, &export, key, size, rows);
    if (rc == GX_OK || rc == GX_E_UNAVAILABLE || rc == GX_E_STALE || rc == GX_E_AGAIN || source.id == NULL)
        return rc;
    struct gx_problem problem = cx->problem;
    gx_cx_clear(cx);
    const struct gx_stmt stmt = GX_STMT("select api.export_set($1::uuid, 'failed', null, null)", source.id);
    gx_rc noted = gx_job_write(cx, job->user_id, "export", &stmt, 1, NULL);
    cx->problem = problem;
    return noted == GX_E_UNAVAILABLE ? noted : rc;
}
GX_JOB("export", run);
