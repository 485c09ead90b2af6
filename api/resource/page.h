// SPDX-License-Identifier: AGPL-3.0-or-later
// The envelope of a page, shared by lists and the recycle bin.
#ifndef GX_RESOURCE_PAGE_H
#define GX_RESOURCE_PAGE_H

#include "core/buf.h"
#include "resource/plan.h"
#include "resource/run.h"

// Runs the plan and answers data, included and page.
GX_MUST gx_rc gx_page_answer(gx_cx *cx, const struct gx_plan *plan, struct gx_response *rs);

#endif
