// SPDX-License-Identifier: AGPL-3.0-or-later
// May this service open a connection to an address? Addresses are tested in binary form; texts are never compared,
// because one address has many spellings. Nothing here resolves or connects.
#ifndef GX_NET_ADDRESS_H
#define GX_NET_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

// False for everything that is not a plain public unicast address: loopback, private, link-local, carrier-grade NAT,
// documentation, benchmarks, multicast, reserved, unspecified; and for IPv6 forms that carry such an IPv4 address
// (mapped, compatible, NAT64, 6to4, Teredo, ISATAP). Unknown families are false.
bool gx_net_address_is_public(const struct sockaddr *address);

// Is "host:port" on the operator's list (GX_NET_ALLOW: entries separated by commas, "[::1]:636" for IPv6)? Names are
// compared without regard to case, whole entries only. list may be NULL.
bool gx_net_address_allowed(const char *list, const char *host, int port);

#endif
