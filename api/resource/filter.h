// SPDX-License-Identifier: AGPL-3.0-or-later
// The one condition language: simple parameters (`annual_revenue[gte]=1000`) and the nested
// tree become the same structure, and one compiler turns it into SQL. Saved views, reminders,
// reports and jobs store the tree and pass through here again with the rights of their user.
#ifndef GX_RESOURCE_FILTER_H
#define GX_RESOURCE_FILTER_H

#include "resource/rights.h"
#include "resource/sql.h"

enum { GX_FILTER_DEPTH = 5, GX_FILTER_CONDITIONS = 50, GX_FILTER_LIST = 500 };

// Zone in which `today` and `this_month` begin.
#define GX_FILTER_ZONE "Asia/Shanghai"

enum gx_cond_kind { GX_COND_AND, GX_COND_OR, GX_COND_NOT, GX_COND_TEST, GX_COND_HAS, GX_COND_LED };

struct gx_has; // filter_has.h

struct gx_cond {
    enum gx_cond_kind kind;
    struct gx_cond **parts; // and, or, not
    size_t n_parts;
    const struct gx_field *via;         // reference that is crossed, or NULL
    const struct gx_resource *resource; // of `field`
    const struct gx_field *field;
    enum gx_op op;
    const char *value; // canonical text; a list is the text of an array; `null` is "true"/"false"
    const char *upper; // end of a prefix range
    const struct gx_has *has;
};

struct gx_filter {
    const struct gx_hints *hints;
    const struct gx_resource *resource;
    size_t n_conditions, n_related;
};

// One test from a query parameter. `name` may be dotted once. For `in` and `nin` the text is a
// comma list. GX_E_MALFORMED for what does not exist or may not be named, alike.
GX_MUST gx_rc gx_filter_param(gx_cx *cx, struct gx_filter *filter, const char *pointer, const char *name,
                              size_t n, enum gx_op op, const char *text, struct gx_cond **out);

// A tree of {"and":[…]}, {"or":[…]}, {"not":…}, {"field","op","value"} and {"has",…}. Its text is limited
// by the caller; `pointer` names it in errors.
GX_MUST gx_rc gx_filter_tree(gx_cx *cx, struct gx_filter *filter, const char *pointer, const json_t *tree,
                             struct gx_cond **out);

// The condition that a record keeps as the text of its `definition`, bare or as `filter` of a saved view. *out is NULL for
// none (NULL, "null", "{}").
GX_MUST gx_rc gx_filter_stored(gx_cx *cx, const struct gx_hints *hints, const struct gx_resource *resource,
                               const char *text, struct gx_cond **out);

// Both conditions; either may be NULL.
struct gx_cond *gx_filter_both(gx_arena *arena, struct gx_cond *a, struct gx_cond *b);

// Writes the condition over rows called `alias`; `true` for NULL.
void gx_filter_sql(struct gx_sql *sql, const struct gx_cond *cond, const char *alias);

// Writes `column within word`, bounds in GX_FILTER_ZONE. gx_filter_word says whether the word exists.
bool gx_filter_word(const char *word);
void gx_filter_within(struct gx_sql *sql, const char *alias, const struct gx_field *field, const char *word);

// Does the condition pin single records (`id eq`, `id in`), so that scope branches do not pay?
bool gx_filter_pins(const struct gx_cond *cond);

#endif
