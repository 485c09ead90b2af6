// SPDX-License-Identifier: AGPL-3.0-or-later
// Counters of the process in Prometheus text form. Labels are operationIds and status classes of ours, never what
// a client sent.
#ifndef GX_METRICS_H
#define GX_METRICS_H

#include "core/buf.h"
#include "core/cx.h"

// Counts one answered request.
void gx_metrics_count(const char *operation, int status, uint64_t us, const gx_cx *cx);

// Writes everything, pools included.
void gx_metrics_write(const struct gx_env *env, gx_buf *out);

#endif
