// SPDX-License-Identifier: AGPL-3.0-or-later
// The parameters of an aggregate: names looked up under the caller's rights, buckets and
// functions from closed lists.
#include "resource/aggregate.h"

#include <string.h>

const char *const gx_measure_names[GX_MEASURE_KINDS] = {"count", "sum", "avg", "min", "max"};

static const char *const bucket_names[GX_BUCKET_COUNT] = {"", "day", "week", "month", "quarter", "year"};

static int find(const char *const *names, int n, const char *name) {
    for (int i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

static const struct gx_field *named(const struct gx_run *run, const char *name) {
    const struct gx_field *field = gx_catalog_field(run->resource, name, strlen(name));
    return field && gx_rights_names(run->right, field) ? field : NULL;
}

static gx_rc read_group(gx_cx *cx, const struct gx_run *run, char *text, struct gx_aggregate *out) {
    char *bucket = strchr(text, ':');
    int kind = GX_BUCKET_NONE;
    if (bucket) {
        *bucket++ = '\0';
        kind = find(bucket_names, GX_BUCKET_COUNT, bucket);
    }
    const struct gx_field *field = named(run, text);
    if (!field || !(field->group || field->system))
        return gx_fail_code(cx, GX_E_MALFORMED, "unknown_field", "group",
                            "there is no such field to group by");
    bool is_time = field->type == GX_T_DATE || field->type == GX_T_DATETIME;
    if (kind < 0 || (bucket && (!is_time || kind == GX_BUCKET_NONE)))
        return gx_fail(cx, GX_E_MALFORMED, "group", "no such bucket");
    for (size_t i = 0; i < out->n_groups; i++)
        if (out->groups[i].field == field)
            return gx_fail(cx, GX_E_MALFORMED, "group", "a field is named twice");
    if (out->n_groups == GX_AGGREGATE_KEYS)
        return gx_fail(cx, GX_E_MALFORMED, "group", "at most %d groups", GX_AGGREGATE_KEYS);
    out->groups[out->n_groups++] = (struct gx_group){field, (enum gx_bucket)kind, false};
    return GX_OK;
}

static bool measurable(const struct gx_field *field, enum gx_measure_kind kind) {
    switch (field->type) {
    case GX_T_INTEGER:
    case GX_T_DECIMAL:
    case GX_T_PERCENT:
    case GX_T_MONEY:
        return true;
    case GX_T_DATE:
    case GX_T_DATETIME:
        return kind == GX_MEASURE_MIN || kind == GX_MEASURE_MAX;
    case GX_T_CODE:
    case GX_T_TEXT:
    case GX_T_LONG_TEXT:
    case GX_T_BOOLEAN:
    case GX_T_CHOICE:
    case GX_T_MULTI_CHOICE:
    case GX_T_REFERENCE:
    case GX_T_REFERENCES:
    case GX_T_PHONE:
    case GX_T_EMAIL:
    case GX_T_URL:
    case GX_T_TAGS:
    case GX_T_JSON:
    case GX_T_COUNT:
        return false;
    }
    return false;
}

static gx_rc read_measure(gx_cx *cx, const struct gx_run *run, char *text, struct gx_aggregate *out) {
    struct gx_measure measure = {.name = gx_arena_strdup(cx->arena, text)};
    char *name = strchr(text, ':');
    if (name)
        *name++ = '\0';
    int kind = find(gx_measure_names, GX_MEASURE_KINDS, text);
    if (kind < 0 || (kind == GX_MEASURE_COUNT) != (name == NULL))
        return gx_fail(cx, GX_E_MALFORMED, "measure",
                       "a measure is count, or sum, avg, min or max of a field");
    measure.kind = (enum gx_measure_kind)kind;
    if (name) {
        measure.field = named(run, name);
        if (!measure.field || !measurable(measure.field, measure.kind))
            return gx_fail_code(cx, GX_E_MALFORMED, "unknown_field", "measure",
                                "there is no such field to measure");
    }
    for (size_t i = 0; i < out->n_measures; i++)
        if (strcmp(out->measures[i].name, measure.name) == 0)
            return gx_fail(cx, GX_E_MALFORMED, "measure", "a measure is named twice");
    if (out->n_measures == GX_AGGREGATE_MEASURES)
        return gx_fail(cx, GX_E_MALFORMED, "measure", "at most %d measures", GX_AGGREGATE_MEASURES);
    out->measures[out->n_measures++] = measure;
    return GX_OK;
}

static gx_rc read_each(gx_cx *cx, const struct gx_run *run, const char *list, struct gx_aggregate *out,
                       gx_rc (*read)(gx_cx *, const struct gx_run *, char *, struct gx_aggregate *)) {
    char *rest = list ? gx_arena_strdup(cx->arena, list) : NULL, *part;
    gx_rc rc = GX_OK;
    while (rc == GX_OK && rest && (part = strsep(&rest, ",")) != NULL)
        rc = read(cx, run, part, out);
    return rc;
}

// Only what is grouped by can be side-loaded.
static gx_rc take_includes(gx_cx *cx, struct gx_aggregate *out) {
    for (size_t i = 0; i < out->query->n_includes; i++) {
        size_t at = 0;
        while (at < out->n_groups && out->groups[at].field != out->query->includes[i])
            at++;
        if (at == out->n_groups)
            return gx_fail_code(cx, GX_E_MALFORMED, "unknown_field", "include",
                                "not a reference that is grouped by");
        out->groups[at].included = true;
    }
    return GX_OK;
}

gx_rc gx_aggregate_read(gx_cx *cx, const struct gx_run *run, const struct gx_request *rq,
                        struct gx_aggregate *out) {
    static const char *const own[] = {"group", "measure", NULL};
    unsigned takes = GX_QUERY_TAKES_FILTER | GX_QUERY_TAKES_INCLUDE;
    *out = (struct gx_aggregate){0};
    gx_rc rc = gx_query_parse(cx, run->hints, run->resource, rq, takes, own, &out->query);
    if (rc == GX_OK)
        rc = read_each(cx, run, gx_request_query(rq, "group"), out, read_group);
    if (rc == GX_OK)
        rc = read_each(cx, run, gx_request_query(rq, "measure"), out, read_measure);
    if (rc)
        return rc;
    if (out->n_measures == 0)
        out->measures[out->n_measures++] = (struct gx_measure){.name = "count"};
    return take_includes(cx, out);
}
