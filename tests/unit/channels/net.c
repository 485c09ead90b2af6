// SPDX-License-Identifier: AGPL-3.0-or-later
// Which addresses net_fetch opens: every prefix of the deny list from both sides, every form that hides an IPv4
// address in an IPv6 one, the operator's list, and whole addresses of the web.
#include "channels/net/address.h"
#include "channels/net/fetch.h"
#include "core/config.h"
#include "suites.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static bool is_public(const char *text) {
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
        return gx_net_address_is_public((const struct sockaddr *)&v4);
    ck_assert_msg(inet_pton(AF_INET6, text, &v6.sin6_addr) == 1, "%s", text);
    return gx_net_address_is_public((const struct sockaddr *)&v6);
}

static const char *const denied[] = {
    "0.0.0.0",
    "0.255.255.255",
    "10.0.0.0",
    "10.255.255.255",
    "100.64.0.0",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.255",
    "169.254.0.0",
    "169.254.169.254",
    "169.254.255.255",
    "172.16.0.0",
    "172.31.255.255",
    "192.0.0.0",
    "192.0.0.255",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.0",
    "192.168.255.255",
    "198.18.0.0",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    // IPv6 of its own
    "::",
    "::1",
    "fe80::1",
    "febf::1",
    "fec0::1",
    "fc00::1",
    "fdff::1",
    "ff02::1",
    "100::1",
    "2001::1",
    "2001:1ff::1",
    "2001:db8::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "8000::1",
    // forms that carry one of the above
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:192.168.1.1",
    "::127.0.0.1",
    "::8.8.8.8",
    "64:ff9b::127.0.0.1",
    "64:ff9b::10.1.2.3",
    "64:ff9b:1::8.8.8.8",
    "2002:7f00:1::1",
    "2002:a00:1::1",
    "2002:c0a8:101::",
    "2001:0:808:808::80ff:fffe",
    "2001:0:7f00:1::f7f7:f7f7",
    "2a00::5efe:10.0.0.1",
    "2a00::200:5efe:192.168.0.1",
};

static const char *const open_ones[] = {
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.1",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.1",
    "192.0.3.1",
    "192.88.98.1",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2606:4700::1111",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2a00:1450::1",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
    "2002:808:808::1",
    "2001:0:808:808::f7f7:f7f7",
    "2a00::5efe:8.8.8.8",
    "3ffe::1",
};

START_TEST(addresses_that_are_not_the_open_net_are_denied_in_every_form) {
    for (size_t i = 0; i < GX_COUNT(denied); i++)
        ck_assert_msg(!is_public(denied[i]), "%s is let through", denied[i]);
}
END_TEST

START_TEST(neighbours_of_the_denied_are_open) {
    for (size_t i = 0; i < GX_COUNT(open_ones); i++)
        ck_assert_msg(is_public(open_ones[i]), "%s is denied", open_ones[i]);
}
END_TEST

START_TEST(an_unknown_family_is_denied) {
    const struct sockaddr other = {.sa_family = AF_UNIX};
    ck_assert(!gx_net_address_is_public(&other));
}
END_TEST

START_TEST(the_operators_list_holds_whole_entries) {
    static const char list[] = "sso.example:8443, [::1]:636,10.0.0.5:389";
    ck_assert(gx_net_address_allowed(list, "sso.example", 8443));
    ck_assert(gx_net_address_allowed(list, "SSO.Example", 8443));
    ck_assert(gx_net_address_allowed(list, "::1", 636));
    ck_assert(gx_net_address_allowed(list, "10.0.0.5", 389));
    ck_assert(!gx_net_address_allowed(list, "sso.example", 443));
    ck_assert(!gx_net_address_allowed(list, "so.example", 8443));
    ck_assert(!gx_net_address_allowed(list, "sso.example.evil", 8443));
    ck_assert(!gx_net_address_allowed(list, "10.0.0.5", 38));
    ck_assert(!gx_net_address_allowed(list, "", 8443));
    ck_assert(!gx_net_address_allowed("sso.example", "sso.example", 443));
    ck_assert(!gx_net_address_allowed("", "a", 1));
    ck_assert(!gx_net_address_allowed(NULL, "a", 1));
}
END_TEST

