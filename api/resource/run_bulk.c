// SPDX-License-Identifier: AGPL-3.0-or-later
// POST /accounts/bulk. First all records in one statement; when one of them is refused, each by
// itself, all under the same change set. A filter that fits more than the limit becomes a job.
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"
#include "resource/bulk.h"

struct item {
    enum gx_bulk_status status;
    const char *code, *message;
};

struct answer {
    const struct gx_bulk *bulk;
    struct item *items;
};

static struct gx_stmt note(const struct gx_bulk *bulk, const char *const *params) {
    (void)bulk;
    return (struct gx_stmt){"select api.change_set_note('bulk', $1, $2)", 2, params};
}

static gx_rc write_answer(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs,
                          gx_result *const *results, void *data) {
    const struct answer *answer = data;
    (void)rq;
    (void)results;
    gx_buf *buf = gx_response_json(rs, 200);
    rs->change_set = cx->change_set_id;
    gx_buf_addc(buf, '{');
    gx_buf_pair(buf, "change_set_id", cx->change_set_id);
    gx_buf_adds(buf, ",\"results\":[");
    for (size_t i = 0; i < answer->bulk->n_ids; i++) {
        const struct item *item = &answer->items[i];
        gx_buf_adds(buf, i ? ",{" : "{");
        gx_buf_pair(buf, "id", answer->bulk->ids[i]);
        gx_buf_pair(buf, "status", gx_bulk_names[item->status]);
        if (item->code)
            gx_buf_pair(buf, "code", item->code);
        if (item->message)
            gx_buf_pair(buf, "message", item->message);
        gx_buf_addc(buf, '}');
    }
    gx_buf_adds(buf, "]}}");
    return GX_OK;
}

static gx_rc answer_all(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs,
                        gx_result *const *results, void *data) {
    struct answer *answer = data;
    for (size_t i = 0; i < answer->bulk->n_ids; i++)
        answer->items[i].status =
            gx_bulk_status_of(answer->bulk, answer->bulk->ids[i], results[1], results[2]);
    return write_answer(cx, rq, rs, results, data);
}

static bool is_of_item(gx_rc rc) {
    return rc == GX_E_CONFLICT || rc == GX_E_INVALID || rc == GX_E_FORBIDDEN || rc == GX_E_NOT_FOUND;
}

static gx_rc act_on_one(gx_cx *cx, const struct gx_bulk *bulk, const char *const *params, size_t i,
                        struct item *item) {
    const char *ids = gx_sql_array(cx->arena, &bulk->ids[i], 1);
    struct gx_stmt stmts[3] = {note(bulk, params), gx_bulk_stmt(cx, bulk, ids), gx_bulk_seen(cx, bulk, ids)};
    gx_result *results[3];
    gx_rc rc = gx_identity_write(cx, stmts, 3, results);
    if (rc == GX_OK) {
        item->status = gx_bulk_status_of(bulk, bulk->ids[i], results[1], results[2]);
        return GX_OK;
    }
    if (!is_of_item(rc))
        return rc;
    item->status = rc == GX_E_CONFLICT    ? GX_BULK_CONFLICT
                   : rc == GX_E_INVALID   ? GX_BULK_INVALID
                   : rc == GX_E_FORBIDDEN ? GX_BULK_FORBIDDEN
                                          : GX_BULK_NOT_FOUND;
    const struct gx_problem_error *error = cx->problem.errors;
    item->code = error ? error->code : cx->problem.code;
    item->message = error ? error->message : cx->problem.detail;
    gx_cx_clear(cx);
    return GX_OK;
}

static gx_rc act_on_each(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs,
                         const char *const *params, struct answer *answer) {
    gx_cx_clear(cx);
    for (size_t i = 0; i < answer->bulk->n_ids; i++) {
        gx_rc rc = act_on_one(cx, answer->bulk, params, i, &answer->items[i]);
        if (rc)
            return rc;
    }
    return gx_identity_post(cx, rq, rs, NULL, 0, write_answer, answer);
}

static gx_rc act(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs, const struct gx_bulk *bulk) {
    const char *params[2] = {bulk->run.resource->name, gx_operation_names[bulk->action]};
    const char *ids = gx_sql_array(cx->arena, bulk->ids, bulk->n_ids);
    struct gx_stmt stmts[3] = {note(bulk, params), gx_bulk_stmt(cx, bulk, ids), gx_bulk_seen(cx, bulk, ids)};
    struct answer answer = {bulk, GX_NEW_N(cx->arena, struct item, bulk->n_ids + 1)};
    gx_rc rc = gx_identity_post(cx, rq, rs, stmts, 3, answer_all, &answer);
    return is_of_item(rc) ? act_on_each(cx, rq, rs, params, &answer) : rc;
}

static gx_rc answer_job(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs,
                        gx_result *const *results, void *data) {
    const char *id = gx_result_text(results[0], 0, 0);
    (void)rq;
    (void)data;
    rs->location = gx_arena_printf(cx->arena, "/api/v1/jobs/%s", id);
    gx_buf *buf = gx_response_json(rs, 202);
    gx_buf_addc(buf, '{');
    gx_buf_pair(buf, "job_id", id);
    gx_buf_adds(buf, "}}");
    return GX_OK;
}

static gx_rc start_job(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs,
                       const struct gx_bulk *bulk) {
    GX_AUTO(gx_buf) params = {0};
    gx_buf_addc(&params, '{');
    gx_buf_pair(&params, "resource", bulk->run.resource->name);
    gx_buf_pair_raw(&params, "body", gx_json_dump(cx->arena, bulk->body));
    gx_buf_addc(&params, '}');
    struct gx_stmt stmt = GX_STMT("select api.job_open('bulk', $1::jsonb)", params.data);
    return gx_identity_post(cx, rq, rs, &stmt, 1, answer_job, NULL);
}

// Turns the filter into ids; *many when there are more than are done at once.
static gx_rc choose(gx_cx *cx, struct gx_bulk *bulk, bool *many) {
    gx_result *rows;
    struct gx_stmt stmt = gx_bulk_select(cx, bulk, GX_BULK_IDS + 1);
    gx_rc rc = gx_run_read(cx, &stmt, 1, bulk->q != NULL, &rows);
    if (rc)
        return rc;
    *many = gx_result_rows(rows) > GX_BULK_IDS;
    bulk->n_ids = (size_t)gx_result_rows(rows);
    bulk->ids = GX_NEW_N(cx->arena, const char *, bulk->n_ids + 1);
    for (size_t i = 0; i < bulk->n_ids; i++)
        bulk->ids[i] = gx_result_text(rows, (int)i, 0);
    return GX_OK;
}

static gx_rc bulk_all(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct gx_run run;
    struct gx_bulk bulk;
    json_t *body;
    bool many = false;
    gx_rc rc = gx_run_begin(cx, rq, &run);
    if (rc == GX_OK)
        rc = gx_run_no_query(cx, rq);
    if (rc == GX_OK)
        rc = gx_run_body(cx, rq, &body);
    if (rc == GX_OK)
        rc = gx_bulk_read(cx, &run, body, &bulk);
    if (rc == GX_OK && !bulk.ids)
        rc = choose(cx, &bulk, &many);
    if (rc)
        return rc;
    return many ? start_job(cx, rq, rs, &bulk) : act(cx, rq, rs, &bulk);
}

GX_OPERATION("*_bulk", bulk_all);
