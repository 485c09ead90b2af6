// SPDX-License-Identifier: AGPL-3.0-or-later
// The mark of an export. One text for all places, so that whoever finds a file anywhere can name its maker.
#include "resource/export_mark.h"

#include "core/clock.h"
#include "resource/rights.h"
#include <stdio.h>
#include <string.h>

static const char *now(gx_arena *arena) {
    char text[25];
    gx_clock_text(text);
    return gx_arena_printf(arena, "%.19sZ", text);
}

void gx_export_mark_of(gx_cx *cx, const struct gx_hints *hints, const char *ref, struct gx_export_mark *out) {
    *out = (struct gx_export_mark){.name = hints->name,
                                   .username = *hints->username ? hints->username : hints->name,
                                   .user_id = gx_arena_strdup(cx->arena, hints->user_id),
                                   .at = now(cx->arena),
                                   .ref = gx_arena_strdup(cx->arena, ref),
                                   .has_line = strcmp(hints->kind, "service") != 0};
}

const char *gx_export_mark_text(gx_arena *arena, const struct gx_export_mark *mark) {
    return gx_arena_printf(arena, GX_EXPORT_MARK "by=%s name=%s user=%s at=%s ref=%s", mark->username,
                           mark->name, mark->user_id, mark->at, mark->ref);
}

// Separators of paths and dates have no place in a file's name.
static char *plain(gx_arena *arena, const char *text, const char *without) {
    char *out = gx_arena_strdup(arena, text);
    size_t n = 0;
    for (const char *c = text; *c; c++)
        if (!strchr(without, *c) && (unsigned char)*c >= ' ')
            out[n++] = *c;
    out[n] = '\0';
    return out;
}

const char *gx_export_mark_file(gx_arena *arena, const struct gx_export_mark *mark, const char *stem,
                                const char *ending) {
    return gx_arena_printf(arena, "%s-%s-%s.%s", stem, plain(arena, mark->username, "/\\:*?\"<>|"),
                           plain(arena, mark->at, "-:"), ending);
}
