// SPDX-License-Identifier: AGPL-3.0-or-later
// One record as its reader sees it: the select and the answer, for reads and after writes.
#ifndef GX_RESOURCE_RUN_ONE_H
#define GX_RESOURCE_RUN_ONE_H

#include "resource/plan.h"
#include "resource/run.h"

// The statement that reads the record `id` with what the query shows and includes. The plan is
// needed again for the answer.
struct gx_stmt gx_one_select(gx_cx *cx, struct gx_query *query, const char *id, struct gx_plan **plan);

// Writes `{"data":{…}}` and the entity tag; false when the result has no row.
bool gx_one_answer(gx_cx *cx, const struct gx_plan *plan, const gx_result *rows, int status,
                   struct gx_response *rs);

// Version of the record in the result as text; NULL when there is no row.
const char *gx_one_version(const struct gx_plan *plan, const gx_result *rows);

// The one 404.
GX_MUST gx_rc gx_one_missing(gx_cx *cx);

#endif
