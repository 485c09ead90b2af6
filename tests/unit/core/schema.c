// SPDX-License-Identifier: AGPL-3.0-or-later
#include "suites.h"

#include "core/json.h"
#include "core/schema.h"
#include <string.h>

static const gx_schema *compile(gx_arena *arena, const char *text, const char **why) {
    json_t *source = gx_json_keep(arena, json_loads(text, 0, NULL));
    return gx_schema_compile(arena, source, why);
}

// Checks value against schema; the codes found, joined by blanks, or "ok".
static const char *check(gx_arena *arena, const char *schema, const char *value) {
    const char *why = NULL, *codes = "";
    const gx_schema *compiled = compile(arena, schema, &why);
    gx_cx cx;
    gx_cx_init(&cx, arena, NULL);
    ck_assert_msg(compiled != NULL, "%s", why ? why : "?");
    json_t *json = gx_json_keep(arena, json_loads(value, JSON_DECODE_ANY, NULL));
    gx_rc rc = gx_schema_check(&cx, compiled, json, "");
    ck_assert_int_eq(rc, cx.problem.rc);
    for (const struct gx_problem_error *e = cx.problem.errors; e; e = e->next)
        codes = gx_arena_printf(arena, "%s%s%s=%s", codes, *codes ? " " : "", e->pointer, e->code);
    return *codes ? codes : "ok";
}

static const char PERSON[] =
    "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"name\"],\"properties\":{"
    "\"name\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":3},\"age\":{\"type\":[\"integer\",\"null\"],"
    "\"minimum\":0,\"maximum\":150},\"id\":{\"type\":\"string\",\"format\":\"uuid\"},\"code\":{\"type\":"
    "\"string\","
    "\"pattern\":\"^[A-Z]-\\\\d+$\"},\"kind\":{\"enum\":[\"a\",\"b\"]},\"tags\":{\"type\":\"array\","
    "\"maxItems\":2,"
    "\"uniqueItems\":true,\"items\":{\"type\":\"string\",\"maxLength\":2}}}}";

START_TEST(good_values_pass) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    ck_assert_str_eq(check(arena, PERSON,
                           "{\"name\":\"张海伟\",\"age\":null,\"kind\":\"a\",\"code\":\"C-12\","
                           "\"id\":\"0190a1b2-0000-7000-8000-000000000000\",\"tags\":[\"x\",\"y\"]}"),
                     "ok");
}
END_TEST

START_TEST(all_errors_are_collected_with_pointers) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    ck_assert_str_eq(check(arena, PERSON,
                           "{\"age\":151,\"kind\":\"c\",\"code\":\"c-1\\n\",\"id\":\"x\","
                           "\"tags\":[\"abc\",\"abc\"]}"),
                     "/name=required /age=too_big /kind=choice /code=pattern /id=format /tags/0=too_long "
                     "/tags/1=too_long /tags=repeated");
    ck_assert_str_eq(check(arena, PERSON, "{\"name\":\"张海伟明\",\"age\":1.5}"), "/name=too_long /age=type");
    ck_assert_str_eq(check(arena, PERSON, "{\"name\":\"\"}"), "/name=required");
    ck_assert_str_eq(check(arena, PERSON, "[]"), "=type");
}
END_TEST

START_TEST(an_unknown_member_makes_it_malformed) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    const char *why;
    gx_cx cx;
    gx_cx_init(&cx, arena, NULL);
    json_t *value = gx_json_keep(arena, json_loads("{\"name\":\"a\",\"a/b~c\":1}", 0, NULL));
    ck_assert_int_eq(gx_schema_check(&cx, compile(arena, PERSON, &why), value, ""), GX_E_MALFORMED);
    ck_assert_str_eq(cx.problem.code, "unknown_field");
    ck_assert_str_eq(cx.problem.errors->pointer, "/a~1b~0c");
}
END_TEST

