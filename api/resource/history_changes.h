// SPDX-License-Identifier: AGPL-3.0-or-later
// The changes of one history row, brought to the forms that values have in records.
#ifndef GX_RESOURCE_HISTORY_CHANGES_H
#define GX_RESOURCE_HISTORY_CHANGES_H

#include "core/buf.h"
#include "resource/catalog.h"

// `text` is {"field":{"from":…,"to":…}} as PostgreSQL writes jsonb. Decimals become strings, times
// end in Z; everything else passes as it is. Text of another shape passes unchanged.
void gx_history_changes(gx_buf *buf, const struct gx_resource *resource, const char *text, size_t len);

#endif
