// SPDX-License-Identifier: AGPL-3.0-or-later
#include "fixture.h"

#include "db/client/stream.h"

static gx_rc open_stream(gx_pool *pool, const char *sql, gx_db_stream **out) {
    const struct gx_stmt stmts[] = {GX_STMT0("select set_config('app.user_id', 'me', true)"), {sql, 0, NULL}};
    return gx_db_stream_open(&cx, pool, stmts, 2, out);
}

static int64_t read_all(gx_db_stream *stream, gx_rc *rc) {
    gx_result *row;
    int64_t n = 0;
    while ((*rc = gx_db_stream_next(stream, &row)) == GX_OK && row)
        n++;
    return n;
}

START_TEST(rows_come_one_by_one_under_the_identity) {
    gx_pool *pool = open_pool(1, 5000);
    gx_db_stream *stream;
    gx_result *row;
    gx_rc rc;
    ck_assert_int_eq(
        open_stream(pool, "select i, current_setting('app.user_id', true) from generate_series(1, 20000) i",
                    &stream),
        GX_OK);
    ck_assert_int_eq(gx_db_stream_next(stream, &row), GX_OK);
    ck_assert_int_eq(gx_result_i64(row, 0, 0), 1);
    ck_assert_str_eq(gx_result_text(row, 0, 1), "me");
    ck_assert_int_eq(read_all(stream, &rc), 19999);
    ck_assert_int_eq(rc, GX_OK);
    gx_db_stream_close(stream);
    ck_assert_int_eq(open_stream(pool, "select 1 where false", &stream), GX_OK);
    ck_assert_int_eq(read_all(stream, &rc), 0);
}
END_TEST

START_TEST(leaving_in_the_middle_frees_the_connection) {
    gx_pool *pool = open_pool(1, 5000);
    gx_db_stream *stream;
    gx_result *row;
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(open_stream(pool, "select i from generate_series(1, 1000000) i", &stream), GX_OK);
        ck_assert_int_eq(gx_db_stream_next(stream, &row), GX_OK);
        gx_db_stream_close(stream);
        gx_db_stream_close(stream);
    }
    GX_AUTO(gx_lease) lease = {0};
    ck_assert_int_eq(gx_pool_take(pool, &cx, &lease), GX_OK);
}
END_TEST

START_TEST(errors_before_and_within_the_rows_are_told) {
    gx_pool *pool = open_pool(1, 5000);
    gx_db_stream *stream;
    gx_rc rc;
    ck_assert_int_eq(open_stream(pool, "select * from nowhere", &stream), GX_E_STALE);
    ck_assert_ptr_null(stream);
    gx_cx_clear(&cx);
    ck_assert_int_eq(open_stream(pool, "select 1/(10 - i) from generate_series(1, 100) i", &stream), GX_OK);
    ck_assert_int_eq(read_all(stream, &rc), 9);
    ck_assert_int_eq(rc, GX_E_INVALID);
}
END_TEST

TCase *stream_case(void) {
    TCase *tcase = tcase_create("stream");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_set_timeout(tcase, 20);
    tcase_add_test(tcase, rows_come_one_by_one_under_the_identity);
    tcase_add_test(tcase, leaving_in_the_middle_frees_the_connection);
    tcase_add_test(tcase, errors_before_and_within_the_rows_are_told);
    return tcase;
}
