// SPDX-License-Identifier: AGPL-3.0-or-later
// The parameters of an aggregate: names looked up under the caller's rights, buckets and
// functions from closed lists.
#include "resource/aggregate.h"

#include "core/decimal.h"
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
    case GX_T_CHOICE:
        return kind == GX_MEASURE_MIN || kind == GX_MEASURE_MAX;
    case GX_T_CODE:
    case GX_T_TEXT:
    case GX_T_LONG_TEXT:
    case GX_T_BOOLEAN:
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

static gx_rc unknown_sort(gx_cx *cx) {
    return gx_fail_code(cx, GX_E_MALFORMED, "unknown_field", "sort",
                        "neither a group nor a measure that is asked for");
}

static gx_rc read_sort(gx_cx *cx, const struct gx_run *run, char *text, struct gx_aggregate *out) {
    struct gx_aggregate_sort sort = {.descending = text[0] == '-'};
    const char *name = text + sort.descending;
    (void)run;
    while (sort.at < out->n_groups && strcmp(out->groups[sort.at].field->name, name) != 0)
        sort.at++;
    if (sort.at == out->n_groups) {
        sort.is_measure = true;
        sort.at = 0;
        while (sort.at < out->n_measures && strcmp(out->measures[sort.at].name, name) != 0)
            sort.at++;
        if (sort.at == out->n_measures)
            return unknown_sort(cx);
    }
    if (out->n_sorts == GX_AGGREGATE_SORTS)
        return gx_fail(cx, GX_E_MALFORMED, "sort", "at most %d names", GX_AGGREGATE_SORTS);
    out->sorts[out->n_sorts++] = sort;
    return GX_OK;
}

static gx_rc read_limit(gx_cx *cx, const char *text, struct gx_aggregate *out) {
    int64_t limit = 0;
    if (!text)
        return GX_OK;
    if (!gx_decimal_i64(text, strlen(text), 1, GX_AGGREGATE_GROUPS, &limit))
        return gx_fail(cx, GX_E_MALFORMED, "limit", "limit is 1 to %d", GX_AGGREGATE_GROUPS);
    out->limit = (int)limit;
    return GX_OK;
}

// Our own keys and those of the operation, in one list.
static const char *const *all_own(gx_cx *cx, const char *const *own) {
    static const char *const ours[] = {"group", "measure", "sort", "limit"};
    size_t n = 0, more = 0;
    while (own && own[more])
        more++;
    const char **list = GX_NEW_N(cx->arena, const char *, GX_COUNT(ours) + more + 1);
    for (; n < GX_COUNT(ours); n++)
        list[n] = ours[n];
    for (size_t i = 0; i < more; i++)
        list[n++] = own[i];
    return list;
}

gx_rc gx_aggregate_read(gx_cx *cx, const struct gx_run *run, const struct gx_request *rq, unsigned takes,
                        const char *const *own, struct gx_aggregate *out) {
    *out = (struct gx_aggregate){0};
    gx_rc rc = gx_query_parse(cx, run->hints, run->resource, rq, takes | GX_QUERY_TAKES_FILTER,
                              all_own(cx, own), &out->query);
    if (rc == GX_OK)
        rc = read_each(cx, run, gx_request_query(rq, "group"), out, read_group);
    if (rc == GX_OK)
        rc = read_each(cx, run, gx_request_query(rq, "measure"), out, read_measure);
    if (rc == GX_OK && out->n_measures == 0)
        out->measures[out->n_measures++] = (struct gx_measure){.name = "count"};
    if (rc == GX_OK)
        rc = read_each(cx, run, gx_request_query(rq, "sort"), out, read_sort);
    if (rc == GX_OK)
        rc = read_limit(cx, gx_request_query(rq, "limit"), out);
    return rc ? rc : take_includes(cx, out);
}
