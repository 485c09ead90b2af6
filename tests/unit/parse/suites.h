// SPDX-License-Identifier: AGPL-3.0-or-later
// The test cases of this folder.
#ifndef GX_TESTS_PARSE_SUITES_H
#define GX_TESTS_PARSE_SUITES_H

#include <check.h>

TCase *value_case(void);
TCase *date_case(void);
TCase *header_case(void);
TCase *contacts_case(void);
TCase *sheet_case(void);

#endif
