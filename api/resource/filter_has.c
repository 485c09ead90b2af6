// SPDX-License-Identifier: AGPL-3.0-or-later
// One set of ids per condition (a semi-join for the planner), never a look-up per row: also what adds up is grouped once.
#include "resource/filter_has.h"

#include "core/decimal.h"
#include "core/json.h"
#include <stdlib.h>
#include <string.h>

static const char *const operators[] = {[GX_OP_EQ] = "=",   [GX_OP_NE] = "<>", [GX_OP_LT] = "<",
                                        [GX_OP_LTE] = "<=", [GX_OP_GT] = ">",  [GX_OP_GTE] = ">="};

// "opportunity.account_id": a resource that is read, and its reference to what is filtered.
static gx_rc read_link(gx_cx *cx, const struct gx_filter *filter, const char *pointer, const char *name,
                       struct gx_has *has) {
    const char *dot = strchr(name, '.');
    if (!dot)
        return gx_filter_unknown(cx, pointer);
    has->resource =
        gx_catalog_by_name(filter->hints->catalog, gx_arena_strndup(cx->arena, name, (size_t)(dot - name)));
    if (!has->resource || gx_rights_of(filter->hints, has->resource)->read_scope == 0)
        return gx_filter_unknown(cx, pointer);
    has->link = gx_filter_field(filter, has->resource, dot + 1, strlen(dot + 1));
    if (!has->link || has->link->type != GX_T_REFERENCE)
        return gx_filter_unknown(cx, pointer);
    if (has->link->to)
        return has->link->to == filter->resource ? GX_OK : gx_filter_unknown(cx, pointer);
    has->parent = filter->resource->name;
    return gx_filter_field(filter, has->resource, "parent_resource", strlen("parent_resource")) &&
                   strcmp(dot + 1, "parent_id") == 0
               ? GX_OK
               : gx_filter_unknown(cx, pointer);
}

static gx_rc read_sum(gx_cx *cx, const struct gx_filter *filter, const char *pointer, const char *measure,
                      struct gx_has *has) {
    if (!measure || strcmp(measure, "count") == 0)
        return GX_OK;
    has->sum = strncmp(measure, "sum:", 4) == 0
                   ? gx_filter_field(filter, has->resource, measure + 4, strlen(measure + 4))
                   : NULL;
    if (!has->sum)
        return gx_filter_unknown(cx, pointer);
    bool adds =
        has->sum->type == GX_T_INTEGER || has->sum->type == GX_T_DECIMAL || has->sum->type == GX_T_MONEY;
    return adds ? GX_OK : gx_fail(cx, GX_E_MALFORMED, pointer, "only numbers are added up");
}

static bool holds_for_nothing(enum gx_op op, double value) {
    switch (op) {
    case GX_OP_EQ:
        return value == 0;
    case GX_OP_NE:
        return value != 0;
    case GX_OP_LT:
        return value > 0;
    case GX_OP_LTE:
        return value >= 0;
    case GX_OP_GT:
        return value < 0;
    case GX_OP_GTE:
        return value <= 0;
    default:
        return false;
    }
}

