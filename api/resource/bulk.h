// SPDX-License-Identifier: AGPL-3.0-or-later
// One action on many records: what is asked for, the set-wise statement that does it, and the
// word for each id afterwards. Used by the request (up to 200 at once) and by the job.
#ifndef GX_RESOURCE_BULK_H
#define GX_RESOURCE_BULK_H

#include "resource/write.h"

enum { GX_BULK_IDS = 200 };

enum gx_bulk_status {
    GX_BULK_OK,
    GX_BULK_NOT_FOUND,
    GX_BULK_FORBIDDEN,
    GX_BULK_CONFLICT,
    GX_BULK_INVALID,
    GX_BULK_STATUSES
};
extern const char *const gx_bulk_names[GX_BULK_STATUSES];

struct gx_bulk {
    struct gx_run run;
    enum gx_operation action; // update, delete, restore or transfer
    struct gx_values changes;
    const char *owner_id;
    const char **ids; // NULL when a filter chooses
    size_t n_ids;
    struct gx_cond *filter; // NULL with an empty tree: all
    const char *q;          // search words beside the filter, or NULL
    const json_t *body;     // for the job
};

// Checks a body {"action", "ids" | "filter" and "q", "changes", "owner_id"} under the caller's rights.
GX_MUST gx_rc gx_bulk_read(gx_cx *cx, const struct gx_run *run, const json_t *body, struct gx_bulk *out);

// Acts on those of the ids (text of a uuid[]) that the caller may change; returns their ids.
struct gx_stmt gx_bulk_stmt(gx_cx *cx, const struct gx_bulk *bulk, const char *ids);

// Which of the ids the caller sees.
struct gx_stmt gx_bulk_seen(gx_cx *cx, const struct gx_bulk *bulk, const char *ids);

// The ids that the filter chooses, at most `limit`, in no order.
struct gx_stmt gx_bulk_select(gx_cx *cx, const struct gx_bulk *bulk, int limit);

// Status of one id from the results of both statements.
enum gx_bulk_status gx_bulk_status_of(const struct gx_bulk *bulk, const char *id, const gx_result *done,
                                      const gx_result *seen);

#endif
