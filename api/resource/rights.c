// SPDX-License-Identifier: AGPL-3.0-or-later
// The cache of people's rights: a set-associative table with least recently used replacement,
// behind one mutex that is never held across a query. Entries are immutable and counted, so
// that a request keeps what it planned with. Loading reads api.my_subject and api.my_rights.
#include "resource/rights.h"

#include "core/json.h"
#include "db/client/identity.h"
#include "resource/engine.h"
#include <pthread.h>
#include <string.h>

enum { SETS = 256, WAYS = 8 };

static struct gx_hints *cache[SETS][WAYS];
static uint64_t used[SETS][WAYS];
static uint64_t tick;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static size_t set_of(const char *user_id) {
    uint32_t hash = 2166136261u;
    for (const char *at = user_id; *at; at++)
        hash = (hash ^ (unsigned char)*at) * 16777619u;
    return hash % SETS;
}

static void unref(struct gx_hints *hints) {
    if (hints && __atomic_sub_fetch(&hints->refs, 1, __ATOMIC_ACQ_REL) == 0) {
        gx_catalog_unref(hints->catalog);
        gx_arena_free(hints->arena);
    }
}

static void release(void *hints) {
    unref(hints);
}

static struct gx_hints *find(const char *user_id, int64_t generation) {
    struct gx_hints *found = NULL;
    size_t set = set_of(user_id);
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < WAYS && !found; i++) {
        struct gx_hints *one = cache[set][i];
        if (one && strcmp(one->user_id, user_id) == 0 && one->catalog->generation == generation) {
            found = one;
            __atomic_add_fetch(&one->refs, 1, __ATOMIC_RELAXED);
            used[set][i] = ++tick;
        }
    }
    pthread_mutex_unlock(&lock);
    return found;
}

static void keep(struct gx_hints *hints) {
    size_t set = set_of(hints->user_id), victim = 0;
    __atomic_add_fetch(&hints->refs, 1, __ATOMIC_RELAXED);
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < WAYS; i++) {
        struct gx_hints *one = cache[set][i];
        if (!one || strcmp(one->user_id, hints->user_id) == 0) {
            victim = i;
            break;
        }
        if (used[set][i] < used[set][victim])
            victim = i;
    }
    struct gx_hints *old = cache[set][victim];
    cache[set][victim] = hints;
    used[set][victim] = ++tick;
    pthread_mutex_unlock(&lock);
    unref(old);
}

void gx_rights_forget(const char *user_id) {
    size_t set = set_of(user_id);
    struct gx_hints *old = NULL;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < WAYS && !old; i++) {
        if (cache[set][i] && strcmp(cache[set][i]->user_id, user_id) == 0) {
            old = cache[set][i];
            cache[set][i] = NULL;
        }
    }
    pthread_mutex_unlock(&lock);
    unref(old);
}

void gx_rights_clear(void) {
    pthread_mutex_lock(&lock);
    for (size_t set = 0; set < SETS; set++) {
        for (size_t i = 0; i < WAYS; i++) {
            unref(cache[set][i]);
            cache[set][i] = NULL;
        }
    }
    pthread_mutex_unlock(&lock);
}

static uint64_t word(const gx_result *rows, int row, const char *column) {
    return (uint64_t)gx_result_i64(rows, row, gx_result_col(rows, column));
}

static unsigned operations_of(const json_t *names) {
    unsigned bits = 0;
    size_t i;
    json_t *item;
    json_array_foreach(names, i, item) {
        const char *text = json_is_string(item) ? json_string_value(item) : "";
        for (int k = 0; k < GX_OPERATION_COUNT; k++)
            if (strcmp(gx_operation_names[k], text) == 0)
                bits |= 1u << k;
    }
    return bits;
}

static enum gx_cells cells_of(const char *plan) {
    static const char *const plans[] = {"none", "keys", "mixed", "walk"};
    for (size_t i = 0; i < GX_COUNT(plans); i++)
        if (strcmp(plan, plans[i]) == 0)
            return (enum gx_cells)i;
    return GX_CELLS_NONE;
}

static const char *text_of(struct gx_hints *hints, const gx_result *rows, int row, const char *column) {
    return gx_arena_strdup(hints->arena, gx_result_text(rows, row, gx_result_col(rows, column)));
}

static void load_right(struct gx_hints *hints, const gx_result *rows, int row) {
    const char *name = gx_result_text(rows, row, gx_result_col(rows, "resource"));
    const struct gx_resource *resource = gx_catalog_by_name(hints->catalog, name);
    if (!resource)
        return;
    struct gx_right *right = &hints->rights[resource->index];
    right->read_scope = (unsigned)word(rows, row, "read_scope");
    right->write_scope = (unsigned)word(rows, row, "write_scope");
    right->readable[0] = word(rows, row, "readable1");
    right->readable[1] = word(rows, row, "readable2");
    right->writable[0] = word(rows, row, "writable1");
    right->writable[1] = word(rows, row, "writable2");
    right->masked[0] = word(rows, row, "masked1");
    right->masked[1] = word(rows, row, "masked2");
    right->cells = cells_of(gx_result_text(rows, row, gx_result_col(rows, "cell_plan")));
    right->cell_ids = text_of(hints, rows, row, "cell_ids");
    right->is_full = strcmp(gx_result_text(rows, row, gx_result_col(rows, "plan_class")), "full") == 0;
    int column = gx_result_col(rows, "operations");
    json_t *names = json_loadb(gx_result_text(rows, row, column), gx_result_len(rows, row, column), 0, NULL);
    right->names = gx_json_keep(hints->arena, names ? names : json_array());
    right->operations = operations_of(right->names);
}

