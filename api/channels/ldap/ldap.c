// SPDX-License-Identifier: AGPL-3.0-or-later
// libldap over a socket that we opened ourselves to an address that was tested.
#include "channels/ldap/ldap.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/crypto.h"
#include "core/decimal.h"
#include "core/utf8.h"

#include <ldap.h>
#include <openldap.h>
#include <pthread.h>
#include <semaphore.h>
#include <string.h>
#include <unistd.h>

enum { PLACES = 4, WAIT_MS = 2000, STEP_MS = 5000, INCOMING_MAX = 1 << 20, FOUND_MAX = 2 };

static const char machine_ca[] = "/etc/ssl/certs/ca-certificates.crt";

static sem_t places;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start(void) {
    sem_init(&places, 0, PLACES);
}

const char *gx_ldap_outcome_name(const struct gx_ldap_person *person) {
    switch (person->outcome) {
    case GX_LDAP_OK:
        return "ok";
    case GX_LDAP_WRONG:
    case GX_LDAP_UNKNOWN:
        return "person_unknown";
    case GX_LDAP_AMBIGUOUS:
        return "person_ambiguous";
    case GX_LDAP_NO_SUBJECT:
        return "no_subject";
    case GX_LDAP_BIND:
        return "bind_refused";
    case GX_LDAP_NO_BASE:
        return "no_base";
    case GX_LDAP_NET:
        return gx_net_outcome_name(person->net);
    }
    return "unreachable";
}

const char *gx_ldap_filter(gx_cx *cx, const char *user_filter, const char *username) {
    static const char slot[] = "{username}";
    static const char hex[] = "0123456789abcdef";
    const char *at = strstr(user_filter, slot);
    if (at == NULL)
        return NULL;
    gx_buf out = {0};
    gx_buf_add(&out, user_filter, (size_t)(at - user_filter));
    for (const unsigned char *p = (const unsigned char *)username; *p != '\0'; p++) {
        if (*p >= 0x20 && *p < 0x7f && strchr("*()\\", *p) == NULL) {
            gx_buf_addc(&out, (char)*p);
            continue;
        }
        const char escaped[] = {'\\', hex[*p >> 4], hex[*p & 15]};
        gx_buf_add(&out, escaped, sizeof escaped);
    }
    gx_buf_adds(&out, at + sizeof slot - 1);
    const char *filter = gx_arena_strndup(cx->arena, out.data, out.len);
    gx_buf_free(&out);
    return filter;
}

// ldap[s]://host[:port] and nothing else.
static bool parse(gx_cx *cx, const char *url, const char **host, int *port, bool *is_ldaps) {
    int64_t number;
    *is_ldaps = strncmp(url, "ldaps://", 8) == 0;
    if (!*is_ldaps && strncmp(url, "ldap://", 7) != 0)
        return false;
    const char *rest = url + (*is_ldaps ? 8 : 7);
    const char *end = rest[0] == '[' ? strchr(rest, ']') : rest + strcspn(rest, ":");
    if (end == NULL || end == rest)
        return false;
    *host = rest[0] == '[' ? gx_arena_strndup(cx->arena, rest + 1, (size_t)(end - rest - 1))
                           : gx_arena_strndup(cx->arena, rest, (size_t)(end - rest));
    end += rest[0] == '[';
    number = *is_ldaps ? LDAPS_PORT : LDAP_PORT;
    if (*end != '\0' && (*end != ':' || !gx_decimal_i64(end + 1, strlen(end + 1), 1, 65535, &number)))
        return false;
    *port = (int)number;
    return true;
}

static void failed(struct gx_ldap_person *out, enum gx_ldap_outcome outcome, enum gx_net_outcome net) {
    out->outcome = outcome;
    out->net = net;
}

// What a step that got no answer means.
static enum gx_net_outcome lost(int rc) {
    return rc == LDAP_TIMEOUT ? GX_NET_TIMEOUT : rc == LDAP_CONNECT_ERROR ? GX_NET_TLS : GX_NET_UNREACHABLE;
}

