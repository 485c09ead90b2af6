// SPDX-License-Identifier: AGPL-3.0-or-later
// Writing a failure. Nothing of the cause (database text, SQLSTATE) is written here.
#include "http/problem.h"

#include <string.h>

enum { RETRY_DEFAULT_S = 1 };

static void write_errors(gx_buf *body, const struct gx_problem *problem) {
    if (!problem->errors)
        return;
    gx_buf_key(body, "errors");
    gx_buf_addc(body, '[');
    for (const struct gx_problem_error *error = problem->errors; error; error = error->next) {
        gx_buf_comma(body);
        gx_buf_addc(body, '{');
        gx_buf_pair(body, "pointer", error->pointer);
        gx_buf_pair(body, "code", error->code);
        gx_buf_pair(body, "message", error->message);
        gx_buf_addc(body, '}');
    }
    gx_buf_addc(body, ']');
}

static void add_headers(gx_cx *cx, gx_rc rc, int status, struct gx_response *rs) {
    gx_rc ignored = GX_OK;
    if (status == 429 || status == 503) {
        int seconds = cx->problem.retry_after > 0 ? cx->problem.retry_after : RETRY_DEFAULT_S;
        ignored = gx_response_header(cx, rs, "Retry-After", gx_arena_printf(cx->arena, "%d", seconds));
    }
    if (status == 401)
        ignored = gx_response_header(cx, rs, "WWW-Authenticate", "Bearer");
    if (rc == GX_E_METHOD)
        ignored =
            gx_response_header(cx, rs, "Allow", cx->problem.allow ? cx->problem.allow : "GET, HEAD, POST");
    (void)ignored; // values above are ours
}

void gx_problem_write(gx_cx *cx, gx_rc rc, struct gx_response *rs) {
    if (cx->problem.rc != GX_OK && rc < GX_E_STALE)
        rc = cx->problem.rc;
    int status = gx_rc_status(rc);
    const char *code = cx->problem.code && rc == cx->problem.rc ? cx->problem.code : gx_rc_code(rc);
    const char *detail = cx->problem.detail && rc == cx->problem.rc ? cx->problem.detail : gx_rc_title(rc);
    gx_response_clear(rs);
    rs->status = status;
    rs->content_type = "application/problem+json";
    gx_buf_addc(&rs->body, '{');
    gx_buf_pair(&rs->body, "type", gx_arena_printf(cx->arena, "urn:guanxi:error:%s", code));
    gx_buf_pair(&rs->body, "title", gx_rc_title(rc));
    gx_buf_pair_i64(&rs->body, "status", status);
    gx_buf_pair(&rs->body, "code", code);
    gx_buf_pair(&rs->body, "detail", detail);
    gx_buf_pair(&rs->body, "request_id", cx->request_id);
    write_errors(&rs->body, &cx->problem);
    if (cx->problem.current)
        gx_buf_pair_raw(&rs->body, "current", cx->problem.current);
    gx_buf_addc(&rs->body, '}');
    add_headers(cx, rc, status, rs);
}
