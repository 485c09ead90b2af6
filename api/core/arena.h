// SPDX-License-Identifier: AGPL-3.0-or-later
// Memory of one request or one job step: many small allocations, freed together. A function that takes a
// gx_arena (or a gx_cx) allocates there and nobody frees. Out of memory aborts the process: every input has a
// limit, so it cannot be provoked from outside. Not safe for use by two threads at once.
#ifndef GX_ARENA_H
#define GX_ARENA_H

#include "core/rc.h"
#include <stdarg.h>
#include <stddef.h>

typedef struct gx_arena gx_arena;

// A new, empty arena (one block of 4 KiB). Free with gx_arena_free.
gx_arena *gx_arena_new(void);

// Runs the on_free functions, last registered first, then frees all memory. NULL is fine.
void gx_arena_free(gx_arena *arena);
static inline void gx_arena_cleanup(gx_arena **arena) {
    gx_arena_free(*arena);
}
// GX_AUTO_ARENA(a) = gx_arena_new();
#define GX_AUTO_ARENA(name) __attribute__((cleanup(gx_arena_cleanup))) gx_arena *name

// size bytes set to zero, aligned for any type. size 0 gives a valid pointer.
void *gx_arena_alloc(gx_arena *arena, size_t size);

// count * size bytes set to zero; a product that overflows aborts.
void *gx_arena_array(gx_arena *arena, size_t count, size_t size);

// One zeroed object of a type: struct x *x = GX_NEW(arena, struct x);
#define GX_NEW(arena, type)          ((type *)gx_arena_alloc((arena), sizeof(type)))
#define GX_NEW_N(arena, type, count) ((type *)gx_arena_array((arena), (count), sizeof(type)))

// Copies; strdup of NULL is NULL. strndup copies exactly len bytes and adds NUL.
char *gx_arena_strdup(gx_arena *arena, const char *s);
char *gx_arena_strndup(gx_arena *arena, const char *s, size_t len);
void *gx_arena_memdup(gx_arena *arena, const void *data, size_t len);

// Formatted text of any length.
char *gx_arena_printf(gx_arena *arena, const char *fmt, ...) GX_PRINTF(2, 3);
char *gx_arena_vprintf(gx_arena *arena, const char *fmt, va_list args) GX_PRINTF(2, 0);

// fn(object) runs when the arena is freed: for json_t, PGresult, FILE and other things with an owner elsewhere.
void gx_arena_on_free(gx_arena *arena, void (*fn)(void *object), void *object);

// Bytes handed out so far, for limits and metrics.
size_t gx_arena_used(const gx_arena *arena);

#endif
