// SPDX-License-Identifier: AGPL-3.0-or-later
// Reading of providers, and the one statement that turns an identity into a person.
#include "actions/auth/sso.h"
#include "actions/auth/seal.h"
#include "core/json.h"
#include "db/client/identity.h"
#include <string.h>

const char *gx_sso_setting(const struct gx_sso_provider *provider, const char *key, const char *fallback) {
    const char *value = gx_json_str(provider->settings, key);
    return value != NULL && *value != '\0' ? value : fallback;
}

static const char *purpose(gx_cx *cx, const char *provider_id) {
    return gx_arena_printf(cx->arena, "guanxi provider secret 1 %s", provider_id);
}

const char *gx_sso_secret_seal(gx_cx *cx, const char *provider_id, const char *secret) {
    return gx_seal(cx, purpose(cx, provider_id), secret, strlen(secret));
}

gx_rc gx_sso_provider_read(gx_cx *cx, const gx_result *rows, int row, struct gx_sso_provider *out) {
    size_t len;
    memset(out, 0, sizeof *out);
    out->id = gx_result_text(rows, row, 0);
    out->is_ldap = strcmp(gx_result_text(rows, row, 1), "ldap") == 0;
    out->secret = "";
    if (!gx_result_is_null(rows, row, 3)) {
        out->secret = (const char *)gx_unseal(cx, purpose(cx, out->id), gx_result_text(rows, row, 3), &len);
        if (out->secret == NULL)
            return gx_fail(cx, GX_E_INTERNAL, NULL, "provider secret");
    }
    return gx_json_parse(cx, gx_result_text(rows, row, 2), gx_result_len(rows, row, 2), &out->settings);
}

gx_rc gx_sso_provider_find(gx_cx *cx, const char *id, struct gx_sso_provider *out) {
    const struct gx_stmt stmt =
        GX_STMT("select id, kind, settings, sealed from api.sso_provider($1::uuid)", id);
    gx_result *result;
    gx_rc rc = gx_identity_write(cx, &stmt, 1, &result);
    if (rc != GX_OK)
        return rc;
    if (gx_result_rows(result) == 0)
        return gx_fail(cx, GX_E_NOT_FOUND, NULL, "there is no such provider");
    return gx_sso_provider_read(cx, result, 0, out);
}

gx_rc gx_sso_enter(gx_cx *cx, const struct gx_sso_provider *provider, const struct gx_sso_identity *identity,
                   const char **user_id, const char **outcome) {
    const char *groups = identity->groups != NULL ? gx_json_dump(cx->arena, identity->groups) : "[]";
    const struct gx_stmt stmt =
        GX_STMT("select user_id, outcome from api.sso_enter($1::uuid, $2, $3, $4, $5,"
                " array(select jsonb_array_elements_text($6::jsonb)))",
                provider->id, identity->subject, identity->username, identity->email, identity->name, groups);
    gx_result *result;
    gx_rc rc = gx_identity_write(cx, &stmt, 1, &result);
    if (rc != GX_OK)
        return rc;
    *outcome = gx_result_text(result, 0, 1);
    *user_id = strcmp(*outcome, "ok") == 0 ? gx_result_value(result, 0, 0) : NULL;
    return GX_OK;
}
