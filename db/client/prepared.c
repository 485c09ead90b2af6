// SPDX-License-Identifier: AGPL-3.0-or-later
// The prepared statements of one connection: 200, least recently used goes first. Planning a permission view costs
// 1-3 ms, so a statement must be planned once per connection and not once per request.
#include "db/client/conn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t hash_of(const char *s) {
    uint64_t hash = 1469598103934665603u;
    for (; *s; s++)
        hash = (hash ^ (unsigned char)*s) * 1099511628211u;
    return hash;
}

struct gx_prepared *gx_prepared_slot(struct gx_conn *conn, const char *sql, bool *known) {
    uint64_t hash = hash_of(sql), oldest = UINT64_MAX;
    size_t chosen = 0;
    *known = false;
    for (size_t i = 0; i < GX_PREPARED_MAX; i++) {
        struct gx_prepared *slot = &conn->prepared[i];
        if (slot->sql && conn->hashes[i] == hash && strcmp(slot->sql, sql) == 0) {
            slot->used = ++conn->uses;
            *known = true;
            return slot;
        }
        uint64_t age = slot->sql ? slot->used : 0;
        if (age < oldest) {
            oldest = age;
            chosen = i;
        }
    }
    return &conn->prepared[chosen];
}

void gx_prepared_set(struct gx_conn *conn, struct gx_prepared *slot, const char *sql) {
    if (slot->sql)
        conn->evicted++;
    free(slot->sql);
    slot->sql = strdup(sql);
    if (!slot->sql)
        abort();
    slot->id = ++conn->next_id;
    slot->used = ++conn->uses;
    slot->confirmed = false;
    conn->hashes[slot - conn->prepared] = hash_of(sql);
}

void gx_prepared_drop(struct gx_conn *conn, struct gx_prepared *slot) {
    conn->hashes[slot - conn->prepared] = 0;
    free(slot->sql);
    *slot = (struct gx_prepared){0};
}

void gx_prepared_clear(struct gx_conn *conn) {
    for (size_t i = 0; i < GX_PREPARED_MAX; i++)
        gx_prepared_drop(conn, &conn->prepared[i]);
}

void gx_prepared_name(const struct gx_prepared *slot, char out[16]) {
    snprintf(out, 16, "s%u", slot->id);
}
