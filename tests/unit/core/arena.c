// SPDX-License-Identifier: AGPL-3.0-or-later
#include "suites.h"

#include "core/arena.h"
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static bool is_zero(const unsigned char *piece, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (piece[i])
            return false;
    return true;
}

START_TEST(pieces_are_zeroed_aligned_and_apart) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    for (size_t size = 0; size < 5000; size += 7) {
        unsigned char *piece = gx_arena_alloc(arena, size);
        ck_assert_uint_eq((uintptr_t)piece % 16, 0);
        ck_assert(is_zero(piece, size));
        memset(piece, 0xA5, size);
    }
}
END_TEST

START_TEST(large_pieces_do_not_waste_the_block) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    char *small = gx_arena_strdup(arena, "before");
    memset(gx_arena_alloc(arena, 1 << 20), 1, 1 << 20);
    ck_assert_str_eq(small, "before");
    ck_assert_uint_ge(gx_arena_used(arena), 1 << 20);
}
END_TEST

START_TEST(printf_takes_any_length) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    char long_text[2000];
    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    ck_assert_str_eq(gx_arena_printf(arena, "%d-%s", 7, "a"), "7-a");
    ck_assert_uint_eq(strlen(gx_arena_printf(arena, "%s!", long_text)), 2000);
}
END_TEST

static char order[8];

static void note(void *object) {
    strncat(order, object, 1);
}

START_TEST(closers_run_last_first) {
    gx_arena *arena = gx_arena_new();
    char a[] = "a", b[] = "b";
    order[0] = '\0';
    gx_arena_on_free(arena, note, a);
    gx_arena_on_free(arena, note, b);
    gx_arena_free(arena);
    ck_assert_str_eq(order, "ba");
    gx_arena_free(NULL);
}
END_TEST

START_TEST(copies_of_null_and_of_parts) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    ck_assert_ptr_null(gx_arena_strdup(arena, NULL));
    ck_assert_str_eq(gx_arena_strndup(arena, "hello", 2), "he");
    ck_assert_mem_eq(gx_arena_memdup(arena, "a\0b", 3), "a\0b", 3);
}
END_TEST

START_TEST(an_overflowing_product_aborts) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    ck_assert_ptr_nonnull(gx_arena_array(arena, SIZE_MAX / 2, 4));
}
END_TEST

TCase *arena_case(void) {
    TCase *tcase = tcase_create("arena");
    tcase_add_test(tcase, pieces_are_zeroed_aligned_and_apart);
    tcase_add_test(tcase, large_pieces_do_not_waste_the_block);
    tcase_add_test(tcase, printf_takes_any_length);
    tcase_add_test(tcase, closers_run_last_first);
    tcase_add_test(tcase, copies_of_null_and_of_parts);
    tcase_add_test_raise_signal(tcase, an_overflowing_product_aborts, 6);
    return tcase;
}
