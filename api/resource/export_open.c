// SPDX-License-Identifier: AGPL-3.0-or-later
// POST /exports: a big export by a job, whatever its size. The body says the same as the query of
// a direct export, is turned into that, and checked in the same place.
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"
#include "resource/export.h"
#include <string.h>

enum { PAIRS = 16 };

static void put(struct gx_pair *pairs, size_t *n, const char *key, const char *value) {
    if (value && *n < PAIRS)
        pairs[(*n)++] = (struct gx_pair){key, value};
}

static const char *joined(gx_cx *cx, const json_t *list) {
    const char *text = NULL;
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item) {
        if (json_is_string(item))
            text = text ? gx_arena_printf(cx->arena, "%s,%s", text, json_string_value(item))
                        : json_string_value(item);
    }
    return text;
}

static void query_of_body(gx_cx *cx, const json_t *body, struct gx_request *out) {
    static const char *const plain[] = {"format", "q", "sort", "labels"};
    struct gx_pair *pairs = GX_NEW_N(cx->arena, struct gx_pair, PAIRS);
    const json_t *filter = json_object_get(body, "filter"), *print = json_object_get(body, "print");
    for (size_t i = 0; i < GX_COUNT(plain); i++)
        put(pairs, &out->n_query, plain[i], gx_json_str(body, plain[i]));
    put(pairs, &out->n_query, "fields", joined(cx, json_object_get(body, "fields")));
    put(pairs, &out->n_query, "print", print ? gx_json_dump(cx->arena, print) : NULL);
    put(pairs, &out->n_query, "filter", filter ? gx_json_dump(cx->arena, filter) : NULL);
    out->query = pairs;
    out->resource = gx_json_str(body, "resource");
}

gx_rc gx_export_stored(gx_cx *cx, const char *resource, const json_t *params, struct gx_request *out) {
    const char *key;
    json_t *value;
    const json_t *query = json_object_get(params, "query");
    struct gx_pair *pairs = GX_NEW_N(cx->arena, struct gx_pair, json_object_size(query) + 1);
    *out = (struct gx_request){.resource = resource, .query = pairs};
    json_object_foreach((json_t *)(uintptr_t)query, key, value) {
        if (!json_is_string(value))
            return gx_fail(cx, GX_E_INVALID, NULL, "the stored query cannot be read");
        pairs[out->n_query++] = (struct gx_pair){key, json_string_value(value)};
    }
    return GX_OK;
}

static gx_rc answer(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs, gx_result *const *results,
                    void *data) {
    (void)rq;
    (void)data;
    rs->location = gx_arena_printf(cx->arena, "/api/v1/exports/%s", gx_result_text(results[0], 0, 0));
    gx_buf *buf = gx_response_json(rs, 202);
    gx_buf_addc(buf, '{');
    gx_buf_pair(buf, "job_id", gx_result_text(results[0], 0, 1));
    gx_buf_pair(buf, "export_id", gx_result_text(results[0], 0, 0));
    gx_buf_adds(buf, "}}");
    return GX_OK;
}

static gx_rc export_open(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct gx_run run;
    struct gx_export export;
    struct gx_request wanted = {0};
    json_t *body;
    gx_rc rc = gx_run_body(cx, rq, &body);
    if (rc)
        return rc;
    query_of_body(cx, body, &wanted);
    rc = gx_run_begin(cx, &wanted, &run);
    if (rc == GX_OK)
        rc = gx_run_may(cx, &run, GX_OPERATION_EXPORT);
    if (rc == GX_OK)
        rc = gx_export_read(cx, &run, &wanted, &export);
    if (rc)
        return rc;
    const char *params = gx_export_params(cx, &wanted), *format = gx_export_names[export.format];
    struct gx_stmt stmt = GX_STMT("select export_id, job_id from api.export_start($1, $2, $3::jsonb)",
                                  run.resource->name, format, params);
    return gx_identity_post(cx, rq, rs, &stmt, 1, answer, NULL);
}

GX_OPERATION("export_open", export_open);