static bool set_options(gx_cx *cx, LDAP *ld, const struct gx_ldap_server *server) {
    const struct timeval limit = {.tv_sec = STEP_MS / 1000};
    int version = LDAP_VERSION3;
    int demand = LDAP_OPT_X_TLS_DEMAND;
    int protocol = LDAP_OPT_X_TLS_PROTOCOL(3, 3);
    int fresh = 0;
    const char *ca =
        server->ca_pem != NULL && *server->ca_pem != '\0' ? gx_net_pem_file(cx, server->ca_pem) : machine_ca;
    return ca != NULL && ldap_set_option(ld, LDAP_OPT_PROTOCOL_VERSION, &version) == 0 &&
           ldap_set_option(ld, LDAP_OPT_REFERRALS, LDAP_OPT_OFF) == 0 &&
           ldap_set_option(ld, LDAP_OPT_TIMEOUT, &limit) == 0 &&
           ldap_set_option(ld, LDAP_OPT_NETWORK_TIMEOUT, &limit) == 0 &&
           ldap_set_option(ld, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand) == 0 &&
           ldap_set_option(ld, LDAP_OPT_X_TLS_PROTOCOL_MIN, &protocol) == 0 &&
           ldap_set_option(ld, LDAP_OPT_X_TLS_CACERTFILE, ca) == 0 &&
           ldap_set_option(ld, LDAP_OPT_X_TLS_NEWCTX, &fresh) == 0;
}

static void limit_incoming(LDAP *ld) {
    Sockbuf *buffer = NULL;
    ber_len_t most = INCOMING_MAX;
    if (ldap_get_option(ld, LDAP_OPT_SOCKBUF, &buffer) == 0 && buffer != NULL)
        ber_sockbuf_ctrl(buffer, LBER_SB_OPT_SET_MAX_INCOMING, &most);
}

// Connected and encrypted, or NULL with the outcome set.
static LDAP *open_server(gx_cx *cx, const struct gx_ldap_server *server, struct gx_ldap_person *out) {
    struct gx_net_peer peer;
    const char *host;
    bool is_ldaps;
    int port;
    int fd = -1;
    LDAP *ld = NULL;
    failed(out, GX_LDAP_NET, GX_NET_BAD_URL);
    if (!parse(cx, server->url, &host, &port, &is_ldaps) ||
        gx_net_peer_find(cx, host, port, &peer, &out->net) != GX_OK ||
        gx_net_peer_connect(cx, &peer, STEP_MS, &fd, &out->net) != GX_OK) {
        gx_cx_clear(cx); // the outcome says it; whoever asked may have another directory
        return NULL;
    }
    out->net = GX_NET_UNREACHABLE;
    if (ldap_init_fd(fd, LDAP_PROTO_TCP, server->url, &ld) != LDAP_SUCCESS) {
        close(fd);
        return NULL;
    }
    limit_incoming(ld);
    int rc = !set_options(cx, ld, server) ? LDAP_LOCAL_ERROR
             : is_ldaps                   ? ldap_install_tls(ld)
                                          : ldap_start_tls_s(ld, NULL, NULL);
    if (rc == LDAP_SUCCESS)
        return ld;
    out->net = rc == LDAP_TIMEOUT ? GX_NET_TIMEOUT : GX_NET_TLS;
    ldap_unbind_ext_s(ld, NULL, NULL);
    return NULL;
}

static int bind_as(LDAP *ld, const char *dn, const char *password) {
    struct berval secret = {.bv_len = strlen(password), .bv_val = (char *)(uintptr_t)password};
    return ldap_sasl_bind_s(ld, dn, LDAP_SASL_SIMPLE, &secret, NULL, NULL, NULL);
}

static bool bind_searcher(LDAP *ld, const struct gx_ldap_server *server, struct gx_ldap_person *out) {
    if (server->bind_dn == NULL || *server->bind_dn == '\0')
        return true;
    if (server->bind_password == NULL || *server->bind_password == '\0') {
        failed(out, GX_LDAP_BIND, GX_NET_OK);
        return false;
    }
    int rc = bind_as(ld, server->bind_dn, server->bind_password);
    if (rc == LDAP_SUCCESS)
        return true;
    failed(out, LDAP_API_ERROR(rc) ? GX_LDAP_NET : GX_LDAP_BIND, lost(rc));
    return false;
}

static const char *text_of(gx_cx *cx, const struct berval *value) {
    bool plain =
        memchr(value->bv_val, '\0', value->bv_len) == NULL && gx_utf8_is_valid(value->bv_val, value->bv_len);
    return plain ? gx_arena_strndup(cx->arena, value->bv_val, value->bv_len)
                 : gx_crypto_hex(cx->arena, value->bv_val, value->bv_len);
}

static const char *first(gx_cx *cx, LDAP *ld, LDAPMessage *entry, const char *attribute) {
    struct berval **values = ldap_get_values_len(ld, entry, attribute);
    const char *text =
        values != NULL && values[0] != NULL && values[0]->bv_len > 0 ? text_of(cx, values[0]) : NULL;
    ldap_value_free_len(values);
    return text;
}

