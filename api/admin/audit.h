// SPDX-License-Identifier: AGPL-3.0-or-later
// guanxi-admin audit-verify: proves that nobody changed, removed or slipped in a line of the audit.
#ifndef GX_ADMIN_AUDIT_H
#define GX_ADMIN_AUDIT_H

#include "db/client/exec.h"

// Verifies the whole chain and prints every fault with table, id, time and record, then a line on how things stand.
// head: the head of the chain as an earlier run printed it (or NULL): it must still be part of the chain.
// GX_E_CONFLICT when there is any fault. Memory stays flat.
gx_rc gx_audit_verify(gx_cx *cx, gx_lease *lease, const char *head) GX_MUST;

#endif
