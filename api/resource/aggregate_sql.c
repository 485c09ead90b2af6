// SPDX-License-Identifier: AGPL-3.0-or-later
// The SQL of an aggregate: one pass over the rows that fit gives the groups and, where they are
// needed for totals or for the order, the groups of the first field and the whole.
#include "resource/aggregate.h"
#include "resource/plan.h"

static const char *const buckets[] = {
    [GX_BUCKET_DAY] = "day",   [GX_BUCKET_WEEK] = "week",       [GX_BUCKET_MONTH] = "month",
    [GX_BUCKET_YEAR] = "year", [GX_BUCKET_QUARTER] = "quarter",
};

int gx_aggregate_all(const struct gx_aggregate *what) {
    return (1 << what->n_groups) - 1;
}

int gx_aggregate_first(const struct gx_aggregate *what) {
    return what->n_groups > 1 ? gx_aggregate_all(what) >> 1 : 0;
}

enum gx_type gx_group_type(const struct gx_group *group) {
    return group->bucket == GX_BUCKET_NONE ? group->field->type : GX_T_DATE;
}

enum gx_type gx_measure_type(const struct gx_measure *measure) {
    if (!measure->field)
        return GX_T_INTEGER;
    return measure->kind == GX_MEASURE_AVG ? GX_T_DECIMAL : measure->field->type;
}

// Are the groups of the first field measured beside the finest ones?
static bool has_first(const struct gx_aggregate *what) {
    return what->n_groups > 1 && (what->totals || what->limit || what->n_sorts > 0);
}

static bool has_levels(const struct gx_aggregate *what) {
    return what->n_groups > 0 && (what->totals || has_first(what));
}

static void key_sql(struct gx_sql *sql, const struct gx_group *group) {
    const char *column = group->field->column;
    if (group->bucket == GX_BUCKET_NONE)
        gx_sql_addf(sql, "t.%s", column);
    else if (group->field->type == GX_T_DATETIME)
        gx_sql_addf(sql, "date_trunc('%s', t.%s at time zone '" GX_FILTER_ZONE "')::date",
                    buckets[group->bucket], column);
    else
        gx_sql_addf(sql, "date_trunc('%s', t.%s)::date", buckets[group->bucket], column);
}

static void measure_sql(struct gx_sql *sql, const struct gx_measure *measure) {
    if (!measure->field)
        gx_sql_add(sql, "count(*)");
    else if (measure->kind == GX_MEASURE_AVG)
        gx_sql_addf(sql, "round(avg(s.%s), 4)", measure->field->column);
    else
        gx_sql_addf(sql, "%s(s.%s)", gx_measure_names[measure->kind], measure->field->column);
}

// What the groups need of each row, over alias t. No column is called like a key.
static const char *source_columns(gx_arena *arena, const struct gx_aggregate *what) {
    const char *list = "1 as _one";
    for (size_t i = 0; i < what->n_groups; i++) {
        struct gx_sql *key = gx_sql_new(arena);
        key_sql(key, &what->groups[i]);
        list = gx_arena_printf(arena, "%s, %s as _k%zu", list, gx_sql_stmt(key).sql, i);
    }
    for (size_t i = 0; i < what->n_measures; i++) {
        const struct gx_field *field = what->measures[i].field;
        bool known = !field;
        for (size_t k = 0; k < i && !known; k++)
            known = field == what->measures[k].field;
        if (!known)
            list = gx_arena_printf(arena, "%s, t.%s", list, field->column);
    }
    return list;
}

static void keys_sql(struct gx_sql *sql, size_t n) {
    for (size_t i = 0; i < n; i++)
        gx_sql_addf(sql, "%ss._k%zu", i ? ", " : "", i);
}

