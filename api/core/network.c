// SPDX-License-Identifier: AGPL-3.0-or-later
// Addresses compared by the bits that count; nothing is resolved.
#include "core/network.h"

#include "core/decimal.h"
#include <arpa/inet.h>
#include <string.h>

enum { ENTRY_MAX = 64 };

struct network {
    unsigned char address[16];
    int family;
    int bits; // of the address that count
};

static bool read_address(const char *text, struct network *out) {
    bool is_v4 = inet_pton(AF_INET, text, out->address) == 1;
    out->family = is_v4 ? AF_INET : AF_INET6;
    out->bits = is_v4 ? 32 : 128;
    return is_v4 || inet_pton(AF_INET6, text, out->address) == 1;
}

static bool read_network(const char *text, size_t len, struct network *out) {
    char copy[ENTRY_MAX];
    int64_t bits;
    if (len >= sizeof copy)
        return false;
    memcpy(copy, text, len);
    copy[len] = '\0';
    char *slash = strchr(copy, '/');
    if (slash)
        *slash = '\0';
    if (!read_address(copy, out))
        return false;
    if (!slash)
        return true;
    if (!gx_decimal_i64(slash + 1, strlen(slash + 1), 0, out->bits, &bits))
        return false;
    out->bits = (int)bits;
    return true;
}

static bool contains(const struct network *network, const struct network *one) {
    size_t whole = (size_t)network->bits / 8;
    unsigned rest = (unsigned)network->bits % 8;
    if (network->family != one->family || memcmp(network->address, one->address, whole) != 0)
        return false;
    unsigned mask = rest == 0 ? 0 : (0xFFu << (8 - rest)) & 0xFFu;
    return rest == 0 || ((network->address[whole] ^ one->address[whole]) & mask) == 0;
}

// The next entry of the list: its start and length, or false at the end.
static bool next_entry(const char **at, const char **entry, size_t *len) {
    *at += strspn(*at, ", ");
    *entry = *at;
    *len = strcspn(*at, ", ");
    *at += *len;
    return *len > 0;
}

bool gx_network_list_valid(const char *list) {
    const char *entry;
    size_t len;
    struct network network;
    while (next_entry(&list, &entry, &len))
        if (!read_network(entry, len, &network))
            return false;
    return true;
}

bool gx_network_list_has(const char *list, const char *address) {
    const char *entry;
    size_t len;
    struct network one;
    struct network network;
    if (!read_address(address, &one))
        return false;
    while (next_entry(&list, &entry, &len))
        if (read_network(entry, len, &network) && contains(&network, &one))
            return true;
    return false;
}
