// SPDX-License-Identifier: AGPL-3.0-or-later
// Words of people in addresses and header values. A real server is spoken to in tests/flow.
#include "channels/mail/mail.h"
#include "suites.h"
#include <string.h>

START_TEST(only_one_plain_address_is_one) {
    static const char *const good[] = {"a@b.example", "zeng.xue+crm@mail.haiyue.example", "-x@b.example"};
    static const char *const bad[] = {"",
                                      "a",
                                      "@b.example",
                                      "a@",
                                      "a@b@c.example",
                                      "a b@c.example",
                                      "a@b.example\r\nRCPT TO:<c@d.example>",
                                      "a@b.example\n",
                                      "<a@b.example>",
                                      "a@b.example,c@d.example",
                                      "z***@b.example",
                                      "\xc3\xbc@b.example",
                                      "a@.example",
                                      "a@b.",
                                      "\"a\"@b.example"};
    for (size_t i = 0; i < GX_COUNT(good); i++)
        ck_assert_msg(gx_mail_is_address(good[i]), "%s", good[i]);
    for (size_t i = 0; i < GX_COUNT(bad); i++)
        ck_assert_msg(!gx_mail_is_address(bad[i]), "%s", bad[i]);
}
END_TEST

START_TEST(a_header_value_holds_no_line_end_but_folds) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    ck_assert_str_eq(gx_mail_words(arena, "Our offer"), "Our offer");
    ck_assert_str_eq(gx_mail_words(arena, "x\r\nBcc: c@d"), "=?UTF-8?Q?=78=20=20=42=63=63=3A=20=63=40=64?=");
    ck_assert_str_eq(gx_mail_words(arena, "\xe5\xbc\xa0"), "=?UTF-8?Q?=E5=BC=A0?=");
    ck_assert_str_eq(gx_mail_words(arena, "a=b"), "=?UTF-8?Q?=61=3D=62?=");
}
END_TEST

START_TEST(a_long_value_is_folded_between_characters) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    char text[3 * 100 + 1] = "";
    for (int i = 0; i < 100; i++)
        memcpy(text + 3 * i, "\xe5\xbc\xa0", 4);
    const char *line = gx_mail_words(arena, text);
    for (const char *end; (end = strstr(line, "\r\n ")) != NULL; line = end + 3) {
        ck_assert_int_le(end - line, 66);
        ck_assert_int_eq(strncmp(end - 11, "=E5=BC=A0?=", 11), 0);
    }
    ck_assert_int_le(strlen(line), 66);
}
END_TEST

TCase *mail_case(void) {
    TCase *tcase = tcase_create("mail");
    tcase_add_test(tcase, only_one_plain_address_is_one);
    tcase_add_test(tcase, a_header_value_holds_no_line_end_but_folds);
    tcase_add_test(tcase, a_long_value_is_folded_between_characters);
    return tcase;
}
