// SPDX-License-Identifier: AGPL-3.0-or-later
// clock, config, problems.
#include "suites.h"

#include "core/clock.h"
#include "core/config.h"
#include "core/cx.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

START_TEST(dates_are_real_days) {
    static const char *const good[] = {"2024-02-29", "0001-01-01", "9999-12-31", "2000-02-29"};
    static const char *const bad[] = {"2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-04-31",
                                      "0000-01-01", "2024-1-01",  "24-01-01",   "2024/01/01", ""};
    for (size_t i = 0; i < GX_COUNT(good); i++)
        ck_assert_msg(gx_clock_is_date(good[i], strlen(good[i])), "%s", good[i]);
    for (size_t i = 0; i < GX_COUNT(bad); i++)
        ck_assert_msg(!gx_clock_is_date(bad[i], strlen(bad[i])), "%s", bad[i]);
}
END_TEST

START_TEST(times_need_an_offset) {
    static const char *const good[] = {"2024-01-31T23:59:59Z", "2024-01-31T08:00:00.123456+08:00",
                                       "2024-01-31t00:00:00z", "2024-01-31T08:00:00-11:30"};
    static const char *const bad[] = {"2024-01-31T08:00:00",       "2024-01-31 08:00:00Z",
                                      "2024-01-31T24:00:00Z",      "2024-01-31T08:60:00Z",
                                      "2024-01-31T08:00:60Z",      "2024-01-31T08:00:00.Z",
                                      "2024-01-31T08:00:00+8:00",  "2024-01-31T08:00Z",
                                      "2024-01-31T08:00:00+99:00", "2024-01-31T08:00:00.1234567890Z"};
    for (size_t i = 0; i < GX_COUNT(good); i++)
        ck_assert_msg(gx_clock_is_datetime(good[i], strlen(good[i])), "%s", good[i]);
    for (size_t i = 0; i < GX_COUNT(bad); i++)
        ck_assert_msg(!gx_clock_is_datetime(bad[i], strlen(bad[i])), "%s", bad[i]);
}
END_TEST

START_TEST(now_has_the_form_that_we_ask_of_others) {
    char text[25];
    gx_clock_text(text);
    ck_assert(gx_clock_is_datetime(text, strlen(text)));
    uint64_t before = gx_clock_us();
    ck_assert_uint_le(before, gx_clock_us());
}
END_TEST

START_TEST(the_first_failure_stays_unless_a_worse_one_comes) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    gx_cx cx;
    gx_cx_init(&cx, arena, NULL);
    ck_assert_int_eq(gx_fail(&cx, GX_E_NOT_FOUND, NULL, "first %d", 1), GX_E_NOT_FOUND);
    ck_assert_int_eq(gx_fail(&cx, GX_E_CONFLICT, NULL, "second"), GX_E_CONFLICT);
    ck_assert_str_eq(cx.problem.detail, "first 1");
    ck_assert_int_eq(gx_fail(&cx, GX_E_UNAVAILABLE, NULL, "third"), GX_E_UNAVAILABLE);
    ck_assert_int_eq(cx.problem.rc, GX_E_UNAVAILABLE);
    gx_cx_clear(&cx);
    for (int i = 0; i < 500; i++)
        ck_assert_int_eq(gx_fail_add(&cx, "/a", "required", "no %d", i), GX_E_INVALID);
    ck_assert_uint_eq(cx.problem.n_errors, 100);
}
END_TEST

static char *secret_file(const char *text, mode_t mode) {
    static char dir[64];
    char path[100];
    snprintf(dir, sizeof dir, "/tmp/gx_secret_XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/key", dir);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
    ck_assert_int_eq(chmod(path, mode), 0);
    return dir;
}

static void drop_secret(const char *dir) {
    char path[100];
    snprintf(path, sizeof path, "%s/key", dir);
    unlink(path);
    rmdir(dir);
}

static bool reads(const char *text, mode_t mode, size_t min, size_t *len) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    const char *why = NULL, *dir = secret_file(text, mode);
    struct gx_secret secret = gx_config_secret(arena, dir, "key", min, &why);
    drop_secret(dir);
    ck_assert((secret.data == NULL) == (why != NULL));
    *len = secret.len;
    return secret.data != NULL;
}

START_TEST(secrets_must_be_closed_and_long_enough) {
    size_t len;
    ck_assert(reads("0123456789abcdef0123456789abcdef\n", 0600, 32, &len));
    ck_assert_uint_eq(len, 32);
    ck_assert(!reads("0123456789abcdef0123456789abcdef", 0640, 32, &len));
    ck_assert(!reads("0123456789abcdef0123456789abcdef", 0604, 32, &len));
    ck_assert(!reads("short", 0600, 32, &len));
    ck_assert(!reads("", 0600, 0, &len));
}
END_TEST

TCase *time_case(void) {
    TCase *tcase = tcase_create("time");
    tcase_add_test(tcase, dates_are_real_days);
    tcase_add_test(tcase, times_need_an_offset);
    tcase_add_test(tcase, now_has_the_form_that_we_ask_of_others);
    tcase_add_test(tcase, the_first_failure_stays_unless_a_worse_one_comes);
    tcase_add_test(tcase, secrets_must_be_closed_and_long_enough);
    return tcase;
}
