// SPDX-License-Identifier: AGPL-3.0-or-later
#include "fixture.h"

#include <stdlib.h>

int main(void) {
    SRunner *runner = srunner_create(filter_suite());
    srunner_add_suite(runner, page_suite());
    srunner_add_suite(runner, validate_suite());
    srunner_add_suite(runner, frame_suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
