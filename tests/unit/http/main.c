// SPDX-License-Identifier: AGPL-3.0-or-later
// Whose address counts: of the connection, or the one that a proxy of ours names.
#include "core/config.h"
#include "http/gate.h"
#include <check.h>
#include <stdlib.h>

static const char *ip_seen(gx_arena *arena, const char *peer, const char *said, const char *proxies) {
    const struct gx_config config = {.proxies = proxies};
    const struct gx_env env = {.config = &config};
    struct gx_pair headers[] = {{"Host", "guanxi.example"}, {"X-Real-IP", said}};
    struct gx_raw raw = {.method = "GET",
                         .target = "/",
                         .headers = headers,
                         .n_headers = said ? 2 : 1,
                         .body = "",
                         .peer = peer};
    struct gx_request rq = {0};
    gx_cx cx;
    gx_cx_init(&cx, arena, &env);
    ck_assert_int_eq(gx_gate_check(&cx, &raw, &rq), GX_OK);
    return rq.ip;
}

START_TEST(only_proxies_of_ours_name_the_client) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    static const char inner[] = "172.16.0.0/12";
    ck_assert_str_eq(ip_seen(arena, "127.0.0.1", "203.0.113.9", ""), "203.0.113.9");
    ck_assert_str_eq(ip_seen(arena, "172.18.0.5", "203.0.113.9", inner), "203.0.113.9");
    ck_assert_str_eq(ip_seen(arena, "172.18.0.5", "203.0.113.9", ""), "172.18.0.5");
    ck_assert_str_eq(ip_seen(arena, "198.51.100.1", "203.0.113.9", inner), "198.51.100.1");
    ck_assert_str_eq(ip_seen(arena, "172.18.0.5", "nonsense", inner), "172.18.0.5");
    ck_assert_str_eq(ip_seen(arena, "172.18.0.5", NULL, inner), "172.18.0.5");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("http");
    TCase *tcase = tcase_create("gate");
    tcase_add_test(tcase, only_proxies_of_ours_name_the_client);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
