// SPDX-License-Identifier: AGPL-3.0-or-later
#include "fixture.h"

#include "db/client/sqlstate.h"
#include <string.h>

START_TEST(every_state_of_the_design_has_its_outcome) {
    static const struct {
        const char *state;
        gx_rc rc;
    } cases[] = {{"GX401", GX_E_UNAUTHORIZED}, {"GX403", GX_E_FORBIDDEN}, {"GX404", GX_E_NOT_FOUND},
                 {"GX409", GX_E_STALE},        {"GX410", GX_E_TAKEN},     {"GX412", GX_E_VERSION},
                 {"GX422", GX_E_INVALID},      {"GX423", GX_E_CONFLICT},  {"GX429", GX_E_THROTTLED},
                 {"23505", GX_E_CONFLICT},     {"23503", GX_E_CONFLICT},  {"23514", GX_E_INVALID},
                 {"22P02", GX_E_INVALID},      {"22003", GX_E_INVALID},   {"42501", GX_E_FORBIDDEN},
                 {"40001", GX_E_AGAIN},        {"40P01", GX_E_AGAIN},     {"57014", GX_E_UNAVAILABLE},
                 {"57P01", GX_E_UNAVAILABLE},  {"0A000", GX_E_STALE},     {"42P01", GX_E_STALE},
                 {"42703", GX_E_STALE},        {"42601", GX_E_INTERNAL},  {"XX000", GX_E_INTERNAL},
                 {"P0001", GX_E_INTERNAL}};
    for (size_t i = 0; i < GX_COUNT(cases); i++)
        ck_assert_msg(gx_sqlstate_rc(cases[i].state) == cases[i].rc, "%s", cases[i].state);
    ck_assert_int_eq(gx_sqlstate_rc(NULL), GX_E_INTERNAL);
}
END_TEST

START_TEST(our_own_messages_carry_pointer_code_and_text) {
    struct gx_sqlstate error = {.state = "GX422", .message = "/name|too_short|Too short"};
    ck_assert_int_eq(gx_sqlstate_fail(&cx, &error), GX_E_INVALID);
    ck_assert_str_eq(cx.problem.errors->pointer, "/name");
    ck_assert_str_eq(cx.problem.errors->code, "too_short");
    ck_assert_str_eq(cx.problem.errors->message, "Too short");
    gx_cx_clear(&cx);
    error = (struct gx_sqlstate){.state = "GX423", .message = "wrong_state"};
    ck_assert_int_eq(gx_sqlstate_fail(&cx, &error), GX_E_CONFLICT);
    ck_assert_str_eq(cx.problem.code, "wrong_state");
}
END_TEST

START_TEST(text_of_the_database_stays_in_the_log) {
    struct gx_sqlstate error = {.state = "23505",
                                .message = "duplicate key value secret@x.cn",
                                .constraint = "account_credit_code_key"};
    ck_assert_int_eq(gx_sqlstate_fail(&cx, &error), GX_E_CONFLICT);
    ck_assert_str_eq(cx.problem.errors->pointer, "/credit_code");
    ck_assert_ptr_null(strstr(cx.problem.detail, "secret"));
    ck_assert_ptr_null(strstr(cx.problem.errors->message, "secret"));
    ck_assert_ptr_nonnull(strstr(cx.problem.cause, "secret"));
}
END_TEST

START_TEST(a_broken_reference_is_a_wrong_value_and_a_used_row_a_conflict) {
    struct gx_sqlstate error = {.state = "23503",
                                .message = "insert or update on table \"account\" violates ...",
                                .constraint = "account_parent_id_fkey"};
    ck_assert_int_eq(gx_sqlstate_fail(&cx, &error), GX_E_INVALID);
    ck_assert_str_eq(cx.problem.errors->pointer, "/parent_id");
    ck_assert_str_eq(cx.problem.errors->code, "unknown_reference");
    gx_cx_clear(&cx);
    error.message = "update or delete on table \"account\" violates ...";
    ck_assert_int_eq(gx_sqlstate_fail(&cx, &error), GX_E_CONFLICT);
    ck_assert_str_eq(cx.problem.code, "in_use");
}
END_TEST

TCase *sqlstate_case(void) {
    TCase *tcase = tcase_create("sqlstate");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, every_state_of_the_design_has_its_outcome);
    tcase_add_test(tcase, our_own_messages_carry_pointer_code_and_text);
    tcase_add_test(tcase, text_of_the_database_stays_in_the_log);
    tcase_add_test(tcase, a_broken_reference_is_a_wrong_value_and_a_used_row_a_conflict);
    return tcase;
}
