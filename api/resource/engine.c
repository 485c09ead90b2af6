// SPDX-License-Identifier: AGPL-3.0-or-later
// The current catalog: loaded at start, replaced when the database says that it is older than
// the definitions. One pointer behind one mutex; the queries run outside it.
#include "resource/engine.h"

#include "db/client/identity.h"
#include "resource/rights.h"
#include <pthread.h>
#include <string.h>

static struct gx_catalog *current;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void release(void *catalog) {
    gx_catalog_unref(catalog);
}

struct gx_catalog *gx_engine_catalog(void) {
    pthread_mutex_lock(&lock);
    struct gx_catalog *catalog = current ? gx_catalog_ref(current) : NULL;
    pthread_mutex_unlock(&lock);
    return catalog;
}

static void replace(struct gx_catalog *fresh) {
    pthread_mutex_lock(&lock);
    struct gx_catalog *old = current;
    current = fresh;
    pthread_mutex_unlock(&lock);
    gx_catalog_unref(old);
}

static gx_rc query(gx_cx *cx, const char *sql, gx_result **out) {
    GX_AUTO(gx_lease) lease = {0};
    gx_rc rc = gx_pool_take(cx->env->worker ? cx->env->worker : cx->env->read, cx, &lease);
    if (rc)
        return rc;
    return gx_db_pipeline(cx, &lease, &GX_STMT0(sql), 1, GX_TX_IMPLICIT, out);
}

gx_rc gx_engine_start(gx_cx *cx) {
    gx_result *text;
    struct gx_catalog *fresh;
    gx_rc rc = query(cx, "select api.catalog()", &text);
    if (rc)
        return rc;
    if (gx_result_rows(text) != 1 || gx_result_is_null(text, 0, 0))
        return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "no definitions are loaded yet");
    rc = gx_catalog_parse(cx, gx_result_text(text, 0, 0), gx_result_len(text, 0, 0), &fresh);
    if (rc)
        return rc;
    replace(fresh);
    return GX_OK;
}

gx_rc gx_engine_use_catalog(gx_cx *cx, struct gx_catalog **out) {
    struct gx_catalog *catalog = gx_engine_catalog();
    if (!catalog)
        return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "the definitions are not loaded yet");
    gx_arena_on_free(cx->arena, release, catalog);
    *out = catalog;
    return GX_OK;
}

gx_rc gx_engine_reload(gx_cx *cx) {
    gx_result *generation;
    struct gx_catalog *catalog;
    gx_rights_forget(cx->principal.user_id);
    cx->rights_gen = cx->catalog_gen = 0;
    gx_rc rc = query(cx, "select generation from api.catalog_gen", &generation);
    if (rc)
        return rc;
    rc = gx_engine_use_catalog(cx, &catalog);
    if (rc)
        return rc;
    if (gx_result_rows(generation) == 1 && gx_result_i64(generation, 0, 0) == catalog->generation)
        return GX_OK;
    return gx_engine_start(cx);
}

gx_rc gx_engine_openapi(gx_cx *cx, const char **out, size_t *len) {
    static const struct gx_stmt built = {"select api.openapi(false)", 0, NULL};
    static const struct gx_stmt ours = {"select api.openapi(true)", 0, NULL};
    bool is_ours = *cx->principal.session_id && strcmp(cx->principal.aud, "portal") != 0;
    gx_result *text;
    gx_rc rc = gx_identity_read(cx, is_ours ? &ours : &built, 1, &text);
    if (rc)
        return rc;
    if (gx_result_rows(text) != 1 || gx_result_is_null(text, 0, 0))
        return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "the contract is not loaded yet");
    *out = gx_result_text(text, 0, 0);
    *len = gx_result_len(text, 0, 0);
    return GX_OK;
}

void gx_engine_stop(void) {
    gx_rights_clear();
    replace(NULL);
}
