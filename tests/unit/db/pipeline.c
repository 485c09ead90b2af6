// SPDX-License-Identifier: AGPL-3.0-or-later
#include "fixture.h"

#include <string.h>

static gx_lease lease;

static void setup_lease(void) {
    setup();
    lease = (gx_lease){0};
    ck_assert_int_eq(gx_pool_take(open_pool(1, 1000), &cx, &lease), GX_OK);
}

static void teardown_lease(void) {
    gx_lease_release(&lease);
    teardown();
}

START_TEST(many_statements_take_one_trip) {
    gx_result *out[3];
    const char *n = "42";
    const struct gx_stmt stmts[] = {GX_STMT0("select 1 as one, null as nothing, true as yes"),
                                    GX_STMT("select $1::int + 1", n),
                                    GX_STMT("select $1::text from generate_series(1, 3)", "张伟")};
    ck_assert_int_eq(gx_db_pipeline(&cx, &lease, stmts, 3, GX_TX_IMPLICIT, out), GX_OK);
    ck_assert_uint_eq(cx.db_trips, 1);
    ck_assert_int_eq(gx_result_i64(out[0], 0, gx_result_col(out[0], "one")), 1);
    ck_assert(gx_result_is_null(out[0], 0, 1));
    ck_assert_ptr_null(gx_result_value(out[0], 0, 1));
    ck_assert_str_eq(gx_result_text(out[0], 0, 1), "");
    ck_assert(gx_result_bool(out[0], 0, 2));
    ck_assert_int_eq(gx_result_col(out[0], "two"), -1);
    ck_assert_int_eq(gx_result_i64(out[1], 0, 0), 43);
    ck_assert_int_eq(gx_result_rows(out[2]), 3);
    ck_assert_str_eq(gx_result_text(out[2], 2, 0), "张伟");
    ck_assert_uint_eq(gx_result_len(out[2], 2, 0), 6);
}
END_TEST

START_TEST(settings_end_with_the_implicit_transaction) {
    gx_result *out[2];
    const struct gx_stmt stmts[] = {GX_STMT0("select set_config('app.user_id', 'me', true)"),
                                    GX_STMT0("select current_setting('app.user_id', true)")};
    ck_assert_int_eq(gx_db_pipeline(&cx, &lease, stmts, 2, GX_TX_IMPLICIT, out), GX_OK);
    ck_assert_str_eq(gx_result_text(out[1], 0, 0), "me");
    ck_assert_int_eq(gx_db_pipeline(&cx, &lease, stmts + 1, 1, GX_TX_IMPLICIT, out), GX_OK);
    ck_assert_str_eq(gx_result_text(out[0], 0, 0), "");
}
END_TEST

START_TEST(the_first_error_decides_and_the_connection_lives) {
    gx_result *out[3] = {NULL};
    const struct gx_stmt stmts[] = {GX_STMT0("select 1"), GX_STMT0("select 1/0"),
                                    GX_STMT0("select nothing_at_all")};
    ck_assert_int_eq(gx_db_pipeline(&cx, &lease, stmts, 3, GX_TX_IMPLICIT, out), GX_E_INVALID);
    ck_assert_ptr_nonnull(strstr(cx.problem.cause, "22012"));
    ck_assert_ptr_null(strstr(cx.problem.detail, "zero"));
    gx_cx_clear(&cx);
    ck_assert_int_eq(gx_db_pipeline(&cx, &lease, stmts, 1, GX_TX_IMPLICIT, out), GX_OK);
}
END_TEST

START_TEST(texts_that_are_not_utf8_are_not_sent) {
    const struct gx_stmt stmt = GX_STMT("select $1", "\xff");
    ck_assert_int_eq(gx_db_pipeline(&cx, &lease, &stmt, 1, GX_TX_IMPLICIT, NULL), GX_E_MALFORMED);
    ck_assert_uint_eq(cx.db_trips, 0);
}
END_TEST

