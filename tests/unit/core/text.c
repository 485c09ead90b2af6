// SPDX-License-Identifier: AGPL-3.0-or-later
// uuid, utf8, decimal, base64, crypto.
#include "suites.h"

#include "core/base64.h"
#include "core/credit_code.h"
#include "core/crypto.h"
#include "core/decimal.h"
#include "core/utf8.h"
#include "core/uuid.h"
#include <string.h>

START_TEST(uuids_are_read_strictly_and_made_lower_case) {
    static const char *const bad[] = {"",
                                      "0190a1b2-0000-7000-8000-00000000000",
                                      "0190a1b200007000800000000000000000",
                                      "{190a1b2-0000-7000-8000-000000000000}",
                                      "0190a1b2-0000-7000-8000-00000000000g",
                                      "0190a1b2-0000-7000-8000-0000000000000",
                                      " 190a1b2-0000-7000-8000-000000000000"};
    char out[37];
    ck_assert(gx_uuid_parse("0190A1B2-0000-7000-8000-ABCDEF000000", 36, out));
    ck_assert_str_eq(out, "0190a1b2-0000-7000-8000-abcdef000000");
    ck_assert(gx_uuid_is_v7(out));
    for (size_t i = 0; i < GX_COUNT(bad); i++)
        ck_assert_msg(!gx_uuid_parse(bad[i], strlen(bad[i]), out), "%s", bad[i]);
    ck_assert(!gx_uuid_parse(NULL, 36, out));
    ck_assert(!gx_uuid_is_v7("0190a1b2-0000-4000-8000-abcdef000000"));
    ck_assert(!gx_uuid_is_v7("0190a1b2-0000-7000-7000-abcdef000000"));
}
END_TEST

START_TEST(credit_codes_are_checked_by_their_last_character) {
    static const char *const bad[] = {"91330100799655058C", "91330100799655085B", "9133010079965505B",
                                      "91330100799655058b", "9133010079965505IB", ""};
    ck_assert(gx_credit_code_is_valid("91330100799655058B", 18));
    ck_assert(gx_credit_code_is_valid("9144030071526726XG", 18));
    for (size_t i = 0; i < GX_COUNT(bad); i++)
        ck_assert_msg(!gx_credit_code_is_valid(bad[i], strlen(bad[i])), "%s", bad[i]);
}
END_TEST

START_TEST(new_uuids_are_version_7_and_differ) {
    char a[37], b[37], parsed[37];
    gx_uuid_new(a);
    gx_uuid_new(b);
    ck_assert(gx_uuid_parse(a, 36, parsed));
    ck_assert_str_eq(a, parsed);
    ck_assert(gx_uuid_is_v7(a));
    ck_assert_str_ne(a, b);
    ck_assert_mem_eq(a, b, 8); // same quarter of an hour
}
END_TEST

START_TEST(utf8_refuses_what_is_not_shortest_or_no_character) {
    static const char *const bad[] = {
        "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF0\x80\x80\x80", "\xFF",
        "\xE5\xBC", "\x80",         "a\xC3"};
    for (size_t i = 0; i < GX_COUNT(bad); i++)
        ck_assert_msg(!gx_utf8_is_valid(bad[i], strlen(bad[i])), "%zu", i);
    ck_assert(gx_utf8_is_valid("张𠮷a\xF4\x8F\xBF\xBF", 12));
    ck_assert(!gx_utf8_is_valid("a\0b", 3));
    ck_assert_uint_eq(gx_utf8_count("张𠮷a", 8), 3);
}
END_TEST

START_TEST(utf8_decodes_and_encodes_every_code_point) {
    for (uint32_t c = 1; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 97) {
        char text[4];
        uint32_t back;
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        size_t n = gx_utf8_encode(c, text);
        ck_assert(gx_utf8_is_valid(text, n));
        ck_assert_uint_eq(gx_utf8_decode(text, n, &back), n);
        ck_assert_uint_eq(back, c);
    }
    ck_assert(gx_utf8_is_han(0x5F20) && gx_utf8_is_han(0x20BB7) && !gx_utf8_is_han('a') &&
              !gx_utf8_is_han(0x3042));
}
END_TEST

