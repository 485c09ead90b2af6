// SPDX-License-Identifier: AGPL-3.0-or-later
// The test cases of this folder, one per file.
#ifndef GX_UNIT_CHANNELS_SUITES_H
#define GX_UNIT_CHANNELS_SUITES_H

#include <check.h>

TCase *net_case(void);
TCase *ldap_case(void);
TCase *mail_case(void);

#endif
