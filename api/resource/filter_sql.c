// SPDX-License-Identifier: AGPL-3.0-or-later
// Conditions to SQL. Columns come from the catalog, values are parameters. A condition on a
// referenced record goes through that resource's own view, so its row and field rights hold.
#include "resource/filter_has.h"

#include <string.h>

static void compare(struct gx_sql *sql, const struct gx_cond *test, const char *alias, const char *operator) {
    gx_sql_addf(sql, "%s.%s %s ", alias, test->field->column, operator);
    gx_sql_param(sql, test->value, gx_types[test->field->type].cast);
}

static const char *list_cast(const struct gx_field *field) {
    static const char *const casts[GX_T_COUNT] = {
        [GX_T_INTEGER] = "bigint[]", [GX_T_DECIMAL] = "numeric[]",      [GX_T_PERCENT] = "numeric[]",
        [GX_T_MONEY] = "numeric[]",  [GX_T_REFERENCE] = "uuid[]",       [GX_T_REFERENCES] = "uuid[]",
        [GX_T_DATE] = "date[]",      [GX_T_DATETIME] = "timestamptz[]",
    };
    return casts[field->type] ? casts[field->type] : "text[]";
}

static void among(struct gx_sql *sql, const struct gx_cond *test, const char *alias, bool inside) {
    const char *column = test->field->column, *cast = list_cast(test->field);
    if (!inside)
        gx_sql_addf(sql, "(%s.%s is null or ", alias, column);
    if (gx_types[test->field->type].is_array) {
        gx_sql_addf(sql, inside ? "%s.%s && " : "not %s.%s && ", alias, column);
        gx_sql_param(sql, test->value, cast);
    } else {
        gx_sql_addf(sql, inside ? "%s.%s = any(" : "%s.%s <> all(", alias, column);
        gx_sql_param(sql, test->value, cast);
        gx_sql_add(sql, ")");
    }
    if (!inside)
        gx_sql_add(sql, ")");
}

static void contains(struct gx_sql *sql, const struct gx_cond *test, const char *alias) {
    bool is_array = gx_types[test->field->type].is_array;
    gx_sql_addf(sql, "%s.%s %s ", alias, test->field->column, is_array ? "@>" : "ilike");
    gx_sql_param(sql, test->value, is_array ? list_cast(test->field) : "text");
}

static void prefix(struct gx_sql *sql, const struct gx_cond *test, const char *alias) {
    gx_sql_addf(sql, "(%s.%s >= ", alias, test->field->column);
    gx_sql_param(sql, test->value, "text");
    gx_sql_addf(sql, " and %s.%s < ", alias, test->field->column);
    gx_sql_param(sql, test->upper, "text");
    gx_sql_add(sql, ")");
}

static void empty(struct gx_sql *sql, const struct gx_cond *test, const char *alias) {
    bool is_null = test->value[0] == 't';
    const char *column = test->field->column;
    if (gx_types[test->field->type].is_array)
        gx_sql_addf(sql, is_null ? "(%s.%s is null or %s.%s = '{}')" : "%s.%s <> '{}'", alias, column, alias,
                    column);
    else
        gx_sql_addf(sql, "%s.%s is %snull", alias, column, is_null ? "" : "not ");
}

static void plain(struct gx_sql *sql, const struct gx_cond *test, const char *alias) {
    switch (test->op) {
    case GX_OP_EQ:
        compare(sql, test, alias, "=");
        break;
    case GX_OP_NE:
        compare(sql, test, alias, "is distinct from");
        break;
    case GX_OP_LT:
        compare(sql, test, alias, "<");
        break;
    case GX_OP_LTE:
        compare(sql, test, alias, "<=");
        break;
    case GX_OP_GT:
        compare(sql, test, alias, ">");
        break;
    case GX_OP_GTE:
        compare(sql, test, alias, ">=");
        break;
    case GX_OP_IN:
    case GX_OP_NIN:
        among(sql, test, alias, test->op == GX_OP_IN);
        break;
    case GX_OP_CONTAINS:
        contains(sql, test, alias);
        break;
    case GX_OP_PREFIX:
        prefix(sql, test, alias);
        break;
    case GX_OP_NULL:
        empty(sql, test, alias);
        break;
    case GX_OP_WITHIN:
        gx_filter_within(sql, alias, test->field, test->value);
        break;
    case GX_OP_COUNT:
        gx_sql_add(sql, "false");
        break;
    }
}

// A negative test on a referenced record also holds where there is no such record; so it is
// asked as "there is none that …".
static bool negate(struct gx_cond *test) {
    switch (test->op) {
    case GX_OP_NE:
        test->op = GX_OP_EQ;
        return true;
    case GX_OP_NIN:
        test->op = GX_OP_IN;
        return true;
    case GX_OP_NULL:
        if (test->value[0] != 't')
            return false;
        test->value = "false";
        return true;
    case GX_OP_EQ:
    case GX_OP_LT:
    case GX_OP_LTE:
    case GX_OP_GT:
    case GX_OP_GTE:
    case GX_OP_IN:
    case GX_OP_CONTAINS:
    case GX_OP_PREFIX:
    case GX_OP_WITHIN:
    case GX_OP_COUNT:
        return false;
    }
    return false;
}

static void across(struct gx_sql *sql, const struct gx_cond *test, const char *alias) {
    struct gx_cond inner = *test;
    if (negate(&inner))
        gx_sql_add(sql, "not ");
    const char *row = gx_sql_alias(sql);
    gx_sql_addf(sql, "exists (select 1 from api.%s %s where %s.id = %s.%s and ", test->resource->name, row,
                row, alias, test->via->column);
    plain(sql, &inner, row);
    gx_sql_add(sql, ")");
}

// A record by its id, or by an id that was merged into it.
static void led(struct gx_sql *sql, const struct gx_cond *cond, const char *alias) {
    gx_sql_addf(sql, "%s.id = coalesce((select m.survivor_id from api.merged m where m.other_id = ", alias);
    gx_sql_param(sql, cond->value, "uuid");
    gx_sql_add(sql, "), ");
    gx_sql_param(sql, cond->value, "uuid");
    gx_sql_add(sql, ")");
}

void gx_filter_sql(struct gx_sql *sql, const struct gx_cond *cond, const char *alias) {
    if (!cond || (cond->kind == GX_COND_AND && cond->n_parts == 0)) {
        gx_sql_add(sql, "true");
        return;
    }
    if (cond->kind == GX_COND_HAS) {
        gx_filter_has_sql(sql, cond->has, alias);
        return;
    }
    if (cond->kind == GX_COND_LED) {
        led(sql, cond, alias);
        return;
    }
    if (cond->kind == GX_COND_TEST) {
        if (cond->via)
            across(sql, cond, alias);
        else
            plain(sql, cond, alias);
        return;
    }
    gx_sql_add(sql, cond->kind == GX_COND_NOT ? "not coalesce((" : "(");
    for (size_t i = 0; i < cond->n_parts; i++) {
        if (i > 0)
            gx_sql_add(sql, cond->kind == GX_COND_OR ? " or " : " and ");
        gx_filter_sql(sql, cond->parts[i], alias);
    }
    gx_sql_add(sql, cond->kind == GX_COND_NOT ? "), false)" : ")");
}
