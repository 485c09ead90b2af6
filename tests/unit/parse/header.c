// SPDX-License-Identifier: AGPL-3.0-or-later
// The row of headings below titles, and which field a heading means.
#include "suites.h"

#include "parse/header.h"
#include <string.h>

static const char *const name_words[] = {"客户名称", "客戶名稱", "Name", "name", "company", "公司名称"};
static const char *const phone_words[] = {"电话", "電話", "Phone", "phone", "联系电话"};
static const char *const revenue_words[] = {"年营业额", "年營業額", "Annual revenue", "annual_revenue",
                                            "revenue"};
static const struct gx_header_field fields[] = {
    {"name", name_words, 6}, {"phone", phone_words, 5}, {"annual_revenue", revenue_words, 5}};

static struct gx_sheet_row row_of(long number, const struct gx_value_cell *cells, int n) {
    return (struct gx_sheet_row){number, n, cells};
}

static const char *guess_of(const char *heading) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    gx_cx cx;
    struct gx_header_guess guess;
    struct gx_value_cell cell = {'t', heading};
    struct gx_sheet_row row = row_of(1, &cell, 1);
    gx_cx_init(&cx, arena, NULL);
    gx_header_guess(&cx, &row, 1, fields, 3, &guess);
    return guess.field;
}

START_TEST(headings_stand_below_titles_and_banners) {
    const struct gx_value_cell title[] = {{'t', "2024年台账"}, {'t', "2024年台账"}, {'t', "2024年台账"}};
    const struct gx_value_cell note[] = {{'t', "填表人：沈国梁"}, {0, ""}, {'t', "2024.3.31"}};
    const struct gx_value_cell head[] = {{'t', "客户名称"}, {'t', "联系电话"}, {'t', "年营业额（元）"}};
    const struct gx_value_cell data[] = {{'t', "长平"}, {'n', "138"}, {'t', "12万"}};
    struct gx_sheet_row rows[] = {row_of(1, title, 3), row_of(2, note, 3), row_of(4, head, 3),
                                  row_of(5, data, 3)};
    struct gx_sheet sheet = {.rows = rows, .n_rows = 4, .width = 3};
    ck_assert_uint_eq(gx_header_find(&sheet, fields, 3), 2);
}
END_TEST

START_TEST(headings_mean_fields) {
    static const char *const pairs[][2] = {{"客户名称", "name"},
                                           {" 客户 名称 *", "name"},
                                           {"COMPANY", "name"},
                                           {"电话号码", "phone"},
                                           {"年营业额(万元)", "annual_revenue"},
                                           {"Revenu", "annual_revenue"},
                                           {"客戶名稱", "name"}};
    for (size_t i = 0; i < GX_COUNT(pairs); i++) {
        const char *field = guess_of(pairs[i][0]);
        ck_assert_msg(field != NULL && strcmp(field, pairs[i][1]) == 0, "%s means %s", pairs[i][0],
                      field ? field : "nothing");
    }
    ck_assert_ptr_null(guess_of("备注"));
    ck_assert_ptr_null(guess_of(""));
}
END_TEST

START_TEST(a_field_is_given_to_the_best_column_only) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    gx_cx cx;
    struct gx_header_guess guesses[2];
    const struct gx_value_cell cells[] = {{'t', "联系电话"}, {'t', "电话"}};
    struct gx_sheet_row row = row_of(1, cells, 2);
    gx_cx_init(&cx, arena, NULL);
    gx_header_guess(&cx, &row, 2, fields, 3, guesses);
    ck_assert_ptr_null(guesses[0].field);
    ck_assert_str_eq(guesses[1].field, "phone");
}
END_TEST

START_TEST(likeness_tells_slips_from_strangers) {
    ck_assert_int_eq(gx_header_likeness("GTXPro", "GTX Pro"), 100);
    ck_assert_int_ge(gx_header_likeness("technolgy", "technology"), 85);
    ck_assert_int_lt(gx_header_likeness("retail", "software"), 50);
    ck_assert_int_eq(gx_header_likeness("", "x"), 0);
}
END_TEST

TCase *header_case(void) {
    TCase *tcase = tcase_create("header");
    tcase_add_test(tcase, headings_stand_below_titles_and_banners);
    tcase_add_test(tcase, headings_mean_fields);
    tcase_add_test(tcase, a_field_is_given_to_the_best_column_only);
    tcase_add_test(tcase, likeness_tells_slips_from_strangers);
    return tcase;
}
