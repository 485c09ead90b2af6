// SPDX-License-Identifier: AGPL-3.0-or-later
#include "fixture.h"

#include <string.h>

static gx_lease lease;

static void setup_table(void) {
    setup();
    lease = (gx_lease){0};
    ck_assert_int_eq(gx_pool_take(open_pool(1, 1000), &cx, &lease), GX_OK);
    ck_assert_int_eq(
        gx_db_script(&cx, &lease,
                     "create temp table t (id int constraint t_id_key unique deferrable initially deferred)"),
        GX_OK);
}

static void teardown_table(void) {
    gx_lease_release(&lease);
    teardown();
}

static int64_t count(void) {
    gx_result *out;
    ck_assert_int_eq(run_one(&lease, "select count(*) from pg_temp.t", GX_TX_IMPLICIT, &out), GX_OK);
    return gx_result_i64(out, 0, 0);
}

static gx_rc insert(int id, enum gx_tx tx) {
    return run_one(&lease, gx_arena_printf(cx.arena, "insert into pg_temp.t values (%d)", id), tx, NULL);
}

START_TEST(a_whole_transaction_commits) {
    ck_assert_int_eq(insert(1, GX_TX_WHOLE), GX_OK);
    ck_assert_int_eq(count(), 1);
    ck_assert(!lease.in_transaction);
}
END_TEST

START_TEST(an_error_at_commit_is_an_error) {
    ck_assert_int_eq(insert(1, GX_TX_WHOLE), GX_OK);
    ck_assert_int_eq(insert(1, GX_TX_WHOLE), GX_E_CONFLICT);
    ck_assert_str_eq(cx.problem.errors->pointer, "/id");
    gx_cx_clear(&cx);
    ck_assert_int_eq(count(), 1);
}
END_TEST

START_TEST(a_failed_statement_undoes_the_whole) {
    const struct gx_stmt stmts[] = {GX_STMT0("insert into pg_temp.t values (5)"), GX_STMT0("select 1/0")};
    ck_assert_int_eq(gx_db_pipeline(&cx, &lease, stmts, 2, GX_TX_WHOLE, NULL), GX_E_INVALID);
    gx_cx_clear(&cx);
    ck_assert_int_eq(count(), 0);
}
END_TEST

START_TEST(a_transaction_may_take_several_trips) {
    gx_result *out;
    ck_assert_int_eq(insert(1, GX_TX_BEGIN), GX_OK);
    ck_assert(lease.in_transaction);
    ck_assert_int_eq(insert(2, GX_TX_INSIDE), GX_OK);
    ck_assert_int_eq(
        run_one(&lease, "insert into pg_temp.t select generate_series(10, 14)", GX_TX_INSIDE, &out), GX_OK);
    ck_assert_int_eq(gx_result_affected(out), 5);
    ck_assert_int_eq(insert(3, GX_TX_COMMIT), GX_OK);
    ck_assert(!lease.in_transaction);
    ck_assert_int_eq(count(), 8);
}
END_TEST

START_TEST(a_failure_ends_an_open_transaction) {
    ck_assert_int_eq(insert(1, GX_TX_BEGIN), GX_OK);
    ck_assert_int_eq(run_one(&lease, "select 1/0", GX_TX_INSIDE, NULL), GX_E_INVALID);
    ck_assert(!lease.in_transaction);
    gx_cx_clear(&cx);
    ck_assert_int_eq(insert(2, GX_TX_COMMIT), GX_E_INTERNAL);
    gx_cx_clear(&cx);
    ck_assert_int_eq(count(), 0);
}
END_TEST

START_TEST(rollback_forgets) {
    ck_assert_int_eq(insert(1, GX_TX_BEGIN), GX_OK);
    gx_db_rollback(&cx, &lease);
    ck_assert_int_eq(count(), 0);
}
END_TEST

// Session locks survive a rollback, so they count the attempts.
static const char FAILS[] =
    "do $$ declare n int := (select count(*) from pg_locks where locktype = 'advisory' and "
    "pid = pg_backend_pid()); begin if n < %d then perform pg_advisory_lock(n); raise exception "
    "using errcode = '%s'; end if; end $$";

