// SPDX-License-Identifier: AGPL-3.0-or-later
#include "suites.h"

#include "core/json.h"
#include <string.h>

static gx_rc parse(const char *text, size_t len) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    gx_cx cx;
    json_t *value;
    gx_cx_init(&cx, arena, NULL);
    gx_rc rc = gx_json_parse(&cx, text, len, &value);
    ck_assert_int_eq(cx.problem.rc, rc);
    return rc;
}

static gx_rc parse_text(const char *text) {
    return parse(text, strlen(text));
}

START_TEST(good_objects_are_read) {
    ck_assert_int_eq(parse_text("{\"a\":[1,2.5,null,true,\"\\u5f20\"]}"), GX_OK);
}
END_TEST

START_TEST(bad_texts_are_malformed) {
    static const char *const bad[] = {"",
                                      "{",
                                      "{\"a\":1,\"a\":2}",
                                      "{\"a\":\"\xff\"}",
                                      "{\"a\":\"\\u0000\"}",
                                      "{\"a\":\"\\ud800\"}",
                                      "{} x",
                                      "{\"a\":01}",
                                      "{'a':1}",
                                      "\"text\"",
                                      "NaN"};
    for (size_t i = 0; i < GX_COUNT(bad); i++)
        ck_assert_msg(parse_text(bad[i]) == GX_E_MALFORMED, "%s", bad[i]);
    ck_assert_int_eq(parse("{\"a\":\"x\0y\"}", 11), GX_E_MALFORMED);
}
END_TEST

START_TEST(depth_ends_at_32) {
    char text[200];
    for (int depth = 30; depth < 40; depth++) {
        memset(text, '[', (size_t)depth);
        memset(text + depth, ']', (size_t)depth);
        ck_assert_int_eq(parse(text, (size_t)depth * 2), depth <= GX_JSON_MAX_DEPTH ? GX_OK : GX_E_MALFORMED);
    }
    ck_assert_int_eq(parse_text("{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[\"}"), GX_OK);
}
END_TEST

START_TEST(media_types_are_exact) {
    static const char *const good[] = {"application/json", "Application/JSON",
                                       "application/json; charset=utf-8", "application/merge-patch+json",
                                       "application/json;charset=\"UTF-8\""};
    static const char *const bad[] = {"application/jsonx",
                                      "text/json",
                                      "application/json; charset=gbk",
                                      "",
                                      "application/json, text/plain",
                                      "application/x-www-form-urlencoded"};
    for (size_t i = 0; i < GX_COUNT(good); i++)
        ck_assert_msg(gx_json_is_media_type(good[i]), "%s", good[i]);
    for (size_t i = 0; i < GX_COUNT(bad); i++)
        ck_assert_msg(!gx_json_is_media_type(bad[i]), "%s", bad[i]);
    ck_assert(!gx_json_is_media_type(NULL));
}
END_TEST

START_TEST(canonical_texts_are_equal_for_equal_values) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    json_t *a = gx_json_keep(arena, json_pack("{s:i,s:i}", "x", 1, "y", 2));
    json_t *b = gx_json_keep(arena, json_pack("{s:i,s:i}", "y", 2, "x", 1));
    ck_assert_str_eq(gx_json_canonical(arena, a), gx_json_canonical(arena, b));
    ck_assert_str_eq(gx_json_dump(arena, b), "{\"y\":2,\"x\":1}");
    ck_assert_int_eq(gx_json_i64(a, "x", 9), 1);
    ck_assert_int_eq(gx_json_i64(a, "z", 9), 9);
    ck_assert_ptr_null(gx_json_str(a, "x"));
}
END_TEST

TCase *json_case(void) {
    TCase *tcase = tcase_create("json");
    tcase_add_test(tcase, good_objects_are_read);
    tcase_add_test(tcase, bad_texts_are_malformed);
    tcase_add_test(tcase, depth_ends_at_32);
    tcase_add_test(tcase, media_types_are_exact);
    tcase_add_test(tcase, canonical_texts_are_equal_for_equal_values);
    return tcase;
}
