// SPDX-License-Identifier: AGPL-3.0-or-later
// Measures of envelopes and sheets. What stands where on paper is read back in tests/flow/print.test.mjs.
#include "pdf/post.h"
#include "suites.h"

#include <string.h>

START_TEST(every_sheet_that_is_sold_fits_its_paper) {
    static const struct {
        const char *name;
        int labels;
    } sheets[] = {{"a4_3x8", 24}, {"a4_3x7", 21}, {"a4_2x5", 10}, {"a4_4x10", 40}, {"l7159", 24},
                  {"l7160", 21},  {"l7162", 16},  {"l7163", 14},  {"l7165", 8}};
    for (size_t i = 0; i < GX_COUNT(sheets); i++) {
        const struct gx_post_sheet *sheet = gx_post_sheet(sheets[i].name);
        ck_assert_msg(sheet && gx_post_sheet_fits(sheet), "%s", sheets[i].name);
        ck_assert_int_eq(sheet->columns * sheet->rows, sheets[i].labels);
        // what is left of the paper is the same on both sides
        double right =
            sheet->paper_width - sheet->left - sheet->step_right * (sheet->columns - 1) - sheet->width;
        double below =
            sheet->paper_height - sheet->top - sheet->step_down * (sheet->rows - 1) - sheet->height;
        ck_assert_msg(right - sheet->left < 0.3 && sheet->left - right < 0.3, "%s: %f", sheets[i].name,
                      right);
        ck_assert_msg(below - sheet->top < 0.3 && sheet->top - below < 0.3, "%s: %f", sheets[i].name, below);
    }
    ck_assert_ptr_null(gx_post_sheet("zl"));
    ck_assert_ptr_null(gx_post_sheet(NULL));
}
END_TEST

START_TEST(labels_that_lie_on_each_other_or_beside_the_paper_do_not_fit) {
    struct gx_post_sheet sheet = {"own", 210, 297, 0, 0, 70, 37, 70, 37, 3, 8};
    ck_assert(gx_post_sheet_fits(&sheet));
    sheet.step_right = 69;
    ck_assert(!gx_post_sheet_fits(&sheet));
    sheet.step_right = 71;
    ck_assert(!gx_post_sheet_fits(&sheet));
    sheet.step_right = 70;
    sheet.rows = 9;
    ck_assert(!gx_post_sheet_fits(&sheet));
}
END_TEST

START_TEST(envelopes_have_the_measures_of_the_standard) {
    static const struct gx_post_envelope standard[] = {
        {"b6", 176, 125}, {"dl", 220, 110}, {"zl", 230, 120}, {"c5", 229, 162}, {"c4", 324, 229}};
    for (size_t i = 0; i < GX_COUNT(standard); i++) {
        const struct gx_post_envelope *envelope = gx_post_envelope(standard[i].name);
        ck_assert(envelope && envelope->width == standard[i].width && envelope->height == standard[i].height);
    }
    ck_assert_ptr_null(gx_post_envelope("l7163"));
}
END_TEST

TCase *post_case(void) {
    TCase *tcase = tcase_create("post");
    tcase_add_test(tcase, every_sheet_that_is_sold_fits_its_paper);
    tcase_add_test(tcase, labels_that_lie_on_each_other_or_beside_the_paper_do_not_fit);
    tcase_add_test(tcase, envelopes_have_the_measures_of_the_standard);
    return tcase;
}
