// SPDX-License-Identifier: AGPL-3.0-or-later
// The layout of a resource without the fields, figures and lists that the caller may not read.
#ifndef GX_RESOURCE_META_LAYOUT_H
#define GX_RESOURCE_META_LAYOUT_H

#include "core/buf.h"
#include "resource/rights.h"

// Writes the layout object.
void gx_meta_layout(gx_cx *cx, gx_buf *buf, const struct gx_hints *hints, const struct gx_resource *resource);

#endif