START_TEST(decimals_have_one_form) {
    static const struct {
        const char *in, *out; // NULL: refused
    } cases[] = {{"1234.50", "1234.5"},
                 {"0012", "12"},
                 {"-0", "0"},
                 {"-0.00", "0"},
                 {"0.0001", "0.0001"},
                 {"-3.10", "-3.1"},
                 {"0", "0"},
                 {"", NULL},
                 {"-", NULL},
                 {"1.", NULL},
                 {".5", NULL},
                 {"1e3", NULL},
                 {"+1", NULL},
                 {" 1", NULL},
                 {"1,000", NULL},
                 {"12345", NULL},
                 {"1.23456", NULL},
                 {"1.2.3", NULL},
                 {"--1", NULL},
                 {"NaN", NULL},
                 {"1.23450000", "1.2345"}};
    for (size_t i = 0; i < GX_COUNT(cases); i++) {
        char out[32];
        bool good = gx_decimal_parse(cases[i].in, strlen(cases[i].in), 4, 4, out, sizeof out);
        ck_assert_msg(good == (cases[i].out != NULL), "%s", cases[i].in);
        if (good)
            ck_assert_str_eq(out, cases[i].out);
    }
}
END_TEST

START_TEST(integers_stay_in_their_range) {
    int64_t n;
    ck_assert(gx_decimal_i64("-9223372036854775808", 20, INT64_MIN, INT64_MAX, &n) && n == INT64_MIN);
    ck_assert(gx_decimal_i64("9223372036854775807", 19, INT64_MIN, INT64_MAX, &n) && n == INT64_MAX);
    ck_assert(!gx_decimal_i64("9223372036854775808", 19, INT64_MIN, INT64_MAX, &n));
    ck_assert(!gx_decimal_i64("99999999999999999999999", 23, INT64_MIN, INT64_MAX, &n));
    ck_assert(!gx_decimal_i64("201", 3, 1, 200, &n));
    ck_assert(!gx_decimal_i64("007", 3, 0, 200, &n));
    ck_assert(!gx_decimal_i64("", 0, 0, 200, &n));
    ck_assert(!gx_decimal_i64("0x1", 3, 0, 200, &n));
}
END_TEST

START_TEST(base64_has_one_text_per_value) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    size_t len;
    ck_assert_str_eq(gx_base64_encode(arena, "\xfb\xff\xfe", 3), "-__-");
    ck_assert_str_eq((char *)gx_base64_decode(arena, "aGVsbG8", 7, &len), "hello");
    ck_assert_uint_eq(len, 5);
    ck_assert_ptr_null(gx_base64_decode(arena, "aGVsbG8=", 8, &len));
    ck_assert_ptr_null(gx_base64_decode(arena, "aGVsbG9", 7, &len)); // stray bits
    ck_assert_ptr_null(gx_base64_decode(arena, "a+/b", 4, &len));
    ck_assert_ptr_null(gx_base64_decode(arena, "aGVsb G8", 8, &len));
}
END_TEST

START_TEST(known_hashes) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    unsigned char mac[GX_SHA256_LEN];
    ck_assert_str_eq(gx_crypto_sha256_hex(arena, "abc", 3),
                     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    gx_crypto_hmac("Jefe", 4, "what do ya want for nothing?", 28, mac);
    ck_assert_str_eq(gx_crypto_hex(arena, mac, sizeof mac),
                     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    ck_assert(gx_crypto_equal("abc", "abc", 3) && !gx_crypto_equal("abc", "abd", 3));
}
END_TEST

START_TEST(bytea_goes_there_and_back) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    size_t len;
    ck_assert_str_eq(gx_crypto_bytea(arena, "\x00\xff", 2), "\\x00ff");
    ck_assert_mem_eq(gx_crypto_from_bytea(arena, "\\x00ff", &len), "\x00\xff", 2);
    ck_assert_uint_eq(len, 2);
    ck_assert_ptr_null(gx_crypto_from_bytea(arena, "\\x0", &len));
    ck_assert_ptr_null(gx_crypto_from_bytea(arena, "00", &len));
    ck_assert_uint_eq(strlen(gx_crypto_token(arena, 32)), 43);
}
END_TEST

TCase *text_case(void) {
    TCase *tcase = tcase_create("text");
    tcase_add_test(tcase, uuids_are_read_strictly_and_made_lower_case);
    tcase_add_test(tcase, credit_codes_are_checked_by_their_last_character);
    tcase_add_test(tcase, new_uuids_are_version_7_and_differ);
    tcase_add_test(tcase, utf8_refuses_what_is_not_shortest_or_no_character);
    tcase_add_test(tcase, utf8_decodes_and_encodes_every_code_point);
    tcase_add_test(tcase, decimals_have_one_form);
    tcase_add_test(tcase, integers_stay_in_their_range);
    tcase_add_test(tcase, base64_has_one_text_per_value);
    tcase_add_test(tcase, known_hashes);
    tcase_add_test(tcase, bytea_goes_there_and_back);
    return tcase;
}
