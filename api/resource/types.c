// SPDX-License-Identifier: AGPL-3.0-or-later
// Field types and operators as two tables, and the strict parsers of values. A value
// that passes here is never refused by PostgreSQL's input functions, so that bad input
// is answered by us, in our words. No allocation, no SQL text but the casts.
#include "resource/types.h"

#include "core/clock.h"
#include "core/decimal.h"
#include "core/uuid.h"
#include <string.h>

const struct gx_type_info gx_types[GX_T_COUNT] = {
    [GX_T_CODE] = {"code", "text", "text", false, false},
    [GX_T_TEXT] = {"text", "text", "text", false, false},
    [GX_T_LONG_TEXT] = {"long_text", "text", "text", false, false},
    [GX_T_INTEGER] = {"integer", "bigint", "bigint", false, false},
    [GX_T_DECIMAL] = {"decimal", "numeric", "numeric", false, true},
    [GX_T_PERCENT] = {"percent", "numeric", "numeric", false, true},
    [GX_T_MONEY] = {"money", "numeric", "numeric", false, true},
    [GX_T_BOOLEAN] = {"boolean", "boolean", "boolean", false, false},
    [GX_T_DATE] = {"date", "date", "date", false, true},
    [GX_T_DATETIME] = {"datetime", "timestamptz", "timestamptz", false, true},
    [GX_T_CHOICE] = {"choice", "text", "text", false, false},
    [GX_T_MULTI_CHOICE] = {"multi_choice", "text[]", "text", true, false},
    [GX_T_REFERENCE] = {"reference", "uuid", "uuid", false, true},
    [GX_T_REFERENCES] = {"references", "uuid[]", "uuid", true, false},
    [GX_T_PHONE] = {"phone", "text", "text", false, false},
    [GX_T_EMAIL] = {"email", "text", "text", false, false},
    [GX_T_URL] = {"url", "text", "text", false, false},
    [GX_T_TAGS] = {"tags", "text[]", "text", true, false},
    [GX_T_JSON] = {"json", "jsonb", "jsonb", false, false},
};

const char *const gx_op_names[GX_OP_COUNT] = {"eq", "ne",  "lt",       "lte",    "gt",   "gte",
                                              "in", "nin", "contains", "prefix", "null", "within"};

enum gx_type gx_type_find(const char *name) {
    for (int i = 0; i < GX_T_COUNT; i++)
        if (strcmp(gx_types[i].name, name) == 0)
            return (enum gx_type)i;
    return GX_T_COUNT;
}

enum gx_op gx_op_find(const char *name, size_t n) {
    for (int i = 0; i < GX_OP_COUNT; i++)
        if (strlen(gx_op_names[i]) == n && memcmp(gx_op_names[i], name, n) == 0)
            return (enum gx_op)i;
    return GX_OP_COUNT;
}

void gx_type_digits(enum gx_type type, int *whole, int *scale) {
    *scale = type == GX_T_DECIMAL ? 8 : 4;
    *whole = type == GX_T_DECIMAL ? 12 : type == GX_T_PERCENT ? 5 : 16;
}

bool gx_type_accepts(enum gx_type type, const char *text) {
    char canonical[64];
    int64_t number;
    int whole, scale;
    size_t n = strnlen(text, GX_TYPE_VALUE_MAX + 1);
    if (n > GX_TYPE_VALUE_MAX)
        return false;
    switch (type) {
    case GX_T_INTEGER:
        return gx_decimal_i64(text, n, INT64_MIN, INT64_MAX, &number);
    case GX_T_DECIMAL:
    case GX_T_PERCENT:
    case GX_T_MONEY:
        gx_type_digits(type, &whole, &scale);
        return gx_decimal_parse(text, n, whole, scale, canonical, sizeof canonical);
    case GX_T_BOOLEAN:
        return strcmp(text, "true") == 0 || strcmp(text, "false") == 0;
    case GX_T_DATE:
        return gx_clock_is_date(text, n);
    case GX_T_DATETIME:
        return gx_clock_is_datetime(text, n);
    case GX_T_REFERENCE:
    case GX_T_REFERENCES:
        return gx_uuid_parse(text, n, canonical);
    case GX_T_CODE:
    case GX_T_TEXT:
    case GX_T_LONG_TEXT:
    case GX_T_CHOICE:
    case GX_T_MULTI_CHOICE:
    case GX_T_PHONE:
    case GX_T_EMAIL:
    case GX_T_URL:
    case GX_T_TAGS:
        return true;
    case GX_T_JSON:
    case GX_T_COUNT:
        return false;
    }
    return false;
}
