// SPDX-License-Identifier: AGPL-3.0-or-later
// Several people in one cell.
#include "suites.h"

#include "parse/contacts.h"
#include <string.h>

START_TEST(people_are_told_apart) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    struct gx_contacts_person p[GX_CONTACTS_MAX];
    ck_assert_uint_eq(gx_contacts_split(arena, "张经理13800001111/李工", p), 2);
    ck_assert_str_eq(p[0].name, "张经理");
    ck_assert_str_eq(p[0].title, "经理");
    ck_assert_str_eq(p[0].phone, "13800001111");
    ck_assert_str_eq(p[1].name, "李工");
    ck_assert_ptr_null(p[1].phone);
    ck_assert_uint_eq(
        gx_contacts_split(arena, "王总：１３９００００２２２２、赵会计(13700003333)；Anna 0512-6543210", p),
        3);
    ck_assert_str_eq(p[0].name, "王总");
    ck_assert_str_eq(p[1].phone, "13700003333");
    ck_assert_str_eq(p[2].phone, "0512-6543210");
}
END_TEST

START_TEST(what_names_nobody_is_left_alone) {
    static const char *const texts[] = {"", "13800001111", "A/B", "宁波海岳", "/", "138/139", "张三/李四"};
    GX_AUTO_ARENA(arena) = gx_arena_new();
    struct gx_contacts_person p[GX_CONTACTS_MAX];
    for (size_t i = 0; i < GX_COUNT(texts); i++)
        ck_assert_msg(gx_contacts_split(arena, texts[i], p) == 0, "%s", texts[i]);
}
END_TEST

TCase *contacts_case(void) {
    TCase *tcase = tcase_create("contacts");
    tcase_add_test(tcase, people_are_told_apart);
    tcase_add_test(tcase, what_names_nobody_is_left_alone);
    return tcase;
}
