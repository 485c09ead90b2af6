// SPDX-License-Identifier: AGPL-3.0-or-later
// Conditions on the records that refer to a record: "customers with an open deal", "who bought for more than 100 000
// this year", "without a contact". Part of the filter; filter.c and filter_sql.c call it.
#ifndef GX_RESOURCE_FILTER_HAS_H
#define GX_RESOURCE_FILTER_HAS_H

#include "resource/filter.h"

enum { GX_FILTER_RELATED = 5 };

struct gx_has {
    const struct gx_resource *resource; // whose records refer
    const struct gx_field *link;        // the reference
    const char *parent;          // name of the referenced resource when the reference may be to any, or NULL
    const struct gx_cond *where; // over these records, or NULL
    const struct gx_field *sum;  // what is added up; NULL: records are counted
    enum gx_op op;               // GX_OP_COUNT: there is at least one
    const char *value;           // decimal text to compare with
    bool empty_fits;             // does the comparison hold for nothing at all?
};

// Reads {"has","where","measure","op","value"}. What the caller may not see or name is the same unknown field.
GX_MUST gx_rc gx_filter_has(gx_cx *cx, struct gx_filter *filter, const char *pointer, const json_t *node,
                            int depth, struct gx_cond **out);

// Goes through the referring resource's own view: records that the caller does not see do not count.
void gx_filter_has_sql(struct gx_sql *sql, const struct gx_has *has, const char *alias);

// Shared with filter.c: the field of that name if the caller may name it, or NULL; the answer for one that he may not.
const struct gx_field *gx_filter_field(const struct gx_filter *filter, const struct gx_resource *resource,
                                       const char *name, size_t n);
gx_rc gx_filter_unknown(gx_cx *cx, const char *pointer);

// A node of a tree at this depth (filter.c).
GX_MUST gx_rc gx_filter_node(gx_cx *cx, struct gx_filter *filter, const char *pointer, const json_t *node,
                             int depth, struct gx_cond **out);

#endif