static const char *fails(int times, const char *state) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    return gx_arena_printf(cx.arena, FAILS, times, state);
#pragma GCC diagnostic pop
}

START_TEST(serialisation_failures_are_tried_again) {
    ck_assert_int_eq(run_one(&lease, fails(3, "40001"), GX_TX_WHOLE, NULL), GX_OK);
    ck_assert_int_eq(cx.problem.rc, GX_OK);
}
END_TEST

START_TEST(trying_again_has_an_end) {
    ck_assert_int_eq(run_one(&lease, fails(9, "40P01"), GX_TX_WHOLE, NULL), GX_E_UNAVAILABLE);
}
END_TEST

START_TEST(an_open_transaction_is_not_tried_again_here) {
    ck_assert_int_eq(insert(1, GX_TX_BEGIN), GX_OK);
    ck_assert_int_eq(run_one(&lease, fails(1, "40001"), GX_TX_INSIDE, NULL), GX_E_AGAIN);
}
END_TEST

START_TEST(a_connection_lost_while_saving_says_that_nobody_knows) {
    const struct gx_stmt stmts[] = {GX_STMT0("insert into pg_temp.t values (5)"), GX_STMT0("set role none"),
                                    GX_STMT0("select pg_terminate_backend(pg_backend_pid())")};
    ck_assert_int_eq(gx_db_pipeline(&cx, &lease, stmts, 3, GX_TX_WHOLE, NULL), GX_E_UNAVAILABLE);
    ck_assert_ptr_nonnull(strstr(cx.problem.detail, "look before"));
}
END_TEST

START_TEST(copy_goes_in_and_its_errors_come_out) {
    ck_assert_int_eq(run_one(&lease, "select 1", GX_TX_BEGIN, NULL), GX_OK);
    ck_assert_int_eq(gx_db_copy_begin(&cx, &lease, "copy pg_temp.t from stdin"), GX_OK);
    for (int i = 0; i < 1000; i++) {
        const char *line = gx_arena_printf(cx.arena, "%d\n", i);
        ck_assert_int_eq(gx_db_copy_put(&cx, &lease, line, strlen(line)), GX_OK);
    }
    ck_assert_int_eq(gx_db_copy_end(&cx, &lease), GX_OK);
    ck_assert_int_eq(gx_db_pipeline(&cx, &lease, NULL, 0, GX_TX_COMMIT, NULL), GX_OK);
    ck_assert_int_eq(count(), 1000);
    ck_assert_int_eq(run_one(&lease, "select 1", GX_TX_BEGIN, NULL), GX_OK);
    ck_assert_int_eq(gx_db_copy_begin(&cx, &lease, "copy pg_temp.t from stdin"), GX_OK);
    ck_assert_int_eq(gx_db_copy_put(&cx, &lease, "x\n", 2), GX_OK);
    ck_assert_int_eq(gx_db_copy_end(&cx, &lease), GX_E_INVALID);
}
END_TEST

TCase *transaction_case(void) {
    TCase *tcase = tcase_create("transaction");
    tcase_add_checked_fixture(tcase, setup_table, teardown_table);
    tcase_set_timeout(tcase, 20);
    tcase_add_test(tcase, a_whole_transaction_commits);
    tcase_add_test(tcase, an_error_at_commit_is_an_error);
    tcase_add_test(tcase, a_failed_statement_undoes_the_whole);
    tcase_add_test(tcase, a_transaction_may_take_several_trips);
    tcase_add_test(tcase, a_failure_ends_an_open_transaction);
    tcase_add_test(tcase, rollback_forgets);
    tcase_add_test(tcase, serialisation_failures_are_tried_again);
    tcase_add_test(tcase, trying_again_has_an_end);
    tcase_add_test(tcase, an_open_transaction_is_not_tried_again_here);
    tcase_add_test(tcase, a_connection_lost_while_saving_says_that_nobody_knows);
    tcase_add_test(tcase, copy_goes_in_and_its_errors_come_out);
    return tcase;
}
