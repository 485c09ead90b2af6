// SPDX-License-Identifier: AGPL-3.0-or-later
// The import job: read the import, its file and the person's rights, take the steps, write what came of it. Killed at
// any point, the next worker takes the same steps and leaves out what the ledger has.
#include "channels/files/files.h"
#include "core/json.h"
#include "core/uuid.h"
#include "jobs/import/steps.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct source {
    const char *id, *resource, *options, *sha256, *locale, *file_name;
};

static gx_rc read_source(gx_cx *cx, const struct gx_job *job, struct source *out) {
    const char *id = gx_json_str(job->params, "import_id");
    const struct gx_stmt stmts[] = {GX_STMT("select i.resource, i.options, f.sha256, f.name from api.import "
                                            "i join api.file f on f.id = i.file_id"
                                            " where i.id = $1::uuid and f.state = 'stored'",
                                            id),
                                    GX_STMT0("select locale from api.my_subject")};
    gx_result *r[2];
    gx_rc rc = gx_job_write(cx, job->user_id, "import", stmts, 2, r);
    if (rc != GX_OK)
        return rc;
    if (gx_result_rows(r[0]) == 0)
        return gx_fail(cx, GX_E_NOT_FOUND, NULL, "the import or its file is gone");
    *out = (struct source){id,
                           gx_result_text(r[0], 0, 0),
                           gx_result_text(r[0], 0, 1),
                           gx_result_text(r[0], 0, 2),
                           gx_result_value(r[1], 0, 0),
                           gx_result_text(r[0], 0, 3)};
    return GX_OK;
}

static gx_rc read_sheet(gx_cx *cx, const struct source *source, struct gx_import *import) {
    uint64_t size;
    int fd;
    gx_rc rc = gx_files_open(cx, source->sha256, &fd, &size);
    if (rc != GX_OK)
        return rc;
    if (import->locale == NULL)
        import->locale = source->locale;
    const struct gx_sheet_options options = {import->encoding, import->locale, import->sheet_number, 0};
    rc = gx_sheet_read(cx, fd, &options, &import->sheet);
    close(fd);
    return rc;
}

static gx_rc take_steps(gx_cx *cx, const struct gx_job *job, struct gx_import *import) {
    gx_rc rc = gx_import_convert(cx, import);
    if (rc == GX_OK)
        rc = gx_job_progress(cx, job, import->dry_run ? 0 : -1, (int64_t)import->n_rows);
    if (rc == GX_OK && !import->dry_run)
        rc = gx_ledger_read(cx, job, import);
    if (rc == GX_OK)
        rc = gx_resolve_all(cx, job, import);
    if (rc == GX_OK)
        rc = gx_match_all(cx, job, import);
    if (rc == GX_OK)
        rc = gx_write_all(cx, job, import);
    if (rc == GX_OK)
        rc = gx_people_all(cx, job, import);
    return rc;
}

// State and result of the import; the change set of the run is not touched by it.
static gx_rc set_import(gx_cx *cx, const struct gx_job *job, const char *state, const json_t *result) {
    json_t *patch = gx_json_keep(cx->arena, json_pack("{s:s, s:O?}", "state", state, "result", result));
    const struct gx_stmt stmt =
        GX_STMT("select api.import_set($1::uuid, $2::jsonb)", gx_json_str(job->params, "import_id"),
                gx_json_dump(cx->arena, patch));
    char own[37];
    memcpy(own, cx->change_set_id, sizeof own);
    gx_uuid_new(cx->change_set_id);
    gx_rc rc = gx_job_write(cx, job->user_id, "job", &stmt, 1, NULL);
    memcpy(cx->change_set_id, own, sizeof own);
    return rc;
}

static json_t *problem_json(gx_cx *cx) {
    json_t *errors = json_array();
    for (const struct gx_problem_error *e = cx->problem.errors; e != NULL; e = e->next)
        json_array_append_new(errors, json_pack("{s:s, s:s?, s:s?}", "pointer", e->pointer, "code", e->code,
                                                "message", e->message));
    return gx_json_keep(cx->arena, json_pack("{s:s?, s:s?, s:o}", "code", cx->problem.code, "detail",
                                             cx->problem.detail, "problems", errors));
}

// A failure of the data ends the import; one of the system leaves it for the next worker.
static gx_rc fail(gx_cx *cx, const struct gx_job *job, gx_rc rc) {
    if (rc == GX_E_UNAVAILABLE || rc == GX_E_STALE || rc == GX_E_AGAIN)
        return rc;
    if (cx->problem.code != NULL && strcmp(cx->problem.code, "job_lost") == 0)
        return rc;
    struct gx_problem problem = cx->problem;
    json_t *result = problem_json(cx);
    gx_cx_clear(cx);
    gx_rc written = set_import(cx, job, "failed", result);
    cx->problem = problem;
    return written == GX_E_UNAVAILABLE ? written : rc;
}

// Plans made for the tables as they were before would be slow for whoever comes next.
static gx_rc refresh_statistics(gx_cx *cx, const struct gx_import *import) {
    size_t written = gx_rows_count(import, GX_IMPORT_NEW) + gx_rows_count(import, GX_IMPORT_CHANGED);
    const struct gx_stmt stmt = GX_STMT("select job.refresh_statistics($1)", import->resource->name);
    return import->dry_run || written < GX_IMPORT_CHUNK ? GX_OK : gx_job_system(cx, &stmt, 1, NULL);
}

static gx_rc note_change_set(gx_cx *cx, const struct gx_job *job, const struct source *source) {
    const struct gx_stmt stmt =
        GX_STMT("select api.change_set_note('import', $1, $2)", source->resource, source->file_name);
    return gx_job_write(cx, job->user_id, "import", &stmt, 1, NULL);
}

static gx_rc run(gx_cx *cx, struct gx_job *job) {
    const struct gx_hints *hints = NULL;
    struct source source = {0};
    json_t *options = NULL;
    struct gx_import *import = GX_NEW(cx->arena, struct gx_import);
    const char *change_set = gx_json_str(job->params, "change_set_id");
    if (change_set != NULL)
        memcpy(cx->change_set_id, change_set, 37);
    gx_rc rc = read_source(cx, job, &source);
    if (rc == GX_OK)
        rc = gx_job_hints(cx, job->user_id, &hints);
    if (rc == GX_OK)
        rc = gx_json_parse(cx, source.options, strlen(source.options), &options);
    if (rc == GX_OK)
        rc = gx_import_options(cx, hints, source.resource, options, import);
    import->dry_run = gx_json_bool(job->params, "dry_run", true);
    if (rc == GX_OK)
        rc = read_sheet(cx, &source, import);
    if (rc == GX_OK && !import->dry_run)
        rc = note_change_set(cx, job, &source);
    if (rc == GX_OK)
        rc = take_steps(cx, job, import);
    if (rc == GX_OK)
        rc = refresh_statistics(cx, import);
    if (rc == GX_OK)
        rc = gx_report_make(cx, job, import, &job->result);
    if (rc != GX_OK)
        return fail(cx, job, rc);
    return set_import(cx, job, import->dry_run ? "checked" : "done", job->result);
}
GX_JOB("import", run);
