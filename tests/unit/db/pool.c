// SPDX-License-Identifier: AGPL-3.0-or-later
#include "fixture.h"

#include "core/clock.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void wait_ms(long ms) {
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L}, NULL);
}

static int waiting(gx_pool *pool) {
    struct gx_pool_stats stats;
    gx_pool_read_stats(pool, &stats);
    return stats.waiting;
}

START_TEST(a_lease_goes_back_at_the_end_of_its_scope) {
    gx_pool *pool = open_pool(1, 2000);
    struct gx_pool_stats stats;
    for (int i = 0; i < 3; i++) {
        GX_AUTO(gx_lease) lease = {0};
        ck_assert_int_eq(gx_pool_take(pool, &cx, &lease), GX_OK);
        ck_assert_ptr_nonnull(lease.conn);
    }
    gx_pool_read_stats(pool, &stats);
    ck_assert_int_eq(stats.open, 1);
    ck_assert_int_eq(stats.idle, 1);
    ck_assert_uint_eq(stats.reconnects, 1);
}
END_TEST

START_TEST(waiting_ends_after_two_seconds) {
    gx_pool *pool = open_pool(1, 2000);
    GX_AUTO(gx_lease) held = {0};
    GX_AUTO(gx_lease) second = {0};
    ck_assert_int_eq(gx_pool_take(pool, &cx, &held), GX_OK);
    uint64_t start = gx_clock_ms();
    ck_assert_int_eq(gx_pool_take(pool, &cx, &second), GX_E_UNAVAILABLE);
    ck_assert_uint_ge(gx_clock_ms() - start, 1990);
    ck_assert_int_eq(waiting(pool), 0);
}
END_TEST

struct turn {
    gx_pool *pool;
    int number;
    pthread_t thread;
};
static atomic_int next_turn;
static int turns[8];

static void *take_turn(void *arg) {
    struct turn *turn = arg;
    gx_arena *arena = gx_arena_new();
    gx_cx own;
    gx_lease lease = {0};
    gx_cx_init(&own, arena, NULL);
    if (gx_pool_take(turn->pool, &own, &lease) == GX_OK)
        turns[next_turn++] = turn->number;
    gx_lease_release(&lease);
    gx_arena_free(arena);
    return NULL;
}

START_TEST(first_come_first_served) {
    gx_pool *pool = open_pool(1, 2000);
    struct turn all[8];
    gx_lease held = {0};
    next_turn = 0;
    ck_assert_int_eq(gx_pool_take(pool, &cx, &held), GX_OK);
    for (int i = 0; i < 8; i++) {
        all[i] = (struct turn){.pool = pool, .number = i};
        pthread_create(&all[i].thread, NULL, take_turn, &all[i]);
        while (waiting(pool) != i + 1)
            wait_ms(1);
    }
    gx_lease_release(&held);
    for (int i = 0; i < 8; i++)
        pthread_join(all[i].thread, NULL);
    for (int i = 0; i < 8; i++)
        ck_assert_int_eq(turns[i], i);
}
END_TEST

START_TEST(a_killed_connection_is_replaced) {
    gx_pool *pool = open_pool(1, 2000);
    gx_result *out;
    for (int i = 0; i < 3; i++) {
        GX_AUTO(gx_lease) lease = {0};
        ck_assert_int_eq(gx_pool_take(pool, &cx, &lease), GX_OK);
        ck_assert_int_eq(gx_db_script(&cx, &lease, "set role none"), GX_OK);
        ck_assert_int_eq(
            run_one(&lease, "select pg_terminate_backend(pg_backend_pid())", GX_TX_IMPLICIT, &out),
            GX_E_UNAVAILABLE);
        gx_cx_clear(&cx);
    }
    GX_AUTO(gx_lease) lease = {0};
    ck_assert_int_eq(gx_pool_take(pool, &cx, &lease), GX_OK);
    ck_assert_int_eq(run_one(&lease, "select 1", GX_TX_IMPLICIT, &out), GX_OK);
}
END_TEST

START_TEST(connections_killed_while_idle_are_not_handed_out) {
    gx_pool *pool = open_pool(3, 2000);
    gx_result *out;
    gx_lease killer = {0}, b = {0}, c = {0};
    ck_assert_int_eq(gx_pool_take(pool, &cx, &killer), GX_OK);
    ck_assert_int_eq(gx_pool_take(pool, &cx, &b), GX_OK);
    ck_assert_int_eq(gx_pool_take(pool, &cx, &c), GX_OK);
    ck_assert_int_eq(run_one(&b, "select pg_backend_pid()", GX_TX_IMPLICIT, &out), GX_OK);
    const char *pid = gx_result_text(out, 0, 0);
    const struct gx_stmt kill = GX_STMT("select pg_terminate_backend($1::int, 2000)", pid);
    gx_lease_release(&b);
    ck_assert_int_eq(gx_db_script(&cx, &killer, "set role none"), GX_OK);
    ck_assert_int_eq(gx_db_pipeline(&cx, &killer, &kill, 1, GX_TX_IMPLICIT, &out), GX_OK);
    ck_assert_int_eq(gx_pool_take(pool, &cx, &b), GX_OK);
    ck_assert_int_eq(run_one(&b, "select 1", GX_TX_IMPLICIT, &out), GX_OK);
    gx_lease_release(&b);
    gx_lease_release(&c);
    gx_lease_release(&killer);
}
END_TEST

START_TEST(an_open_transaction_is_rolled_back_on_return) {
    gx_pool *pool = open_pool(1, 2000);
    gx_result *out;
    {
        GX_AUTO(gx_lease) lease = {0};
        ck_assert_int_eq(gx_pool_take(pool, &cx, &lease), GX_OK);
        ck_assert_int_eq(run_one(&lease, "select set_config('app.user_id', 'me', false)", GX_TX_BEGIN, &out),
                         GX_OK);
    }
    GX_AUTO(gx_lease) lease = {0};
    ck_assert_int_eq(gx_pool_take(pool, &cx, &lease), GX_OK);
    ck_assert_int_eq(run_one(&lease, "select current_setting('app.user_id', true)", GX_TX_IMPLICIT, &out),
                     GX_OK);
    ck_assert_str_eq(gx_result_text(out, 0, 0), "");
}
END_TEST

TCase *pool_case(void) {
    TCase *tcase = tcase_create("pool");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_set_timeout(tcase, 20);
    tcase_add_test(tcase, a_lease_goes_back_at_the_end_of_its_scope);
    tcase_add_test(tcase, waiting_ends_after_two_seconds);
    tcase_add_test(tcase, first_come_first_served);
    tcase_add_test(tcase, a_killed_connection_is_replaced);
    tcase_add_test(tcase, connections_killed_while_idle_are_not_handed_out);
    tcase_add_test(tcase, an_open_transaction_is_rolled_back_on_return);
    return tcase;
}
