// SPDX-License-Identifier: AGPL-3.0-or-later
// Asking an LDAP directory who somebody is: search by the user's filter, then bind as what was found. TLS always
// (ldaps, or ldap with StartTLS), certificates checked, the address tested like that of net_fetch, no referrals, five
// seconds a step. Few at a time, in places of their own: a slow directory makes its own people wait and nobody else.
#ifndef GX_LDAP_H
#define GX_LDAP_H

#include "channels/net/peer.h"

enum { GX_LDAP_GROUPS = 200 };

enum gx_ldap_outcome {
    GX_LDAP_OK,
    GX_LDAP_WRONG,      // the password is not right
    GX_LDAP_UNKNOWN,    // nobody fits the filter
    GX_LDAP_AMBIGUOUS,  // more than one does
    GX_LDAP_NO_SUBJECT, // found, but without the identifying attribute
    GX_LDAP_BIND,       // the searching account is refused
    GX_LDAP_NO_BASE,    // there is no such search base
    GX_LDAP_NET,        // no answer: net says why
};

struct gx_ldap_server {
    const char *url; // ldap://host[:port] or ldaps://host[:port]
    const char *ca_pem;
    const char *bind_dn;       // NULL: search without a name
    const char *bind_password; // borrowed; "" without
    const char *base_dn;
    const char *user_filter; // with one {username}
    const char *subject_attribute;
    const char *username_attribute;
    const char *email_attribute;
    const char *name_attribute;
    const char *group_attribute; // NULL: none
};

struct gx_ldap_person {
    enum gx_ldap_outcome outcome;
    enum gx_net_outcome net;
    const char *dn;
    const char *subject; // text, or hexadecimal when the attribute is binary
    const char *username;
    const char *email;
    const char *name;
    const char *groups[GX_LDAP_GROUPS];
    size_t n_groups;
};

// Looks a person up and, with a password, proves it. username NULL: only connects, binds and reads the base. A
// password that is empty is GX_LDAP_WRONG without a question: directories take it for an anonymous log-in. GX_OK
// whatever the outcome; GX_E_UNAVAILABLE when all places are taken for 2 s.
gx_rc gx_ldap_ask(gx_cx *cx, const struct gx_ldap_server *server, const char *username, const char *password,
                  struct gx_ldap_person *out) GX_MUST;

// "bind_refused": the words of the contract for an outcome; a static string.
const char *gx_ldap_outcome_name(const struct gx_ldap_person *person);

// The filter with the user name in its slot, every special character escaped (RFC 4515), in the arena. For tests.
const char *gx_ldap_filter(gx_cx *cx, const char *user_filter, const char *username);

#endif
