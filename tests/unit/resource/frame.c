// SPDX-License-Identifier: AGPL-3.0-or-later
// Values on their way out: rows, history.
#include "fixture.h"

#include "resource/frame.h"
#include "resource/history_changes.h"
#include <string.h>

static const struct {
    enum gx_type type;
    const char *text, *json;
} values[] = {
    {GX_T_MONEY, "12.5000", "\"12.50\""},
    {GX_T_MONEY, "100", "\"100\""},
    {GX_T_MONEY, "0.1234", "\"0.1234\""},
    {GX_T_DECIMAL, "12.50000000", "\"12.5\""},
    {GX_T_DECIMAL, "12.00000000", "\"12\""},
    {GX_T_INTEGER, "7", "7"},
    {GX_T_BOOLEAN, "t", "true"},
    {GX_T_BOOLEAN, "f", "false"},
    {GX_T_DATE, "2026-01-31", "\"2026-01-31\""},
    {GX_T_DATETIME, "2026-01-31 08:00:00.123+00", "\"2026-01-31T08:00:00.123Z\""},
    {GX_T_DATETIME, "2026-01-31 08:00:00+00", "\"2026-01-31T08:00:00Z\""},
    {GX_T_TEXT, "a\"b\n", "\"a\\\"b\\n\""},
    {GX_T_TAGS, "[\"a\"]", "[\"a\"]"},
};

START_TEST(values_take_the_form_of_their_type) {
    gx_buf buf = {0};
    gx_frame_value(&buf, values[_i].type, values[_i].text, strlen(values[_i].text));
    ck_assert_str_eq(buf.data, values[_i].json);
    gx_buf_free(&buf);
}
END_TEST

static const struct {
    const char *text, *out;
} changes[] = {
    {"{}", "{}"},
    {"{\"name\": {\"to\": \"a\\\"}\", \"from\": null}}", "{\"name\":{\"to\":\"a\\\"}\",\"from\":null}}"},
    {"{\"amount\": {\"to\": 12.5000, \"from\": -3.0000}}",
     "{\"amount\":{\"to\":\"12.50\",\"from\":\"-3.00\"}}"},
    {"{\"employees\": {\"to\": 5, \"from\": null}, \"tags\": {\"to\": [\"a\", \"]\"], \"from\": []}}",
     "{\"employees\":{\"to\":5,\"from\":null},\"tags\":{\"to\":[\"a\", \"]\"],\"from\":[]}}"},
    {"{\"created_at\": {\"to\": \"2026-01-31T08:00:00.1+00:00\"}}",
     "{\"created_at\":{\"to\":\"2026-01-31T08:00:00.1Z\"}}"},
    {"{\"amount\": {\"to\": \"12.5000\"}}", "{\"amount\":{\"to\":\"12.50\"}}"},
    {"{\"broken\": 5}", "{\"broken\": 5}"},
    {"", ""},
};

START_TEST(history_values_have_the_forms_of_records) {
    struct fixture f;
    gx_buf buf = {0};
    fixture_open(&f, GX_SCOPE_ALL);
    gx_history_changes(&buf, f.run.resource, changes[_i].text, strlen(changes[_i].text));
    ck_assert_str_eq(buf.data ? buf.data : "", changes[_i].out);
    gx_buf_free(&buf);
    fixture_close(&f);
}
END_TEST

Suite *frame_suite(void) {
    Suite *suite = suite_create("frame");
    TCase *tests = tcase_create("frame");
    tcase_add_loop_test(tests, values_take_the_form_of_their_type, 0, (int)GX_COUNT(values));
    tcase_add_loop_test(tests, history_values_have_the_forms_of_records, 0, (int)GX_COUNT(changes));
    suite_add_tcase(suite, tests);
    return suite;
}
