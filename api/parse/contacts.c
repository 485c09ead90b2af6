// SPDX-License-Identifier: AGPL-3.0-or-later
// Splitting of a cell into people: separators, then telephone number, then what is left is the name. A part
// without any letter or Han character makes the whole cell no list of people: better none than wrong ones.
#include "parse/contacts.h"

#include "core/utf8.h"
#include "parse/text.h"
#include <ctype.h>
#include <string.h>

static const char *title_of(const char *name) {
    static const char *const titles[][2] = {
        {"总经理", "总经理"}, {"總經理", "總經理"}, {"经理", "经理"}, {"經理", "經理"}, {"主任", "主任"},
        {"主管", "主管"},     {"科长", "科长"},     {"處長", "處長"}, {"处长", "处长"}, {"部长", "部长"},
        {"院长", "院长"},     {"厂长", "厂长"},     {"老师", "老师"}, {"教授", "教授"}, {"工程师", "工程师"},
        {"会计", "会计"},     {"总", "总经理"},     {"工", "工程师"}};
    size_t len = strlen(name);
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        size_t n = strlen(titles[i][0]);
        if (len > n && strcmp(name + len - n, titles[i][0]) == 0)
            return titles[i][1];
    }
    return NULL;
}

static bool is_separator(uint32_t c) {
    return c == '/' || c == ';' || c == '\n' || c == '|' || c == '&' || c == ',' || c == '+' ||
           c == 0x3001 /* 、 */ || c == 0xFF0C || c == 0xFF1B || c == 0xFF0F;
}

// The longest run that can be a telephone number: at least seven digits. Moves it out of part.
static const char *take_phone(gx_arena *arena, char *part) {
    char *best = NULL;
    size_t best_len = 0;
    size_t best_digits = 0;
    for (char *p = part; *p != '\0';) {
        size_t n = strspn(p, "0123456789-()+ ");
        size_t digits = 0;
        for (size_t i = 0; i < n; i++)
            digits += isdigit((unsigned char)p[i]) != 0;
        if (digits >= 7 && digits > best_digits)
            best = p, best_len = n, best_digits = digits;
        p += n > 0 ? n : 1;
    }
    if (best == NULL)
        return NULL;
    while (best_len > 0 && strchr("-( ", best[best_len - 1]) != NULL)
        best_len--;
    while (best_len > 0 && strchr("-) ", *best) != NULL)
        best++, best_len--;
    if (best_len > 2 && *best == '(' && best[best_len - 1] == ')')
        best++, best_len -= 2;
    const char *phone = gx_arena_strndup(arena, best, best_len);
    memmove(best, best + best_len, strlen(best + best_len) + 1);
    return phone;
}

static void tidy(char *name) {
    static const char *const labels[] = {"电话",   "電話", "手机", "手機", "联系人",
                                         "聯絡人", "Tel",  "tel",  ":",    "："};
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
            again = gx_text_drop_prefix(name, labels[i]) || gx_text_drop_suffix(name, labels[i]) || again;
        gx_text_drop(name, "()[]<>");
        size_t lead = strspn(name, " -");
        memmove(name, name + lead, strlen(name + lead) + 1);
        for (size_t n = strlen(name); n > 0 && strchr(" -", name[n - 1]) != NULL; n--)
            name[n - 1] = '\0', again = true;
    }
}

static bool is_name(const char *name) {
    size_t n = 0;
    const char *s = name;
    for (uint32_t c; (c = gx_text_next(&s)) != 0; n++)
        if (c < 0x80 ? isdigit((int)c) : false)
            return false;
    return n >= 1 && n <= 30;
}

static bool take(gx_arena *arena, const char *from, size_t len, struct gx_contacts_person *out) {
    char half[256];
    const char *part = gx_arena_strndup(arena, from, len);
    if (!gx_text_half(part, half, sizeof half))
        return false;
    out->phone = take_phone(arena, half);
    tidy(half);
    out->name = gx_arena_strdup(arena, half);
    out->title = title_of(out->name);
    return is_name(out->name);
}

size_t gx_contacts_split(gx_arena *arena, const char *text, struct gx_contacts_person out[GX_CONTACTS_MAX]) {
    size_t n = 0;
    size_t phones = 0;
    const char *from = text;
    const char *s = text;
    for (;;) {
        const char *at = s;
        uint32_t c = gx_text_next(&s);
        if (c != 0 && !is_separator(c))
            continue;
        size_t len = (size_t)(at - from);
        bool blank = true;
        for (size_t i = 0; i < len; i++)
            blank = blank && isspace((unsigned char)from[i]);
        if (!blank) {
            if (n == GX_CONTACTS_MAX || !take(arena, from, len, &out[n]))
                return 0;
            phones += out[n].phone != NULL;
            n++;
        }
        if (c == 0)
            break;
        from = s;
    }
    return phones == 0 ? 0 : n;
}