START_TEST(a_slow_statement_is_cut_off) {
    ck_assert_int_eq(run_one(&lease, "select pg_sleep(30)", GX_TX_IMPLICIT, NULL), GX_E_UNAVAILABLE);
    ck_assert_ptr_nonnull(strstr(cx.problem.cause, "57014"));
    gx_cx_clear(&cx);
    ck_assert_int_eq(run_one(&lease, "select 1", GX_TX_IMPLICIT, NULL), GX_OK);
}
END_TEST

static int64_t count_prepared(void) {
    gx_result *out;
    ck_assert_int_eq(run_one(&lease, "select count(*) from pg_prepared_statements", GX_TX_IMPLICIT, &out),
                     GX_OK);
    return gx_result_i64(out, 0, 0);
}

static const char *numbered(int i) {
    return gx_arena_printf(cx.arena, "select %d", i);
}

START_TEST(two_hundred_statements_stay_prepared) {
    gx_result *out;
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 300; i++) {
            ck_assert_int_eq(run_one(&lease, numbered(i), GX_TX_IMPLICIT, &out), GX_OK);
            ck_assert_int_eq(gx_result_i64(out, 0, 0), i);
        }
    }
    ck_assert_int_eq(count_prepared(), 200);
}
END_TEST

START_TEST(aborted_pipelines_leave_no_statement_behind) {
    for (int i = 0; i < 200; i++)
        ck_assert_int_eq(run_one(&lease, numbered(i), GX_TX_IMPLICIT, NULL), GX_OK);
    for (int i = 0; i < 20; i++) {
        const struct gx_stmt stmts[] = {GX_STMT0("select 1/0"), {numbered(1000 + i), 0, NULL}};
        ck_assert_int_eq(gx_db_pipeline(&cx, &lease, stmts, 2, GX_TX_IMPLICIT, NULL), GX_E_INVALID);
        gx_cx_clear(&cx);
    }
    ck_assert_int_le(count_prepared(), 200);
}
END_TEST

START_TEST(changed_definitions_are_stale_and_then_known) {
    ck_assert_int_eq(gx_db_script(&cx, &lease, "create temp view pg_temp.v as select 1 as a"), GX_OK);
    ck_assert_int_eq(run_one(&lease, "select * from pg_temp.v", GX_TX_IMPLICIT, NULL), GX_OK);
    ck_assert_int_eq(gx_db_script(&cx, &lease, "create or replace temp view v as select 1 as a, 2 as b"),
                     GX_OK);
    ck_assert_int_eq(run_one(&lease, "select * from pg_temp.v", GX_TX_IMPLICIT, NULL), GX_E_STALE);
    gx_cx_clear(&cx);
    ck_assert_int_eq(run_one(&lease, "select * from pg_temp.v", GX_TX_IMPLICIT, NULL), GX_OK);
    ck_assert_int_eq(run_one(&lease, "select c from pg_temp.v", GX_TX_IMPLICIT, NULL), GX_E_STALE);
}
END_TEST

TCase *pipeline_case(void) {
    TCase *tcase = tcase_create("pipeline");
    tcase_add_checked_fixture(tcase, setup_lease, teardown_lease);
    tcase_set_timeout(tcase, 20);
    tcase_add_test(tcase, many_statements_take_one_trip);
    tcase_add_test(tcase, settings_end_with_the_implicit_transaction);
    tcase_add_test(tcase, the_first_error_decides_and_the_connection_lives);
    tcase_add_test(tcase, texts_that_are_not_utf8_are_not_sent);
    tcase_add_test(tcase, a_slow_statement_is_cut_off);
    tcase_add_test(tcase, two_hundred_statements_stay_prepared);
    tcase_add_test(tcase, aborted_pipelines_leave_no_statement_behind);
    tcase_add_test(tcase, changed_definitions_are_stale_and_then_known);
    return tcase;
}
