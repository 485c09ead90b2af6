// SPDX-License-Identifier: AGPL-3.0-or-later
// Boxes of text and the document around them.
#include "pdf/pdf.h"
#include "suites.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct gx_pdf_info info = {.title = "t", .at = "2026-01-31T08:00:00Z"};
static char path[] = "/tmp/guanxi-pdf-XXXXXX";
static gx_arena *arena;
static gx_cx cx;
static gx_pdf *pdf;

static void begin(void) {
    strcpy(path + strlen(path) - 6, "XXXXXX");
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
    arena = gx_arena_new();
    gx_cx_init(&cx, arena, NULL);
    ck_assert_int_eq(gx_pdf_open(&cx, path, &info, &pdf), GX_OK);
}

static void end(void) {
    gx_arena_free(arena);
    unlink(path);
}

static struct gx_pdf_drawn measured(struct gx_pdf_box box, struct gx_pdf_style style, const char *text) {
    struct gx_pdf_drawn out;
    gx_pdf_measure(pdf, box, &style, text, &out);
    return out;
}

START_TEST(text_breaks_at_the_width_of_its_box) {
    const char *text = "广东省深圳市南山区科技园南区高新南一道八号";
    struct gx_pdf_drawn one =
        measured((struct gx_pdf_box){.width = 200}, (struct gx_pdf_style){.size = 10}, text);
    struct gx_pdf_drawn two =
        measured((struct gx_pdf_box){.width = 45}, (struct gx_pdf_style){.size = 10}, text);
    ck_assert_msg(fabs(one.width - 21 * 10 * 25.4 / 72) < 0.5, "21 Han characters of 10 points: %f",
                  one.width);
    ck_assert_msg(fabs(two.height - 2 * one.height) < 0.5, "%f %f", one.height, two.height);
    ck_assert(two.width <= 45.01 && !two.cut);
}
END_TEST

START_TEST(text_is_made_smaller_and_then_cut) {
    const struct gx_pdf_box box = {.width = 40, .height = 5};
    struct gx_pdf_drawn out =
        measured(box, (struct gx_pdf_style){.size = 14, .least = 6}, "上海市浦东新区世纪大道");
    ck_assert_msg(out.size < 14 && out.size >= 6 && !out.cut && out.height <= 5.01, "%f %f", out.size,
                  out.height);
    out = measured(box, (struct gx_pdf_style){.size = 14, .least = 12},
                   "上海市浦东新区世纪大道一百号陆家嘴环球金融中心");
    ck_assert_msg(out.cut && out.size == 12, "%f", out.size);
    out = measured(box, (struct gx_pdf_style){.size = 8}, "短");
    ck_assert(!out.cut && out.size == 8);
}
END_TEST

START_TEST(characters_that_no_font_has_are_told) {
    ck_assert_uint_eq(gx_pdf_unshown("䶮㛃𠮷 ABC é 繁體 あ 한 ，。“”…①"), 0);
    ck_assert_uint_eq(gx_pdf_unshown("a\u200d\ufe0f\nb"), 0);
    ck_assert_uint_eq(gx_pdf_unshown("好\ue000"), 0xE000);
    ck_assert_uint_eq(gx_pdf_unshown(NULL), 0);
}
END_TEST

static char *bytes_of(size_t *len) {
    FILE *file = fopen(path, "rb");
    struct stat st;
    ck_assert(file && fstat(fileno(file), &st) == 0);
    char *bytes = malloc((size_t)st.st_size);
    *len = fread(bytes, 1, (size_t)st.st_size, file);
    fclose(file);
    return bytes;
}

static char *made(size_t *len) {
    const struct gx_pdf_style style = {.size = 12, .bold = true};
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(gx_pdf_page(&cx, pdf, 100, 50, i == 1), GX_OK);
        gx_pdf_text(pdf, (struct gx_pdf_box){5, 5, 90, 0}, &style, "张伟 Zhang Wei 518057", NULL);
        gx_pdf_frame(pdf, (struct gx_pdf_box){1, 1, 98, 48}, &(struct gx_pdf_ink){.width = 0.2});
    }
    ck_assert_int_eq(gx_pdf_pages(pdf), 3);
    ck_assert_int_eq(gx_pdf_close(&cx, pdf), GX_OK);
    return bytes_of(len);
}

START_TEST(the_same_calls_give_the_same_bytes) {
    size_t n1, n2;
    char *first = made(&n1);
    end();
    begin();
    char *second = made(&n2);
    ck_assert(n1 == n2 && memcmp(first, second, n1) == 0);
    ck_assert_msg(n1 < 80000, "%zu bytes", n1);
    ck_assert_int_eq(memcmp(first, "%PDF-1.5", 8), 0);
    free(first);
    free(second);
}
END_TEST

START_TEST(a_document_without_a_page_is_none) {
    ck_assert_int_eq(gx_pdf_close(&cx, pdf), GX_E_INTERNAL);
}
END_TEST

START_TEST(a_document_has_an_end) {
    gx_rc rc = GX_OK;
    for (int i = 0; i < GX_PDF_PAGES; i++)
        ck_assert_int_eq(gx_pdf_page(&cx, pdf, 10, 10, false), GX_OK);
    rc = gx_pdf_page(&cx, pdf, 10, 10, false);
    ck_assert_int_eq(rc, GX_E_TOO_LARGE);
}
END_TEST

START_TEST(a_file_that_cannot_be_written_is_told) {
    gx_pdf *full = NULL;
    ck_assert_int_eq(gx_pdf_open(&cx, "/nowhere/file.pdf", &info, &full), GX_E_UNAVAILABLE);
    gx_cx_clear(&cx);
    ck_assert_int_eq(gx_pdf_open(&cx, "/dev/full", &info, &full), GX_OK);
    ck_assert_int_eq(gx_pdf_page(&cx, full, 100, 50, false), GX_OK);
    ck_assert_int_eq(gx_pdf_close(&cx, full), GX_E_UNAVAILABLE);
}
END_TEST

TCase *document_case(void) {
    TCase *tcase = tcase_create("document");
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, text_breaks_at_the_width_of_its_box);
    tcase_add_test(tcase, text_is_made_smaller_and_then_cut);
    tcase_add_test(tcase, characters_that_no_font_has_are_told);
    tcase_add_test(tcase, the_same_calls_give_the_same_bytes);
    tcase_add_test(tcase, a_document_without_a_page_is_none);
    tcase_add_test(tcase, a_document_has_an_end);
    tcase_add_test(tcase, a_file_that_cannot_be_written_is_told);
    return tcase;
}
