// SPDX-License-Identifier: AGPL-3.0-or-later
// Cursors and the shapes of list statements.
#include "fixture.h"

#include "resource/cursor.h"
#include <string.h>

static struct fixture f;

static void close(void) {
    fixture_close(&f);
}
static void open_all(void) {
    fixture_open(&f, GX_SCOPE_ALL);
}

static const char *page_of(const struct gx_query *query) {
    struct gx_sql *sql = gx_sql_new(f.arena);
    gx_plan_page(sql, gx_plan_new(f.arena, query), 51);
    return gx_sql_stmt(sql).sql;
}

static struct gx_query *query_of(const char *pair) {
    struct gx_query *query;
    ck_assert_int_eq(fixture_query(&f, &query, pair, NULL), GX_OK);
    return query;
}

static int times(const char *text, const char *part) {
    int n = 0;
    while ((text = strstr(text, part)) != NULL) {
        n++;
        text++;
    }
    return n;
}

START_TEST(who_sees_all_reads_the_plain_view) {
    const char *sql = page_of(query_of("fields=name"));
    ck_assert_str_eq(sql, "select t.id, t.name, t.created_at from api.account t where true"
                          " order by t.created_at desc, t.id desc limit 51");
    f.hints.rights[0].is_full = true;
    ck_assert_ptr_nonnull(strstr(page_of(query_of("fields=name")), "from api.account_all t"));
}
END_TEST

// Pages of several branches name their sort keys, by which doubles fall together; counts and sums have disjoint branches.
START_TEST(scopes_are_branches_without_doubles) {
    static const struct {
        unsigned scope;
        int selects, laterals, excludes;
    } cases[] = {
        {GX_SCOPE_OWN, 1, 0, 0},
        {GX_SCOPE_OWN | GX_SCOPE_SUBORDINATES, 2, 1, 1},
        {GX_SCOPE_OWN | GX_SCOPE_DEPARTMENT, 2, 1, 1},
        {GX_SCOPE_OWN | GX_SCOPE_SUBORDINATES | GX_SCOPE_SUBTREE, 3, 2, 3},
    };
    for (size_t i = 0; i < GX_COUNT(cases); i++) {
        f.hints.rights[0].read_scope = cases[i].scope;
        const char *sql = page_of(query_of("fields=name"));
        ck_assert_int_eq(times(sql, "from api.account t"), cases[i].selects);
        ck_assert_int_eq(times(sql, "lateral"), cases[i].laterals);
        ck_assert_int_eq(times(sql, "distinct on (b.created_at, b.id)"), cases[i].selects > 1);
        struct gx_sql *whole = gx_sql_new(f.arena);
        gx_plan_all(whole, gx_plan_new(f.arena, query_of("fields=name")), "1", 0);
        ck_assert_int_eq(times(gx_sql_stmt(whole).sql, "is not true"), cases[i].excludes);
        ck_assert_int_eq(times(sql, "limit 51"), cases[i].selects + (cases[i].selects > 1));
    }
}
END_TEST

START_TEST(unknown_scopes_and_single_records_take_no_branches) {
    f.hints.rights[0].read_scope = GX_SCOPE_OWN | GX_SCOPE_TERRITORY;
    ck_assert_ptr_null(strstr(page_of(query_of("fields=name")), "union"));
    f.hints.rights[0].read_scope = GX_SCOPE_OWN | GX_SCOPE_DEPARTMENT;
    ck_assert_ptr_null(strstr(page_of(query_of("id=01890000-0000-7000-8000-a00000000001")), "union"));
}
END_TEST

START_TEST(parameters_are_sent_once) {
    struct gx_sql *sql = gx_sql_new(f.arena);
    f.hints.rights[0].read_scope = GX_SCOPE_OWN | GX_SCOPE_SUBORDINATES | GX_SCOPE_DEPARTMENT;
    gx_plan_page(sql, gx_plan_new(f.arena, query_of("level=a")), 51);
    ck_assert_int_eq(gx_sql_stmt(sql).n, 4); // the level, himself, his people, his departments
}
END_TEST

static const char *condition(const char *sort, const char *first) {
    struct gx_query *query = query_of(sort);
    struct gx_sql *sql = gx_sql_new(f.arena);
    query->has_after = true;
    query->after[0] = first;
    query->after[1] = "01890000-0000-7000-8000-a00000000001";
    gx_cursor_sql(sql, query, "t");
    return gx_sql_stmt(sql).sql;
}

START_TEST(pages_continue_behind_the_last_row) {
    ck_assert_str_eq(condition("sort=-created_at", "x"),
                     "(t.created_at, t.id) < ($1::timestamptz, $2::uuid)");
    ck_assert_str_eq(
        condition("sort=name", "x"),
        "((t.name > $1::text or t.name is null) or (t.name = $1::text and ((t.id > $2::uuid))))");
    ck_assert_str_eq(condition("sort=-name", NULL), "(false or (t.name is null and ((t.id < $1::uuid))))");
}
END_TEST

START_TEST(a_cursor_is_good_for_its_query_and_person_only) {
    struct gx_query *query = query_of("sort=name");
    const char *values[] = {"张", "01890000-0000-7000-8000-a00000000001"};
    const char *text = gx_cursor_write(&f.cx, query, values);
    ck_assert_int_eq(gx_cursor_read(&f.cx, query, text), GX_OK);
    ck_assert_str_eq(query->after[0], "张");
    ck_assert_int_eq(gx_cursor_read(&f.cx, query_of("sort=-name"), text), GX_E_MALFORMED);
    ck_assert_str_eq(f.cx.problem.code, "invalid_cursor");
    query = query_of("sort=name");
    f.hints.user_id[35] = '9';
    ck_assert_int_eq(gx_cursor_read(&f.cx, query, text), GX_E_MALFORMED);
}
END_TEST

START_TEST(any_changed_character_breaks_a_cursor) {
    struct gx_query *query = query_of("sort=name");
    const char *values[] = {"x", "01890000-0000-7000-8000-a00000000001"};
    const char *text = gx_cursor_write(&f.cx, query, values);
    for (size_t i = 0; i < strlen(text); i++) {
        char *other = gx_arena_strdup(f.arena, text);
        other[i] = other[i] == 'A' ? 'B' : 'A';
        gx_cx_clear(&f.cx);
        ck_assert_int_eq(gx_cursor_read(&f.cx, query, other), GX_E_MALFORMED);
    }
    ck_assert_int_eq(gx_cursor_read(&f.cx, query, ""), GX_E_MALFORMED);
    ck_assert_int_eq(gx_cursor_read(&f.cx, query, "AAAA"), GX_E_MALFORMED);
}
END_TEST

Suite *page_suite(void) {
    Suite *suite = suite_create("page");
    TCase *tests = tcase_create("page");
    tcase_add_checked_fixture(tests, open_all, close);
    tcase_add_test(tests, who_sees_all_reads_the_plain_view);
    tcase_add_test(tests, scopes_are_branches_without_doubles);
    tcase_add_test(tests, unknown_scopes_and_single_records_take_no_branches);
    tcase_add_test(tests, parameters_are_sent_once);
    tcase_add_test(tests, pages_continue_behind_the_last_row);
    tcase_add_test(tests, a_cursor_is_good_for_its_query_and_person_only);
    tcase_add_test(tests, any_changed_character_breaks_a_cursor);
    suite_add_tcase(suite, tests);
    return suite;
}
