// SPDX-License-Identifier: AGPL-3.0-or-later
// Reading our own files (migrations, schema, definitions) below GX_HOME.
#ifndef GX_SOURCE_H
#define GX_SOURCE_H

#include "core/cx.h"

struct gx_source {
    const char *name; // path below the folder, e.g. "10_meta/00_reset.sql"
    const char *text; // NUL-terminated
    size_t len;
};

// Reads a file of at most 16 MiB. GX_E_INTERNAL with the path in the detail.
gx_rc gx_source_read(gx_cx *cx, const char *path, struct gx_source *out) GX_MUST;

// All *.sql files below a folder and its subfolders, sorted by name.
gx_rc gx_source_sql(gx_cx *cx, const char *folder, struct gx_source **out, size_t *n) GX_MUST;

#endif
