// SPDX-License-Identifier: AGPL-3.0-or-later
// Identity providers as the log-in sees them: settings and secret, and the way from a name there to a person here.
#ifndef GX_ACTIONS_AUTH_SSO_H
#define GX_ACTIONS_AUTH_SSO_H

#include "actions/auth/entrance.h"
#include "db/client/exec.h"
#include <jansson.h>

struct gx_sso_provider {
    const char *id;
    bool is_ldap;
    json_t *settings;   // the columns of the provider
    const char *secret; // unsealed, "" without one
};

// What a provider vouches for.
struct gx_sso_identity {
    const char *subject;
    const char *username;
    const char *email; // verified, else NULL
    const char *name;
    json_t *groups; // array of strings, or NULL
};

// A setting; fallback when it is absent or empty.
const char *gx_sso_setting(const struct gx_sso_provider *provider, const char *key, const char *fallback);

// The provider in a row of api.sso_provider and its like (id, kind, settings, sealed).
gx_rc gx_sso_provider_read(gx_cx *cx, const gx_result *rows, int row, struct gx_sso_provider *out) GX_MUST;

// Reads one active provider for log-in: GX_E_NOT_FOUND when there is none.
gx_rc gx_sso_provider_find(gx_cx *cx, const char *id, struct gx_sso_provider *out) GX_MUST;

// bytea text of a provider's secret, sealed for this provider only.
const char *gx_sso_secret_seal(gx_cx *cx, const char *provider_id, const char *secret);

// By link, by match, or made anew: *user_id, or NULL with *outcome "no_account" or "inactive".
gx_rc gx_sso_enter(gx_cx *cx, const struct gx_sso_provider *provider, const struct gx_sso_identity *identity,
                   const char **user_id, const char **outcome) GX_MUST;

// Asks the active directories in their order for a user name that has no password here. Found and proven: person is
// who is meant, *matches, *via. GX_E_UNAVAILABLE (unreachable) when nobody knows the name and a directory is away.
gx_rc gx_sso_directories_ask(gx_cx *cx, const struct gx_request *rq, const char *password,
                             struct gx_person *person, bool *matches, const char **via) GX_MUST;

#endif
