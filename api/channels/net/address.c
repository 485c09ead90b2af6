// SPDX-License-Identifier: AGPL-3.0-or-later
// The deny list of net_fetch, as prefixes. Whoever adds one adds a line to its unit test.
#include "channels/net/address.h"
#include "core/decimal.h"
#include "core/rc.h"

#include <netinet/in.h>
#include <string.h>
#include <strings.h>

struct net4 {
    uint32_t prefix; // host byte order
    int bits;
};

static const struct net4 denied4[] = {
    {0x00000000, 8},  // this network
    {0x0a000000, 8},  // private
    {0x64400000, 10}, // carrier-grade NAT
    {0x7f000000, 8},  // loopback
    {0xa9fe0000, 16}, // link-local, cloud metadata
    {0xac100000, 12}, // private
    {0xc0000000, 24}, // protocol assignments
    {0xc0000200, 24}, // documentation
    {0xc0586300, 24}, // 6to4 relay
    {0xc0a80000, 16}, // private
    {0xc6120000, 15}, // benchmarks
    {0xc6336400, 24}, // documentation
    {0xcb007100, 24}, // documentation
    {0xe0000000, 4},  // multicast
    {0xf0000000, 4},  // reserved, broadcast
};

static bool is_public4(uint32_t address) {
    for (size_t i = 0; i < GX_COUNT(denied4); i++)
        if (((address ^ denied4[i].prefix) >> (32 - denied4[i].bits)) == 0)
            return false;
    return true;
}

static uint32_t read32(const unsigned char *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static bool all_zero(const unsigned char *p, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (p[i] != 0)
            return false;
    return true;
}

// Forms that carry an IPv4 address: that one decides. -1: it is none of them.
static int carried(const unsigned char a[16]) {
    static const unsigned char nat64[12] = {0x00, 0x64, 0xff, 0x9b};
    if (all_zero(a, 10) && a[10] == 0xff && a[11] == 0xff) // ::ffff:0:0/96
        return is_public4(read32(a + 12));
    if (all_zero(a, 8) && a[8] == 0xff && a[9] == 0xff && a[10] == 0 && a[11] == 0) // ::ffff:0:0:0/96
        return is_public4(read32(a + 12));
    if (memcmp(a, nat64, sizeof nat64) == 0) // 64:ff9b::/96
        return is_public4(read32(a + 12));
    if (a[0] == 0x20 && a[1] == 0x02) // 6to4
        return is_public4(read32(a + 2));
    if (read32(a) == 0x20010000) // Teredo: the client stands inverted at the end
        return is_public4(read32(a + 4)) && is_public4(~read32(a + 12));
    if ((read32(a + 8) & 0xfdffffffu) == 0x00005efe) // ISATAP
        return is_public4(read32(a + 12));
    return -1;
}

static bool is_public6(const unsigned char a[16]) {
    int inner = carried(a);
    if (inner >= 0)
        return inner;
    if ((a[0] & 0xe0) !=
        0x20) // only 2000::/3 is global unicast: loopback, local, NAT64 of one's own, multicast go
        return false;
    if (a[0] == 0x20 && a[1] == 0x01 && a[2] < 0x02) // 2001::/23, protocol assignments
        return false;
    if (read32(a) == 0x20010db8 || (a[0] == 0x3f && a[1] == 0xff && (a[2] & 0xf0) == 0)) // documentation
        return false;
    return true;
}

bool gx_net_address_is_public(const struct sockaddr *address) {
    if (address->sa_family == AF_INET)
        return is_public4(ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr));
    if (address->sa_family == AF_INET6)
        return is_public6(((const struct sockaddr_in6 *)(const void *)address)->sin6_addr.s6_addr);
    return false;
}

static bool entry_fits(const char *entry, size_t len, const char *host, int port) {
    const char *colon = memrchr(entry, ':', len);
    int64_t number;
    if (colon == NULL || !gx_decimal_i64(colon + 1, len - (size_t)(colon + 1 - entry), 1, 65535, &number))
        return false;
    size_t host_len = (size_t)(colon - entry);
    if (host_len > 2 && entry[0] == '[' && entry[host_len - 1] == ']') {
        entry++;
        host_len -= 2;
    }
    return number == port && strlen(host) == host_len && strncasecmp(entry, host, host_len) == 0;
}

bool gx_net_address_allowed(const char *list, const char *host, int port) {
    while (list != NULL && *list != '\0') {
        list += strspn(list, ", ");
        size_t len = strcspn(list, ", ");
        if (len > 0 && entry_fits(list, len, host, port))
            return true;
        list += len;
    }
    return false;
}
