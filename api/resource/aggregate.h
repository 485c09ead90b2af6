// SPDX-License-Identifier: AGPL-3.0-or-later
// What an aggregate asks for: groups (fields, dates by bucket), measures, their order, how many, and
// whether the groups of the first field and all rows are measured, too. Exports take the same.
#ifndef GX_RESOURCE_AGGREGATE_H
#define GX_RESOURCE_AGGREGATE_H

#include "resource/run.h"

enum {
    GX_AGGREGATE_GROUPS = 5000,
    GX_AGGREGATE_ROWS = 2 * GX_AGGREGATE_GROUPS + 3, // of all levels; so many are more than may be
    GX_AGGREGATE_KEYS = 4,
    GX_AGGREGATE_MEASURES = 20,
    GX_AGGREGATE_SORTS = GX_AGGREGATE_KEYS + GX_AGGREGATE_MEASURES
};

enum gx_bucket {
    GX_BUCKET_NONE,
    GX_BUCKET_DAY,
    GX_BUCKET_WEEK,
    GX_BUCKET_MONTH,
    GX_BUCKET_QUARTER,
    GX_BUCKET_YEAR,
    GX_BUCKET_COUNT
};
enum gx_measure_kind {
    GX_MEASURE_COUNT,
    GX_MEASURE_SUM,
    GX_MEASURE_AVG,
    GX_MEASURE_MIN,
    GX_MEASURE_MAX,
    GX_MEASURE_KINDS
};
extern const char *const gx_measure_names[GX_MEASURE_KINDS];

struct gx_group {
    const struct gx_field *field;
    enum gx_bucket bucket;
    bool included; // side-load the records that the keys name
};

struct gx_measure {
    const char *name; // as asked: "sum:amount"
    enum gx_measure_kind kind;
    const struct gx_field *field; // NULL for count
};

struct gx_aggregate_sort {
    size_t at; // of the groups, or of the measures
    bool is_measure, descending;
};

struct gx_aggregate {
    struct gx_query *query;
    struct gx_group groups[GX_AGGREGATE_KEYS];
    size_t n_groups;
    struct gx_measure measures[GX_AGGREGATE_MEASURES];
    size_t n_measures;
    struct gx_aggregate_sort sorts[GX_AGGREGATE_SORTS];
    size_t n_sorts;
    int limit;   // groups of the first field; 0 = all
    bool totals; // of the groups of the first field and of all rows
};

// Reads group, measure, sort, limit, the conditions, and what else `takes` says (enum
// gx_query_takes: an include). Keys of `own` (NULL-terminated, may be NULL) are passed over.
GX_MUST gx_rc gx_aggregate_read(gx_cx *cx, const struct gx_run *run, const struct gx_request *rq,
                                unsigned takes, const char *const *own, struct gx_aggregate *out);

// Writes the select of all groups: keys k0…, measures m0…, level (0 of a group, `gx_aggregate_first`
// of one of the first field, `gx_aggregate_all` of all rows) and nr, the place of the first field's
// group; the coarser levels first, each in the order that was asked for.
void gx_aggregate_sql(struct gx_sql *sql, const struct gx_aggregate *what);
int gx_aggregate_first(const struct gx_aggregate *what);
int gx_aggregate_all(const struct gx_aggregate *what);

// Types of what a group's key and a measure hold.
enum gx_type gx_group_type(const struct gx_group *group);
enum gx_type gx_measure_type(const struct gx_measure *measure);

#endif
