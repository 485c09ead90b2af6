// SPDX-License-Identifier: AGPL-3.0-or-later
// The condition behind `q=`: Chinese substrings, 拼音 in full or initials, prefixes; by index
// for who may read every searched field, field by field for others.
#ifndef GX_RESOURCE_SEARCH_H
#define GX_RESOURCE_SEARCH_H

#include "resource/query.h"

// Writes the condition for query->q over rows called `alias`.
void gx_search_sql(struct gx_sql *sql, const struct gx_query *query, const char *alias);

// Has the resource any field that is searched and that this person may name?
bool gx_search_applies(const struct gx_hints *hints, const struct gx_resource *resource);

#endif
