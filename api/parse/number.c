// SPDX-License-Identifier: AGPL-3.0-or-later
// 12.5万, ¥1,234.50, (300), １２３, 15%: to decimal text by moving the point, so
// that no digit is invented or lost.
#include "parse/text.h"
#include "parse/value.h"

#include <ctype.h>
#include <string.h>

struct unit {
    const char *word;
    int zeros;
};

// Longer words first: 千万 before 万.
static const struct unit units[] = {
    {"万亿", 12}, {"萬億", 12}, {"千万", 7}, {"千萬", 7}, {"百万", 6}, {"百萬", 6}, {"亿", 8}, {"億", 8},
    {"万", 4},    {"萬", 4},    {"w", 4},    {"W", 4},    {"千", 3},   {"k", 3},    {"K", 3},  {"百", 2}};

static const char *const signs[] = {"人民币", "人民幣", "RMB", "CNY", "USD", "EUR",  "HKD", "TWD",
                                    "NT$",    "HK$",    "US$", "¥",   "￥",  "$",    "€",   "£",
                                    "元",     "圆",     "圓",  "块",  "塊",  "美元", "整"};

static void drop_signs(char *s) {
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
            again = gx_text_drop_prefix(s, signs[i]) || gx_text_drop_suffix(s, signs[i]) || again;
    }
}

static int drop_unit(char *s) {
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (gx_text_drop_suffix(s, units[i].word))
            return units[i].zeros;
    return 0;
}

// Separators must stand before groups of three digits (or four, as some do),
// otherwise 1,5 would silently become 15.
static bool drop_separators(char *s) {
    char *to = s;
    bool point = false;
    for (char *from = s; *from != '\0'; from++) {
        if (*from == '.')
            point = true;
        if (*from == ',' || *from == '\'' || *from == ' ') {
            size_t run = strspn(from + 1, "0123456789");
            if (point || from == s || (run != 3 && run != 4))
                return false;
            continue;
        }
        *to++ = *from;
    }
    *to = '\0';
    return true;
}

// Unsigned digits with at most one point; exponent moved in; result in out.
static enum gx_value_rc shift(const char *s, int zeros, bool negative, char *out, size_t cap) {
    char digits[80];
    size_t n = 0;
    int scale = 0;
    bool point = false;
    for (; *s != '\0'; s++) {
        if (*s == '.' && !point)
            point = true;
        else if (!isdigit((unsigned char)*s) || n + 32 > sizeof digits)
            return GX_VALUE_BAD;
        else
            digits[n++] = *s, scale += point;
    }
    if (n == 0)
        return GX_VALUE_BAD;
    for (scale -= zeros; scale < 0; scale++) {
        if (n + 2 > sizeof digits)
            return GX_VALUE_BAD;
        digits[n++] = '0';
    }
    while (scale > 0 && n > 0 && digits[n - 1] == '0')
        n--, scale--;
    if (n == 0)
        scale = 0;
    digits[n] = '\0';
    if (scale > 40)
        return GX_VALUE_BAD;
    char text[160];
    size_t w = 0;
    size_t whole = n > (size_t)scale ? n - (size_t)scale : 0;
    size_t lead = strspn(digits, "0") < whole ? strspn(digits, "0") : whole;
    if (negative)
        text[w++] = '-';
    if (lead == whole)
        text[w++] = '0';
    for (size_t i = lead; i < whole; i++)
        text[w++] = digits[i];
    if (scale > 0)
        text[w++] = '.';
    for (size_t i = n; i < (size_t)scale; i++)
        text[w++] = '0';
    for (size_t i = whole; i < n; i++)
        text[w++] = digits[i];
    text[w] = '\0';
    const char *start = strcmp(text, "-0") == 0 ? text + 1 : text;
    if (strlen(start) + 1 > cap)
        return GX_VALUE_TOO_LONG;
    memcpy(out, start, strlen(start) + 1);
    return GX_VALUE_OK;
}

// 1.2E-3 and 1.5E+6 as spreadsheets write them; *zeros grows by the exponent.
static bool drop_exponent(char *s, int *zeros) {
    char *e = strpbrk(s, "eE");
    if (e == NULL)
        return true;
    const char *p = e + 1;
    bool negative = *p == '-';
    if (*p == '-' || *p == '+')
        p++;
    size_t n = strlen(p);
    if (n == 0 || n > 2 || strspn(p, "0123456789") != n)
        return false;
    int value = p[0] - '0';
    if (n == 2)
        value = value * 10 + (p[1] - '0');
    *zeros += negative ? -value : value;
    *e = '\0';
    return value <= 30;
}

static bool drop_negative(char *s) {
    size_t n = strlen(s);
    if (n > 2 && s[0] == '(' && s[n - 1] == ')') {
        s[n - 1] = '\0';
        memmove(s, s + 1, n - 1);
        return true;
    }
    if (gx_text_drop_prefix(s, "-"))
        return true;
    gx_text_drop_prefix(s, "+");
    return gx_text_drop_suffix(s, "-");
}

enum gx_value_rc gx_value_number(const struct gx_value_cell *cell, bool percent, char *out, size_t cap) {
    char s[120];
    if (cell->kind == 0)
        return GX_VALUE_EMPTY;
    if (cell->kind == 'e' || cell->kind == 'b' || cell->kind == 'd')
        return GX_VALUE_BAD;
    if (!gx_text_half(cell->text, s, sizeof s))
        return GX_VALUE_BAD;
    if (s[0] == '\0' || strcmp(s, "-") == 0 || strcmp(s, "/") == 0)
        return GX_VALUE_EMPTY;
    bool negative = drop_negative(s);
    drop_signs(s);
    negative = drop_negative(s) || negative;
    bool sign = gx_text_drop_suffix(s, "%");
    int zeros = cell->kind == 'p' && percent ? 2 : sign && !percent ? -2 : 0;
    zeros += drop_unit(s);
    drop_signs(s);
    if (!drop_exponent(s, &zeros) || !drop_separators(s))
        return GX_VALUE_BAD;
    return shift(s, zeros, negative, out, cap);
}

enum gx_value_rc gx_value_integer(const struct gx_value_cell *cell, char *out, size_t cap) {
    char number[160];
    char bare[120];
    struct gx_value_cell copy = *cell;
    if (cell->kind == 't' && gx_text_half(cell->text, bare, sizeof bare)) {
        static const char *const counters[] = {"人", "个", "個", "家", "台", "件", "年", "次"};
        for (size_t i = 0; i < sizeof counters / sizeof *counters; i++)
            gx_text_drop_suffix(bare, counters[i]);
        copy.text = bare;
    }
    enum gx_value_rc rc = gx_value_number(&copy, false, number, sizeof number);
    if (rc != GX_VALUE_OK)
        return rc;
    if (strchr(number, '.') != NULL)
        return GX_VALUE_BAD;
    if (strlen(number) + 1 > cap)
        return GX_VALUE_TOO_LONG;
    memcpy(out, number, strlen(number) + 1);
    return GX_VALUE_OK;
}
