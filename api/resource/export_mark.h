// SPDX-License-Identifier: AGPL-3.0-or-later
// Who made an export and when, in the file itself: in the properties and the page footer of a workbook, in a last line of
// a text, in the name of every file. Programs (service users) get texts without the line: they count on one shape.
#ifndef GX_RESOURCE_EXPORT_MARK_H
#define GX_RESOURCE_EXPORT_MARK_H

#include "core/buf.h"
#include "core/cx.h"

// What the line begins with; the importer passes over a row whose only cell begins so.
#define GX_EXPORT_MARK "# guanxi-export "

struct gx_hints;

struct gx_export_mark {
    const char *name, *username, *user_id;
    const char *at;  // 2026-01-31T08:00:00Z
    const char *ref; // request or export that the audit knows
    bool has_line;
};

void gx_export_mark_of(gx_cx *cx, const struct gx_hints *hints, const char *ref, struct gx_export_mark *out);

// "# guanxi-export by=… name=… user=… at=… ref=…", without quoting.
const char *gx_export_mark_text(gx_arena *arena, const struct gx_export_mark *mark);

// "accounts-zhangwei-20260131T080000Z.csv"
const char *gx_export_mark_file(gx_arena *arena, const struct gx_export_mark *mark, const char *stem,
                                const char *ending);

#endif