static struct gx_hints *build(struct gx_catalog *catalog, gx_result *const *results) {
    gx_arena *arena = gx_arena_new();
    struct gx_hints *hints = GX_NEW(arena, struct gx_hints);
    const gx_result *subject = results[0];
    hints->arena = arena;
    hints->refs = 1;
    hints->catalog = gx_catalog_ref(catalog);
    hints->rights = GX_NEW_N(arena, struct gx_right, catalog->n_resources);
    strncpy(hints->user_id, text_of(hints, subject, 0, "user_id"), sizeof hints->user_id - 1);
    hints->rights_gen = gx_result_i64(subject, 0, gx_result_col(subject, "rights_gen"));
    hints->name = text_of(hints, subject, 0, "name");
    hints->kind = text_of(hints, subject, 0, "kind");
    hints->username = text_of(hints, subject, 0, "username");
    hints->locale = text_of(hints, subject, 0, "locale");
    hints->time_zone = text_of(hints, subject, 0, "time_zone");
    hints->department_id = text_of(hints, subject, 0, "department_id");
    hints->department_ids = text_of(hints, subject, 0, "department_ids");
    hints->subtree_ids = text_of(hints, subject, 0, "subtree_ids");
    hints->subordinate_ids = text_of(hints, subject, 0, "subordinate_ids");
    hints->territory_ids = text_of(hints, subject, 0, "territory_ids");
    hints->deputy_for = text_of(hints, subject, 0, "deputy_for");
    hints->partner_id = text_of(hints, subject, 0, "partner_id");
    hints->has_subordinates = strlen(hints->subordinate_ids) > 2;
    hints->has_territories = strlen(hints->territory_ids) > 2;
    hints->has_deputies = strlen(hints->deputy_for) > 2;
    hints->has_shares = gx_result_bool(subject, 0, gx_result_col(subject, "has_shares"));
    for (int row = 0; row < gx_result_rows(results[1]); row++)
        load_right(hints, results[1], row);
    return hints;
}

gx_rc gx_rights_load(gx_cx *cx, gx_lease *lease, struct gx_stmt enter, struct gx_catalog *catalog,
                     const struct gx_hints **out) {
    struct gx_stmt stmts[] = {
        enter,
        GX_STMT0(
            "select user_id, name, kind, username, locale, time_zone, department_id, rights_gen, "
            "coalesce(department_ids, '{}') as department_ids,"
            " coalesce(subtree_ids, '{}') as subtree_ids, coalesce(subordinate_ids, '{}') as subordinate_ids,"
            " territory_ids, deputy_for, partner_id, has_shares"
            " from api.my_subject"),
        GX_STMT0(
            "select resource, read_scope, write_scope, readable1, readable2, writable1, writable2,"
            " masked1, masked2, plan_class, cell_plan, cell_ids, to_jsonb(operations) as operations from "
            "api.my_rights"),
    };
    gx_result *results[3];
    gx_rc rc = gx_db_pipeline(cx, lease, stmts, 3, GX_TX_IMPLICIT, results);
    if (rc)
        return rc;
    if (gx_result_rows(results[1]) != 1)
        return gx_fail(cx, GX_E_UNAUTHORIZED, NULL, "the session is no longer good");
    struct gx_hints *hints = build(catalog, results + 1);
    gx_arena_on_free(cx->arena, release, hints);
    *out = hints;
    return GX_OK;
}

static gx_rc fetch(gx_cx *cx, struct gx_catalog *catalog, const struct gx_hints **out) {
    GX_AUTO(gx_lease) lease = {0};
    gx_rc rc = gx_pool_take(cx->env->read, cx, &lease);
    if (rc)
        return rc;
    cx->rights_gen = 0;
    cx->catalog_gen = catalog->generation;
    return gx_rights_load(cx, &lease, gx_identity_reading(cx), catalog, out);
}

gx_rc gx_rights_get(gx_cx *cx, const struct gx_hints **out) {
    struct gx_catalog *catalog;
    gx_rc rc = gx_engine_use_catalog(cx, &catalog);
    if (rc)
        return rc;
    struct gx_hints *found = find(cx->principal.user_id, catalog->generation);
    if (found) {
        gx_arena_on_free(cx->arena, release, found);
        *out = found;
    } else {
        rc = fetch(cx, catalog, out);
        if (rc)
            return rc;
        keep((struct gx_hints *)(uintptr_t)*out);
    }
    cx->rights_gen = (*out)->rights_gen;
    cx->catalog_gen = catalog->generation;
    return GX_OK;
}

const struct gx_right *gx_rights_of(const struct gx_hints *hints, const struct gx_resource *resource) {
    return &hints->rights[resource->index];
}

static bool bit(const uint64_t words[2], int position) {
    return position < 62 ? (words[0] >> position) & 1 : (words[1] >> (position - 62)) & 1;
}

bool gx_rights_reads(const struct gx_right *right, const struct gx_field *field) {
    return bit(right->readable, field->position);
}

bool gx_rights_writes(const struct gx_right *right, const struct gx_field *field) {
    return bit(right->writable, field->position);
}

bool gx_rights_gives(const struct gx_right *right, const struct gx_field *field) {
    return gx_rights_writes(right, field) || bit(right->masked, field->position);
}

bool gx_rights_names(const struct gx_right *right, const struct gx_field *field) {
    return bit(right->readable, field->position) && !bit(right->masked, field->position);
}

bool gx_rights_allows(const struct gx_right *right, enum gx_operation operation) {
    return (right->operations >> operation) & 1;
}
