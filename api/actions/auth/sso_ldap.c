// SPDX-License-Identifier: AGPL-3.0-or-later
// Log-in by a directory. No database connection is held while one is asked.
#include "actions/auth/sso_ldap.h"
#include "core/json.h"
#include "db/client/identity.h"
#include <string.h>

enum { DIRECTORIES = 5 };

struct gx_ldap_server gx_sso_ldap_server(const struct gx_sso_provider *provider) {
    return (struct gx_ldap_server){
        .url = gx_sso_setting(provider, "url", ""),
        .ca_pem = gx_sso_setting(provider, "ca_certificate", NULL),
        .bind_dn = gx_sso_setting(provider, "bind_dn", NULL),
        .bind_password = provider->secret,
        .base_dn = gx_sso_setting(provider, "base_dn", ""),
        .user_filter = gx_sso_setting(provider, "user_filter", "(uid={username})"),
        .subject_attribute = gx_sso_setting(provider, "subject_attribute", "entryUUID"),
        .username_attribute = gx_sso_setting(provider, "username_claim", "uid"),
        .email_attribute = gx_sso_setting(provider, "email_claim", "mail"),
        .name_attribute = gx_sso_setting(provider, "name_claim", "cn"),
        .group_attribute = gx_sso_setting(provider, "group_claim", NULL),
    };
}

static json_t *groups_of(gx_cx *cx, const struct gx_ldap_person *found) {
    json_t *groups = gx_json_keep(cx->arena, json_array());
    for (size_t i = 0; i < found->n_groups; i++)
        json_array_append_new(groups, json_string(found->groups[i]));
    return groups;
}

// The directory has proven somebody: who is that here? A name that has no account is like one that nobody knows.
static gx_rc admit(gx_cx *cx, const struct gx_request *rq, const struct gx_sso_provider *provider,
                   const struct gx_ldap_person *found, struct gx_person *person, bool *matches) {
    const struct gx_sso_identity identity = {.subject = found->subject,
                                             .username = found->username,
                                             .email = found->email,
                                             .name = found->name,
                                             .groups = groups_of(cx, found)};
    const char *user_id;
    const char *outcome;
    gx_rc rc = gx_sso_enter(cx, provider, &identity, &user_id, &outcome);
    if (rc != GX_OK || user_id == NULL)
        return rc;
    *matches = true;
    return gx_entrance_person(cx, rq, user_id, person->username, person);
}

gx_rc gx_sso_directories_ask(gx_cx *cx, const struct gx_request *rq, const char *password,
                             struct gx_person *person, bool *matches, const char **via) {
    const struct gx_stmt stmt = GX_STMT0("select id, kind, settings, sealed from api.sso_directories()");
    struct gx_ldap_person found;
    struct gx_sso_provider provider;
    gx_result *rows;
    bool is_away = false;
    bool is_known = false;
    *matches = false;
    gx_rc rc = gx_identity_write(cx, &stmt, 1, &rows);
    for (int i = 0; rc == GX_OK && !*matches && i < gx_result_rows(rows) && i < DIRECTORIES; i++) {
        rc = gx_sso_provider_read(cx, rows, i, &provider);
        if (rc != GX_OK)
            return rc;
        struct gx_ldap_server server = gx_sso_ldap_server(&provider);
        rc = gx_ldap_ask(cx, &server, person->username, password, &found);
        is_away |=
            found.outcome == GX_LDAP_NET || found.outcome == GX_LDAP_BIND || found.outcome == GX_LDAP_NO_BASE;
        is_known |= found.outcome == GX_LDAP_WRONG || found.outcome == GX_LDAP_OK;
        if (rc == GX_OK && found.outcome == GX_LDAP_OK)
            rc = admit(cx, rq, &provider, &found, person, matches);
    }
    if (rc != GX_OK)
        return rc;
    *via = "ldap";
    if (!*matches && is_away && !is_known)
        return gx_fail_code(cx, GX_E_UNAVAILABLE, "unreachable", NULL, "a directory cannot be reached");
    return GX_OK;
}
