// SPDX-License-Identifier: AGPL-3.0-or-later
// Putting one statement together: our own words, identifiers of the catalog, and parameters
// as $n::type. Nothing from a request is ever text here. Knows no resource.
#ifndef GX_RESOURCE_SQL_H
#define GX_RESOURCE_SQL_H

#include "core/arena.h"
#include "core/buf.h"
#include "db/client/exec.h"

struct gx_sql {
    gx_arena *arena;
    gx_buf text;
    const char **params;
    const char **casts;
    int n, cap, n_aliases;
};

// A new, empty statement in the arena.
struct gx_sql *gx_sql_new(gx_arena *arena);

// Adds literal text, or literal text with identifiers (%s) and our own numbers (%d).
void gx_sql_add(struct gx_sql *sql, const char *text);
void gx_sql_addf(struct gx_sql *sql, const char *fmt, ...) GX_PRINTF(2, 3);

// Adds `alias.column`: what statements are mostly made of, without a format to read.
void gx_sql_column(struct gx_sql *sql, const char *alias, const char *column);

// A name for rows that no other part of the statement uses: x1, x2 …
const char *gx_sql_alias(struct gx_sql *sql);

// Adds `$n::cast` for a value (NULL = SQL NULL). The same pointer with the same cast gets the
// same number, so that a condition compiled into several branches is sent once.
void gx_sql_param(struct gx_sql *sql, const char *value, const char *cast);

// The finished statement; lives as long as the arena.
struct gx_stmt gx_sql_stmt(const struct gx_sql *sql);

// Text of a PostgreSQL array of these values, each quoted.
const char *gx_sql_array(gx_arena *arena, const char *const *values, size_t n);

// %text% for `ilike`, with the wildcards of the text itself made harmless.
const char *gx_sql_like(gx_arena *arena, const char *text);

#endif
