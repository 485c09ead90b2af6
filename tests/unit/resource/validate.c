// SPDX-License-Identifier: AGPL-3.0-or-later
// Bodies: every error at once, with pointer and code.
#include "fixture.h"

#include "core/json.h"
#include <string.h>

static struct fixture f;
static struct gx_values values;

static void open(void) {
    fixture_open(&f, GX_SCOPE_ALL);
}
static void close(void) {
    fixture_close(&f);
}

static gx_rc check(enum gx_validate_mode mode, const char *text) {
    json_t *body;
    gx_cx_clear(&f.cx);
    ck_assert_int_eq(gx_json_parse(&f.cx, text, strlen(text), &body), GX_OK);
    return gx_validate_body(&f.cx, &f.run, mode, body, "", &values);
}

static const struct {
    const char *body, *pointer, *code;
} wrong[] = {
    {"{\"name\":null}", "/name", "required"},
    {"{\"name\":\"\"}", "/name", "required"},
    {"{\"name\":\" \\t\"}", "/name", "required"},
    {"{\"name\":5}", "/name", "type"},
    {"{\"name\":\"一二三四五六七八九十一\"}", "/name", "too_long"},
    {"{\"state\":\"ABC\"}", "/state", "pattern"},
    {"{\"state\":\"a\\u0001\"}", "/state", "format"},
    {"{\"amount\":5}", "/amount", "type"},
    {"{\"amount\":\"1e5\"}", "/amount", "format"},
    {"{\"amount\":\"1.23456\"}", "/amount", "format"},
    {"{\"amount\":\"-1\"}", "/amount", "too_small"},
    {"{\"employees\":101}", "/employees", "too_big"},
    {"{\"employees\":1.5}", "/employees", "type"},
    {"{\"closed_on\":\"2023-02-29\"}", "/closed_on", "format"},
    {"{\"tags\":[\"a\",\"a\"]}", "/tags/1", "repeated"},
    {"{\"tags\":\"a\"}", "/tags", "type"},
    {"{\"parent_id\":\"x\"}", "/parent_id", "format"},
    {"{\"code\":\"C-1\"}", "/code", "readonly"},
    {"{\"version\":2}", "/version", "readonly"},
    {"{\"owner_id\":\"01890000-0000-7000-8000-a00000000001\"}", "/owner_id", "readonly"},
};

START_TEST(a_wrong_value_has_pointer_and_code) {
    ck_assert_int_eq(check(GX_VALIDATE_PATCH, wrong[_i].body), GX_E_INVALID);
    ck_assert_str_eq(f.cx.problem.errors->pointer, wrong[_i].pointer);
    ck_assert_str_eq(f.cx.problem.errors->code, wrong[_i].code);
}
END_TEST

START_TEST(all_errors_come_at_once) {
    ck_assert_int_eq(check(GX_VALIDATE_CREATE, "{\"amount\":\"x\",\"employees\":-1,\"closed_on\":\"x\"}"),
                     GX_E_INVALID);
    ck_assert_uint_eq(f.cx.problem.n_errors, 4); // and the name that is missing
}
END_TEST

START_TEST(hidden_and_unknown_members_are_alike) {
    ck_assert_int_eq(check(GX_VALIDATE_PATCH, "{\"secret\":\"x\"}"), GX_E_MALFORMED);
    ck_assert_str_eq(f.cx.problem.code, "unknown_field");
    ck_assert_int_eq(check(GX_VALIDATE_PATCH, "{\"nothing\":\"x\"}"), GX_E_MALFORMED);
    ck_assert_str_eq(f.cx.problem.code, "unknown_field");
}
END_TEST

START_TEST(readable_and_not_writable_is_forbidden) {
    ck_assert_int_eq(check(GX_VALIDATE_PATCH, "{\"level\":\"a\"}"), GX_E_FORBIDDEN);
    ck_assert_str_eq(f.cx.problem.errors->pointer, "/level");
}
END_TEST

START_TEST(what_passes_is_ready_for_the_database) {
    ck_assert_int_eq(check(GX_VALIDATE_CREATE,
                           "{\"id\":\"0190D0E5-0000-7000-8000-000000000001\",\"name\":\"张\",\"amount\":"
                           "\"12.50\",\"tags\":[\"a\\\"b\"],\"closed_on\":null,\"state\":\"\"}"),
                     GX_OK);
    ck_assert_str_eq(values.id, "0190d0e5-0000-7000-8000-000000000001");
    ck_assert_uint_eq(values.n, 5);
    ck_assert_str_eq(values.list[1].text, "12.5");
    ck_assert_str_eq(values.list[2].text, "{\"a\\\"b\"}");
    ck_assert_ptr_null(values.list[3].text);
    ck_assert_ptr_null(values.list[4].text);
}
END_TEST

START_TEST(a_clients_id_is_of_version_7) {
    ck_assert_int_eq(
        check(GX_VALIDATE_CREATE, "{\"id\":\"0190d0e5-0000-4000-8000-000000000001\",\"name\":\"x\"}"),
        GX_E_INVALID);
    ck_assert_str_eq(f.cx.problem.errors->pointer, "/id");
    ck_assert_int_eq(check(GX_VALIDATE_PATCH, "{\"id\":\"0190d0e5-0000-7000-8000-000000000001\"}"),
                     GX_E_INVALID);
}
END_TEST

Suite *validate_suite(void) {
    Suite *suite = suite_create("validate");
    TCase *tests = tcase_create("validate");
    tcase_add_checked_fixture(tests, open, close);
    tcase_add_loop_test(tests, a_wrong_value_has_pointer_and_code, 0, (int)GX_COUNT(wrong));
    tcase_add_test(tests, all_errors_come_at_once);
    tcase_add_test(tests, hidden_and_unknown_members_are_alike);
    tcase_add_test(tests, readable_and_not_writable_is_forbidden);
    tcase_add_test(tests, what_passes_is_ready_for_the_database);
    tcase_add_test(tests, a_clients_id_is_of_version_7);
    suite_add_tcase(suite, tests);
    return suite;
}
