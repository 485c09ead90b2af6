// SPDX-License-Identifier: AGPL-3.0-or-later
// Taking back a change set that is too big for a request: one transaction on the connections with a long time limit,
// so that a lost worker leaves it wholly done or wholly undone.
#include "core/json.h"
#include "core/uuid.h"
#include "jobs/job.h"
#include <string.h>

enum { LISTED = 1000 };

static json_t *result_of(gx_cx *cx, const gx_result *rows) {
    json_t *conflicts = json_array();
    json_int_t undone = 0;
    for (int i = 0; i < gx_result_rows(rows); i++) {
        if (strcmp(gx_result_text(rows, i, 2), "undone") == 0)
            undone++;
        else if (json_array_size(conflicts) < LISTED)
            json_array_append_new(
                conflicts, json_pack("{s:s, s:s, s:s}", "resource", gx_result_text(rows, i, 0), "id",
                                     gx_result_text(rows, i, 1), "result", gx_result_text(rows, i, 2)));
    }
    return gx_json_keep(cx->arena, json_pack("{s:s, s:I, s:o}", "change_set_id", cx->change_set_id, "undone",
                                             undone, "conflicts", conflicts));
}

static gx_rc run(gx_cx *cx, struct gx_job *job) {
    GX_AUTO(gx_lease) lease = {0};
    gx_result *results[2];
    memcpy(cx->change_set_id, job->id, 37);
    const struct gx_stmt stmts[] = {
        gx_identity_worker(cx, job->user_id, cx->change_set_id, "undo"),
        GX_STMT("select resource, record_id, result from api.change_set_undo($1::uuid)",
                gx_json_str(job->params, "change_set_id"))};
    gx_rc rc = gx_pool_take(cx->env->exports, cx, &lease);
    if (rc == GX_OK)
        rc = gx_db_pipeline(cx, &lease, stmts, 2, GX_TX_WHOLE, results);
    if (rc == GX_OK)
        job->result = result_of(cx, results[1]);
    return rc;
}
GX_JOB("undo", run);
