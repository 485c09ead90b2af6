// SPDX-License-Identifier: AGPL-3.0-or-later
// The user name in a filter, and the password that no directory may see. A real server is asked in tests/flow.
#include "channels/ldap/ldap.h"
#include "core/config.h"
#include "suites.h"
#include <string.h>

static const char *filter(gx_arena *arena, const char *username) {
    gx_cx cx;
    gx_cx_init(&cx, arena, NULL);
    return gx_ldap_filter(&cx, "(&(uid={username})(a=b))", username);
}

START_TEST(a_user_name_stays_a_value) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    ck_assert_str_eq(filter(arena, "zhang.wei"), "(&(uid=zhang.wei)(a=b))");
    ck_assert_str_eq(filter(arena, "*)(uid=*"), "(&(uid=\\2a\\29\\28uid=\\2a)(a=b))");
    ck_assert_str_eq(filter(arena, "a\\b"), "(&(uid=a\\5cb)(a=b))");
    ck_assert_str_eq(filter(arena, "\xe5\xbc\xa0"), "(&(uid=\\e5\\bc\\a0)(a=b))");
    ck_assert_str_eq(filter(arena, "\x01\x7f"), "(&(uid=\\01\\7f)(a=b))");
    ck_assert_str_eq(filter(arena, "{username}"), "(&(uid={username})(a=b))");
}
END_TEST

START_TEST(an_empty_password_asks_nobody) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    const struct gx_config config = {0};
    const struct gx_env env = {.config = &config};
    const struct gx_ldap_server server = {.url = "ldap://no-such-host.invalid",
                                          .user_filter = "(uid={username})"};
    struct gx_ldap_person found;
    gx_cx cx;
    gx_cx_init(&cx, arena, &env);
    ck_assert_int_eq(gx_ldap_ask(&cx, &server, "a", "", &found), GX_OK);
    ck_assert_int_eq(found.outcome, GX_LDAP_WRONG);
    ck_assert_int_eq(gx_ldap_ask(&cx, &server, "a", "b", &found), GX_OK);
    ck_assert_int_eq(found.outcome, GX_LDAP_NET);
    ck_assert_int_eq(found.net, GX_NET_UNKNOWN_HOST);
    ck_assert_int_eq(cx.problem.rc, GX_OK);
}
END_TEST

START_TEST(only_host_and_port_are_an_address) {
    static const char *const bad[] = {"",           "http://a",       "ldap://",          "ldap://a:x",
                                      "ldap://a:0", "ldap://a:70000", "ldapi:///var/run", "ldap://[::1"};
    GX_AUTO_ARENA(arena) = gx_arena_new();
    const struct gx_config config = {0};
    const struct gx_env env = {.config = &config};
    for (size_t i = 0; i < GX_COUNT(bad); i++) {
        const struct gx_ldap_server server = {.url = bad[i], .user_filter = "(uid={username})"};
        struct gx_ldap_person found;
        gx_cx cx;
        gx_cx_init(&cx, arena, &env);
        ck_assert_int_eq(gx_ldap_ask(&cx, &server, "a", "b", &found), GX_OK);
        ck_assert_msg(found.outcome == GX_LDAP_NET && found.net == GX_NET_BAD_URL, "%s", bad[i]);
    }
}
END_TEST

TCase *ldap_case(void) {
    TCase *tcase = tcase_create("ldap");
    tcase_add_test(tcase, a_user_name_stays_a_value);
    tcase_add_test(tcase, an_empty_password_asks_nobody);
    tcase_add_test(tcase, only_host_and_port_are_an_address);
    return tcase;
}
