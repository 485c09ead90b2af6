// SPDX-License-Identifier: AGPL-3.0-or-later
// A directory's settings in the words of api/channels/ldap.
#ifndef GX_ACTIONS_AUTH_SSO_LDAP_H
#define GX_ACTIONS_AUTH_SSO_LDAP_H

#include "actions/auth/sso.h"
#include "channels/ldap/ldap.h"

// Everything borrowed from the provider.
struct gx_ldap_server gx_sso_ldap_server(const struct gx_sso_provider *provider);

#endif
