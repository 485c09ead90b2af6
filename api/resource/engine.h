// SPDX-License-Identifier: AGPL-3.0-or-later
// The generic engine from outside: start, the current catalog for the router, and what the
// replay loop does after GX_E_STALE. Its handlers register themselves as "*_list", "*_create"
// and so on (core/handler.h). The catalog and the cache of rights are the only state.
#ifndef GX_RESOURCE_ENGINE_H
#define GX_RESOURCE_ENGINE_H

#include "resource/catalog.h"

// Loads the catalog. GX_E_UNAVAILABLE while the database is away: call it again.
GX_MUST gx_rc gx_engine_start(gx_cx *cx);

// The current catalog with a reference of the caller's own (gx_catalog_unref), or NULL before
// gx_engine_start has succeeded.
struct gx_catalog *gx_engine_catalog(void);

// The same, released with the arena of cx.
GX_MUST gx_rc gx_engine_use_catalog(gx_cx *cx, struct gx_catalog **out);

// After GX_E_STALE: takes a newer catalog when there is one and forgets the rights of
// cx->principal. The caller clears cx and calls the handler once more.
GX_MUST gx_rc gx_engine_reload(gx_cx *cx);

// Text of the contract, in the arena of cx: for staff and services with the fields of this company, for others as built.
GX_MUST gx_rc gx_engine_openapi(gx_cx *cx, const char **out, size_t *len);

// Frees the catalog and the cache, at the end of the process.
void gx_engine_stop(void);

#endif
