// SPDX-License-Identifier: AGPL-3.0-or-later
// What a person may do, as planning needs it: scopes, field bits and operations per resource,
// and the ids of his scopes. Hints only: the database decides again, and answers GX_E_STALE
// when these are old. Cached per person, counted references, bounded; one mutex.
#ifndef GX_RESOURCE_RIGHTS_H
#define GX_RESOURCE_RIGHTS_H

#include "db/client/exec.h"
#include "resource/catalog.h"

enum {
    GX_SCOPE_OWN = 1,
    GX_SCOPE_SUBORDINATES = 2,
    GX_SCOPE_DEPARTMENT = 4,
    GX_SCOPE_SUBTREE = 8,
    GX_SCOPE_TERRITORY = 16,
    GX_SCOPE_ALL = 32,
    GX_SCOPE_PARTNER = 64
};

// How the cells that matrix rules open are reached (auth.cell_plan).
enum gx_cells {
    GX_CELLS_NONE,
    GX_CELLS_KEYS,  // few: a list has a branch with a walk for each
    GX_CELLS_MIXED, // pages walk the plain view, which tests a bit; what needs every row goes by the keys
    GX_CELLS_WALK   // so many that everything goes by the plain view
};

struct gx_right {
    unsigned read_scope, write_scope; // bits of GX_SCOPE_*; 0 = none
    uint64_t readable[2], writable[2], masked[2];
    unsigned operations; // bit 1 << enum gx_operation
    enum gx_cells cells;
    const char *cell_ids; // text of int[], where they serve as keys
    bool is_full;         // may read every ordinary field: the view with plain columns serves him
    const json_t *names;  // every operation right as named, those of actions too (array)
};

struct gx_hints {
    struct gx_catalog *catalog; // counted
    int64_t rights_gen;
    char user_id[37];
    const char *name, *kind, *username, *locale, *time_zone, *department_id;                 // "" = none
    const char *department_ids, *subtree_ids, *subordinate_ids, *territory_ids, *deputy_for; // text of uuid[]
    const char *partner_id;                                                                  // "" = none
    bool has_subordinates, has_territories, has_deputies, has_shares;
    struct gx_right *rights; // one per resource of the catalog
    gx_arena *arena;
    int refs; // atomic
};

// Hints of cx->principal, loaded when they are not cached (one extra round trip). Sets
// cx->rights_gen and cx->catalog_gen. Borrowed: released with the arena of cx.
GX_MUST gx_rc gx_rights_get(gx_cx *cx, const struct gx_hints **out);

// The same for a job: under the given first statement (gx_identity_worker) on this lease.
GX_MUST gx_rc gx_rights_load(gx_cx *cx, gx_lease *lease, struct gx_stmt enter, struct gx_catalog *catalog,
                             const struct gx_hints **out);

// Forgets a person, after GX_E_STALE. gx_rights_clear forgets everybody.
void gx_rights_forget(const char *user_id);
void gx_rights_clear(void);

const struct gx_right *gx_rights_of(const struct gx_hints *hints, const struct gx_resource *resource);
bool gx_rights_reads(const struct gx_right *right, const struct gx_field *field);
bool gx_rights_writes(const struct gx_right *right, const struct gx_field *field);
// May give a new record this value: also who sees the field masked.
bool gx_rights_gives(const struct gx_right *right, const struct gx_field *field);
// Readable and not masked: may be named in filters, sorts, groups and searches.
bool gx_rights_names(const struct gx_right *right, const struct gx_field *field);
bool gx_rights_allows(const struct gx_right *right, enum gx_operation operation);

#endif