static void read_groups(gx_cx *cx, LDAP *ld, LDAPMessage *entry, const char *attribute,
                        struct gx_ldap_person *out) {
    struct berval **values = ldap_get_values_len(ld, entry, attribute);
    for (size_t i = 0; values != NULL && values[i] != NULL && out->n_groups < GX_LDAP_GROUPS; i++)
        out->groups[out->n_groups++] = text_of(cx, values[i]);
    ldap_value_free_len(values);
}

static void read_person(gx_cx *cx, LDAP *ld, LDAPMessage *entry, const struct gx_ldap_server *server,
                        struct gx_ldap_person *out) {
    char *dn = ldap_get_dn(ld, entry);
    out->dn = gx_arena_strdup(cx->arena, dn != NULL ? dn : "");
    ldap_memfree(dn);
    out->subject = first(cx, ld, entry, server->subject_attribute);
    out->username = first(cx, ld, entry, server->username_attribute);
    out->email = first(cx, ld, entry, server->email_attribute);
    out->name = first(cx, ld, entry, server->name_attribute);
    if (server->group_attribute != NULL)
        read_groups(cx, ld, entry, server->group_attribute, out);
    out->outcome = out->subject == NULL || *out->dn == '\0' ? GX_LDAP_NO_SUBJECT : GX_LDAP_OK;
}

static void search(gx_cx *cx, LDAP *ld, const struct gx_ldap_server *server, const char *username,
                   struct gx_ldap_person *out) {
    const char *filter =
        username != NULL ? gx_ldap_filter(cx, server->user_filter, username) : "(objectClass=*)";
    const char *attributes[] = {server->subject_attribute, server->username_attribute,
                                server->email_attribute,   server->name_attribute,
                                server->group_attribute,   NULL};
    struct timeval limit = {.tv_sec = STEP_MS / 1000};
    LDAPMessage *found = NULL;
    int rc =
        ldap_search_ext_s(ld, server->base_dn, username != NULL ? LDAP_SCOPE_SUBTREE : LDAP_SCOPE_BASE,
                          filter, (char **)(uintptr_t)attributes, 0, NULL, NULL, &limit, FOUND_MAX, &found);
    int n = found != NULL ? ldap_count_entries(ld, found) : 0;
    if (rc == LDAP_SIZELIMIT_EXCEEDED || n > 1)
        failed(out, GX_LDAP_AMBIGUOUS, GX_NET_OK);
    else if (LDAP_API_ERROR(rc))
        failed(out, GX_LDAP_NET, lost(rc));
    else if (rc == LDAP_NO_SUCH_OBJECT || rc == LDAP_INVALID_DN_SYNTAX || (n == 0 && username == NULL))
        failed(out, GX_LDAP_NO_BASE, GX_NET_OK);
    else if (rc != LDAP_SUCCESS)
        failed(out, GX_LDAP_BIND, GX_NET_OK);
    else if (n == 0)
        failed(out, GX_LDAP_UNKNOWN, GX_NET_OK);
    else if (username != NULL)
        read_person(cx, ld, ldap_first_entry(ld, found), server, out);
    else
        failed(out, GX_LDAP_OK, GX_NET_OK);
    ldap_msgfree(found);
}

static void prove(LDAP *ld, const char *password, struct gx_ldap_person *out) {
    int rc = bind_as(ld, out->dn, password);
    if (rc != LDAP_SUCCESS)
        failed(out, LDAP_API_ERROR(rc) ? GX_LDAP_NET : GX_LDAP_WRONG, lost(rc));
}

gx_rc gx_ldap_ask(gx_cx *cx, const struct gx_ldap_server *server, const char *username, const char *password,
                  struct gx_ldap_person *out) {
    memset(out, 0, sizeof *out);
    if (password != NULL && *password == '\0') {
        out->outcome = GX_LDAP_WRONG;
        return GX_OK;
    }
    pthread_once(&once, start);
    struct timespec until = gx_clock_deadline(WAIT_MS);
    if (sem_clockwait(&places, CLOCK_MONOTONIC, &until) != 0) {
        cx->problem.retry_after = 2;
        return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "too many log-ins at once");
    }
    LDAP *ld = open_server(cx, server, out);
    if (ld != NULL) {
        if (bind_searcher(ld, server, out))
            search(cx, ld, server, username, out);
        if (out->outcome == GX_LDAP_OK && password != NULL)
            prove(ld, password, out);
        ldap_unbind_ext_s(ld, NULL, NULL);
    }
    sem_post(&places);
    return GX_OK;
}
