// SPDX-License-Identifier: AGPL-3.0-or-later
// Clocks, and the strict readers of dates and times from outside.
#include "core/clock.h"

#include <stdio.h>

static struct timespec now(clockid_t id) {
    struct timespec ts;
    clock_gettime(id, &ts);
    return ts;
}

uint64_t gx_clock_us(void) {
    struct timespec ts = now(CLOCK_MONOTONIC);
    return (uint64_t)ts.tv_sec * 1000000u + (uint64_t)ts.tv_nsec / 1000u;
}

uint64_t gx_clock_ms(void) {
    return gx_clock_us() / 1000u;
}

int64_t gx_clock_unix(void) {
    return now(CLOCK_REALTIME).tv_sec;
}

int64_t gx_clock_unix_ms(void) {
    struct timespec ts = now(CLOCK_REALTIME);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

struct timespec gx_clock_deadline(unsigned ms) {
    struct timespec ts = now(CLOCK_MONOTONIC);
    ts.tv_sec += ms / 1000u;
    ts.tv_nsec += (long)(ms % 1000u) * 1000000L;
    if (ts.tv_nsec >= 1000000000L) {
        ts.tv_sec++;
        ts.tv_nsec -= 1000000000L;
    }
    return ts;
}

void gx_clock_text(char out[25]) {
    struct timespec ts = now(CLOCK_REALTIME);
    struct tm tm;
    char text[64];
    gmtime_r(&ts.tv_sec, &tm);
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ", tm.tm_year + 1900, tm.tm_mon + 1,
             tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, ts.tv_nsec / 1000000L);
    snprintf(out, 25, "%.24s", text);
}

// Exactly n digits at s; -1 when there is anything else.
static int digits(const char *s, int n) {
    int value = 0;
    for (int i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return -1;
        value = value * 10 + (s[i] - '0');
    }
    return value;
}

bool gx_clock_is_date(const char *s, size_t len) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (len != 10 || s[4] != '-' || s[7] != '-')
        return false;
    int year = digits(s, 4), month = digits(s + 5, 2), day = digits(s + 8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= days[month - 1] + (month == 2 && leap);
}

static bool is_offset(const char *s, size_t len) {
    if (len == 1)
        return *s == 'Z' || *s == 'z';
    if (len != 6 || (s[0] != '+' && s[0] != '-') || s[3] != ':')
        return false;
    int hour = digits(s + 1, 2), minute = digits(s + 4, 2);
    return hour >= 0 && hour <= 15 && minute >= 0 && minute <= 59;
}

bool gx_clock_is_datetime(const char *s, size_t len) {
    if (len < 20 || !gx_clock_is_date(s, 10) || (s[10] != 'T' && s[10] != 't') || s[13] != ':' ||
        s[16] != ':')
        return false;
    int hour = digits(s + 11, 2), minute = digits(s + 14, 2), second = digits(s + 17, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return false;
    size_t i = 19;
    if (s[i] == '.') {
        size_t start = ++i;
        while (i < len && s[i] >= '0' && s[i] <= '9')
            i++;
        if (i == start || i - start > 9)
            return false;
    }
    return is_offset(s + i, len - i);
}
