// SPDX-License-Identifier: AGPL-3.0-or-later
// Strict UTF-8. Everything from outside is validated once; decoding afterwards need not check again.
#include "core/utf8.h"
#include "core/rc.h"

// Length of the well-formed sequence at s, 0 when there is none.
static size_t sequence(const unsigned char *s, size_t len) {
    unsigned char a = s[0];
    size_t n = a < 0x80                 ? 1
               : a >= 0xC2 && a <= 0xDF ? 2
               : (a & 0xF0) == 0xE0     ? 3
               : a >= 0xF0 && a <= 0xF4 ? 4
                                        : 0;
    if (n == 0 || n > len)
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    if ((a == 0xE0 && s[1] < 0xA0) || (a == 0xED && s[1] > 0x9F))
        return 0;
    if ((a == 0xF0 && s[1] < 0x90) || (a == 0xF4 && s[1] > 0x8F))
        return 0;
    return n;
}

bool gx_utf8_is_valid(const char *s, size_t len) {
    const unsigned char *p = (const unsigned char *)s;
    for (size_t i = 0; i < len;) {
        if (p[i] >= 1 && p[i] < 0x80) {
            i++;
            continue;
        }
        size_t n = p[i] == 0 ? 0 : sequence(p + i, len - i);
        if (n == 0)
            return false;
        i += n;
    }
    return true;
}

size_t gx_utf8_count(const char *s, size_t len) {
    size_t count = 0;
    for (size_t i = 0; i < len; i++)
        count += ((unsigned char)s[i] & 0xC0) != 0x80;
    return count;
}

size_t gx_utf8_decode(const char *s, size_t len, uint32_t *out) {
    const unsigned char *p = (const unsigned char *)s;
    size_t n = sequence(p, len);
    switch (n) {
    case 2:
        *out = (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
        return 2;
    case 3:
        *out = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
        return 3;
    case 4:
        *out = (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
        return 4;
    default:
        *out = n == 1 ? p[0] : 0xFFFD;
        return 1;
    }
}

size_t gx_utf8_encode(uint32_t c, char out[4]) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

bool gx_utf8_is_han(uint32_t c) {
    static const uint32_t ranges[][2] = {{0x3007, 0x3007},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},
                                         {0xF900, 0xFAFF},   {0x20000, 0x2A6DF}, {0x2A700, 0x2EBE0},
                                         {0x2EBF0, 0x2EE5D}, {0x2F800, 0x2FA1F}, {0x30000, 0x323AF}};
    for (size_t i = 0; i < GX_COUNT(ranges); i++)
        if (c >= ranges[i][0] && c <= ranges[i][1])
            return true;
    return false;
}
