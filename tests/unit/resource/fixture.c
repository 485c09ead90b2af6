// SPDX-License-Identifier: AGPL-3.0-or-later
#include "fixture.h"

#include "core/config.h"
#include "core/crypto.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define F(name, type, position, rest)                                                                        \
    "{\"name\":\"" name "\",\"type\":\"" type "\",\"position\":" #position ",\"label\":{\"zh-CN\":\"" name   \
    "\"}," rest "}"
#define TEXT      "\"sort\":true,\"filters\":[\"eq\",\"ne\",\"in\",\"nin\",\"contains\",\"prefix\",\"null\"]"
#define NUMBER    "\"sort\":true,\"filters\":[\"eq\",\"gte\",\"lt\",\"in\",\"null\"]"
#define TIME      "\"sort\":true,\"filters\":[\"eq\",\"gte\",\"lt\",\"within\",\"null\"]"
#define REFERENCE "\"filters\":[\"eq\",\"ne\",\"in\",\"nin\",\"null\"]"
#define ARRAY     "\"filters\":[\"contains\",\"in\",\"nin\",\"null\"]"

static const char
    catalog_text[] =
        "{\"generation\":7,\"resources\":[{\"name\":\"account\",\"path\":"
        "\"accounts\",\"access\":\"owned\","
        "\"name_field\":\"name\",\"sort\":\"-created_at\",\"operations\":["
        "\"create\",\"update\",\"bulk\"],\"fields\":[" F("id", "reference", 0, "\"system\":true,\"readonly\":true," REFERENCE) "," F("name",
                                                                                                                                     "text", 1, "\"required\":true,\"max\":10,\"search\":true," TEXT) "," F("level", "choice", 2, "\"choices\":[{\"value\":\"a\",\"label\":{\"zh-CN\":\"甲\"}},{\"value\":\"b\"}]," TEXT) "," F("amount", "money", 3, "\"min\":0," NUMBER) "," F("employees",
                                                                                                                                                                                                                                                                                                                                                                                 "integer",
                                                                                                                                                                                                                                                                                                                                                                                 4,
                                                                                                                                                                                                                                                                                                                                                                                 "\"min\":0,\"max\":100," NUMBER) "," F("closed_on",
                                                                                                                                                                                                                                                                                                                                                                                                                        "date",
                                                                                                                                                                                                                                                                                                                                                                                                                        5, TIME) "," F("tags",
                                                                                                                                                                                                                                                                                                                                                                                                                                       "tags",
                                                                                                                                                                                                                                                                                                                                                                                                                                       6, ARRAY) "," F("phone", "phone", 7, TEXT) "," F("secret",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                        "text", 8, TEXT) "," F("parent_id",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                               "reference", 9, "\"to\":\"account\"," REFERENCE) "," F("code",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                      "code", 10, "\"readonly\":true," TEXT) "," F("state",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                   "text",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                   11, "\"pattern\":\"^[a-z]+$\"," TEXT) "," F("owner_id",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                               "reference",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                               70, "\"to\":\"user\",\"system\":true,\"write_once\":true," REFERENCE) "," F("department_id", "reference", 71, "\"system\":true,\"readonly\":true," REFERENCE) "," F("version", "integer", 72, "\"system\":true,\"readonly\":true," NUMBER) "," F("created_at", "datetime", 73, "\"system\":true,\"readonly\":true," TIME) "]},"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         "{\"name\":\"user\",\"path\":\"users\",\"access\":\"public_read\",\"name_field\":\"name\",\"operations\":[],"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         "\"fields\":[" F(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                             "id",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                             "reference",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                             0,
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                             REFERENCE) "," F("name",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                              "text",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                              1,
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                              TEXT) "]}]}";

static const struct gx_config config = {
    .cursor_key = {(const unsigned char *)"0123456789abcdef0123456789abcdef", 32}};
static const struct gx_env env = {.config = &config};

void fixture_open(struct fixture *f, unsigned read_scope) {
    memset(f, 0, sizeof *f);
    gx_crypto_init();
    f->arena = gx_arena_new();
    gx_cx_init(&f->cx, f->arena, &env);
    ck_assert_int_eq(gx_catalog_parse(&f->cx, catalog_text, strlen(catalog_text), &f->catalog), GX_OK);
    f->hints.catalog = f->catalog;
    strcpy(f->hints.user_id, "01890000-0000-7000-8000-a00000000001");
    f->hints.department_ids = f->hints.subtree_ids = "{01890000-0000-7000-8000-d00000000001}";
    f->hints.subordinate_ids = "{01890000-0000-7000-8000-a00000000002}";
    f->hints.has_subordinates = true;
    f->hints.rights = GX_NEW_N(f->arena, struct gx_right, f->catalog->n_resources);
    f->hints.rights[0] = (struct gx_right){.read_scope = read_scope,
                                           .write_scope = read_scope,
                                           .readable = {~(1u << 8), ~0u},
                                           .writable = {~(1u << 8) & ~(1u << 2), ~0u},
                                           .masked = {1u << 7, 0},
                                           .operations = ~0u};
    f->hints.rights[1] = (struct gx_right){.read_scope = 32, .readable = {~0u, ~0u}};
    f->run.hints = &f->hints;
    f->run.resource = &f->catalog->resources[0];
    f->run.right = &f->hints.rights[0];
}

void fixture_close(struct fixture *f) {
    gx_catalog_unref(f->catalog);
    gx_arena_free(f->arena);
}

gx_rc fixture_query(struct fixture *f, struct gx_query **out, ...) {
    struct gx_pair pairs[16];
    struct gx_request rq = {.query = pairs};
    const char *text;
    va_list args;
    va_start(args, out);
    while ((text = va_arg(args, const char *)) != NULL) {
        const char *equal = strchr(text, '=');
        pairs[rq.n_query].key = gx_arena_strndup(f->arena, text, (size_t)(equal - text));
        pairs[rq.n_query++].value = equal + 1;
    }
    va_end(args);
    gx_cx_clear(&f->cx);
    return gx_query_parse(&f->cx, &f->hints, f->run.resource, &rq, GX_QUERY_TAKES_LIST, NULL, out);
}

const char *fixture_where(struct fixture *f, const struct gx_query *query) {
    struct gx_sql *sql = gx_sql_new(f->arena);
    gx_filter_sql(sql, query->where, "t");
    return gx_sql_stmt(sql).sql;
}
