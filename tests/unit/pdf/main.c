// SPDX-License-Identifier: AGPL-3.0-or-later
// Unit tests of api/pdf.
#include "suites.h"

#include "core/crypto.h"
#include <stdlib.h>

int main(void) {
    Suite *suite = suite_create("pdf");
    gx_crypto_init();
    suite_add_tcase(suite, document_case());
    suite_add_tcase(suite, post_case());
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
