// SPDX-License-Identifier: AGPL-3.0-or-later
// Lists of networks in the operator's settings: "10.0.0.0/8, fd00::/8, 192.0.2.7".
#ifndef GX_NETWORK_H
#define GX_NETWORK_H

#include <stdbool.h>

// Is every entry an address or a network? An empty list is.
bool gx_network_list_valid(const char *list);

// Is the address (text, IPv4 or IPv6) in one of the networks? False for what is no address and for entries that are none.
bool gx_network_list_has(const char *list, const char *address);

#endif
