// SPDX-License-Identifier: AGPL-3.0-or-later
// Dates as people write them, and the order of 3/4/2024.
#include "suites.h"

#include "core/rc.h"
#include "parse/value.h"
#include <string.h>

static const char *const march5[] = {"2024.3.5",
                                     "2024年3月5日",
                                     "2024/3/5",
                                     "2024-03-05",
                                     "20240305",
                                     "3/5/2024",
                                     "3-5-24",
                                     "45356",
                                     "5-Mar-2024",
                                     "Mar 5, 2024",
                                     "5 March 2024",
                                     "民國113年3月5日",
                                     "113年3月5日",
                                     "２０２４－３－５",
                                     "2024年3月5号",
                                     "2024. 3. 5",
                                     "2024-03-05T23:59:59+08:00"};

START_TEST(one_day_in_many_ways) {
    struct gx_value_cell cell = {'t', march5[_i]};
    char out[16];
    ck_assert_msg(gx_value_date(&cell, GX_VALUE_MONTH_FIRST, out, sizeof out) == GX_VALUE_OK, "%s",
                  march5[_i]);
    ck_assert_str_eq(out, "2024-03-05");
}
END_TEST

static const char *const none[] = {
    "2024-02-30", "2024年3月",  "13/13/2024",          "昨天", "2024",   "0/5/2024",    "2024-3-5-1",
    "99999",      "5 Foo 2024", "2024-03-05T25:00:00", "1.5",  "24.3.5", "66666.646E60"};

START_TEST(what_is_no_day_is_refused) {
    struct gx_value_cell cell = {'t', none[_i]};
    char out[16];
    ck_assert_msg(gx_value_date(&cell, GX_VALUE_MONTH_FIRST, out, sizeof out) == GX_VALUE_BAD, "%s",
                  none[_i]);
}
END_TEST

START_TEST(serials_of_spreadsheets_are_days_and_times) {
    struct gx_value_cell day = {'n', "45356"};
    struct gx_value_cell noon = {'n', "45356.5"};
    struct gx_value_cell small = {'n', "12"};
    char out[40];
    ck_assert_int_eq(gx_value_date(&day, GX_VALUE_DAY_FIRST, out, sizeof out), GX_VALUE_OK);
    ck_assert_str_eq(out, "2024-03-05");
    ck_assert_int_eq(gx_value_datetime(&noon, GX_VALUE_DAY_FIRST, 480, out, sizeof out), GX_VALUE_OK);
    ck_assert_str_eq(out, "2024-03-05T12:00:00+08:00");
    ck_assert_int_eq(gx_value_date(&small, GX_VALUE_DAY_FIRST, out, sizeof out), GX_VALUE_BAD);
}
END_TEST

START_TEST(times_keep_their_zone_or_get_the_offices) {
    static const char *const pairs[][2] = {{"2024-03-05 下午3:20", "2024-03-05T15:20:00+08:00"},
                                           {"2024年3月5日 9点5分", "2024-03-05T09:05:00+08:00"},
                                           {"2024-03-05T10:00:00Z", "2024-03-05T10:00:00+00:00"},
                                           {"2024-03-05T10:00:00.123-05:30", "2024-03-05T10:00:00-05:30"},
                                           {"3/5/2024 12:00 AM", "2024-03-05T00:00:00+08:00"},
                                           {"2024/3/5", "2024-03-05T00:00:00+08:00"}};
    for (size_t i = 0; i < GX_COUNT(pairs); i++) {
        struct gx_value_cell cell = {'t', pairs[i][0]};
        char out[40];
        ck_assert_msg(gx_value_datetime(&cell, GX_VALUE_MONTH_FIRST, 480, out, sizeof out) == GX_VALUE_OK,
                      "%s", pairs[i][0]);
        ck_assert_str_eq(out, pairs[i][1]);
    }
}
END_TEST

START_TEST(a_column_decides_its_order) {
    static const char *const american[] = {"3/4/2024", "10/20/2016", "1/2/2017"};
    static const char *const european[] = {"3/4/2024", "20/10/2016", "1/2/2017"};
    struct gx_value_votes a = {0};
    struct gx_value_votes e = {0};
    char out[16];
    for (size_t i = 0; i < 3; i++) {
        struct gx_value_cell x = {'t', american[i]};
        struct gx_value_cell y = {'t', european[i]};
        gx_value_vote(&x, &a);
        gx_value_vote(&y, &e);
    }
    ck_assert_int_eq(gx_value_decide(&a), GX_VALUE_MONTH_FIRST);
    ck_assert_int_eq(gx_value_decide(&e), GX_VALUE_DAY_FIRST);
    struct gx_value_cell cell = {'t', "3/4/2024"};
    ck_assert_int_eq(gx_value_date(&cell, GX_VALUE_DAY_FIRST, out, sizeof out), GX_VALUE_OK);
    ck_assert_str_eq(out, "2024-04-03");
}
END_TEST

TCase *date_case(void) {
    TCase *tcase = tcase_create("date");
    tcase_add_loop_test(tcase, one_day_in_many_ways, 0, (int)GX_COUNT(march5));
    tcase_add_loop_test(tcase, what_is_no_day_is_refused, 0, (int)GX_COUNT(none));
    tcase_add_test(tcase, serials_of_spreadsheets_are_days_and_times);
    tcase_add_test(tcase, times_keep_their_zone_or_get_the_offices);
    tcase_add_test(tcase, a_column_decides_its_order);
    return tcase;
}
