// SPDX-License-Identifier: AGPL-3.0-or-later
// The sandboxed program from outside: what rows come, and that whatever happens in it is only an error here.
#include "suites.h"

#include "parse/sheet.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static gx_arena *arena;
static gx_cx cx;

static void begin(void) {
    arena = gx_arena_new();
    gx_cx_init(&cx, arena, NULL);
}

static void end(void) {
    gx_arena_free(arena);
}

static int file_of(const void *bytes, size_t len) {
    char path[] = "/tmp/guanxi-sheet-XXXXXX";
    int fd = mkostemp(path, O_CLOEXEC);
    ck_assert_int_ge(fd, 0);
    unlink(path);
    ck_assert_int_eq((int)write(fd, bytes, len), (int)len);
    ck_assert_int_eq((int)lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

static gx_rc read_bytes(const void *bytes, size_t len, const char *locale, struct gx_sheet *out) {
    struct gx_sheet_options options = {NULL, locale, 0, 0};
    int fd = file_of(bytes, len);
    gx_rc rc = gx_sheet_read(&cx, fd, &options, out);
    close(fd);
    return rc;
}

START_TEST(cells_with_quotes_line_ends_and_our_own_apostrophe) {
    static const char text[] = "a;b\r\n\"x\"\"y;\nz\";'=1+1\r\n;last";
    struct gx_sheet sheet;
    ck_assert_int_eq(read_bytes(text, sizeof text - 1, "zh-CN", &sheet), GX_OK);
    ck_assert_uint_eq(sheet.n_rows, 3);
    ck_assert_str_eq(gx_sheet_cell(&sheet.rows[1], 0).text, "x\"y;\nz");
    ck_assert_str_eq(gx_sheet_cell(&sheet.rows[1], 1).text, "=1+1");
    ck_assert_int_eq(gx_sheet_cell(&sheet.rows[2], 0).kind, 0);
    ck_assert_str_eq(gx_sheet_cell(&sheet.rows[2], 1).text, "last");
    ck_assert_int_eq(gx_sheet_cell(&sheet.rows[2], 9).kind, 0);
}
END_TEST

START_TEST(short_files_follow_the_readers_locale) {
    static const char gbk[] = "\xD0\xD5\xC3\xFB\n\xD5\xC5\xCE\xB0\n";  // 姓名 张伟
    static const char big5[] = "\xA9\x6D\xA6\x57\n\xB1\x69\xB0\xB6\n"; // 姓名 張偉
    struct gx_sheet sheet;
    ck_assert_int_eq(read_bytes(gbk, sizeof gbk - 1, "zh-CN", &sheet), GX_OK);
    ck_assert_str_eq(gx_sheet_cell(&sheet.rows[1], 0).text, "张伟");
    ck_assert(!sheet.encoding_is_sure);
    ck_assert_int_eq(read_bytes(big5, sizeof big5 - 1, "zh-TW", &sheet), GX_OK);
    ck_assert_str_eq(gx_sheet_cell(&sheet.rows[1], 0).text, "張偉");
    ck_assert_str_eq(sheet.encoding, "big5");
}
END_TEST

static void is_refused(const void *bytes, size_t len, const char *code) {
    struct gx_sheet sheet;
    gx_cx_clear(&cx);
    ck_assert_int_eq(read_bytes(bytes, len, "zh-CN", &sheet), GX_E_INVALID);
    ck_assert_str_eq(cx.problem.code, code);
}

START_TEST(what_cannot_be_read_is_an_error) {
    static const char ole[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 the rest of an old file";
    is_refused("", 0, "empty_file");
    is_refused(ole, sizeof ole - 1, "xls_old");
    is_refused("PK\x03\x04 and nothing behind", 23, "broken_file");
    is_refused("%PDF-1.4", 8, "not_a_table");
}
END_TEST

START_TEST(a_program_that_dies_is_an_error_too) {
    setenv("GX_PARSE", "/bin/false", 1);
    is_refused("a\n", 2, "broken_file");
    setenv("GX_PARSE", "/nowhere/guanxi-parse", 1);
    struct gx_sheet sheet;
    gx_cx_clear(&cx);
    ck_assert_int_eq(read_bytes("a\n", 2, "zh-CN", &sheet), GX_E_UNAVAILABLE);
    unsetenv("GX_PARSE");
}
END_TEST

START_TEST(every_byte_string_is_survived) {
    unsigned char bytes[600];
    unsigned state = 12345;
    for (int round = 0; round < 40; round++) {
        size_t n = 1 + (size_t)round * 14;
        for (size_t i = 0; i < n; i++) {
            state = state * 1103515245u + 12345u;
            bytes[i] = (unsigned char)(state >> 16);
        }
        if (round % 4 == 0)
            memcpy(bytes, "PK\x03\x04", n < 4 ? n : 4);
        struct gx_sheet sheet;
        gx_cx_clear(&cx);
        gx_rc rc = read_bytes(bytes, n, "zh-CN", &sheet);
        ck_assert(rc == GX_OK || rc == GX_E_INVALID);
    }
}
END_TEST

TCase *sheet_case(void) {
    TCase *tcase = tcase_create("sheet");
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, cells_with_quotes_line_ends_and_our_own_apostrophe);
    tcase_add_test(tcase, short_files_follow_the_readers_locale);
    tcase_add_test(tcase, what_cannot_be_read_is_an_error);
    tcase_add_test(tcase, a_program_that_dies_is_an_error_too);
    tcase_add_test(tcase, every_byte_string_is_survived);
    return tcase;
}
