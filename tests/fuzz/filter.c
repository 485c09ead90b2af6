// SPDX-License-Identifier: AGPL-3.0-or-later
// Condition trees, cursors and stored changes: whatever comes in, the statement is made of our own words and of
// parameters, and the walk over changes stays inside its text.
#include "core/config.h"
#include "core/crypto.h"
#include "core/json.h"
#include "resource/cursor.h"
#include "resource/history_changes.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define F(name, type, position, ops)                                                                         \
    "{\"name\":\"" name "\",\"type\":\"" type "\",\"position\":" #position                                   \
    ",\"sort\":true,\"filters\":[" ops "]}"

static const char CATALOG[] =
    "{\"generation\":1,\"resources\":[{\"name\":\"thing\",\"path\":\"things\",\"access\":\"owned\","
    "\"fields\":[" F("id", "reference", 0, "\"eq\",\"in\"") "," F(
        "name", "text", 1,
        "\"eq\",\"in\",\"contains\",\"prefix\",\"null\"") "," F("amount", "money", 2,
                                                                "\"eq\",\"gte\",\"nin\"") "," F("at",
                                                                                                "datetime", 3,
                                                                                                "\"lt\","
                                                                                                "\"within"
                                                                                                "\"") "," F("tags",
                                                                                                            "tags",
                                                                                                            4,
                                                                                                            "\"contains\",\"in\",\"nin\","
                                                                                                            "\"null\"") "]}]}";

static const struct gx_config config = {
    .cursor_key = {(const unsigned char *)"0123456789abcdef0123456789abcdef", 32}};
static const struct gx_env env = {.config = &config};

static void check_filter(gx_cx *cx, const struct gx_hints *hints, const json_t *tree) {
    struct gx_filter filter = {.hints = hints, .resource = &hints->catalog->resources[0]};
    struct gx_sql *sql = gx_sql_new(cx->arena);
    struct gx_cond *cond;
    if (gx_filter_tree(cx, &filter, "filter", tree, &cond) != GX_OK)
        return;
    gx_filter_sql(sql, cond, "t");
    for (const char *at = gx_sql_stmt(sql).sql; *at; at++)
        if ((unsigned char)*at < ' ' || (unsigned char)*at > '~' || strchr(";\"\\", *at))
            abort();
}

static void check_cursor(gx_cx *cx, const struct gx_hints *hints, const char *text) {
    struct gx_query *query = gx_query_new(cx, hints, &hints->catalog->resources[0]);
    if (gx_cursor_read(cx, query, text) == GX_OK)
        abort(); // nobody guesses a signature
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    gx_arena *arena = gx_arena_new();
    struct gx_right right = {.read_scope = 32, .readable = {~0ull, ~0ull}};
    struct gx_hints hints = {.user_id = "01890000-0000-7000-8000-a00000000001", .rights = &right};
    gx_cx cx;
    json_t *tree;
    gx_buf out = {0};
    gx_crypto_init();
    gx_cx_init(&cx, arena, &env);
    if (gx_catalog_parse(&cx, CATALOG, sizeof CATALOG - 1, &hints.catalog) != GX_OK)
        abort();
    const char *text = gx_arena_strndup(arena, (const char *)data, size);
    if (gx_json_parse(&cx, text, size, &tree) == GX_OK)
        check_filter(&cx, &hints, tree);
    gx_cx_clear(&cx);
    check_cursor(&cx, &hints, text);
    char *exact = malloc(size + !size); // so that one byte too far is seen
    memcpy(exact, data, size);
    gx_history_changes(&out, &hints.catalog->resources[0], exact, size);
    free(exact);
    gx_buf_free(&out);
    gx_catalog_unref(hints.catalog);
    gx_arena_free(arena);
    return 0;
}
