// SPDX-License-Identifier: AGPL-3.0-or-later
// What an aggregate asks for: groups (fields, dates by bucket) and measures.
#ifndef GX_RESOURCE_AGGREGATE_H
#define GX_RESOURCE_AGGREGATE_H

#include "resource/run.h"

enum { GX_AGGREGATE_GROUPS = 5000, GX_AGGREGATE_KEYS = 4, GX_AGGREGATE_MEASURES = 10 };

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

struct gx_aggregate {
    struct gx_query *query;
    struct gx_group groups[GX_AGGREGATE_KEYS];
    size_t n_groups;
    struct gx_measure measures[GX_AGGREGATE_MEASURES];
    size_t n_measures;
};

// Reads group, measure, include and the conditions of a request.
GX_MUST gx_rc gx_aggregate_read(gx_cx *cx, const struct gx_run *run, const struct gx_request *rq,
                                struct gx_aggregate *out);

#endif
