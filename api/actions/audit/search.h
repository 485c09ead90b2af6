// SPDX-License-Identifier: AGPL-3.0-or-later
// What a search of the audit asks for, as the database takes it; shared by the list and the export.
#ifndef GX_AUDIT_SEARCH_H
#define GX_AUDIT_SEARCH_H

#include "core/request.h"
#include <jansson.h>

// Conditions of the query as {"from","to","person","kind":[…],"resource","record_id","request_id","ip"}; those that were
// not given are absent. GX_E_MALFORMED names the parameter. Owned by the arena.
gx_rc gx_search_filter(gx_cx *cx, const struct gx_request *rq, json_t **out) GX_MUST;

#endif
