// SPDX-License-Identifier: AGPL-3.0-or-later
// Create and merge patch. The row's own representation is read behind the write in the same
// transaction, as the writer sees it; where he no longer sees it the answer is 204. Nothing is
// looked at before it is written.
#include "core/handler.h"
#include "core/uuid.h"
#include "db/client/identity.h"
#include "resource/include.h"
#include "resource/run_one.h"
#include "resource/write.h"
#include <string.h>

struct created {
    const struct gx_plan *plan;
    const char *id;
    const char *path;
};

static gx_rc answer_created(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs,
                            gx_result *const *results, void *data) {
    const struct created *created = data;
    (void)rq;
    rs->location = gx_arena_printf(cx->arena, "/api/v1/%s/%s", created->path, created->id);
    rs->change_set = cx->change_set_id;
    return gx_one_answer(cx, created->plan, results[1], 201, rs) ? GX_OK : gx_response_none(rs);
}

static gx_rc create(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct gx_run run;
    struct gx_values values;
    struct gx_plan *plan;
    json_t *body;
    char id[37];
    gx_rc rc = gx_run_begin(cx, rq, &run);
    if (rc == GX_OK)
        rc = gx_run_may(cx, &run, GX_OPERATION_CREATE);
    if (rc == GX_OK)
        rc = gx_run_no_query(cx, rq);
    if (rc == GX_OK)
        rc = gx_run_body(cx, rq, &body);
    if (rc == GX_OK)
        rc = gx_validate_body(cx, &run, GX_VALIDATE_CREATE, body, "", &values);
    if (rc)
        return rc;
    gx_uuid_new(id);
    if (!values.id)
        values.id = gx_arena_strdup(cx->arena, id);
    struct gx_stmt stmts[2];
    stmts[0] = gx_write_insert(cx, run.resource, &values, values.id);
    stmts[1] = gx_one_select(cx, gx_query_new(cx, run.hints, run.resource), values.id, &plan);
    struct created created = {plan, values.id, run.resource->path};
    return gx_identity_post(cx, rq, rs, stmts, 2, answer_created, &created);
}

// Nothing was updated: gone, changed meanwhile, or visible and not his to change.
static gx_rc refuse(gx_cx *cx, const struct gx_plan *plan, const gx_result *rows, const char *version) {
    const char *now = gx_one_version(plan, rows);
    if (!now)
        return gx_one_missing(cx);
    if (version && strcmp(now, version) != 0) {
        gx_buf record = {0};
        gx_include_records(&record, plan, rows, 1);
        gx_rc rc = gx_fail(cx, GX_E_VERSION, NULL, "the record was changed meanwhile");
        cx->problem.current = gx_arena_strndup(cx->arena, record.data, record.len);
        gx_buf_free(&record);
        return rc;
    }
    return gx_fail(cx, GX_E_FORBIDDEN, NULL, "the record may be seen and not changed");
}

static gx_rc check_patch(gx_cx *cx, const struct gx_request *rq, struct gx_run *run, struct gx_values *values,
                         const char **version) {
    json_t *body;
    int64_t expected;
    gx_rc rc = gx_run_begin(cx, rq, run);
    if (rc == GX_OK)
        rc = gx_run_may(cx, run, GX_OPERATION_UPDATE);
    if (rc == GX_OK)
        rc = gx_run_no_query(cx, rq);
    if (rc == GX_OK)
        rc = gx_request_if_match(cx, rq, &expected);
    if (rc == GX_OK)
        rc = gx_run_body(cx, rq, &body);
    if (rc)
        return rc;
    *version = expected < 0 ? NULL : gx_arena_printf(cx->arena, "%lld", (long long)expected);
    return gx_validate_body(cx, run, GX_VALIDATE_PATCH, body, "", values);
}

// An empty patch changes nothing and still answers for the version.
static gx_rc patch_nothing(gx_cx *cx, struct gx_stmt select, const struct gx_plan *plan, const char *version,
                           struct gx_response *rs) {
    gx_result *rows;
    gx_rc rc = gx_run_read(cx, &select, 1, false, &rows);
    if (rc)
        return rc;
    const char *now = gx_one_version(plan, rows);
    if (!now || (version && strcmp(now, version) != 0))
        return refuse(cx, plan, rows, version);
    (void)gx_one_answer(cx, plan, rows, 200, rs);
    return GX_OK;
}

static gx_rc update(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct gx_run run;
    struct gx_values values;
    struct gx_plan *plan;
    gx_result *results[2];
    const char *version, *id = gx_request_param(rq, "id");
    gx_rc rc = check_patch(cx, rq, &run, &values, &version);
    if (rc)
        return rc;
    struct gx_stmt stmts[2];
    stmts[1] = gx_one_select(cx, gx_query_new(cx, run.hints, run.resource), id, &plan);
    if (values.n == 0)
        return patch_nothing(cx, stmts[1], plan, version, rs);
    stmts[0] = gx_write_update(cx, run.resource, &values, id, version);
    rc = gx_identity_write(cx, stmts, 2, results);
    if (rc)
        return rc;
    if (gx_result_rows(results[0]) == 0)
        return refuse(cx, plan, results[1], version);
    rs->change_set = cx->change_set_id;
    return gx_one_answer(cx, plan, results[1], 200, rs) ? GX_OK : gx_response_none(rs);
}

GX_OPERATION("*_create", create);
GX_OPERATION("*_update", update);
