// SPDX-License-Identifier: AGPL-3.0-or-later
// Time. Waits and limits use the monotonic clock; the wall clock is for tokens and log lines only. "Now" of
// the data always comes from the database.
#ifndef GX_CLOCK_H
#define GX_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

uint64_t gx_clock_us(void);     // monotonic, microseconds
uint64_t gx_clock_ms(void);     // monotonic, milliseconds
int64_t gx_clock_unix(void);    // wall clock, seconds
int64_t gx_clock_unix_ms(void); // wall clock, milliseconds

// Absolute CLOCK_MONOTONIC time that lies ms milliseconds ahead, for condition variables.
struct timespec gx_clock_deadline(unsigned ms);

// Wall clock as 2026-01-31T08:00:00.123Z into out (at least 25 bytes).
void gx_clock_text(char out[25]);

// YYYY-MM-DD with a real day, years 0001..9999.
bool gx_clock_is_date(const char *s, size_t len);

// RFC 3339 date-time with offset (Z or +hh:mm), optional fraction of 1..9 digits, no leap second.
bool gx_clock_is_datetime(const char *s, size_t len);

#endif
