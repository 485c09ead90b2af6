// SPDX-License-Identifier: AGPL-3.0-or-later
// Resolving, testing and connecting. The system's resolver is asked once per connection.
#include "channels/net/peer.h"
#include "channels/net/address.h"
#include "core/clock.h"
#include "core/config.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

const char *gx_net_outcome_name(enum gx_net_outcome outcome) {
    switch (outcome) {
    case GX_NET_OK:
        return "ok";
    case GX_NET_BAD_URL:
        return "incomplete";
    case GX_NET_NOT_ALLOWED:
        return "not_allowed";
    case GX_NET_UNKNOWN_HOST:
        return "unknown_host";
    case GX_NET_UNREACHABLE:
        return "unreachable";
    case GX_NET_TIMEOUT:
        return "timeout";
    case GX_NET_TLS:
        return "tls";
    case GX_NET_TOO_LARGE:
        return "too_large";
    }
    return "unreachable";
}

gx_rc gx_net_fail(gx_cx *cx, enum gx_net_outcome outcome, const char *host) {
    gx_fail_cause(cx, "%s: %s", host, gx_net_outcome_name(outcome));
    return gx_fail_code(cx, GX_E_UNAVAILABLE, "unreachable", NULL, "the other system cannot be reached");
}

static void keep(struct gx_net_peer *peer, const struct addrinfo *found) {
    for (; found != NULL && peer->n < GX_NET_ADDRESSES; found = found->ai_next) {
        if (found->ai_addrlen > sizeof peer->addresses[0] ||
            (!peer->is_listed && !gx_net_address_is_public(found->ai_addr)))
            continue;
        memcpy(&peer->addresses[peer->n], found->ai_addr, found->ai_addrlen);
        peer->lens[peer->n++] = found->ai_addrlen;
    }
}

gx_rc gx_net_peer_find(gx_cx *cx, const char *host, int port, struct gx_net_peer *out,
                       enum gx_net_outcome *outcome) {
    const struct addrinfo hints = {
        .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV | AI_ADDRCONFIG};
    struct addrinfo *found = NULL;
    memset(out, 0, sizeof *out);
    out->host = host;
    out->port = port;
    out->is_listed = gx_net_address_allowed(cx->env->config->net_allow, host, port);
    *outcome = GX_NET_UNKNOWN_HOST;
    if (getaddrinfo(host, gx_arena_printf(cx->arena, "%d", port), &hints, &found) == 0) {
        keep(out, found);
        freeaddrinfo(found);
        *outcome = out->n > 0 ? GX_NET_OK : GX_NET_NOT_ALLOWED;
    }
    return *outcome == GX_NET_OK ? GX_OK : gx_net_fail(cx, *outcome, host);
}

bool gx_net_peer_has(const struct gx_net_peer *peer, const struct sockaddr *address) {
    for (size_t i = 0; i < peer->n; i++) {
        const struct sockaddr *known = (const struct sockaddr *)&peer->addresses[i];
        if (known->sa_family != address->sa_family)
            continue;
        if (address->sa_family == AF_INET &&
            ((const struct sockaddr_in *)(const void *)known)->sin_addr.s_addr ==
                ((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr)
            return true;
        if (address->sa_family == AF_INET6 &&
            memcmp(&((const struct sockaddr_in6 *)(const void *)known)->sin6_addr,
                   &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, 16) == 0)
            return true;
    }
    return false;
}

static enum gx_net_outcome connect_one(const struct gx_net_peer *peer, size_t i, uint64_t until, int *out) {
    const struct sockaddr *address = (const struct sockaddr *)&peer->addresses[i];
    int error = 0;
    socklen_t len = sizeof error;
    int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return GX_NET_UNREACHABLE;
    uint64_t now = gx_clock_ms();
    struct pollfd wait = {.fd = fd, .events = POLLOUT};
    if (connect(fd, address, peer->lens[i]) != 0 && errno != EINPROGRESS)
        error = errno;
    else if (poll(&wait, 1, until > now ? (int)(until - now) : 0) != 1)
        error = ETIMEDOUT;
    else if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) != 0)
        error = errno;
    if (error == 0 && fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK) == 0) {
        *out = fd;
        return GX_NET_OK;
    }
    close(fd);
    return error == ETIMEDOUT ? GX_NET_TIMEOUT : GX_NET_UNREACHABLE;
}

gx_rc gx_net_peer_connect(gx_cx *cx, const struct gx_net_peer *peer, int ms, int *fd,
                          enum gx_net_outcome *outcome) {
    const struct timeval limit = {.tv_sec = ms / 1000, .tv_usec = (ms % 1000) * 1000};
    uint64_t until = gx_clock_ms() + (uint64_t)ms;
    *outcome = GX_NET_UNREACHABLE;
    *fd = -1;
    for (size_t i = 0; i < peer->n && *fd < 0; i++)
        *outcome = connect_one(peer, i, until, fd);
    if (*fd < 0)
        return gx_net_fail(cx, *outcome, peer->host);
    setsockopt(*fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(*fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    return GX_OK;
}

static void close_file(void *fd) {
    close((int)(intptr_t)fd);
}

const char *gx_net_pem_file(gx_cx *cx, const char *pem) {
    size_t len = strlen(pem);
    int fd = memfd_create("guanxi-ca", MFD_CLOEXEC);
    if (fd < 0)
        return NULL;
    gx_arena_on_free(cx->arena, close_file, (void *)(intptr_t)fd);
    return write(fd, pem, len) == (ssize_t)len ? gx_arena_printf(cx->arena, "/proc/self/fd/%d", fd) : NULL;
}
