// SPDX-License-Identifier: AGPL-3.0-or-later
// Conditions: what they become, and what is refused.
#include "fixture.h"

#include <string.h>

static struct fixture f;

static void open(void) {
    fixture_open(&f, GX_SCOPE_ALL);
}
static void close(void) {
    fixture_close(&f);
}

static const struct {
    const char *pair, *sql;
} good[] = {
    {"level=a", "t.level = $1::text"},
    {"level[ne]=a", "t.level is distinct from $1::text"},
    {"level[in]=a,b", "t.level = any($1::text[])"},
    {"level[nin]=a", "(t.level is null or t.level <> all($1::text[]))"},
    {"amount[gte]=1000.50", "t.amount >= $1::numeric"},
    {"name[contains]=x", "t.name ilike $1::text"},
    {"name[prefix]=x", "(t.name >= $1::text and t.name < $2::text)"},
    {"name[null]=true", "t.name is null"},
    {"tags[contains]=x", "t.tags @> $1::text[]"},
    {"tags[nin]=x", "(t.tags is null or not t.tags && $1::text[])"},
    {"owner_id=me", "t.owner_id = $1::uuid"},
    {"owner.name=x", "exists (select 1 from api.user x1 where x1.id = t.owner_id and x1.name = $1::text)"},
    {"owner.name[ne]=x",
     "not exists (select 1 from api.user x1 where x1.id = t.owner_id and x1.name = $1::text)"},
    {"owner.name[null]=true",
     "not exists (select 1 from api.user x1 where x1.id = t.owner_id and x1.name is not null)"},
};

START_TEST(conditions_become_parameters) {
    struct gx_query *query;
    ck_assert_int_eq(fixture_query(&f, &query, good[_i].pair, NULL), GX_OK);
    ck_assert_str_eq(fixture_where(&f, query), good[_i].sql);
}
END_TEST

static const struct {
    const char *pair, *code;
} bad[] = {
    {"nothing=1", "unknown_field"},
    {"secret=1", "unknown_field"},
    {"phone=1", "unknown_field"},
    {"owner.nothing=1", "unknown_field"},
    {"name.x=1", "unknown_field"},
    {"level[gte]=a", "unknown_operator"},
    {"level[foo]=a", "unknown_operator"},
    {"level[=a", "unknown_operator"},
    {"level=z", "malformed"},
    {"amount[gte]=1e5", "malformed"},
    {"amount[gte]=12345678901234567", "malformed"},
    {"employees=1.5", "malformed"},
    {"closed_on=2024-02-30", "malformed"},
    {"closed_on[within]=someday", "malformed"},
    {"closed_on[within]=last_0_days", "malformed"},
    {"owner_id=1", "malformed"},
    {"name[null]=maybe", "malformed"},
    {"limit=0", "malformed"},
    {"limit=201", "malformed"},
    {"count=all", "malformed"},
    {"sort=secret", "unknown_field"},
    {"sort=name,name", "malformed"},
    {"fields=secret", "unknown_field"},
    {"include=name", "unknown_field"},
    {"filter=[]", "malformed"},
    {"filter={\"or\":[]}", "malformed"},
    {"filter={\"field\":\"name\",\"op\":\"eq\"}", "malformed"},
    {"filter={\"field\":\"secret\",\"op\":\"eq\",\"value\":\"x\"}", "unknown_field"},
    {"filter={\"not\":{\"not\":{\"not\":{\"not\":{\"not\":{\"field\":\"name\",\"op\":\"eq\",\"value\":\"x\"}}"
     "}}}}",
     "malformed"},
};

START_TEST(what_is_not_understood_is_refused) {
    struct gx_query *query;
    ck_assert_int_eq(fixture_query(&f, &query, bad[_i].pair, NULL), GX_E_MALFORMED);
    ck_assert_str_eq(f.cx.problem.code, bad[_i].code);
}
END_TEST

START_TEST(trees_nest) {
    struct gx_query *query;
    const char *tree =
        "filter={\"or\":[{\"field\":\"level\",\"op\":\"in\",\"value\":[\"a\"]},{\"not\":{\"and\":["
        "{\"field\":\"employees\",\"op\":\"gte\",\"value\":5},{\"field\":\"name\",\"op\":\"null\",\"value\":"
        "false}]}}]}";
    ck_assert_int_eq(fixture_query(&f, &query, tree, NULL), GX_OK);
    ck_assert_str_eq(fixture_where(&f, query),
                     "(t.level = any($1::text[]) or not coalesce(((t.employees >= $2::bigint"
                     " and t.name is not null)), false))");
}
END_TEST

START_TEST(no_value_reaches_the_text) {
    struct gx_query *query;
    ck_assert_int_eq(fixture_query(&f, &query, "name[contains]=x' or 1=1 --", "name[prefix]=\"; drop", NULL),
                     GX_OK);
    ck_assert_ptr_null(strstr(fixture_where(&f, query), "1=1"));
    ck_assert_ptr_null(strstr(fixture_where(&f, query), "drop"));
}
END_TEST

START_TEST(too_many_conditions_are_refused) {
    struct gx_query *query;
    gx_buf text = {0};
    gx_buf_adds(&text, "filter={\"and\":[");
    for (int i = 0; i <= GX_FILTER_CONDITIONS; i++)
        gx_buf_printf(&text, "%s{\"field\":\"name\",\"op\":\"eq\",\"value\":\"x\"}", i ? "," : "");
    gx_buf_adds(&text, "]}");
    ck_assert_int_eq(fixture_query(&f, &query, text.data, NULL), GX_E_MALFORMED);
    gx_buf_free(&text);
}
END_TEST

START_TEST(wildcards_of_the_text_are_harmless) {
    ck_assert_str_eq(gx_sql_like(f.arena, "5%_\\"), "%5\\%\\_\\\\%");
    const char *values[] = {"a\"b", "c\\d,{}"};
    ck_assert_str_eq(gx_sql_array(f.arena, values, 2), "{\"a\\\"b\",\"c\\\\d,{}\"}");
}
END_TEST

Suite *filter_suite(void) {
    Suite *suite = suite_create("filter");
    TCase *tests = tcase_create("filter");
    tcase_add_checked_fixture(tests, open, close);
    tcase_add_loop_test(tests, conditions_become_parameters, 0, (int)GX_COUNT(good));
    tcase_add_loop_test(tests, what_is_not_understood_is_refused, 0, (int)GX_COUNT(bad));
    tcase_add_test(tests, trees_nest);
    tcase_add_test(tests, no_value_reaches_the_text);
    tcase_add_test(tests, too_many_conditions_are_refused);
    tcase_add_test(tests, wildcards_of_the_text_are_harmless);
    suite_add_tcase(suite, tests);
    return suite;
}
