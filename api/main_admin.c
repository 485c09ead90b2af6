// SPDX-License-Identifier: AGPL-3.0-or-later
// guanxi-admin: what operators do from a shell. It works as guanxi_migrator and never listens on anything.
#include "admin/audit.h"
#include "admin/migrate.h"
#include "admin/people.h"
#include "core/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TIMEOUT_MS = 3600000 };

static int usage(void) {
    fputs("usage: guanxi-admin migrate [--force]\n"
          "       guanxi-admin user-add USERNAME NAME [ROLE]     password on stdin, or made and printed\n"
          "       guanxi-admin user-password USERNAME\n"
          "       guanxi-admin permission USERNAME RESOURCE\n"
          "       guanxi-admin audit-verify [HEAD]                head as an earlier run printed it\n",
          stderr);
    return 2;
}

static gx_rc run(gx_cx *cx, gx_lease *lease, int n, char **args, bool *known) {
    const char *command = args[0];
    *known = true;
    if (strcmp(command, "migrate") == 0 && (n == 1 || (n == 2 && strcmp(args[1], "--force") == 0)))
        return gx_migrate_run(cx, lease, n == 2);
    if (strcmp(command, "user-add") == 0 && (n == 3 || n == 4))
        return gx_people_add(cx, lease, args[1], args[2], n == 4 ? args[3] : NULL);
    if (strcmp(command, "user-password") == 0 && n == 2)
        return gx_people_password(cx, lease, args[1]);
    if (strcmp(command, "permission") == 0 && n == 3)
        return gx_people_permission(cx, lease, args[1], args[2]);
    if (strcmp(command, "audit-verify") == 0 && (n == 1 || n == 2))
        return gx_audit_verify(cx, lease, n == 2 ? args[1] : NULL);
    *known = false;
    return GX_OK;
}

static int fail(const char *why, const char *cause) {
    fprintf(stderr, "guanxi-admin: %s%s%s\n", why, *cause ? ": " : "", cause);
    return EXIT_FAILURE;
}

int main(int argc, char **argv) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    struct gx_env env = {0};
    const char *why = "";
    bool known = false;
    gx_cx cx;
    if (argc < 2)
        return usage();
    env.config = gx_config_load(arena, GX_NEED_NOTHING, &why);
    if (!env.config)
        return fail(why, "");
    const struct gx_pool_options options = {
        .role = "guanxi_migrator", .size = 1, .statement_timeout_ms = TIMEOUT_MS, .name = "admin"};
    gx_pool *pool = gx_pool_new(env.config, &options, &why);
    if (!pool)
        return fail(why, "");
    gx_cx_init(&cx, arena, &env);
    gx_lease lease = {0};
    gx_rc rc = gx_pool_take(pool, &cx, &lease);
    if (rc == GX_OK)
        rc = run(&cx, &lease, argc - 1, argv + 1, &known);
    gx_lease_release(&lease);
    gx_pool_free(pool);
    if (rc != GX_OK)
        return fail(cx.problem.detail ? cx.problem.detail : gx_rc_title(rc), cx.problem.cause);
    return known ? EXIT_SUCCESS : usage();
}
