// SPDX-License-Identifier: AGPL-3.0-or-later
// Upkeep: stored bytes that no row names, and rows that have outlived their use.
#include "channels/files/files.h"
#include "core/clock.h"
#include "jobs/job.h"
#include "resource/sql.h"
#include <string.h>
#include <time.h>

enum { BATCH = 500, GRACE = 3600 };

struct sweep {
    gx_cx *cx;
    time_t before;
    const char *keys[BATCH];
    size_t n;
    gx_rc rc;
};

static void sweep_batch(struct sweep *s) {
    gx_result *r;
    const struct gx_stmt stmt =
        GX_STMT("select k from job.files_orphaned($1::text[]) k", gx_sql_array(s->cx->arena, s->keys, s->n));
    s->rc = gx_job_system(s->cx, &stmt, 1, &r);
    for (int i = 0; s->rc == GX_OK && i < gx_result_rows(r); i++)
        s->rc = gx_files_remove(s->cx, gx_result_text(r, i, 0), s->before);
    s->n = 0;
}

static bool note(void *data, const char *key) {
    struct sweep *s = data;
    s->keys[s->n++] = gx_arena_strdup(s->cx->arena, key);
    if (s->n == BATCH)
        sweep_batch(s);
    return s->rc == GX_OK;
}

// A file is older than an hour before it is looked at: its row may still be on the way.
static gx_rc sweep_files(gx_cx *cx) {
    struct sweep *s = GX_NEW(cx->arena, struct sweep);
    s->cx = cx;
    s->before = (time_t)gx_clock_unix() - GRACE;
    gx_rc rc = gx_files_each(cx, s->before, note, s);
    if (rc != GX_OK || s->rc != GX_OK)
        return rc != GX_OK ? rc : s->rc;
    if (s->n > 0)
        sweep_batch(s);
    return s->rc;
}
GX_TASK("file_sweep", 3600, sweep_files);

static gx_rc purge(gx_cx *cx) {
    const struct gx_stmt stmt = GX_STMT0("select job.purge()");
    return gx_job_system(cx, &stmt, 1, NULL);
}
GX_TASK("purge", 3600, purge);

// Deputies from the minute in which an absence begins; nobody may wait for a longer tick.
static gx_rc refresh_deputies(gx_cx *cx) {
    const struct gx_stmt stmt = GX_STMT0("select job.refresh_deputies()");
    return gx_job_system(cx, &stmt, 1, NULL);
}
GX_TASK("deputies", 10, refresh_deputies);

static gx_rc count_cells(gx_cx *cx) {
    const struct gx_stmt stmt = GX_STMT0("select job.count_cells(), job.purge_shares()");
    return gx_job_system(cx, &stmt, 1, NULL);
}
GX_TASK("count_cells", 3600, count_cells);
