// SPDX-License-Identifier: AGPL-3.0-or-later
// Who sees a record, and why somebody does or does not. The database explains by the parts that its views are made of.
#include "core/handler.h"
#include "core/uuid.h"
#include "resource/run.h"
#include <string.h>

enum { SEARCH_MAX = 100 };

// GX_E_MALFORMED when there is a query parameter of another name.
static gx_rc only(gx_cx *cx, const struct gx_request *rq, const char *one, const char *two) {
    for (size_t i = 0; i < rq->n_query; i++) {
        const char *key = rq->query[i].key;
        if (strcmp(key, one) != 0 && (!two || strcmp(key, two) != 0))
            return gx_fail_code(cx, GX_E_MALFORMED, "unknown_parameter", key, "there is no such parameter");
    }
    return GX_OK;
}

static gx_rc answer(gx_cx *cx, struct gx_response *rs, struct gx_stmt stmt) {
    gx_result *rows;
    gx_rc rc = gx_run_read(cx, &stmt, 1, false, &rows);
    if (rc)
        return rc;
    return gx_response_value(rs, gx_result_text(rows, 0, 0));
}

static gx_rc begin(gx_cx *cx, const struct gx_request *rq, struct gx_run *run) {
    gx_rc rc = gx_run_begin(cx, rq, run);
    return rc == GX_OK ? gx_run_may_read(cx, run) : rc;
}

static gx_rc who_sees(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct gx_run run;
    const char *q = gx_request_query(rq, "q");
    gx_rc rc = begin(cx, rq, &run);
    if (rc == GX_OK)
        rc = only(cx, rq, "q", NULL);
    if (rc == GX_OK && q && (!*q || strlen(q) > SEARCH_MAX))
        rc = gx_fail(cx, GX_E_MALFORMED, "q", "1 to %d bytes", SEARCH_MAX);
    if (rc)
        return rc;
    return answer(cx, rs,
                  (struct gx_stmt)GX_STMT("select api.access_list($1, $2::uuid, $3)::text", rq->resource,
                                          gx_request_param(rq, "id"), q));
}

static gx_rc check(gx_cx *cx, const struct gx_run *run, const char *user_id, const char *field) {
    char parsed[GX_UUID_LEN + 1];
    if (user_id && !gx_uuid_parse(user_id, strlen(user_id), parsed))
        return gx_fail(cx, GX_E_MALFORMED, "user_id", "it must be a UUID");
    if (field && !gx_catalog_field(run->resource, field, strlen(field)))
        return gx_fail_code(cx, GX_E_MALFORMED, "unknown_field", "field", "there is no such field");
    return GX_OK;
}

static gx_rc why(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct gx_run run;
    const char *user_id = gx_request_query(rq, "user_id"), *field = gx_request_query(rq, "field");
    gx_rc rc = begin(cx, rq, &run);
    if (rc == GX_OK)
        rc = only(cx, rq, "user_id", "field");
    if (rc == GX_OK)
        rc = check(cx, &run, user_id, field);
    if (rc)
        return rc;
    return answer(cx, rs,
                  (struct gx_stmt)GX_STMT("select api.why($1, $2::uuid, $3::uuid, $4)::text", rq->resource,
                                          gx_request_param(rq, "id"), user_id, field));
}

GX_OPERATION("*_access", who_sees);
GX_OPERATION("*_why", why);
