// SPDX-License-Identifier: AGPL-3.0-or-later
// Unit tests of api/core.
#include "suites.h"

#include "core/crypto.h"
#include <stdlib.h>

int main(void) {
    Suite *suite = suite_create("core");
    gx_crypto_init();
    suite_add_tcase(suite, arena_case());
    suite_add_tcase(suite, buf_case());
    suite_add_tcase(suite, json_case());
    suite_add_tcase(suite, network_case());
    suite_add_tcase(suite, request_case());
    suite_add_tcase(suite, schema_case());
    suite_add_tcase(suite, text_case());
    suite_add_tcase(suite, time_case());
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
