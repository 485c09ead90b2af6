// SPDX-License-Identifier: AGPL-3.0-or-later
// An export of groups: what GET /accounts/aggregate answers, as a file. Its columns are the keys and
// the measures; a referenced record shows the name that its reader may see.
#include "core/json.h"
#include "resource/export.h"
#include <string.h>

// A column is a field of the resource; a key by bucket is a date and a measure has a type of its own.
static const struct gx_field *column_of(gx_cx *cx, const struct gx_field *field, enum gx_type type,
                                        const char *name) {
    struct gx_field *column = GX_NEW(cx->arena, struct gx_field);
    if (field)
        *column = *field;
    column->name = name;
    column->type = type;
    return column;
}

static void take_columns(gx_cx *cx, struct gx_export *out) {
    const struct gx_aggregate *what = out->groups;
    out->columns = GX_NEW_N(cx->arena, const struct gx_field *, what->n_groups + what->n_measures);
    for (size_t i = 0; i < what->n_groups; i++)
        out->columns[out->n_columns++] = column_of(cx, what->groups[i].field, gx_group_type(&what->groups[i]),
                                                   what->groups[i].field->name);
    for (size_t i = 0; i < what->n_measures; i++)
        out->columns[out->n_columns++] = column_of(
            cx, what->measures[i].field, gx_measure_type(&what->measures[i]), what->measures[i].name);
}

gx_rc gx_export_groups_read(gx_cx *cx, const struct gx_run *run, const struct gx_request *rq,
                            const char *const *own, struct gx_export *out) {
    out->groups = GX_NEW(cx->arena, struct gx_aggregate);
    if (out->format == GX_EXPORT_JSON)
        return gx_fail(cx, GX_E_MALFORMED, "format", "groups as JSON are answered by aggregate");
    gx_rc rc = gx_aggregate_read(cx, run, rq, 0, own, out->groups);
    if (rc)
        return rc;
    out->query = out->groups->query;
    take_columns(cx, out);
    return GX_OK;
}

static void key_sql(struct gx_sql *sql, const struct gx_export *export, size_t i) {
    const struct gx_field *field = export->columns[i];
    const char *name = field->to ? gx_export_name(export, field) : NULL;
    if (name)
        gx_sql_addf(sql, "r%zu.%s", i, name);
    else if (field->type == GX_T_DATETIME)
        gx_sql_addf(sql, "to_char(p.k%zu at time zone '" GX_FILTER_ZONE "', 'YYYY-MM-DD HH24:MI:SS')", i);
    else
        gx_sql_addf(sql, "p.k%zu", i);
}

static void measure_sql(struct gx_sql *sql, const struct gx_aggregate *what, size_t i) {
    if (gx_measure_type(&what->measures[i]) == GX_T_DATETIME)
        gx_sql_addf(sql, "to_char(p.m%zu at time zone '" GX_FILTER_ZONE "', 'YYYY-MM-DD HH24:MI:SS')", i);
    else
        gx_sql_addf(sql, "p.m%zu", i);
}

struct gx_stmt gx_export_groups_select(gx_cx *cx, const struct gx_export *export) {
    const struct gx_aggregate *what = export->groups;
    struct gx_sql *sql = gx_sql_new(cx->arena);
    gx_sql_add(sql, "with a as materialized (");
    gx_aggregate_sql(sql, what);
    gx_sql_add(sql, ") select ");
    for (size_t i = 0; i < what->n_groups + what->n_measures; i++) {
        gx_sql_add(sql, i ? ", " : "");
        if (i < what->n_groups)
            key_sql(sql, export, i);
        else
            measure_sql(sql, what, i - what->n_groups);
    }
    gx_sql_add(sql, " from (select a.*, row_number() over () as place from a) p");
    for (size_t i = 0; i < what->n_groups; i++) {
        const struct gx_field *field = export->columns[i];
        if (field->to && gx_export_name(export, field))
            gx_sql_addf(sql, " left join api.%s r%zu on r%zu.id = p.k%zu", field->to->name, i, i, i);
    }
    gx_sql_add(sql, " where p.level = 0");
    if (what->limit)
        gx_sql_addf(sql, " and p.nr <= %d", what->limit);
    gx_sql_addf(sql, " order by p.place limit %d", GX_AGGREGATE_GROUPS);
    return gx_sql_stmt(sql);
}

// In the export's language, "金额（合计）"; as it was asked for when codes are wanted.
const char *gx_export_measure(gx_arena *arena, const struct gx_export *export, size_t measure) {
    static const char *const words[][GX_MEASURE_KINDS] = {
        {"Count", "total", "average", "lowest", "highest"},
        {"数量", "合计", "平均", "最小", "最大"},
        {"數量", "合計", "平均", "最小", "最大"},
    };
    const struct gx_measure *m = &export->groups->measures[measure];
    if (!export->language)
        return m->name;
    bool english = strcmp(export->language, "en") == 0;
    const char *word = words[english ? 0 : strcmp(export->language, "zh-TW") == 0 ? 2 : 1][m->kind];
    if (!m->field)
        return word;
    const char *label = gx_json_str(json_object_get(m->field->raw, "label"), export->language);
    return gx_arena_printf(arena, english ? "%s (%s)" : "%s（%s）", label ? label : m->field->name, word);
}
