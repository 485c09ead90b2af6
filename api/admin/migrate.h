// SPDX-License-Identifier: AGPL-3.0-or-later
// guanxi-admin migrate: brings the database to this version. Repeatable, safe when started twice, and either done or
// not done.
#ifndef GX_MIGRATE_H
#define GX_MIGRATE_H

#include "db/client/exec.h"

// Applies migrations/*.sql that are not in the ledger, each in its own transaction; then, in one transaction, db/schema
// and the definitions of openapi/dist. The latter is skipped when nothing has changed since, unless force is set.
gx_rc gx_migrate_run(gx_cx *cx, gx_lease *lease, bool force) GX_MUST;

#endif
