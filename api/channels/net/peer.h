// SPDX-License-Identifier: AGPL-3.0-or-later
// The other end of a connection that this service opens: resolved once, tested, then only these addresses are used,
// so that a name that changes its mind in between leads nowhere else.
#ifndef GX_NET_PEER_H
#define GX_NET_PEER_H

#include "core/cx.h"
#include <sys/socket.h>

enum { GX_NET_ADDRESSES = 8 };

// Why there is no answer; gx_net_outcome_name gives the words of the contract.
enum gx_net_outcome {
    GX_NET_OK,
    GX_NET_BAD_URL,
    GX_NET_NOT_ALLOWED, // an address of ours or of the local network that the operator did not allow, or http
    GX_NET_UNKNOWN_HOST,
    GX_NET_UNREACHABLE,
    GX_NET_TIMEOUT,
    GX_NET_TLS,
    GX_NET_TOO_LARGE,
};

struct gx_net_peer {
    const char *host;
    int port;
    bool is_listed; // on GX_NET_ALLOW: local addresses and plain http are in order
    size_t n;
    struct sockaddr_storage addresses[GX_NET_ADDRESSES];
    socklen_t lens[GX_NET_ADDRESSES];
};

const char *gx_net_outcome_name(enum gx_net_outcome outcome); // "tls"; a static string

// Resolves host (a name or an address without brackets) and keeps the addresses that may be used. Not GX_OK:
// GX_E_UNAVAILABLE (code unreachable) with the outcome.
gx_rc gx_net_peer_find(gx_cx *cx, const char *host, int port, struct gx_net_peer *out,
                       enum gx_net_outcome *outcome) GX_MUST;

// A connected TCP socket (close-on-exec, blocking, with receive and send limits of ms); the caller closes it.
gx_rc gx_net_peer_connect(gx_cx *cx, const struct gx_net_peer *peer, int ms, int *fd,
                          enum gx_net_outcome *outcome) GX_MUST;

// Is this one of the addresses that were tested?
bool gx_net_peer_has(const struct gx_net_peer *peer, const struct sockaddr *address);

// Notes why there is no answer and returns GX_E_UNAVAILABLE.
gx_rc gx_net_fail(gx_cx *cx, enum gx_net_outcome outcome, const char *host);

// A PEM text as a file that libraries can open: its name, in the arena; the file goes with the arena. NULL: no memory.
const char *gx_net_pem_file(gx_cx *cx, const char *pem);

#endif
