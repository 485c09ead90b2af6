// SPDX-License-Identifier: AGPL-3.0-or-later
// Writes that can be repeated: the key is claimed in the transaction of the effect and the answer is stored in the
// same one. What is stored is read back under the same subject only.
#include "core/buf.h"
#include "core/crypto.h"
#include "core/json.h"
#include "db/client/identity.h"

#include <inttypes.h>
#include <string.h>

static const char *route_of(gx_cx *cx, const struct gx_request *rq) {
    return gx_arena_printf(cx->arena, "%s %s", gx_request_method_name(rq->method), rq->path);
}

static const char *hash_of(gx_cx *cx, const struct gx_request *rq) {
    return gx_crypto_sha256_hex(cx->arena, rq->body, rq->body_len);
}

static const char **array(gx_cx *cx, size_t n) {
    return GX_NEW_N(cx->arena, const char *, n);
}

struct gx_stmt gx_identity_claim(gx_cx *cx, const struct gx_request *rq) {
    const char **params = array(cx, 3);
    params[0] = route_of(cx, rq);
    params[1] = rq->idempotency_key;
    params[2] = hash_of(cx, rq);
    return (struct gx_stmt){"select api.idem_claim($1, $2, $3)", 3, params};
}

gx_rc gx_identity_post_again(gx_cx *cx, const struct gx_request *rq, const struct gx_stmt *stmt,
                             gx_result **out) {
    if (!rq->idempotency_key)
        return gx_identity_write(cx, stmt, 1, out);
    gx_result *results[2];
    struct gx_stmt stmts[2] = {gx_identity_claim(cx, rq), *stmt};
    stmts[0].sql = "select api.idem_again($1, $2, $3)";
    gx_rc rc = gx_identity_write(cx, stmts, 2, results);
    if (rc == GX_OK)
        *out = results[1];
    return rc;
}

static const char *headers_json(gx_cx *cx, const struct gx_response *rs) {
    GX_AUTO(gx_buf) buf = {0};
    gx_buf_addc(&buf, '{');
    gx_buf_pair(&buf, "etag", rs->etag);
    gx_buf_pair(&buf, "location", rs->location);
    gx_buf_pair(&buf, "change_set", rs->change_set);
    gx_buf_addc(&buf, '}');
    return gx_arena_strndup(cx->arena, buf.data, buf.len);
}

struct gx_stmt gx_identity_store(gx_cx *cx, const struct gx_request *rq, const struct gx_response *rs) {
    const char **params = array(cx, 5);
    params[0] = route_of(cx, rq);
    params[1] = rq->idempotency_key;
    params[2] = gx_arena_printf(cx->arena, "%d", rs->status ? rs->status : 200);
    params[3] = headers_json(cx, rs);
    params[4] = gx_arena_strndup(cx->arena, rs->body.data ? rs->body.data : "", rs->body.len);
    return (struct gx_stmt){"select api.idem_store($1, $2, $3::int, $4::jsonb, $5)", 5, params};
}

static gx_rc restore(gx_cx *cx, const gx_result *row, struct gx_response *rs) {
    json_t *headers = NULL;
    if (gx_json_parse(cx, gx_result_text(row, 0, 2), gx_result_len(row, 0, 2), &headers) != GX_OK)
        return gx_fail(cx, GX_E_INTERNAL, NULL, "The stored answer cannot be read");
    rs->status = (int)gx_result_i64(row, 0, 1);
    rs->etag = gx_arena_strdup(cx->arena, gx_json_str(headers, "etag"));
    rs->location = gx_arena_strdup(cx->arena, gx_json_str(headers, "location"));
    rs->change_set = gx_arena_strdup(cx->arena, gx_json_str(headers, "change_set"));
    gx_buf_add(&rs->body, gx_result_text(row, 0, 3), gx_result_len(row, 0, 3));
    return gx_response_header(cx, rs, "Idempotency-Replayed", "true");
}

gx_rc gx_identity_replay(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    gx_result *out[1];
    const char *route = route_of(cx, rq);
    const struct gx_stmt read =
        GX_STMT("select body_hash, status, headers::text, body from api.idem_read($1, $2)", route,
                rq->idempotency_key);
    cx->rights_gen = cx->catalog_gen = 0;
    gx_rc rc = gx_identity_read(cx, &read, 1, out);
    if (rc != GX_OK)
        return rc;
    if (gx_result_rows(out[0]) != 1 || gx_result_is_null(out[0], 0, 1))
        return gx_fail(cx, GX_E_CONFLICT, NULL, "A request with this Idempotency-Key is still running");
    if (strcmp(gx_result_text(out[0], 0, 0), hash_of(cx, rq)) != 0)
        return gx_fail_code(cx, GX_E_INVALID, "idempotency_mismatch", NULL,
                            "This Idempotency-Key was used with another body");
    return restore(cx, out[0], rs);
}
