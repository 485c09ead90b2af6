// SPDX-License-Identifier: AGPL-3.0-or-later
// The closed list of field types and filter operators: what each is called in a
// definition, how a parameter of it is cast, and how a value from outside is checked before PostgreSQL sees it. Knows no resource.
#ifndef GX_RESOURCE_TYPES_H
#define GX_RESOURCE_TYPES_H

#include <stdbool.h>
#include <stddef.h>

#define GX_TYPE_VALUE_MAX 1000

enum gx_type {
    GX_T_CODE,
    GX_T_TEXT,
    GX_T_LONG_TEXT,
    GX_T_INTEGER,
    GX_T_DECIMAL,
    GX_T_PERCENT,
    GX_T_MONEY,
    GX_T_BOOLEAN,
    GX_T_DATE,
    GX_T_DATETIME,
    GX_T_CHOICE,
    GX_T_MULTI_CHOICE,
    GX_T_REFERENCE,
    GX_T_REFERENCES,
    GX_T_PHONE,
    GX_T_EMAIL,
    GX_T_URL,
    GX_T_TAGS,
    GX_T_JSON,
    GX_T_COUNT
};

enum gx_op {
    GX_OP_EQ,
    GX_OP_NE,
    GX_OP_LT,
    GX_OP_LTE,
    GX_OP_GT,
    GX_OP_GTE,
    GX_OP_IN,
    GX_OP_NIN,
    GX_OP_CONTAINS,
    GX_OP_PREFIX,
    GX_OP_NULL,
    GX_OP_WITHIN,
    GX_OP_COUNT
};

struct gx_type_info {
    const char *name;    // in a definition
    const char *cast;    // type of a column and of a parameter compared with it
    const char *element; // type of one value in a filter
    bool is_array;
    bool is_quoted; // its text goes into JSON between quotes without escaping
};

extern const struct gx_type_info gx_types[GX_T_COUNT];
extern const char *const gx_op_names[GX_OP_COUNT];

// Finds the type called `name`; GX_T_COUNT when there is none.
enum gx_type gx_type_find(const char *name);

// Finds the operator called `name` (n bytes); GX_OP_COUNT when there is none.
enum gx_op gx_op_find(const char *name, size_t n);

// True when `text` is one well-formed value of the type: PostgreSQL will accept it.
// Text is limited to GX_TYPE_VALUE_MAX bytes here; longer values have no use in a filter.
bool gx_type_accepts(enum gx_type type, const char *text);

// Digits that a numeric column of this type holds before and after the point.
void gx_type_digits(enum gx_type type, int *whole, int *scale);

#endif
