// SPDX-License-Identifier: AGPL-3.0-or-later
// Checking of decimal text. No floating point anywhere.
#include "core/decimal.h"

#include <string.h>

static bool all_digits(const char *s, size_t len) {
    for (size_t i = 0; i < len; i++)
        if (s[i] < '0' || s[i] > '9')
            return false;
    return len > 0;
}

bool gx_decimal_parse(const char *s, size_t len, int integer, int scale, char *out, size_t cap) {
    bool minus = len > 0 && *s == '-';
    s += minus;
    len -= minus;
    const char *point = len ? memchr(s, '.', len) : NULL;
    size_t whole = point ? (size_t)(point - s) : len, part = point ? len - whole - 1 : 0;
    if (!all_digits(s, whole) || (point && !all_digits(point + 1, part)))
        return false;
    while (whole > 1 && *s == '0') {
        s++;
        whole--;
    }
    while (part > 0 && point[part] == '0')
        part--;
    bool zero = whole == 1 && *s == '0';
    if ((!zero && whole > (size_t)integer) || part > (size_t)scale || whole + part + 3 > cap)
        return false;
    if (minus && !(zero && part == 0))
        *out++ = '-';
    memcpy(out, s, whole);
    out += whole;
    if (part) {
        *out++ = '.';
        memcpy(out, point + 1, part);
        out += part;
    }
    *out = '\0';
    return true;
}

bool gx_decimal_i64(const char *s, size_t len, int64_t min, int64_t max, int64_t *out) {
    bool minus = len > 0 && *s == '-';
    const char *p = s + minus;
    size_t n = len - minus;
    if (!all_digits(p, n) || (n > 1 && *p == '0') || (minus && *p == '0'))
        return false;
    int64_t value = 0;
    for (size_t i = 0; i < n; i++) {
        int digit = p[i] - '0';
        if (__builtin_mul_overflow(value, (int64_t)10, &value))
            return false;
        if (minus ? __builtin_sub_overflow(value, (int64_t)digit, &value)
                  : __builtin_add_overflow(value, (int64_t)digit, &value))
            return false;
    }
    if (value < min || value > max)
        return false;
    *out = value;
    return true;
}
