// SPDX-License-Identifier: AGPL-3.0-or-later
// Small text tools of this folder. They accept any bytes and never read past the NUL.
#include "parse/text.h"

#include "core/utf8.h"

#include <string.h>

uint32_t gx_text_next(const char **s) {
    const unsigned char *p = (const unsigned char *)*s;
    if (p[0] == 0)
        return 0;
    size_t n = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : p[0] >= 0xC2 ? 2 : 1;
    uint32_t c = n == 1 ? p[0] : p[0] & (0xFFu >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            *s += 1;
            return p[0];
        }
        c = c << 6 | (p[i] & 0x3F);
    }
    *s += n;
    return c;
}

static uint32_t half(uint32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E)
        return c - 0xFEE0;
    if (c == 0x3000 || c == 0xA0 || c == 0x2007 || c == 0x202F || c == 0xFEFF)
        return ' ';
    if (c == 0x2212 || c == 0x2010 || c == 0x2011)
        return '-';
    if (c < 0x20 || c == 0x7F)
        return ' ';
    return c;
}

bool gx_text_half(const char *s, char *out, size_t cap) {
    size_t n = 0;
    size_t end = 0;
    if (cap == 0)
        return false;
    for (uint32_t c; (c = gx_text_next(&s)) != 0;) {
        c = half(c);
        if (c == ' ' && end == 0)
            continue;
        if (n + 5 > cap)
            return false;
        n += gx_utf8_encode(c, out + n);
        if (c != ' ')
            end = n;
        else if (end == 0)
            n = 0;
    }
    out[end] = '\0';
    return true;
}

void gx_text_drop(char *s, const char *chars) {
    char *to = s;
    for (; *s != '\0'; s++)
        if (strchr(chars, *s) == NULL)
            *to++ = *s;
    *to = '\0';
}

bool gx_text_drop_prefix(char *s, const char *what) {
    size_t n = strlen(what);
    if (strncmp(s, what, n) != 0)
        return false;
    while (s[n] == ' ')
        n++;
    memmove(s, s + n, strlen(s + n) + 1);
    return true;
}

bool gx_text_drop_suffix(char *s, const char *what) {
    size_t n = strlen(what);
    size_t len = strlen(s);
    if (len < n || strcmp(s + len - n, what) != 0)
        return false;
    len -= n;
    while (len > 0 && s[len - 1] == ' ')
        len--;
    s[len] = '\0';
    return true;
}
