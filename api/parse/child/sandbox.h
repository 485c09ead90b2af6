// SPDX-License-Identifier: AGPL-3.0-or-later
// Limits and seccomp for the program that reads other people's files.
#ifndef GX_PARSE_SANDBOX_H
#define GX_PARSE_SANDBOX_H
#include <stdbool.h>
#include <stddef.h>

// Declares processor time (2 s and 1 s per 4 MB of input), memory (256 MB and
// three times the input), no new files, no core; then allows only what reading
// descriptor 0 and writing descriptor 1 needs. False: nothing may be parsed.
bool gx_sandbox_enter(size_t input_bytes);
#endif