START_TEST(addresses_of_the_web_are_read_strictly) {
    static const char *const good[] = {"https://sso.example/", "https://sso.example:8443/a?b=c",
                                       "http://listed.example:8080/", "https://[2a00::1]/"};
    static const char *const bad[] = {"http://sso.example/",
                                      "http://listed.example/",
                                      "ftp://sso.example/",
                                      "file:///etc/passwd",
                                      "javascript:alert(1)",
                                      "https://user@sso.example/",
                                      "https://user:pw@sso.example/",
                                      "https://sso.example/#part",
                                      "https://",
                                      "sso.example",
                                      "",
                                      "https://sso.example:99999/",
                                      "https://sso.exa mple/",
                                      "gopher://sso.example:70/"};
    GX_AUTO_ARENA(arena) = gx_arena_new();
    const struct gx_config config = {.net_allow = "listed.example:8080"};
    const struct gx_env env = {.config = &config};
    gx_cx cx;
    gx_cx_init(&cx, arena, &env);
    for (size_t i = 0; i < GX_COUNT(good); i++)
        ck_assert_msg(gx_net_fetch_takes(&cx, good[i]), "%s", good[i]);
    for (size_t i = 0; i < GX_COUNT(bad); i++)
        ck_assert_msg(!gx_net_fetch_takes(&cx, bad[i]), "%s", bad[i]);
    ck_assert(!gx_net_fetch_takes(&cx, NULL));
}
END_TEST

START_TEST(a_local_address_is_refused_before_anything_is_sent) {
    static const char *const urls[] = {
        "https://127.0.0.1:1/", "https://localhost:1/", "https://[::1]:1/",     "https://[::ffff:127.0.0.1]/",
        "https://0x7f.1/",      "https://2130706433/",  "https://017700000001/"};
    GX_AUTO_ARENA(arena) = gx_arena_new();
    const struct gx_config config = {.net_allow = "127.0.0.1:2"};
    const struct gx_env env = {.config = &config};
    for (size_t i = 0; i < GX_COUNT(urls); i++) {
        gx_cx cx;
        struct gx_net_answer answer;
        const struct gx_net_request rq = {.url = urls[i]};
        gx_cx_init(&cx, arena, &env);
        ck_assert_int_eq(gx_net_fetch(&cx, &rq, &answer), GX_E_UNAVAILABLE);
        ck_assert_msg(answer.outcome == GX_NET_NOT_ALLOWED, "%s: %s", urls[i],
                      gx_net_outcome_name(answer.outcome));
    }
}
END_TEST

START_TEST(text_for_a_form_is_escaped) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    gx_cx cx;
    gx_cx_init(&cx, arena, NULL);
    ck_assert_str_eq(gx_net_escape(&cx, "a-Z_0.~ &=+%/\xe4\xb8\xad\r\n"),
                     "a-Z_0.~%20%26%3D%2B%25%2F%E4%B8%AD%0D%0A");
}
END_TEST

TCase *net_case(void) {
    TCase *tcase = tcase_create("net");
    tcase_add_test(tcase, addresses_that_are_not_the_open_net_are_denied_in_every_form);
    tcase_add_test(tcase, neighbours_of_the_denied_are_open);
    tcase_add_test(tcase, an_unknown_family_is_denied);
    tcase_add_test(tcase, the_operators_list_holds_whole_entries);
    tcase_add_test(tcase, addresses_of_the_web_are_read_strictly);
    tcase_add_test(tcase, a_local_address_is_refused_before_anything_is_sent);
    tcase_add_test(tcase, text_for_a_form_is_escaped);
    return tcase;
}
