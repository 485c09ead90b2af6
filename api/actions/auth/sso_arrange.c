// SPDX-License-Identifier: AGPL-3.0-or-later
// What the one who arranges providers does beside their plain settings: the secret, and trying it all out.
#include "actions/auth/sso_ldap.h"
#include "actions/auth/sso_oidc.h"
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"
#include <string.h>

static gx_rc secret_write(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const char *id = gx_request_param(rq, "id");
    const char *secret = gx_json_str(rq->json, "secret");
    const struct gx_stmt stmt = GX_STMT("select api.provider_secret_set($1::uuid, $2::bytea)", id,
                                        secret != NULL ? gx_sso_secret_seal(cx, id, secret) : NULL);
    gx_rc rc = gx_identity_write(cx, &stmt, 1, NULL);
    return rc == GX_OK ? gx_response_none(rs) : rc;
}
GX_OPERATION("provider_secret_write", secret_write);

static gx_rc try_ldap(gx_cx *cx, const struct gx_sso_provider *provider, const char *username,
                      const char **code, const char **person) {
    struct gx_ldap_server server = gx_sso_ldap_server(provider);
    struct gx_ldap_person found;
    if (*server.url == '\0' || *server.base_dn == '\0') {
        *code = "incomplete";
        return GX_OK;
    }
    gx_rc rc = gx_ldap_ask(cx, &server, username, NULL, &found);
    if (rc != GX_OK)
        return rc;
    *code = gx_ldap_outcome_name(&found);
    if (username != NULL && found.outcome == GX_LDAP_OK)
        *person = found.name != NULL ? found.name : found.dn;
    return GX_OK;
}

// What is wrong with the provider is the answer, not a failure of the request.
static gx_rc try_oidc(gx_cx *cx, const struct gx_sso_provider *provider, const char **code) {
    gx_rc rc = gx_oidc_test(cx, provider, code);
    if (rc != GX_OK && rc != GX_E_UNAVAILABLE)
        return rc;
    gx_cx_clear(cx);
    return GX_OK;
}

static gx_rc test(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const struct gx_stmt stmt = GX_STMT("select id, kind, settings, sealed from api.sso_arranged($1::uuid)",
                                        gx_request_param(rq, "id"));
    const char *username = rq->json != NULL ? gx_json_str(rq->json, "username") : NULL;
    const char *code = "incomplete";
    const char *person = NULL;
    struct gx_sso_provider provider;
    gx_result *result;
    gx_rc rc = gx_identity_write(cx, &stmt, 1, &result);
    if (rc == GX_OK && gx_result_rows(result) == 0)
        return gx_fail(cx, GX_E_NOT_FOUND, NULL, "there is no such provider");
    if (rc == GX_OK)
        rc = gx_sso_provider_read(cx, result, 0, &provider);
    if (rc == GX_OK)
        rc = provider.is_ldap ? try_ldap(cx, &provider, username, &code, &person)
                              : try_oidc(cx, &provider, &code);
    if (rc != GX_OK)
        return rc;
    gx_buf *body = gx_response_json(rs, 200);
    gx_buf_addc(body, '{');
    gx_buf_pair_bool(body, "ok", strcmp(code, "ok") == 0);
    gx_buf_pair(body, "code", code);
    gx_buf_pair(body, "person", person);
    gx_buf_adds(body, "}}");
    return GX_OK;
}
GX_OPERATION("provider_test", test);
