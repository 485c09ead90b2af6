// SPDX-License-Identifier: AGPL-3.0-or-later
// Dates as people write them: 2024.3.5, 2024年3月5日, 20240305, 3/5/2024, 5 Mar
// 2024, 民國113年3月5日, Excel serials; with a time where there is one. 3/5/2024
// is read in the order that the whole column was decided to have.
#include "parse/text.h"
#include "parse/value.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct moment {
    int year, month, day;
    int hour, minute, second;
    bool has_time, is_utc, has_offset;
    int offset;
};

static bool is_leap(int y) {
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static bool is_real(const struct moment *m) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (m->year < 1000 || m->year > 9999 || m->month < 1 || m->month > 12 || m->day < 1)
        return false;
    int last = days[m->month - 1] + (m->month == 2 && is_leap(m->year));
    return m->day <= last && m->hour < 24 && m->minute < 60 && m->second < 60;
}

// Reads 1..max digits; returns how many.
static int digits(const char **s, int max, int *out) {
    int n = 0;
    int v = 0;
    while (n < max && isdigit((unsigned char)**s)) {
        v = v * 10 + (**s - '0');
        (*s)++;
        n++;
    }
    *out = v;
    return n;
}

static bool word(const char **s, const char *w) {
    size_t n = strlen(w);
    if (strncmp(*s, w, n) != 0)
        return false;
    *s += n;
    return true;
}

static void blanks(const char **s) {
    while (**s == ' ')
        (*s)++;
}

static bool separator(const char **s, const char *han) {
    blanks(s);
    bool ok = word(s, han);
    if (!ok && **s != '\0' && strchr("-./", **s) != NULL) {
        (*s)++;
        ok = true;
    }
    blanks(s);
    return ok;
}

static void serial(long days, struct moment *m) {
    long z = days - 25569 + (days < 60) + 719468;
    long era = z / 146097;
    long doe = z - era * 146097;
    long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    long doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    long mp = (5 * doy + 2) / 153;
    m->day = (int)(doy - (153 * mp + 2) / 5 + 1);
    m->month = (int)(mp < 10 ? mp + 3 : mp - 9);
    m->year = (int)(yoe + era * 400 + (m->month <= 2));
}

// 45356 or 45356.5; only years that business data has (1927 to 2119).
static bool read_serial(const char *s, struct moment *m) {
    char *end;
    if (strspn(s, "0123456789") != 5)
        return false;
    long days = strtol(s, &end, 10);
    if (days < 10000 || days > 80000)
        return false;
    serial(days, m);
    if (*end == '\0')
        return true;
    if (*end != '.' || strspn(end + 1, "0123456789") != strlen(end + 1))
        return false;
    double fraction = strtod(end, &end);
    if (*end != '\0')
        return false;
    long seconds = (long)(fraction * 86400 + 0.5);
    if (seconds >= 86400)
        return false;
    m->has_time = seconds > 0;
    m->hour = (int)(seconds / 3600);
    m->minute = (int)(seconds / 60 % 60);
    m->second = (int)(seconds % 60);
    return true;
}

static int month_name(const char **s) {
    static const char *const names[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};
    for (int i = 0; i < 12; i++) {
        if (strncasecmp(*s, names[i], 3) != 0)
            continue;
        while (isalpha((unsigned char)**s))
            (*s)++;
        if (**s == '.')
            (*s)++;
        return i + 1;
    }
    return 0;
}

// 5 Mar 2024, 5-Mar-2024, Mar 5, 2024.
static bool read_english(const char **s, struct moment *m) {
    bool month_is_first = isalpha((unsigned char)**s) != 0;
    if (month_is_first)
        m->month = month_name(s);
    blanks(s);
    if (digits(s, 2, &m->day) == 0)
        return false;
    while (**s == ' ' || **s == '-' || **s == ',')
        (*s)++;
    if (!month_is_first)
        m->month = month_name(s);
    while (**s == ' ' || **s == '-' || **s == ',')
        (*s)++;
    return m->month > 0 && digits(s, 4, &m->year) == 4;
}

static bool read_short_first(const char **s, int a, enum gx_value_order order, struct moment *m) {
    int b;
    int c;
    if (digits(s, 2, &b) == 0 || !separator(s, "/"))
        return false;
    int n = digits(s, 4, &c);
    if (n != 2 && n != 4)
        return false;
    m->year = n == 4 ? c : c < 70 ? 2000 + c : 1900 + c;
    m->month = order == GX_VALUE_MONTH_FIRST ? a : b;
    m->day = order == GX_VALUE_MONTH_FIRST ? b : a;
    return true;
}

static bool read_day(const char **s, enum gx_value_order order, struct moment *m) {
    bool roc = word(s, "民國") || word(s, "民国");
    blanks(s);
    if (isalpha((unsigned char)**s))
        return read_english(s, m);
    int a;
    const char *start = *s;
    int n = digits(s, 8, &a);
    if (n == 8) {
        m->year = a / 10000;
        m->month = a / 100 % 100;
        m->day = a % 100;
        return true;
    }
    if (n == 0 || n > 4)
        return false;
    const char *after = *s;
    while (*after == ' ' || *after == '-')
        after++;
    if (n <= 2 && isalpha((unsigned char)*after)) {
        *s = start;
        return read_english(s, m);
    }
    bool han = strncmp(*s, "年", 3) == 0;
    if (!separator(s, "年"))
        return false;
    if (!roc && !han && n <= 2)
        return read_short_first(s, a, order, m);
    m->year = n == 4 ? a : roc || n == 3 ? a + 1911 : 2000 + a;
    if (digits(s, 2, &m->month) == 0 || !separator(s, "月"))
        return false;
    if (digits(s, 2, &m->day) == 0)
        return false;
    blanks(s);
    if (!word(s, "日"))
        word(s, "号");
    return true;
}

