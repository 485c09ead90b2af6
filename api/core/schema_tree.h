// SPDX-License-Identifier: AGPL-3.0-or-later
// The compiled form of a schema, shared by schema.c (which makes it) and schema_check.c (which walks it). Private
// to these two. Immutable after compiling.
#ifndef GX_SCHEMA_TREE_H
#define GX_SCHEMA_TREE_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include "core/json.h"
#include "core/schema.h"
#include <pcre2.h>

enum gx_schema_type {
    GX_SCHEMA_NULL = 1,
    GX_SCHEMA_BOOLEAN = 2,
    GX_SCHEMA_INTEGER = 4,
    GX_SCHEMA_NUMBER = 8,
    GX_SCHEMA_STRING = 16,
    GX_SCHEMA_ARRAY = 32,
    GX_SCHEMA_OBJECT = 64,
};

struct gx_schema_member {
    const char *name;
    const gx_schema *schema;
};

struct gx_schema_list {
    const gx_schema **items;
    size_t n;
};

struct gx_schema {
    unsigned types; // bits of gx_schema_type; 0 = any
    struct gx_schema_member *members;
    size_t n_members;
    const char **required;
    size_t n_required;
    bool closed;                 // additionalProperties: false
    const gx_schema *additional; // schema of other members, or NULL
    const gx_schema *items;      // or NULL
    const json_t *values;        // enum: array, or NULL
    const json_t *constant;      // or NULL
    bool has_minimum, has_maximum, unique;
    double minimum, maximum;
    size_t min_length, max_length, min_items, max_items, min_members, max_members;
    pcre2_code *pattern; // or NULL
    const char *format;  // or NULL
    struct gx_schema_list all, any, one;
};

#endif
