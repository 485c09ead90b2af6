// SPDX-License-Identifier: AGPL-3.0-or-later
// GET /accounts/aggregate: groups and measures over the rows that fit. Scoped people get the sum
// of their disjoint branches. What is asked for is checked in aggregate_read.c.
#include "resource/aggregate.h"

#include "core/handler.h"
#include "resource/frame.h"
#include "resource/include.h"
#include "resource/plan.h"
#include "resource/run.h"

static const char *const buckets[] = {
    [GX_BUCKET_DAY] = "day",   [GX_BUCKET_WEEK] = "week",       [GX_BUCKET_MONTH] = "month",
    [GX_BUCKET_YEAR] = "year", [GX_BUCKET_QUARTER] = "quarter",
};

static void key_sql(struct gx_sql *sql, const struct gx_group *group) {
    const char *column = group->field->column;
    if (group->bucket == GX_BUCKET_NONE)
        gx_sql_addf(sql, "s.%s", column);
    else if (group->field->type == GX_T_DATETIME)
        gx_sql_addf(sql, "date_trunc('%s', s.%s at time zone '" GX_FILTER_ZONE "')::date",
                    buckets[group->bucket], column);
    else
        gx_sql_addf(sql, "date_trunc('%s', s.%s)::date", buckets[group->bucket], column);
}

static void measure_sql(struct gx_sql *sql, const struct gx_measure *measure) {
    if (!measure->field)
        gx_sql_add(sql, "count(*)");
    else if (measure->kind == GX_MEASURE_AVG)
        gx_sql_addf(sql, "round(avg(s.%s), 4)", measure->field->column);
    else
        gx_sql_addf(sql, "%s(s.%s)", gx_measure_names[measure->kind], measure->field->column);
}

// The columns that groups and measures need, over alias t; the constant keeps the list non-empty.
static const char *source_columns(gx_cx *cx, const struct gx_aggregate *what) {
    const char *list = "1 as one";
    for (size_t i = 0; i < what->n_groups + what->n_measures; i++) {
        bool is_group = i < what->n_groups;
        const struct gx_field *field =
            is_group ? what->groups[i].field : what->measures[i - what->n_groups].field;
        bool known = !field;
        for (size_t k = 0; k < i && !known; k++)
            known = field ==
                    (k < what->n_groups ? what->groups[k].field : what->measures[k - what->n_groups].field);
        if (!known)
            list = gx_arena_printf(cx->arena, "%s, t.%s", list, field->column);
    }
    return list;
}

static void inner_sql(gx_cx *cx, struct gx_sql *sql, const struct gx_aggregate *what) {
    gx_sql_add(sql, "select ");
    for (size_t i = 0; i < what->n_groups; i++) {
        key_sql(sql, &what->groups[i]);
        gx_sql_addf(sql, " as k%zu, ", i);
    }
    for (size_t i = 0; i < what->n_measures; i++) {
        gx_sql_add(sql, i ? ", " : "");
        measure_sql(sql, &what->measures[i]);
        gx_sql_addf(sql, " as m%zu", i);
    }
    gx_sql_add(sql, " from (");
    gx_plan_all(sql, gx_plan_new(cx->arena, what->query), source_columns(cx, what), 0);
    gx_sql_add(sql, ") s");
    for (size_t i = 0; i < what->n_groups; i++)
        gx_sql_addf(sql, "%s%zu", i ? ", " : " group by ", i + 1);
    for (size_t i = 0; i < what->n_groups; i++)
        gx_sql_addf(sql, "%s%zu", i ? ", " : " order by ", i + 1);
    gx_sql_addf(sql, " limit %d", GX_AGGREGATE_GROUPS + 1);
}

static struct gx_stmt statement(gx_cx *cx, const struct gx_aggregate *what) {
    struct gx_sql *sql = gx_sql_new(cx->arena);
    size_t width = what->n_groups + what->n_measures;
    gx_sql_add(sql, "with p as materialized (");
    inner_sql(cx, sql, what);
    gx_sql_add(sql, ") select 0");
    for (size_t i = 0; i < what->n_groups; i++)
        gx_sql_addf(sql, ", p.k%zu::text", i);
    for (size_t i = 0; i < what->n_measures; i++)
        gx_sql_addf(sql, ", p.m%zu::text", i);
    for (; width < 3; width++)
        gx_sql_add(sql, ", null");
    gx_sql_add(sql, " from p");
    for (size_t i = 0; i < what->n_groups; i++) {
        if (what->groups[i].included)
            gx_include_select(sql, what->query->hints, what->groups[i].field->to, (int)i + 1,
                              gx_arena_printf(cx->arena, "select p.k%zu from p", i), width);
    }
    return gx_sql_stmt(sql);
}

static void value(gx_buf *buf, enum gx_type type, const gx_result *rows, int row, int column) {
    if (gx_result_is_null(rows, row, column))
        gx_buf_adds(buf, "null");
    else
        gx_frame_value(buf, type, gx_result_text(rows, row, column), gx_result_len(rows, row, column));
}

static void frame_group(gx_buf *buf, const struct gx_aggregate *what, const gx_result *rows, int row) {
    int column = 1;
    gx_buf_addc(buf, '{');
    for (size_t i = 0; i < what->n_groups; i++) {
        const struct gx_group *group = &what->groups[i];
        gx_buf_key(buf, group->field->name);
        value(buf, group->bucket == GX_BUCKET_NONE ? group->field->type : GX_T_DATE, rows, row, column++);
    }
    for (size_t i = 0; i < what->n_measures; i++) {
        const struct gx_measure *measure = &what->measures[i];
        gx_buf_key(buf, measure->name);
        enum gx_type type = !measure->field                   ? GX_T_INTEGER
                            : measure->kind == GX_MEASURE_AVG ? GX_T_DECIMAL
                                                              : measure->field->type;
        value(buf, type, rows, row, column++);
    }
    gx_buf_addc(buf, '}');
}

static void frame_included(gx_buf *buf, const struct gx_aggregate *what, const gx_result *rows) {
    bool any = false;
    for (size_t i = 0; i < what->n_groups; i++) {
        if (!what->groups[i].included)
            continue;
        gx_buf_adds(buf, any ? "" : ",\"included\":{");
        any = true;
        gx_include_list(buf, what->query->hints, what->groups[i].field->to, (int)i + 1, rows);
    }
    gx_buf_adds(buf, any ? "}" : "");
}

static gx_rc aggregate(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct gx_run run;
    struct gx_aggregate what;
    gx_result *rows;
    gx_rc rc = gx_run_begin(cx, rq, &run);
    if (rc == GX_OK)
        rc = gx_run_may_read(cx, &run);
    if (rc == GX_OK)
        rc = gx_aggregate_read(cx, &run, rq, &what);
    if (rc)
        return rc;
    struct gx_stmt stmt = statement(cx, &what);
    rc = gx_run_read(cx, &stmt, 1, what.query->q != NULL, &rows);
    if (rc)
        return rc;
    int n = gx_include_rows(rows);
    if (n > GX_AGGREGATE_GROUPS)
        return gx_fail(cx, GX_E_MALFORMED, "group", "more than %d groups", GX_AGGREGATE_GROUPS);
    gx_buf *buf = gx_response_json(rs, 200);
    gx_buf_addc(buf, '[');
    for (int row = 0; row < n; row++) {
        gx_buf_adds(buf, row ? "," : "");
        frame_group(buf, &what, rows, row);
    }
    gx_buf_addc(buf, ']');
    frame_included(buf, &what, rows);
    gx_buf_addc(buf, '}');
    return GX_OK;
}

GX_OPERATION("*_aggregate", aggregate);
