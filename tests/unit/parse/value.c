// SPDX-License-Identifier: AGPL-3.0-or-later
// Numbers, telephone numbers, booleans and texts as people type them.
#include "suites.h"

#include "core/rc.h"
#include "parse/value.h"
#include <string.h>

struct sample {
    char kind;
    const char *text;
    const char *wanted; // NULL: refused with rc
    enum gx_value_rc rc;
};

static const struct sample numbers[] = {
    {'t', "12.5万", "125000", 0},
    {'t', "1.2亿", "120000000", 0},
    {'t', "¥1,234.50", "1234.5", 0},
    {'t', "（300）", "-300", 0},
    {'t', "１２３．４", "123.4", 0},
    {'t', "3,000元", "3000", 0},
    {'t', "RMB 1'000", "1000", 0},
    {'t', "15%", "0.15", 0},
    {'p', "0.15", "0.15", 0},
    {'n', "0012", "12", 0},
    {'t', "-0", "0", 0},
    {'t', ".5", "0.5", 0},
    {'t', "1.5E+6", "1500000", 0},
    {'t', "1E-3", "0.001", 0},
    {'t', "3万5", NULL, GX_VALUE_BAD},
    {'t', "1,5", NULL, GX_VALUE_BAD},
    {'t', "约50万", NULL, GX_VALUE_BAD},
    {'t', "1.2.3", NULL, GX_VALUE_BAD},
    {'t', "-", NULL, GX_VALUE_EMPTY},
    {'t', " ", NULL, GX_VALUE_EMPTY},
    {0, "", NULL, GX_VALUE_EMPTY},
    {'e', "#N/A", NULL, GX_VALUE_BAD},
    {'t', "万", NULL, GX_VALUE_BAD},
    {'t', "9E99", NULL, GX_VALUE_BAD},
    {'t', ".0", "0", 0},
    {'t', "-0.00", "0", 0},
    {'t', "0 %", "0", 0},
    {'t', "0.1234567890123456789", "0.1234567890123456789", 0},
};

START_TEST(numbers_are_what_was_meant) {
    const struct sample *s = &numbers[_i];
    struct gx_value_cell cell = {s->kind, s->text};
    char out[200];
    enum gx_value_rc rc = gx_value_number(&cell, false, out, sizeof out);
    ck_assert_msg(rc == s->rc, "%s gives %s", s->text, gx_value_name(rc));
    if (s->wanted != NULL)
        ck_assert_str_eq(out, s->wanted);
}
END_TEST

START_TEST(percent_fields_count_in_hundredths) {
    static const struct sample samples[] = {
        {'t', "15%", "15", 0}, {'t', "15", "15", 0}, {'p', "0.15", "15", 0}, {'p', "1", "100", 0}};
    for (size_t i = 0; i < GX_COUNT(samples); i++) {
        struct gx_value_cell cell = {samples[i].kind, samples[i].text};
        char out[64];
        ck_assert_int_eq(gx_value_number(&cell, true, out, sizeof out), GX_VALUE_OK);
        ck_assert_str_eq(out, samples[i].wanted);
    }
}
END_TEST

static const struct sample phones[] = {
    {'n', "13812345678", "13812345678", 0},
    {'t', "1.3812345678E+10", "13812345678", 0},
    {'t', "1.38E+10", NULL, GX_VALUE_DIGITS_LOST},
    {'n', "6222021234567890123", NULL, GX_VALUE_DIGITS_LOST},
    {'t', "13800001111.0", "13800001111", 0},
    {'t', "（０５１２）６５４３", "(0512)6543", 0},
    {'t', "0512-1234转801", "0512-1234转801", 0},
    {'t', "无", NULL, GX_VALUE_BAD},
    {'n', "138.5", NULL, GX_VALUE_BAD},
    {'t', "", NULL, GX_VALUE_EMPTY},
};

START_TEST(telephone_numbers_keep_their_digits_or_say_so) {
    const struct sample *s = &phones[_i];
    struct gx_value_cell cell = {s->kind, s->text};
    char out[200];
    enum gx_value_rc rc = gx_value_phone(&cell, out, sizeof out);
    ck_assert_msg(rc == s->rc, "%s gives %s", s->text, gx_value_name(rc));
    if (s->wanted != NULL)
        ck_assert_str_eq(out, s->wanted);
}
END_TEST

START_TEST(yes_and_no_in_many_words) {
    static const char *const yes[] = {"是", "Y", "TRUE", "１", "√", "启用"};
    static const char *const no[] = {"否", "n", "False", "0", "×", "離職"};
    char out[8];
    for (size_t i = 0; i < GX_COUNT(yes); i++) {
        struct gx_value_cell cell = {'t', yes[i]};
        ck_assert_int_eq(gx_value_boolean(&cell, out, sizeof out), GX_VALUE_OK);
        ck_assert_str_eq(out, "true");
    }
    for (size_t i = 0; i < GX_COUNT(no); i++) {
        struct gx_value_cell cell = {'t', no[i]};
        ck_assert_int_eq(gx_value_boolean(&cell, out, sizeof out), GX_VALUE_OK);
        ck_assert_str_eq(out, "false");
    }
    struct gx_value_cell maybe = {'t', "也许"};
    ck_assert_int_eq(gx_value_boolean(&maybe, out, sizeof out), GX_VALUE_BAD);
}
END_TEST

START_TEST(text_loses_only_outer_blanks) {
    struct gx_value_cell cell = {'t', "　\u00A0 宁波 海岳\t"};
    char out[64];
    ck_assert_int_eq(gx_value_text(&cell, out, sizeof out), GX_VALUE_OK);
    ck_assert_str_eq(out, "宁波 海岳");
    char small[4];
    ck_assert_int_eq(gx_value_text(&cell, small, sizeof small), GX_VALUE_TOO_LONG);
    struct gx_value_cell blank = {'t', "　 \n"};
    ck_assert_int_eq(gx_value_text(&blank, out, sizeof out), GX_VALUE_EMPTY);
}
END_TEST

START_TEST(folding_makes_equal_what_people_mean_as_equal) {
    char a[64];
    char b[64];
    gx_value_fold("GTX-Pro", false, a, sizeof a);
    gx_value_fold("ｇｔｘ　ＰＲＯ", false, b, sizeof b);
    ck_assert_str_eq(a, b);
    gx_value_fold("年营业额（元）", true, a, sizeof a);
    ck_assert_str_eq(a, "年营业额");
}
END_TEST

TCase *value_case(void) {
    TCase *tcase = tcase_create("value");
    tcase_add_loop_test(tcase, numbers_are_what_was_meant, 0, (int)GX_COUNT(numbers));
    tcase_add_test(tcase, percent_fields_count_in_hundredths);
    tcase_add_loop_test(tcase, telephone_numbers_keep_their_digits_or_say_so, 0, (int)GX_COUNT(phones));
    tcase_add_test(tcase, yes_and_no_in_many_words);
    tcase_add_test(tcase, text_loses_only_outer_blanks);
    tcase_add_test(tcase, folding_makes_equal_what_people_mean_as_equal);
    return tcase;
}
