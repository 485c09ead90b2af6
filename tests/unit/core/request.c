// SPDX-License-Identifier: AGPL-3.0-or-later
#include "suites.h"

#include "core/request.h"
#include "core/response.h"
#include <string.h>

static gx_rc if_match(const char *text, int64_t *out) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    gx_cx cx;
    struct gx_request rq = {.if_match = text};
    gx_cx_init(&cx, arena, NULL);
    *out = 0;
    return gx_request_if_match(&cx, &rq, out);
}

START_TEST(if_match_gives_the_version) {
    int64_t version;
    ck_assert_int_eq(if_match("\"7.3.12\"", &version), GX_OK);
    ck_assert_int_eq(version, 7);
    ck_assert_int_eq(if_match("\"12\"", &version), GX_OK);
    ck_assert_int_eq(version, 12);
    ck_assert_int_eq(if_match("*", &version), GX_OK);
    ck_assert_int_eq(version, -1);
    ck_assert_int_eq(if_match(NULL, &version), GX_E_PRECONDITION);
}
END_TEST

START_TEST(odd_entity_tags_are_malformed) {
    static const char *const bad[] = {
        "7",     "W/\"7\"", "\"\"", "\"x\"", "\"7\", \"8\"", "\"7", "\"-7\"", "\"7.a\"", "\"99999999999999\"",
        "\".7\""};
    int64_t version;
    for (size_t i = 0; i < GX_COUNT(bad); i++)
        ck_assert_msg(if_match(bad[i], &version) == GX_E_MALFORMED, "%s", bad[i]);
}
END_TEST

START_TEST(if_none_match_takes_lists_and_weak_tags) {
    struct gx_request rq = {.if_none_match = "\"1.1.1\", W/\"2.1.1\""};
    ck_assert(gx_request_none_match(&rq, "\"1.1.1\""));
    ck_assert(gx_request_none_match(&rq, "\"2.1.1\""));
    ck_assert(!gx_request_none_match(&rq, "\"3.1.1\""));
    rq.if_none_match = "*";
    ck_assert(gx_request_none_match(&rq, "\"3.1.1\""));
    rq.if_none_match = NULL;
    ck_assert(!gx_request_none_match(&rq, "\"3.1.1\""));
}
END_TEST

static const char *cookie(gx_arena *arena, const char *header) {
    gx_cx cx;
    struct gx_request rq = {.cookie = header};
    gx_cx_init(&cx, arena, NULL);
    return gx_request_cookie(&cx, &rq, "t");
}

START_TEST(a_cookie_counts_once_and_only_when_clean) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    ck_assert_str_eq(cookie(arena, "a=1; t=abc-_9; b=2"), "abc-_9");
    ck_assert_ptr_null(cookie(arena, "t=abc; t=def"));
    ck_assert_ptr_null(cookie(arena, "t=a b"));
    ck_assert_ptr_null(cookie(arena, "tt=abc"));
    ck_assert_ptr_null(cookie(arena, "t="));
    ck_assert_ptr_null(cookie(arena, NULL));
}
END_TEST

START_TEST(header_values_with_control_bytes_are_refused) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    gx_cx cx;
    struct gx_response rs = {0};
    gx_cx_init(&cx, arena, NULL);
    ck_assert_int_eq(gx_response_header(&cx, &rs, "X-A", "a\r\nSet-Cookie: b"), GX_E_INTERNAL);
    ck_assert_int_eq(gx_response_header(&cx, &rs, "X-A", ""), GX_E_INTERNAL);
    ck_assert_int_eq(gx_response_header(&cx, &rs, "X-A", "fine"), GX_OK);
    ck_assert_ptr_nonnull(rs.headers);
}
END_TEST

START_TEST(file_names_cannot_leave_their_quotes) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    ck_assert_str_eq(gx_response_attachment(arena, "a\";b\n报.csv"),
                     "attachment; filename=\"a__b____.csv\"; filename*=UTF-8''a%22%3Bb%0A%E6%8A%A5.csv");
}
END_TEST

TCase *request_case(void) {
    TCase *tcase = tcase_create("request");
    tcase_add_test(tcase, if_match_gives_the_version);
    tcase_add_test(tcase, odd_entity_tags_are_malformed);
    tcase_add_test(tcase, if_none_match_takes_lists_and_weak_tags);
    tcase_add_test(tcase, a_cookie_counts_once_and_only_when_clean);
    tcase_add_test(tcase, header_values_with_control_bytes_are_refused);
    tcase_add_test(tcase, file_names_cannot_leave_their_quotes);
    return tcase;
}
