// SPDX-License-Identifier: AGPL-3.0-or-later
// UUID text. Ids are compared as canonical lower-case text everywhere in C.
#include "core/uuid.h"
#include "core/clock.h"
#include "core/crypto.h"

#include <stdint.h>

static int hex_value(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static bool is_dash_place(size_t i) {
    return i == 8 || i == 13 || i == 18 || i == 23;
}

bool gx_uuid_parse(const char *s, size_t len, char out[37]) {
    out[0] = '\0';
    if (!s || len != GX_UUID_LEN)
        return false;
    char text[37];
    for (size_t i = 0; i < GX_UUID_LEN; i++) {
        if (is_dash_place(i) ? s[i] != '-' : hex_value(s[i]) < 0)
            return false;
        text[i] = (char)(s[i] >= 'A' && s[i] <= 'F' ? s[i] + 32 : s[i]);
    }
    text[GX_UUID_LEN] = '\0';
    for (size_t i = 0; i <= GX_UUID_LEN; i++)
        out[i] = text[i];
    return true;
}

bool gx_uuid_is_v7(const char canonical[37]) {
    char variant = canonical[19];
    return canonical[14] == '7' && (variant == '8' || variant == '9' || variant == 'a' || variant == 'b');
}

void gx_uuid_new(char out[37]) {
    static const char hex[] = "0123456789abcdef";
    unsigned char bytes[16];
    uint64_t ms = (uint64_t)gx_clock_unix_ms();
    gx_crypto_random(bytes, sizeof bytes);
    for (int i = 0; i < 6; i++)
        bytes[i] = (unsigned char)(ms >> (40 - 8 * i));
    bytes[6] = (unsigned char)(0x70 | (bytes[6] & 0x0f));
    bytes[8] = (unsigned char)(0x80 | (bytes[8] & 0x3f));
    size_t at = 0;
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (is_dash_place(at))
            out[at++] = '-';
        out[at++] = hex[bytes[i] >> 4];
        out[at++] = hex[bytes[i] & 15];
    }
    out[at] = '\0';
}
