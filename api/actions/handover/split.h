// SPDX-License-Identifier: AGPL-3.0-or-later
// 交接: which rule takes each record of a person. Conditions of rules, and what a definition calls closed, go through
// the one compiler with the rights of whoever asks; who gets what is the database's (app.handover_split). The
// preview and the job call the same.
#ifndef GX_HANDOVER_SPLIT_H
#define GX_HANDOVER_SPLIT_H

#include "resource/rights.h"
#include <jansson.h>

struct gx_handover {
    const char *id, *leaver_id, *version;
    bool keeps_closed;
    const json_t *rules; // an array
};

// The statement that reads a hand-over as its reader sees it; gx_handover_read takes its one row.
struct gx_stmt gx_handover_select(const char *id, const char **params);
GX_MUST gx_rc gx_handover_read(gx_cx *cx, const char *id, const gx_result *row, struct gx_handover *out);

// One statement for each resource that changes hands: `select function(hand-over, resource, ids, numbers of rules)`
// over what the reader sees of it. *out holds *n statements.
GX_MUST gx_rc gx_handover_split(gx_cx *cx, const struct gx_hints *hints, const struct gx_handover *handover,
                                const char *function, struct gx_stmt **out, size_t *n);

#endif