// One level alone is grouped plainly: sets cost the planner its best plans.
static void sets_sql(struct gx_sql *sql, const struct gx_aggregate *what) {
    if (what->n_groups == 0)
        return;
    gx_sql_add(sql, has_levels(what) ? " group by grouping sets ((" : " group by ");
    keys_sql(sql, what->n_groups);
    gx_sql_add(sql, has_first(what) ? "), (s._k0" : "");
    gx_sql_add(sql, what->totals ? "), (" : "");
    gx_sql_add(sql, has_levels(what) ? "))" : "");
}

static void groups_sql(struct gx_sql *sql, const struct gx_aggregate *what) {
    gx_sql_add(sql, "select ");
    for (size_t i = 0; i < what->n_groups; i++)
        gx_sql_addf(sql, "s._k%zu as k%zu, ", i, i);
    for (size_t i = 0; i < what->n_measures; i++) {
        measure_sql(sql, &what->measures[i]);
        gx_sql_addf(sql, " as m%zu, ", i);
    }
    if (has_levels(what)) {
        gx_sql_add(sql, "grouping(");
        keys_sql(sql, what->n_groups);
        gx_sql_add(sql, ")");
    } else {
        gx_sql_add(sql, "0");
    }
    gx_sql_add(sql, " as level from (");
    gx_plan_all(sql, gx_plan_new(sql->arena, what->query), source_columns(sql->arena, what), 0);
    gx_sql_add(sql, ") s");
    sets_sql(sql, what);
}

// The sort as it was asked for, then by the keys. Of the groups of the first field: with their own
// measures (o0 …), which stand beside each of their parts, and without the other keys.
static void order_sql(struct gx_sql *sql, const struct gx_aggregate *what, bool of_first) {
    char measure = of_first && what->n_groups > 1 ? 'o' : 'm';
    for (size_t i = 0; i < what->n_sorts; i++) {
        const struct gx_aggregate_sort *sort = &what->sorts[i];
        if (sort->is_measure || !of_first || sort->at == 0)
            gx_sql_addf(sql, "x.%c%zu%s nulls last, ", sort->is_measure ? measure : 'k', sort->at,
                        sort->descending ? " desc" : "");
    }
    for (size_t i = 0; i < (of_first ? 1 : what->n_groups); i++)
        gx_sql_addf(sql, "%sx.k%zu", i ? ", " : "", i);
}

static void own_measures_sql(struct gx_sql *sql, const struct gx_aggregate *what) {
    for (size_t i = 0; i < what->n_sorts; i++)
        if (what->sorts[i].is_measure)
            gx_sql_addf(sql, ", max(g.m%zu) filter (where g.level = %d) over (partition by g.k0) as o%zu",
                        what->sorts[i].at, gx_aggregate_first(what), what->sorts[i].at);
}

static void numbered_sql(struct gx_sql *sql, const struct gx_aggregate *what) {
    gx_sql_addf(sql, "select x.*, dense_rank() over (partition by x.level = %d order by ",
                gx_aggregate_all(what));
    order_sql(sql, what, true);
    gx_sql_add(sql, ") as nr from (select g.*");
    if (what->n_groups > 1)
        own_measures_sql(sql, what);
    gx_sql_add(sql, " from (");
    groups_sql(sql, what);
    gx_sql_add(sql, ") g) x");
}

void gx_aggregate_sql(struct gx_sql *sql, const struct gx_aggregate *what) {
    gx_sql_add(sql, "select x.* from (");
    if (what->n_groups > 0 && (has_first(what) || what->limit)) {
        numbered_sql(sql, what);
    } else {
        gx_sql_add(sql, "select g.*, 0 as nr from (");
        groups_sql(sql, what);
        gx_sql_add(sql, ") g");
    }
    gx_sql_add(sql, ") x");
    if (what->limit)
        gx_sql_addf(sql, " where x.nr <= %d or x.level = %d", what->limit + 1, gx_aggregate_all(what));
    if (what->n_groups > 0) {
        gx_sql_add(sql, " order by x.level desc, x.nr, ");
        order_sql(sql, what, false);
        gx_sql_addf(sql, " limit %d", GX_AGGREGATE_ROWS);
    }
}
