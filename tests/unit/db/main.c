// SPDX-License-Identifier: AGPL-3.0-or-later
// Unit tests of db/client against a real server.
#include "fixture.h"

#include "core/config.h"
#include "core/crypto.h"
#include <stdio.h>
#include <stdlib.h>

gx_cx cx;
static gx_pool *pool;

static const char *need(const char *name) {
    const char *value = getenv(name);
    if (!value || !*value) {
        fprintf(stderr, "%s is not set: run `./guanxi test unit`\n", name);
        exit(EXIT_FAILURE);
    }
    return value;
}

void setup(void) {
    gx_cx_init(&cx, gx_arena_new(), NULL);
}

void teardown(void) {
    gx_arena_free(cx.arena);
    gx_pool_free(pool);
    pool = NULL;
}

gx_pool *open_pool(int size, int timeout_ms) {
    const char *why = "";
    const struct gx_config config = {.db = gx_arena_printf(cx.arena, "host=%s port=%s dbname=postgres",
                                                           need("GX_TEST_SOCKET"), need("GX_TEST_PORT")),
                                     .secrets_dir = need("GX_TEST_SECRETS")};
    const struct gx_pool_options options = {
        .role = "guanxi_migrator", .size = size, .statement_timeout_ms = timeout_ms, .name = "test"};
    pool = gx_pool_new(&config, &options, &why);
    ck_assert_msg(pool != NULL, "%s", why);
    return pool;
}

gx_rc run_one(gx_lease *lease, const char *sql, enum gx_tx tx, gx_result **out) {
    const struct gx_stmt stmt = {sql, 0, NULL};
    return gx_db_pipeline(&cx, lease, &stmt, 1, tx, out);
}

int main(void) {
    Suite *suite = suite_create("db");
    need("GX_TEST_SOCKET");
    gx_crypto_init();
    suite_add_tcase(suite, pool_case());
    suite_add_tcase(suite, pipeline_case());
    suite_add_tcase(suite, transaction_case());
    suite_add_tcase(suite, sqlstate_case());
    suite_add_tcase(suite, stream_case());
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