START_TEST(unknown_keywords_and_formats_refuse_the_schema) {
    static const char *const bad[] = {"{\"minLenght\":1}",   "{\"$ref\":\"#/a\"}",
                                      "{\"type\":\"text\"}", "{\"format\":\"hostname\"}",
                                      "{\"pattern\":\"(\"}", "{\"minLength\":-1}",
                                      "{\"oneOf\":[]}",      "{\"required\":[1]}",
                                      "{\"not\":{}}",        "{\"properties\":{\"a\":{\"if\":{}}}}"};
    for (size_t i = 0; i < GX_COUNT(bad); i++) {
        GX_AUTO_ARENA(arena) = gx_arena_new();
        const char *why = NULL;
        ck_assert_msg(!compile(arena, bad[i], &why), "%s", bad[i]);
        ck_assert_ptr_nonnull(why);
    }
}
END_TEST

START_TEST(alternatives_name_the_errors_of_the_fitting_type) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    static const char either[] = "{\"oneOf\":[{\"type\":\"null\"},{\"type\":\"string\",\"maxLength\":1}]}";
    ck_assert_str_eq(check(arena, either, "null"), "ok");
    ck_assert_str_eq(check(arena, either, "\"ab\""), "=too_long");
    ck_assert_str_eq(check(arena, either, "5"), "=type");
    ck_assert_str_eq(check(arena, "{\"oneOf\":[{\"minimum\":1},{\"maximum\":5}]}", "3"), "=invalid");
    ck_assert_str_eq(check(arena, "{\"anyOf\":[{\"minimum\":1},{\"maximum\":5}]}", "3"), "ok");
}
END_TEST

START_TEST(a_catastrophic_pattern_ends) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    ck_assert_str_eq(
        check(arena, "{\"pattern\":\"^(a+)+$\"}", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\""),
        "=pattern");
}
END_TEST

START_TEST(parameters_are_read_by_type) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    const char *why;
    json_t *out;
    gx_cx cx;
    gx_cx_init(&cx, arena, NULL);
    const gx_schema *limit = compile(arena, "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200}", &why);
    ck_assert_int_eq(gx_schema_check_param(&cx, limit, "limit", "50", &out), GX_OK);
    ck_assert_int_eq(json_integer_value(out), 50);
    ck_assert_int_eq(gx_schema_check_param(&cx, limit, "limit", "201", &out), GX_E_MALFORMED);
    gx_cx_clear(&cx);
    ck_assert_int_eq(gx_schema_check_param(&cx, limit, "limit", "5x", &out), GX_E_MALFORMED);
}
END_TEST

START_TEST(formats) {
    static const struct {
        const char *format, *text;
        bool good;
    } cases[] = {{"email", "a@b.cn", true},       {"email", "a@b", false},
                 {"email", "@b.cn", false},       {"email", "a b@c.cn", false},
                 {"email", "a@b..cn", false},     {"email", "张@例.cn", true},
                 {"date", "2024-02-29", true},    {"date", "2023-02-29", false},
                 {"uri", "https://a.cn/x", true}, {"uri", "javascript:alert(1)", false},
                 {"decimal", "1.50", true},       {"decimal", "1e5", false},
                 {"nonsense", "x", false}};
    for (size_t i = 0; i < GX_COUNT(cases); i++)
        ck_assert_msg(gx_schema_format(cases[i].format, cases[i].text, strlen(cases[i].text)) ==
                          cases[i].good,
                      "%s %s", cases[i].format, cases[i].text);
}
END_TEST

TCase *schema_case(void) {
    TCase *tcase = tcase_create("schema");
    tcase_add_test(tcase, good_values_pass);
    tcase_add_test(tcase, all_errors_are_collected_with_pointers);
    tcase_add_test(tcase, an_unknown_member_makes_it_malformed);
    tcase_add_test(tcase, unknown_keywords_and_formats_refuse_the_schema);
    tcase_add_test(tcase, alternatives_name_the_errors_of_the_fitting_type);
    tcase_add_test(tcase, a_catastrophic_pattern_ends);
    tcase_add_test(tcase, parameters_are_read_by_type);
    tcase_add_test(tcase, formats);
    return tcase;
}
