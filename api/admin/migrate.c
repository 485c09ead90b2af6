// SPDX-License-Identifier: AGPL-3.0-or-later
// Forward-only migrations with a ledger of their SHA-256, one advisory lock around everything. An edited file that was
// applied before is refused: a new file corrects an old one.
#include "admin/migrate.h"
#include "admin/source.h"
#include "core/buf.h"
#include "core/crypto.h"

#include <stdio.h>
#include <string.h>

static gx_rc script(gx_cx *cx, gx_lease *lease, const char *name, const char *text) {
    gx_rc rc = gx_db_script(cx, lease, text);
    if (rc != GX_OK)
        fprintf(stderr, "%s: %s\n", name, cx->problem.cause);
    return rc;
}

static gx_rc query(gx_cx *cx, gx_lease *lease, const struct gx_stmt *stmt, enum gx_tx tx, gx_result **out) {
    gx_rc rc = gx_db_pipeline(cx, lease, stmt, 1, tx, out);
    if (rc != GX_OK)
        fprintf(stderr, "%s\n", cx->problem.cause);
    return rc;
}

static gx_rc lock(gx_cx *cx, gx_lease *lease) {
    const struct gx_stmt stmt = GX_STMT0("select pg_advisory_lock(hashtext('guanxi.migrate'))");
    return query(cx, lease, &stmt, GX_TX_IMPLICIT, NULL);
}

static gx_rc apply(gx_cx *cx, gx_lease *lease, const struct gx_source *file, const char *sha) {
    const struct gx_stmt note =
        GX_STMT("insert into meta.migration (name, sha256) values ($1, $2)", file->name, sha);
    gx_rc rc = script(cx, lease, "begin",
                      "begin; set local lock_timeout = '2s'; set local check_function_bodies = off");
    if (rc == GX_OK)
        rc = script(cx, lease, file->name, file->text);
    if (rc == GX_OK && !lease->in_transaction)
        rc = gx_fail(cx, GX_E_INTERNAL, NULL, "%s ends its own transaction", file->name);
    if (rc == GX_OK)
        rc = query(cx, lease, &note, GX_TX_COMMIT, NULL);
    if (rc == GX_OK)
        printf("applied %s\n", file->name);
    return rc;
}

static const char *recorded(const gx_result *ledger, const char *name) {
    for (int i = 0; i < gx_result_rows(ledger); i++)
        if (strcmp(gx_result_text(ledger, i, 0), name) == 0)
            return gx_result_text(ledger, i, 1);
    return NULL;
}

static gx_rc apply_migrations(gx_cx *cx, gx_lease *lease, const char *home) {
    struct gx_source *files;
    size_t n;
    gx_result *ledger;
    const struct gx_stmt read = GX_STMT0("select name, sha256 from meta.migration");
    gx_rc rc = gx_source_sql(cx, gx_arena_printf(cx->arena, "%s/migrations", home), &files, &n);
    if (rc == GX_OK)
        rc = query(cx, lease, &read, GX_TX_IMPLICIT, &ledger);
    for (size_t i = 0; rc == GX_OK && i < n; i++) {
        const char *sha = gx_crypto_sha256_hex(cx->arena, files[i].text, files[i].len);
        const char *known = recorded(ledger, files[i].name);
        if (!known)
            rc = apply(cx, lease, &files[i], sha);
        else if (strcmp(known, sha) != 0)
            rc = gx_fail(cx, GX_E_INTERNAL, NULL,
                         "%s was applied with another text; write a new migration instead", files[i].name);
    }
    return rc;
}

struct definition {
    struct gx_source *files;
    size_t n;
    struct gx_source catalog, openapi;
    const char *sha;
};

static gx_rc read_definition(gx_cx *cx, const char *home, struct definition *out) {
    GX_AUTO(gx_buf) all = {0};
    gx_rc rc = gx_source_sql(cx, gx_arena_printf(cx->arena, "%s/db/schema", home), &out->files, &out->n);
    if (rc == GX_OK)
        rc = gx_source_read(cx, gx_arena_printf(cx->arena, "%s/openapi/dist/catalog.json", home),
                            &out->catalog);
    if (rc == GX_OK)
        rc = gx_source_read(cx, gx_arena_printf(cx->arena, "%s/openapi/dist/openapi.json", home),
                            &out->openapi);
    for (size_t i = 0; rc == GX_OK && i < out->n; i++) {
        gx_buf_adds(&all, out->files[i].name);
        gx_buf_addc(&all, '\0');
        gx_buf_add(&all, out->files[i].text, out->files[i].len);
    }
    if (rc != GX_OK)
        return rc;
    gx_buf_add(&all, out->catalog.text, out->catalog.len);
    gx_buf_add(&all, out->openapi.text, out->openapi.len);
    out->sha = gx_crypto_sha256_hex(cx->arena, all.data, all.len);
    return GX_OK;
}

static gx_rc is_current(gx_cx *cx, gx_lease *lease, const char *sha, bool *out) {
    gx_result *result;
    const struct gx_stmt read =
        GX_STMT("select 1 from meta.document where name = 'definition_sha256' and body = $1", sha);
    gx_rc rc = query(cx, lease, &read, GX_TX_IMPLICIT, &result);
    *out = rc == GX_OK && gx_result_rows(result) == 1;
    return rc;
}

// db/schema and the definitions, as a whole or not at all.
static gx_rc apply_definition(gx_cx *cx, gx_lease *lease, const struct definition *d) {
    const struct gx_stmt load =
        GX_STMT("select meta.load($1::jsonb, $2::jsonb)", d->catalog.text, d->openapi.text);
    const struct gx_stmt note =
        GX_STMT("insert into meta.document (name, body) values ('definition_sha256', $1)"
                " on conflict (name) do update set body = excluded.body",
                d->sha);
    gx_rc rc = script(cx, lease, "begin", "begin; set local lock_timeout = '10s'");
    for (size_t i = 0; rc == GX_OK && i < d->n; i++) {
        rc = script(cx, lease, d->files[i].name, d->files[i].text);
        if (rc == GX_OK && !lease->in_transaction)
            rc = gx_fail(cx, GX_E_INTERNAL, NULL, "%s ends the transaction", d->files[i].name);
    }
    if (rc == GX_OK)
        rc = query(cx, lease, &load, GX_TX_INSIDE, NULL);
    if (rc == GX_OK)
        rc = query(cx, lease, &note, GX_TX_COMMIT, NULL);
    if (rc == GX_OK)
        printf("schema and definitions applied\n");
    return rc;
}

gx_rc gx_migrate_run(gx_cx *cx, gx_lease *lease, bool force) {
    const char *home = cx->env->config->home;
    struct definition definition = {0};
    bool current = false;
    gx_rc rc = lock(cx, lease);
    if (rc == GX_OK)
        rc = apply_migrations(cx, lease, home);
    if (rc == GX_OK)
        rc = read_definition(cx, home, &definition);
    if (rc == GX_OK && !force)
        rc = is_current(cx, lease, definition.sha, &current);
    if (rc == GX_OK && !current)
        rc = apply_definition(cx, lease, &definition);
    if (rc == GX_OK && current)
        printf("nothing to do\n");
    return rc;
}
