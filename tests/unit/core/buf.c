// SPDX-License-Identifier: AGPL-3.0-or-later
#include "suites.h"

#include "core/buf.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

START_TEST(pairs_make_an_object) {
    GX_AUTO(gx_buf) buf = {0};
    gx_buf_addc(&buf, '{');
    gx_buf_pair(&buf, "name", "张\"伟\\");
    gx_buf_pair(&buf, "none", NULL);
    gx_buf_pair_i64(&buf, "n", INT64_MIN);
    gx_buf_pair_bool(&buf, "yes", true);
    gx_buf_pair_raw(&buf, "raw", "[1,2]");
    gx_buf_addc(&buf, '}');
    ck_assert_str_eq(buf.data,
                     "{\"name\":\"张\\\"伟\\\\\",\"none\":null,\"n\":-9223372036854775808,\"yes\":true,"
                     "\"raw\":[1,2]}");
}
END_TEST

START_TEST(every_byte_below_space_is_escaped_and_comes_back) {
    GX_AUTO(gx_buf) buf = {0};
    char all[0x7F];
    for (int i = 1; i < 0x80; i++)
        all[i - 1] = (char)i;
    gx_buf_json(&buf, all, sizeof all);
    json_t *back = json_loadb(buf.data, buf.len, JSON_DECODE_ANY, NULL);
    ck_assert_ptr_nonnull(back);
    ck_assert_uint_eq(json_string_length(back), sizeof all);
    ck_assert_mem_eq(json_string_value(back), all, sizeof all);
    json_decref(back);
}
END_TEST

START_TEST(commas_stand_between_and_not_before) {
    GX_AUTO(gx_buf) buf = {0};
    gx_buf_adds(&buf, "{\"a\":[");
    for (int i = 0; i < 3; i++) {
        gx_buf_comma(&buf);
        gx_buf_i64(&buf, i);
    }
    gx_buf_adds(&buf, "]");
    gx_buf_key(&buf, "b");
    gx_buf_adds(&buf, "{}}");
    ck_assert_str_eq(buf.data, "{\"a\":[0,1,2],\"b\":{}}");
}
END_TEST

START_TEST(taking_hands_the_memory_over) {
    gx_buf buf = {0};
    size_t len;
    char *empty = gx_buf_take(&buf, &len);
    ck_assert_str_eq(empty, "");
    ck_assert_uint_eq(len, 0);
    free(empty);
    for (int i = 0; i < 10000; i++)
        gx_buf_printf(&buf, "%d,", i % 10);
    char *data = gx_buf_take(&buf, &len);
    ck_assert_uint_eq(len, 20000);
    ck_assert_ptr_null(buf.data);
    free(data);
}
END_TEST

TCase *buf_case(void) {
    TCase *tcase = tcase_create("buf");
    tcase_add_test(tcase, pairs_make_an_object);
    tcase_add_test(tcase, every_byte_below_space_is_escaped_and_comes_back);
    tcase_add_test(tcase, commas_stand_between_and_not_before);
    tcase_add_test(tcase, taking_hands_the_memory_over);
    return tcase;
}
