// SPDX-License-Identifier: AGPL-3.0-or-later
// One test case per file of api/core, gathered by main.c.
#ifndef GX_TEST_CORE_SUITES_H
#define GX_TEST_CORE_SUITES_H

#include <check.h>

TCase *arena_case(void);
TCase *buf_case(void);
TCase *json_case(void);
TCase *network_case(void);
TCase *request_case(void);
TCase *schema_case(void);
TCase *text_case(void);
TCase *time_case(void);

#endif
