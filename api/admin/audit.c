// SPDX-License-Identifier: AGPL-3.0-or-later
// The seals are read in groups, each with memory of its own, and compared inside the database, so that rows do not
// travel. Whoever keeps the printed head elsewhere can prove later that the chain was not made anew.
#include "admin/audit.h"
#include "core/clock.h"

#include <stdio.h>
#include <string.h>

enum { GROUP = 10 };

static void print_fault(const gx_result *r, int row) {
    printf("%-12s", gx_result_text(r, row, 0));
    if (!gx_result_is_null(r, row, 1))
        printf(" audit.%s %s", gx_result_text(r, row, 1), gx_result_text(r, row, 2));
    if (!gx_result_is_null(r, row, 3))
        printf(" at %s", gx_result_text(r, row, 3));
    if (!gx_result_is_null(r, row, 5))
        printf(" record %s %s", gx_result_text(r, row, 4), gx_result_text(r, row, 5));
    if (!gx_result_is_null(r, row, 6))
        printf(" (seal %s)", gx_result_text(r, row, 6));
    putchar('\n');
}

#define GX_AUDIT_FAULTS "select problem, source, id, at, resource, record_id, seal from "

// Prints the faults of one statement and counts them.
static gx_rc report(gx_cx *root, gx_lease *lease, const char *sql, int64_t from, int64_t *faults) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    gx_cx cx = *root;
    gx_result *r;
    cx.arena = arena;
    const struct gx_stmt stmt = {sql, from > 0 ? 2 : 0,
                                 (const char *const[]){gx_arena_printf(arena, "%lld", (long long)from),
                                                       gx_arena_printf(arena, "%d", GROUP)}};
    gx_rc rc = gx_db_pipeline(&cx, lease, &stmt, 1, GX_TX_IMPLICIT, &r);
    if (rc != GX_OK) {
        gx_fail_cause(root, "%s", cx.problem.cause);
        return gx_fail(root, rc, NULL, "the seals cannot be read");
    }
    for (int row = 0; row < gx_result_rows(r); row++)
        print_fault(r, row);
    *faults += gx_result_rows(r);
    return GX_OK;
}

static gx_rc find_head(gx_cx *cx, gx_lease *lease, const char *head, int64_t *faults) {
    gx_result *r;
    const struct gx_stmt stmt =
        GX_STMT("select 1 from audit.seal where encode(hash, 'hex') = lower($1)", head);
    gx_rc rc = gx_db_pipeline(cx, lease, &stmt, 1, GX_TX_IMPLICIT, &r);
    if (rc == GX_OK && gx_result_rows(r) == 0) {
        printf("%-12s no seal has the hash %s: the chain was made anew or cut off\n", "head", head);
        ++*faults;
    }
    return rc;
}

// How it ended goes into the audit, too, and to those who may read it.
static gx_rc conclude(gx_cx *cx, gx_lease *lease, const gx_result *state, int64_t faults, uint64_t began) {
    const struct gx_stmt note =
        GX_STMT("select job.audit_verified($1::bigint, $2::bigint, $3::bigint, $4)",
                gx_result_text(state, 0, 0), gx_result_text(state, 0, 1),
                gx_arena_printf(cx->arena, "%lld", (long long)faults), gx_result_value(state, 0, 2));
    printf("%s rows in %s seals, sealed up to %s; %s rows not sealed yet; %.1f s\nhead %s\n",
           gx_result_text(state, 0, 1), gx_result_text(state, 0, 0),
           gx_result_is_null(state, 0, 3) ? "never" : gx_result_text(state, 0, 3),
           gx_result_text(state, 0, 4), (double)(gx_clock_ms() - began) / 1000,
           gx_result_is_null(state, 0, 2) ? "-" : gx_result_text(state, 0, 2));
    gx_rc rc = gx_db_pipeline(cx, lease, &note, 1, GX_TX_WHOLE, NULL);
    if (rc == GX_OK && faults > 0)
        return gx_fail(cx, GX_E_CONFLICT, NULL, "%lld faults in the audit", (long long)faults);
    if (rc == GX_OK)
        printf("no fault\n");
    return rc;
}

gx_rc gx_audit_verify(gx_cx *cx, gx_lease *lease, const char *head) {
    const struct gx_stmt read =
        GX_STMT0("select seals, rows, head, sealed_at, unsealed from job.audit_state()");
    uint64_t began = gx_clock_ms();
    int64_t faults = 0;
    gx_result *state;
    gx_rc rc = gx_db_pipeline(cx, lease, &read, 1, GX_TX_IMPLICIT, &state);
    if (rc == GX_OK && head)
        rc = find_head(cx, lease, head, &faults);
    int64_t seals = rc == GX_OK ? gx_result_i64(state, 0, 0) : 0;
    for (int64_t from = 1; rc == GX_OK && from <= seals; from += GROUP)
        rc = report(cx, lease, GX_AUDIT_FAULTS "job.audit_verify($1::bigint, $2::int)", from, &faults);
    if (rc == GX_OK)
        rc = report(cx, lease, GX_AUDIT_FAULTS "job.audit_strays()", 0, &faults);
    return rc == GX_OK ? conclude(cx, lease, state, faults, began) : rc;
}
