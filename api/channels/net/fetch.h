// SPDX-License-Identifier: AGPL-3.0-or-later
// The only outbound HTTP. https everywhere, http only to hosts on GX_NET_ALLOW; the host is resolved by us, each
// address tested, the connection pinned to it and looked at once more when the socket is opened; no redirects, no
// proxy, no netrc, no cookies; at most 1 MiB, 10 s, 32 at a time.
#ifndef GX_NET_FETCH_H
#define GX_NET_FETCH_H

#include "channels/net/peer.h"

enum { GX_NET_BODY_MAX = 1 << 20, GX_NET_FETCH_MS = 10000 };

struct gx_net_request {
    const char *method;       // NULL = GET, or POST with a body
    const char *url;          // https://host[:port]/path?query; no user, no fragment
    const char *body;         // NULL = none
    const char *content_type; // of the body
    const char *accept;       // NULL = application/json
    const char *authorization;
    const char *const *headers; // further lines "Name: value", NULL-terminated; NULL = none
    const char *ca_pem;         // authorities to trust instead of the machine's; NULL = those
    size_t max_body;            // 0 = GX_NET_BODY_MAX; never more
};

struct gx_net_answer {
    enum gx_net_outcome outcome; // GX_NET_OK when there is an answer, whatever its status
    int status;                  // 200
    const char *content_type;    // "" when absent
    const char *body;            // in the arena, NUL after len
    size_t len;
};

// GX_OK: there is an answer. GX_E_UNAVAILABLE (code unreachable): there is none, outcome says why. Nothing is retried.
gx_rc gx_net_fetch(gx_cx *cx, const struct gx_net_request *rq, struct gx_net_answer *out) GX_MUST;

// Is this an address that gx_net_fetch would take, or a browser may be sent to? (scheme, host, no user; http only when
// listed). Nothing is resolved.
bool gx_net_fetch_takes(gx_cx *cx, const char *url);

// Text as it stands in a form body or query (RFC 3986 unreserved characters stay), in the arena.
const char *gx_net_escape(gx_cx *cx, const char *text);

#endif
