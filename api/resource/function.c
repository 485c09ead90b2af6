// SPDX-License-Identifier: AGPL-3.0-or-later
// Operations that are one SQL function: `function: api.follow_up` in the contract; registered once, as "*_function".
// The checked body of a POST, or the query of a GET as texts, goes in as jsonb under the caller's rights, with the `id`
// of the path; the jsonb result is the answer.
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"
#include "resource/engine.h"
#include "resource/run.h"
#include <string.h>

// data: not NULL for a read, which has no change set.
static gx_rc answer(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs, gx_result *const *results,
                    void *data) {
    (void)rq;
    gx_buf *buf = gx_response_json(rs, 200);
    rs->change_set = data ? NULL : cx->change_set_id;
    gx_buf_adds(buf, gx_result_is_null(results[0], 0, 0) ? "null" : gx_result_text(results[0], 0, 0));
    gx_buf_addc(buf, '}');
    return GX_OK;
}

// A read that is logged is done and logged anew however often it comes.
static gx_rc call_logged(gx_cx *cx, const struct gx_request *rq, struct gx_stmt stmt,
                         struct gx_response *rs) {
    gx_result *result;
    gx_rc rc = gx_identity_post_again(cx, rq, &stmt, &result);
    return rc == GX_OK ? answer(cx, rq, rs, &result, &result) : rc;
}

static gx_rc call_reading(gx_cx *cx, struct gx_stmt stmt, struct gx_response *rs) {
    gx_result *result;
    gx_rc rc = gx_run_read(cx, &stmt, 1, false, &result);
    return rc == GX_OK ? gx_response_value(rs, gx_result_text(result, 0, 0)) : rc;
}

// If-Match comes in as the body's version, null for any.
static gx_rc add_version(gx_cx *cx, const struct gx_request *rq, json_t *args) {
    int64_t version;
    gx_rc rc = gx_request_if_match(cx, rq, &version);
    if (rc)
        return rc;
    json_object_set_new(args, "version", version < 0 ? json_null() : json_integer(version));
    return GX_OK;
}

// What the function gets.
static gx_rc arguments(gx_cx *cx, const struct gx_request *rq, const json_t *operation, json_t **out) {
    const char *id = gx_request_param(rq, "id");
    gx_rc rc = GX_OK;
    if (rq->method == GX_GET) {
        *out = gx_json_keep(cx->arena, json_object());
        for (size_t i = 0; i < rq->n_query; i++)
            json_object_set_new(*out, rq->query[i].key, json_string(rq->query[i].value));
    } else {
        rc = gx_run_body(cx, rq, out);
    }
    if (rc == GX_OK && id)
        json_object_set_new(*out, "id", json_string(id));
    if (rc == GX_OK && gx_json_bool(operation, "if_match", false))
        rc = add_version(cx, rq, *out);
    return rc;
}

static gx_rc call(gx_cx *cx, const struct gx_request *rq, const json_t *operation, struct gx_response *rs) {
    json_t *args;
    const char *function = gx_json_str(operation, "function");
    size_t n = strspn(function, "abcdefghijklmnopqrstuvwxyz_0123456789.");
    gx_rc rc = arguments(cx, rq, operation, &args);
    if (rc)
        return rc;
    if (strncmp(function, "api.", 4) != 0 || function[n] != '\0')
        return gx_fail(cx, GX_E_INTERNAL, NULL, "the contract names no function of ours");
    struct gx_stmt stmt =
        GX_STMT(gx_arena_printf(cx->arena, "select %s($1::jsonb)", function), gx_json_dump(cx->arena, args));
    if (rq->method == GX_GET)
        return call_reading(cx, stmt, rs);
    return gx_json_bool(operation, "logged", false) ? call_logged(cx, rq, stmt, rs)
                                                    : gx_identity_post(cx, rq, rs, &stmt, 1, answer, NULL);
}

static gx_rc by_name(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct gx_catalog *catalog;
    size_t i;
    json_t *item;
    gx_rc rc = gx_engine_use_catalog(cx, &catalog);
    if (rc)
        return rc;
    json_array_foreach(json_object_get(catalog->raw, "operations"), i, item) {
        const char *id = gx_json_str(item, "id");
        if (id && gx_json_str(item, "function") && strcmp(id, rq->operation) == 0)
            return call(cx, rq, item, rs);
    }
    return gx_fail(cx, GX_E_NOT_FOUND, NULL, "there is no such operation");
}

GX_OPERATION("*_function", by_name);