static gx_rc read_comparison(gx_cx *cx, const char *pointer, const json_t *node, struct gx_has *has) {
    const char *op = gx_json_str(node, "op");
    const json_t *value = json_object_get(node, "value");
    has->op = GX_OP_COUNT;
    if (!op && !value && !json_object_get(node, "measure"))
        return GX_OK;
    if (json_is_integer(value))
        has->value = gx_arena_printf(cx->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else
        has->value = json_is_string(value) ? json_string_value(value) : NULL;
    if (!op || !has->value || !gx_type_accepts(GX_T_DECIMAL, has->value))
        return gx_fail(cx, GX_E_MALFORMED, pointer, "a measure is compared by op with a number in value");
    has->op = gx_op_find(op, strlen(op));
    if (has->op >= (enum gx_op)GX_COUNT(operators) || !operators[has->op])
        return gx_fail_code(cx, GX_E_MALFORMED, "unknown_operator", pointer,
                            "numbers are compared by eq, ne, lt, lte, gt, gte");
    has->empty_fits = holds_for_nothing(has->op, strtod(has->value, NULL));
    return GX_OK;
}

static gx_rc read_where(gx_cx *cx, struct gx_filter *filter, const char *pointer, const json_t *where,
                        int depth, struct gx_has *has) {
    const struct gx_resource *outer = filter->resource;
    struct gx_cond *cond = NULL;
    if (!where)
        return GX_OK;
    filter->resource = has->resource;
    gx_rc rc = gx_filter_node(cx, filter, pointer, where, depth + 1, &cond);
    filter->resource = outer;
    has->where = cond;
    return rc;
}

static bool only_known(const json_t *node) {
    static const char *const keys[] = {"has", "where", "measure", "op", "value"};
    size_t n = 0;
    for (size_t i = 0; i < GX_COUNT(keys); i++)
        n += json_object_get(node, keys[i]) != NULL;
    return n == json_object_size(node);
}

gx_rc gx_filter_has(gx_cx *cx, struct gx_filter *filter, const char *pointer, const json_t *node, int depth,
                    struct gx_cond **out) {
    struct gx_has *has = GX_NEW(cx->arena, struct gx_has);
    const char *name = gx_json_str(node, "has");
    if (!name || !only_known(node))
        return gx_fail(cx, GX_E_MALFORMED, pointer,
                       "a condition on related records has has, where, measure, op and value");
    if (++filter->n_related > GX_FILTER_RELATED || ++filter->n_conditions > GX_FILTER_CONDITIONS)
        return gx_fail(cx, GX_E_MALFORMED, pointer, "more than %d conditions on related records",
                       GX_FILTER_RELATED);
    gx_rc rc = read_link(cx, filter, pointer, name, has);
    if (rc == GX_OK)
        rc = read_sum(cx, filter, pointer, gx_json_str(node, "measure"), has);
    if (rc == GX_OK)
        rc = read_comparison(cx, pointer, node, has);
    if (rc == GX_OK)
        rc = read_where(cx, filter, pointer, json_object_get(node, "where"), depth, has);
    if (rc)
        return rc;
    *out = GX_NEW(cx->arena, struct gx_cond);
    (*out)->kind = GX_COND_HAS;
    (*out)->has = has;
    return GX_OK;
}

static void having(struct gx_sql *sql, const struct gx_has *has, const char *row) {
    gx_sql_addf(sql, " group by 1 having %s(", has->empty_fits ? "not " : "");
    if (has->sum)
        gx_sql_addf(sql, "coalesce(sum(%s.%s), 0)", row, has->sum->column);
    else
        gx_sql_add(sql, "count(*)");
    gx_sql_addf(sql, " %s ", operators[has->op]);
    gx_sql_param(sql, has->value, "numeric");
    gx_sql_add(sql, ")");
}

void gx_filter_has_sql(struct gx_sql *sql, const struct gx_has *has, const char *alias) {
    const char *row = gx_sql_alias(sql);
    gx_sql_addf(sql, has->empty_fits ? "not coalesce(%s.id in (" : "%s.id in (", alias);
    gx_sql_addf(sql, "select %s.%s from api.%s %s where %s.%s is not null and ", row, has->link->column,
                has->resource->name, row, row, has->link->column);
    if (has->parent) {
        gx_sql_addf(sql, "%s.parent_resource = ", row);
        gx_sql_param(sql, has->parent, "text");
        gx_sql_add(sql, " and ");
    }
    gx_filter_sql(sql, has->where, row);
    if (has->op != GX_OP_COUNT)
        having(sql, has, row);
    gx_sql_add(sql, has->empty_fits ? "), false)" : ")");
}
