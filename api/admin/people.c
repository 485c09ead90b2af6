// SPDX-License-Identifier: AGPL-3.0-or-later
// People and their passwords from the command line. The hash is that of the log-in (argon2id, 19 MiB, two passes).
#include "admin/people.h"
#include "core/crypto.h"
#include "core/utf8.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PASSWORD_MIN = 10, PASSWORD_MAX = 1000, HASH_PASSES = 2, HASH_BYTES = 19 << 20, TOKEN_BYTES = 12 };

// From stdin (one line), or a new random one that is printed.
static gx_rc read_password(gx_cx *cx, const char **out, bool *made) {
    char line[PASSWORD_MAX + 2] = "";
    *made = isatty(STDIN_FILENO);
    if (*made) {
        *out = gx_crypto_token(cx->arena, TOKEN_BYTES);
        return GX_OK;
    }
    if (!fgets(line, sizeof line, stdin))
        line[0] = '\0';
    line[strcspn(line, "\r\n")] = '\0';
    *out = gx_arena_strdup(cx->arena, line);
    gx_crypto_wipe(line, sizeof line);
    size_t len = strlen(*out);
    if (!gx_utf8_is_valid(*out, len) || gx_utf8_count(*out, len) < PASSWORD_MIN)
        return gx_fail(cx, GX_E_INVALID, NULL, "a password has at least %d characters", PASSWORD_MIN);
    return GX_OK;
}

static gx_rc hash_password(gx_cx *cx, const char *password, const char **out) {
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str_alg(hash, password, strlen(password), HASH_PASSES, HASH_BYTES,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        return gx_fail(cx, GX_E_INTERNAL, NULL, "no memory for hashing");
    *out = gx_arena_strdup(cx->arena, hash);
    return GX_OK;
}

static gx_rc new_password(gx_cx *cx, const char **password, const char **hash, bool *made) {
    gx_rc rc = read_password(cx, password, made);
    return rc == GX_OK ? hash_password(cx, *password, hash) : rc;
}

static gx_rc check_role(gx_cx *cx, gx_lease *lease, const char *role) {
    gx_result *result;
    const struct gx_stmt find = GX_STMT("select 1 from app.role where key = $1 and deleted_at is null", role);
    gx_rc rc = role ? gx_db_pipeline(cx, lease, &find, 1, GX_TX_IMPLICIT, &result) : GX_OK;
    if (rc == GX_OK && role && gx_result_rows(result) == 0)
        return gx_fail(cx, GX_E_NOT_FOUND, NULL, "there is no role %s", role);
    return rc;
}

gx_rc gx_people_add(gx_cx *cx, gx_lease *lease, const char *username, const char *name, const char *role) {
    const char *password = NULL, *hash = NULL;
    bool made = false;
    gx_rc rc = check_role(cx, lease, role);
    if (rc == GX_OK)
        rc = new_password(cx, &password, &hash, &made);
    if (rc != GX_OK)
        return rc;
    const struct gx_stmt stmts[] = {
        GX_STMT("insert into app.\"user\" (username, name, role_ids) values ($1, $2,"
                " array(select id from app.role where key = $3 and deleted_at is null))",
                username, name, role),
        GX_STMT("select auth.store_password(id, $2) from app.\"user\" where username = $1", username, hash)};
    rc = gx_db_pipeline(cx, lease, stmts, GX_COUNT(stmts), GX_TX_WHOLE, NULL);
    if (rc == GX_OK)
        printf(made ? "added %s, password %s\n" : "added %s\n", username, password);
    return rc;
}

gx_rc gx_people_password(gx_cx *cx, gx_lease *lease, const char *username) {
    const char *password = NULL, *hash = NULL;
    gx_result *result;
    bool made = false;
    gx_rc rc = new_password(cx, &password, &hash, &made);
    if (rc != GX_OK)
        return rc;
    const struct gx_stmt stmt = GX_STMT("select auth.store_password(id, $2) from app.\"user\""
                                        " where lower(username) = lower($1) and deleted_at is null",
                                        username, hash);
    rc = gx_db_pipeline(cx, lease, &stmt, 1, GX_TX_WHOLE, &result);
    if (rc == GX_OK && gx_result_rows(result) == 0)
        return gx_fail(cx, GX_E_NOT_FOUND, NULL, "there is no user %s", username);
    if (rc == GX_OK)
        printf(made ? "password of %s is now %s\n" : "password of %s changed\n", username, password);
    return rc;
}

static void print_table(const gx_result *result) {
    for (int row = 0; row < gx_result_rows(result); row++)
        for (int col = 0; col < gx_result_cols(result); col++)
            printf("%-16s %s\n", gx_result_name(result, col), gx_result_text(result, row, col));
}

gx_rc gx_people_permission(gx_cx *cx, gx_lease *lease, const char *username, const char *resource) {
    gx_result *out[2];
    const struct gx_stmt stmts[] = {
        GX_STMT("select u.name as person, u.is_active as active, s.rights_gen, rs.resource, rs.read_scope,"
                " rs.write_scope, array_to_string(rs.operations, ' ') as operations,"
                " (select string_agg(f.name, ' ' order by f.ordinal) from meta.field f where f.resource = $2"
                "   and not f.is_retired and (case when f.position < 62 then rs.readable1 >> f.position"
                "   else rs.readable2 >> (f.position - 62) end) & 1 = 1) as readable,"
                " (select string_agg(f.name, ' ' order by f.ordinal) from meta.field f where f.resource = $2"
                "   and not f.is_retired and (case when f.position < 62 then rs.writable1 >> f.position"
                "   else rs.writable2 >> (f.position - 62) end) & 1 = 1) as writable"
                " from app.\"user\" u join auth.subject s on s.user_id = u.id"
                " join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = $2"
                " where lower(u.username) = lower($1)",
                username, resource),
        GX_STMT("select r.key as role, r.name as title, rr.read_scope as read, rr.write_scope as write"
                " from app.\"user\" u join app.role r on r.id = any (u.role_ids)"
                " join auth.role_resource rr on rr.role_id = r.id and rr.resource = $2"
                " where lower(u.username) = lower($1) order by r.position",
                username, resource)};
    gx_rc rc = gx_db_pipeline(cx, lease, stmts, GX_COUNT(stmts), GX_TX_IMPLICIT, out);
    if (rc != GX_OK)
        return rc;
    if (gx_result_rows(out[0]) == 0)
        return gx_fail(cx, GX_E_NOT_FOUND, NULL, "%s has no right on %s, or does not exist", username,
                       resource);
    print_table(out[0]);
    print_table(out[1]);
    return GX_OK;
}
