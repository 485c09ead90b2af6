// SPDX-License-Identifier: AGPL-3.0-or-later
// Text, booleans, telephone numbers, comparison form. Numbers are in number.c,
// dates in date.c. What is not understood is said, never guessed.
#include "parse/value.h"
#include "core/utf8.h"

#include "parse/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char *gx_value_name(enum gx_value_rc rc) {
    switch (rc) {
    case GX_VALUE_OK:
        return "ok";
    case GX_VALUE_EMPTY:
        return "empty";
    case GX_VALUE_BAD:
        return "not_understood";
    case GX_VALUE_DIGITS_LOST:
        return "digits_lost";
    case GX_VALUE_TOO_LONG:
        return "too_long";
    }
    return "not_understood";
}

static enum gx_value_rc copy(const char *s, size_t n, char *out, size_t cap) {
    if (n + 1 > cap)
        return GX_VALUE_TOO_LONG;
    memcpy(out, s, n);
    out[n] = '\0';
    return GX_VALUE_OK;
}

enum gx_value_rc gx_value_text(const struct gx_value_cell *cell, char *out, size_t cap) {
    if (cell->kind == 0 || cell->text == NULL)
        return GX_VALUE_EMPTY;
    if (cell->kind == 'e')
        return GX_VALUE_BAD;
    if (cell->kind == 'b')
        return copy(*cell->text == '1' ? "true" : "false", *cell->text == '1' ? 4 : 5, out, cap);
    const char *s = cell->text;
    const char *begin = s;
    const char *end = s;
    bool started = false;
    while (*s != '\0') {
        const char *at = s;
        uint32_t c = gx_text_next(&s);
        bool blank = c <= ' ' || c == 0x3000 || c == 0xA0 || c == 0xFEFF || c == 0x200B;
        if (blank && !started)
            begin = end = s;
        if (blank)
            continue;
        started = true;
        (void)at;
        end = s;
    }
    size_t n = (size_t)(end - begin);
    return n == 0 ? GX_VALUE_EMPTY : copy(begin, n, out, cap);
}

static bool is_one_of(const char *folded, const char *const *words) {
    for (; *words != NULL; words++)
        if (strcmp(folded, *words) == 0)
            return true;
    return false;
}

enum gx_value_rc gx_value_boolean(const struct gx_value_cell *cell, char *out, size_t cap) {
    static const char *const yes[] = {"是", "有", "对", "對", "真",   "true", "yes",  "y",    "t", "1",
                                      "√",  "✓",  "☑",  "on", "启用", "啟用", "在职", "在職", NULL};
    static const char *const no[] = {"否", "无",    "無",   "没有", "沒有", "不",   "不是", "错", "錯",
                                     "假", "false", "no",   "n",    "f",    "0",    "×",    "✗",  "x",
                                     "☐",  "off",   "停用", "禁用", "离职", "離職", NULL};
    char half[64];
    if (cell->kind == 0)
        return GX_VALUE_EMPTY;
    if (cell->kind == 'e')
        return GX_VALUE_BAD;
    if (!gx_text_half(cell->text, half, sizeof half))
        return GX_VALUE_BAD;
    if (half[0] == '\0')
        return GX_VALUE_EMPTY;
    for (char *c = half; *c != '\0'; c++)
        *c = (char)tolower((unsigned char)*c);
    if (is_one_of(half, yes))
        return copy("true", 4, out, cap);
    if (is_one_of(half, no))
        return copy("false", 5, out, cap);
    return GX_VALUE_BAD;
}

// 1.3812345678E+10 still holds its digits, 1.38E+10 does not.
static enum gx_value_rc expand_scientific(const char *s, char *out, size_t cap) {
    char digits[40];
    size_t n = 0;
    size_t fraction = 0;
    bool point = false;
    for (; *s != '\0' && *s != 'e' && *s != 'E'; s++) {
        if (*s == '.' && !point)
            point = true;
        else if (!isdigit((unsigned char)*s) || n + 2 > sizeof digits)
            return GX_VALUE_BAD;
        else
            digits[n++] = *s, fraction += point;
    }
    if (*s == '\0' || n == 0)
        return GX_VALUE_BAD;
    char *end;
    long exponent = strtol(s + 1, &end, 10);
    if (*end != '\0' || exponent < 0 || exponent > 30)
        return GX_VALUE_BAD;
    if ((size_t)exponent != fraction)
        return (size_t)exponent > fraction ? GX_VALUE_DIGITS_LOST : GX_VALUE_BAD;
    return copy(digits, n, out, cap);
}

enum gx_value_rc gx_value_phone(const struct gx_value_cell *cell, char *out, size_t cap) {
    char half[200];
    if (cell->kind == 0)
        return GX_VALUE_EMPTY;
    if (cell->kind == 'e' || cell->kind == 'b' || cell->kind == 'd')
        return GX_VALUE_BAD;
    if (!gx_text_half(cell->text, half, sizeof half))
        return GX_VALUE_TOO_LONG;
    if (half[0] == '\0')
        return GX_VALUE_EMPTY;
    size_t n = strlen(half);
    if (cell->kind == 'n') {
        if (strspn(half, "0123456789") != n)
            return GX_VALUE_BAD;
        return n > 15 ? GX_VALUE_DIGITS_LOST : copy(half, n, out, cap);
    }
    if (strpbrk(half, "eE") != NULL && strspn(half, "0123456789.+eE") == n)
        return expand_scientific(half, out, cap);
    if (gx_text_drop_suffix(half, ".0") && strspn(half, "0123456789") != strlen(half))
        return GX_VALUE_BAD;
    if (strpbrk(half, "0123456789") == NULL)
        return GX_VALUE_BAD;
    return copy(half, strlen(half), out, cap);
}

static bool is_noise(uint32_t c) {
    if (c < 0x80)
        return !isalnum((int)c);
    return (c >= 0x3000 && c <= 0x3003) || (c >= 0x3008 && c <= 0x3011) || (c >= 0x2010 && c <= 0x2027) ||
           c == 0xB7 || c == 0x30FB || c == 0x3014 || c == 0x3015 || c == 0xD7;
}

size_t gx_value_fold(const char *text, bool drop_brackets, char *out, size_t cap) {
    char half[1024];
    size_t n = 0;
    int depth = 0;
    if (cap == 0)
        return 0;
    if (!gx_text_half(text, half, sizeof half))
        half[sizeof half - 1] = '\0';
    const char *s = half;
    for (uint32_t c; (c = gx_text_next(&s)) != 0;) {
        if (drop_brackets && (c == '(' || c == '[' || c == 0x3010))
            depth++;
        else if (drop_brackets && depth > 0 && (c == ')' || c == ']' || c == 0x3011))
            depth--;
        else if (depth == 0 && !is_noise(c) && n + 5 <= cap)
            n += gx_utf8_encode(c < 0x80 ? (uint32_t)tolower((int)c) : c, out + n);
    }
    out[n] = '\0';
    return n;
}
