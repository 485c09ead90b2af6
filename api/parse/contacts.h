// SPDX-License-Identifier: AGPL-3.0-or-later
// Several people in one cell, as in "张经理13800001111/李工 0512-6543210".
#ifndef GX_PARSE_CONTACTS_H
#define GX_PARSE_CONTACTS_H

#include "core/arena.h"

enum { GX_CONTACTS_MAX = 8 };

struct gx_contacts_person {
    const char *name;  // never empty
    const char *title; // 经理, 工程师 ... read from the name, or NULL
    const char *phone; // NULL when none stands there
};

// The people of a cell, 0 when it names none. One person with a telephone number counts, too.
size_t gx_contacts_split(gx_arena *arena, const char *text, struct gx_contacts_person out[GX_CONTACTS_MAX]);

#endif
