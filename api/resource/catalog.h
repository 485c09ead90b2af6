// SPDX-License-Identifier: AGPL-3.0-or-later
// The definitions as the engine plans with them: immutable, counted references, replaced
// as a whole when the generation changes. Built from the text of api.catalog(); every
// identifier that reaches SQL is a string of this structure, never one of a request.
#ifndef GX_RESOURCE_CATALOG_H
#define GX_RESOURCE_CATALOG_H

#include "core/cx.h"
#include "resource/types.h"
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

enum gx_operation {
    GX_OPERATION_CREATE,
    GX_OPERATION_UPDATE,
    GX_OPERATION_DELETE,
    GX_OPERATION_RESTORE,
    GX_OPERATION_PURGE,
    GX_OPERATION_EXPORT,
    GX_OPERATION_IMPORT,
    GX_OPERATION_BULK,
    GX_OPERATION_TRANSFER,
    GX_OPERATION_HISTORY,
    GX_OPERATION_SHARE,
    GX_OPERATION_REVEAL,
    GX_OPERATION_LOOKUP,
    GX_OPERATION_DUPLICATES,
    GX_OPERATION_COUNT
};
extern const char *const gx_operation_names[GX_OPERATION_COUNT];

enum gx_access {
    GX_ACCESS_OWNED,
    GX_ACCESS_INHERITED,
    GX_ACCESS_INHERITED_ANY,
    GX_ACCESS_PUBLIC_READ,
    GX_ACCESS_SELF,
    GX_ACCESS_ADMIN,
    GX_ACCESS_POOL
};

struct gx_field {
    const char *name; // in JSON; `column` in SQL
    const char *column;
    enum gx_type type;
    int position; // bit of the right words
    unsigned ops; // filter operators, bit 1 << enum gx_op; 0 = no filter
    bool required, nullable, readonly, system, write_once, sort, group, searched, search_prefix, never_null;
    int64_t max, min;                // INT64_MIN = no limit; text: code points
    const char *min_text, *max_text; // limits of decimal types, or NULL
    void *pattern;                   // compiled regular expression, or NULL
    const char **choices;
    size_t n_choices;
    const struct gx_resource *to; // referenced resource, or NULL
    const char *fallback;         // default value as text, or NULL
    const char *format;           // what a value means ("credit_code"), or NULL
    const json_t *raw;
};

struct gx_resource {
    const char *name, *path, *name_field, *sort;
    enum gx_access access;
    unsigned operations; // bit 1 << enum gx_operation
    bool has_owner, has_department, has_code;
    struct gx_field *fields;
    size_t n_fields;
    size_t index; // in the catalog
    const json_t *raw;
};

struct gx_catalog {
    int64_t generation;
    struct gx_resource *resources; // in the order of the definitions
    size_t n_resources;
    json_t *raw;
    gx_arena *arena;
    int refs; // atomic
};

// Builds a catalog from the text of api.catalog(). One reference belongs to the caller.
// GX_E_INTERNAL when the text is not a catalog.
GX_MUST gx_rc gx_catalog_parse(gx_cx *cx, const char *text, size_t len, struct gx_catalog **out);

struct gx_catalog *gx_catalog_ref(struct gx_catalog *catalog);
void gx_catalog_unref(struct gx_catalog *catalog);

// NULL when there is none. Results live as long as the catalog.
const struct gx_resource *gx_catalog_by_name(const struct gx_catalog *catalog, const char *name);
const struct gx_resource *gx_catalog_by_path(const struct gx_catalog *catalog, const char *path);
const struct gx_field *gx_catalog_field(const struct gx_resource *resource, const char *name, size_t n);

// What people call a choice of a field in a language ("zh-CN"), of n bytes; NULL when there is no such choice or label.
const char *gx_catalog_choice(const struct gx_field *field, const char *value, size_t n,
                              const char *language);

#endif
