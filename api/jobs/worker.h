// SPDX-License-Identifier: AGPL-3.0-or-later
// The worker's loop. Any number of workers may run; nothing here is needed twice or must run once.
#ifndef GX_JOBS_WORKER_H
#define GX_JOBS_WORKER_H

#include "core/cx.h"

// Runs until gx_worker_stop. Jobs that run then are given up: another worker goes on with them.
void gx_worker_run(const struct gx_env *env, int threads);
// Safe in a signal handler.
void gx_worker_stop(void);

#endif
