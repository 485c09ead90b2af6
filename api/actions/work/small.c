// SPDX-License-Identifier: AGPL-3.0-or-later
// Small operations beside resources: cancelling a job, reading the inbox, the permission matrix of a role.
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"
#include "resource/rights.h"
#include "resource/sql.h"
#include <stdlib.h>
#include <string.h>

static gx_rc job_cancel(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const struct gx_stmt stmt = GX_STMT("select api.job_cancel($1::uuid)", gx_request_param(rq, "id"));
    gx_rc rc = gx_identity_write(cx, &stmt, 1, NULL);
    return rc == GX_OK ? gx_response_none(rs) : rc;
}
GX_OPERATION("job_cancel", job_cancel);

// {"ids": [...]} or {"all": true}; marking twice is no error.
static gx_rc mark_read(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const json_t *ids = json_object_get(rq->json, "ids");
    bool all = gx_json_bool(rq->json, "all", false);
    if (all == json_is_array(ids))
        return gx_fail_add(cx, "/ids", "required", "ids, or all");
    size_t n = json_array_size(ids);
    const char **list = GX_NEW_N(cx->arena, const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        list[i] = json_string_value(json_array_get(ids, i));
    const struct gx_stmt stmt = GX_STMT("select api.notification_mark_read($1::uuid[])",
                                        all ? NULL : gx_sql_array(cx->arena, list, n));
    gx_result *result;
    gx_rc rc = gx_identity_write(cx, &stmt, 1, &result);
    if (rc != GX_OK)
        return rc;
    gx_buf *body = gx_response_json(rs, 200);
    gx_buf_addc(body, '{');
    gx_buf_pair_i64(body, "marked", gx_result_i64(result, 0, 0));
    gx_buf_adds(body, "}}");
    return GX_OK;
}
GX_OPERATION("notification_read_mark", mark_read);

// Answer of both role operations: matrix and version of the role, read in one statement.
#define GX_ROLE_RIGHTS_SQL                                                                                   \
    "select api.role_rights($1::uuid)::text, (select v.version from api.role v where v.id = $1::uuid)"

static gx_rc answer_rights(gx_cx *cx, struct gx_response *rs, const gx_result *result) {
    gx_buf *body = gx_response_json(rs, 200);
    gx_buf_adds(body, gx_result_text(result, 0, 0));
    gx_buf_addc(body, '}');
    rs->etag = gx_arena_printf(cx->arena, "\"%s.%lld.%lld\"", gx_result_text(result, 0, 1),
                               (long long)cx->rights_gen, (long long)cx->catalog_gen);
    return GX_OK;
}

// Reading the matrix takes the right to change it: it tells what fields there are.
static gx_rc rights_read(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const struct gx_stmt stmt = GX_STMT(GX_ROLE_RIGHTS_SQL, gx_request_param(rq, "id"));
    const struct gx_hints *hints;
    gx_result *result;
    gx_rc rc = gx_rights_get(cx, &hints);
    if (rc != GX_OK)
        return rc;
    const struct gx_resource *role = gx_catalog_by_name(hints->catalog, "role");
    if (role == NULL || !gx_rights_allows(gx_rights_of(hints, role), GX_OPERATION_UPDATE))
        return gx_fail(cx, GX_E_FORBIDDEN, NULL, "no right to change roles");
    rc = gx_identity_read(cx, &stmt, 1, &result);
    return rc == GX_OK ? answer_rights(cx, rs, result) : rc;
}
GX_OPERATION("role_rights_read", rights_read);

static gx_rc rights_write(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const char *id = gx_request_param(rq, "id");
    int64_t version;
    gx_rc rc = gx_request_if_match(cx, rq, &version);
    if (rc != GX_OK)
        return rc;
    const struct gx_stmt stmts[] = {
        GX_STMT("select api.role_rights_set($1::uuid, $2::jsonb, $3::int)", id,
                gx_json_dump(cx->arena, rq->json),
                version < 0 ? NULL : gx_arena_printf(cx->arena, "%lld", (long long)version)),
        GX_STMT(GX_ROLE_RIGHTS_SQL, id),
    };
    gx_result *results[2];
    rc = gx_identity_write(cx, stmts, GX_COUNT(stmts), results);
    if (rc != GX_OK)
        return rc;
    rs->change_set = cx->change_set_id;
    return answer_rights(cx, rs, results[1]);
}
GX_OPERATION("role_rights_write", rights_write);
