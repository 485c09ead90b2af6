// SPDX-License-Identifier: AGPL-3.0-or-later
// Unified social credit codes of China (GB 32100-2015): 18 characters, the last of which checks the others.
#ifndef GX_CREDIT_CODE_H
#define GX_CREDIT_CODE_H

#include <stdbool.h>
#include <stddef.h>

// Only characters of the code's alphabet, 18 of them, and the right check digit?
bool gx_credit_code_is_valid(const char *text, size_t n);

#endif