static bool read_offset(const char **s, struct moment *m) {
    if (word(s, "Z")) {
        m->is_utc = true;
        return true;
    }
    if (**s != '+' && **s != '-')
        return true;
    int sign = *(*s)++ == '-' ? -1 : 1;
    int h;
    int min = 0;
    if (digits(s, 2, &h) != 2)
        return false;
    word(s, ":");
    digits(s, 2, &min);
    m->has_offset = true;
    m->offset = sign * (h * 60 + min);
    return h <= 14 && min < 60;
}

static bool read_time(const char **s, struct moment *m) {
    word(s, "T");
    blanks(s);
    if (**s == '\0')
        return true;
    bool pm = word(s, "下午") || word(s, "晚上");
    bool am = !pm && (word(s, "上午") || word(s, "早上"));
    blanks(s);
    if (digits(s, 2, &m->hour) == 0)
        return false;
    if (!word(s, ":") && !word(s, "时") && !word(s, "時") && !word(s, "点") && !word(s, "點"))
        return false;
    digits(s, 2, &m->minute);
    word(s, "分");
    if (word(s, ":") || isdigit((unsigned char)**s))
        digits(s, 2, &m->second);
    word(s, "秒");
    if (word(s, "."))
        s[0] += strspn(*s, "0123456789");
    blanks(s);
    if (strncasecmp(*s, "pm", 2) == 0)
        pm = true, *s += 2;
    else if (strncasecmp(*s, "am", 2) == 0)
        am = true, *s += 2;
    if (pm && m->hour < 12)
        m->hour += 12;
    if (am && m->hour == 12)
        m->hour = 0;
    m->has_time = true;
    return read_offset(s, m);
}

static enum gx_value_rc read(const struct gx_value_cell *cell, enum gx_value_order order, struct moment *m) {
    char half[80];
    memset(m, 0, sizeof *m);
    if (cell->kind == 0)
        return GX_VALUE_EMPTY;
    if (cell->kind == 'e' || cell->kind == 'b' || cell->kind == 'p')
        return GX_VALUE_BAD;
    if (!gx_text_half(cell->text, half, sizeof half))
        return GX_VALUE_BAD;
    if (half[0] == '\0' || strcmp(half, "-") == 0 || strcmp(half, "/") == 0)
        return GX_VALUE_EMPTY;
    if (read_serial(half, m))
        return is_real(m) ? GX_VALUE_OK : GX_VALUE_BAD;
    const char *s = half;
    if (!read_day(&s, order, m) || !read_time(&s, m))
        return GX_VALUE_BAD;
    blanks(&s);
    return *s == '\0' && is_real(m) ? GX_VALUE_OK : GX_VALUE_BAD;
}

enum gx_value_rc gx_value_date(const struct gx_value_cell *cell, enum gx_value_order order, char *out,
                               size_t cap) {
    struct moment m;
    enum gx_value_rc rc = read(cell, order, &m);
    if (rc != GX_VALUE_OK)
        return rc;
    int n = snprintf(out, cap, "%04d-%02d-%02d", m.year, m.month, m.day);
    return n > 0 && (size_t)n < cap ? GX_VALUE_OK : GX_VALUE_TOO_LONG;
}

enum gx_value_rc gx_value_datetime(const struct gx_value_cell *cell, enum gx_value_order order, int offset,
                                   char *out, size_t cap) {
    struct moment m;
    enum gx_value_rc rc = read(cell, order, &m);
    if (rc != GX_VALUE_OK)
        return rc;
    int minutes = m.is_utc ? 0 : m.has_offset ? m.offset : offset;
    int n = snprintf(out, cap, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", m.year, m.month, m.day, m.hour,
                     m.minute, m.second, minutes < 0 ? '-' : '+', abs(minutes) / 60, abs(minutes) % 60);
    return n > 0 && (size_t)n < cap ? GX_VALUE_OK : GX_VALUE_TOO_LONG;
}

void gx_value_vote(const struct gx_value_cell *cell, struct gx_value_votes *votes) {
    char half[80];
    int a;
    int b;
    if (cell->kind != 't' || !gx_text_half(cell->text, half, sizeof half))
        return;
    const char *s = half;
    int n = digits(&s, 4, &a);
    if (n == 0 || n > 2 || !separator(&s, "/") || digits(&s, 2, &b) == 0)
        return;
    if (a > 12 && b <= 12)
        votes->day_first++;
    else if (b > 12 && a <= 12)
        votes->month_first++;
    else
        votes->either++;
}

enum gx_value_order gx_value_decide(const struct gx_value_votes *votes) {
    return votes->day_first > votes->month_first ? GX_VALUE_DAY_FIRST : GX_VALUE_MONTH_FIRST;
}
