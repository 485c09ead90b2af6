// SPDX-License-Identifier: AGPL-3.0-or-later
// Who am I, where am I logged in, and logging out.
#include "actions/auth/token.h"
#include "channels/mail/mail.h"
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"

static gx_rc logout(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    (void)rq;
    if (cx->principal.is_api_key)
        return gx_fail(cx, GX_E_FORBIDDEN, NULL, "a key is revoked, not logged out");
    const struct gx_stmt stmt = GX_STMT("select api.session_close($1::uuid)", cx->principal.session_id);
    gx_rc rc = gx_identity_write(cx, &stmt, 1, NULL);
    if (rc != GX_OK)
        return rc;
    rs->set_cookie = gx_token_no_cookie();
    return gx_response_none(rs);
}
GX_OPERATION("auth_logout", logout);

// One JSON value made by PostgreSQL, wrapped as {"data": ...}.
static gx_rc answer_json(gx_cx *cx, struct gx_response *rs, const char *sql) {
    const struct gx_stmt stmt = GX_STMT0(sql);
    gx_result *result;
    gx_rc rc = gx_identity_read(cx, &stmt, 1, &result);
    if (rc != GX_OK)
        return rc;
    if (gx_result_rows(result) == 0)
        return gx_fail(cx, GX_E_UNAUTHORIZED, NULL, "the session has ended");
    return gx_response_value(rs, gx_result_text(result, 0, 0));
}

static gx_rc me(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    (void)rq;
    const char *sql =
        "select json_build_object('id', s.user_id, 'name', s.name, 'username', s.username, 'email', s.email,"
        " 'department_id', s.department_id, 'role_ids', (select u.role_ids from api.\"user\" u where u.id = "
        "s.user_id),"
        " 'locale', s.locale, 'time_zone', s.time_zone, 'kind', s.kind,"
        " 'has_totp', case when a.actor is null then coalesce((select t.is_confirmed from api.totp_of_me() "
        "t), "
        "false) end, 'actor', a.actor, 'digest_at', api.digest_of_me(), 'has_mail', ";
    const char *from = ")::text from api.my_subject s cross join (select api.view_as_of_me() as actor) a";
    return answer_json(
        cx, rs,
        gx_arena_printf(cx->arena, "%s%s%s", sql, gx_mail_is_on(cx->env->config) ? "true" : "false", from));
}
GX_OPERATION("auth_me", me);

static gx_rc sessions(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    (void)rq;
    return answer_json(cx, rs,
                       "select coalesce(json_agg(s order by s.last_seen_at desc), '[]')::text"
                       " from api.my_session s");
}
GX_OPERATION("auth_session_list", sessions);

static gx_rc revoke(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const struct gx_stmt stmt = GX_STMT("select api.session_revoke($1::uuid)", gx_request_param(rq, "id"));
    gx_rc rc = gx_identity_write(cx, &stmt, 1, NULL);
    return rc == GX_OK ? gx_response_none(rs) : rc;
}
GX_OPERATION("auth_session_revoke", revoke);

// The people of the demo company for one-click log-in; only where the operator started a demo.
static gx_rc demo(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    (void)rq;
    if (!cx->env->config->demo)
        return gx_fail(cx, GX_E_NOT_FOUND, NULL, "this is no demo system");
    return answer_json(cx, rs,
                       "select coalesce(json_agg(json_build_object('username', username, 'name', name,"
                       " 'role_title', role_title, 'password', 'guanxi-demo-1') order by place), '[]')::text"
                       " from api.demo_people()");
}
GX_OPERATION("auth_demo", demo);
