// SPDX-License-Identifier: AGPL-3.0-or-later
#ifndef GX_UNIT_PDF_SUITES_H
#define GX_UNIT_PDF_SUITES_H

#include <check.h>

TCase *document_case(void);
TCase *post_case(void);

#endif
