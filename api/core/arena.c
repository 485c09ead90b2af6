// SPDX-License-Identifier: AGPL-3.0-or-later
// Bump allocation in blocks that double up to 64 KiB; large pieces get a block of their own. Under
// AddressSanitizer each piece is a malloc, so that an overrun is seen.
#include "core/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_FIRST = 4096, BLOCK_MAX = 65536, ALIGN = 16 };

#if defined(__SANITIZE_ADDRESS__)
#define EVERY_PIECE_ALONE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define EVERY_PIECE_ALONE 1
#endif
#endif
#ifndef EVERY_PIECE_ALONE
#define EVERY_PIECE_ALONE 0
#endif

struct block {
    struct block *next;
    size_t size, used;
    _Alignas(ALIGN) char data[];
};

struct closer {
    struct closer *next;
    void (*fn)(void *object);
    void *object;
};

struct gx_arena {
    struct block *blocks; // the first one is filled; pieces that are alone hang behind it
    struct closer *closers;
    size_t next_size, used;
};

static void *must(void *memory) {
    if (!memory)
        abort();
    return memory;
}

static struct block *block_new(size_t size) {
    if (size > SIZE_MAX - sizeof(struct block))
        abort();
    struct block *block = must(malloc(sizeof(struct block) + size));
    block->next = NULL;
    block->size = size;
    block->used = 0;
    return block;
}

gx_arena *gx_arena_new(void) {
    gx_arena *arena = must(calloc(1, sizeof *arena));
    arena->next_size = BLOCK_FIRST - sizeof(struct block);
    return arena;
}

void gx_arena_free(gx_arena *arena) {
    if (!arena)
        return;
    while (arena->closers) {
        struct closer *closer = arena->closers;
        arena->closers = closer->next; // first: a closer may register another
        closer->fn(closer->object);
    }
    for (struct block *block = arena->blocks, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    free(arena);
}

static void *alloc_alone(gx_arena *arena, size_t size) {
    struct block *block = block_new(size);
    block->used = size;
    if (arena->blocks) {
        block->next = arena->blocks->next;
        arena->blocks->next = block;
    } else {
        arena->blocks = block;
    }
    return memset(block->data, 0, size);
}

void *gx_arena_alloc(gx_arena *arena, size_t size) {
    if (size > SIZE_MAX / 2)
        abort();
    size_t want = size ? (size + ALIGN - 1) & ~(size_t)(ALIGN - 1) : ALIGN;
    arena->used += want;
    if (EVERY_PIECE_ALONE || want > BLOCK_MAX / 4)
        return alloc_alone(arena, EVERY_PIECE_ALONE ? size : want);
    if (!arena->blocks || arena->blocks->size - arena->blocks->used < want) {
        struct block *block = block_new(arena->next_size > want ? arena->next_size : want);
        block->next = arena->blocks;
        arena->blocks = block;
        if (arena->next_size < BLOCK_MAX)
            arena->next_size *= 2;
    }
    void *piece = arena->blocks->data + arena->blocks->used;
    arena->blocks->used += want;
    return memset(piece, 0, size);
}

void *gx_arena_array(gx_arena *arena, size_t count, size_t size) {
    size_t total;
    if (__builtin_mul_overflow(count, size, &total))
        abort();
    return gx_arena_alloc(arena, total);
}

char *gx_arena_strndup(gx_arena *arena, const char *s, size_t len) {
    char *copy = gx_arena_alloc(arena, len + 1);
    if (len)
        memcpy(copy, s, len);
    return copy;
}

char *gx_arena_strdup(gx_arena *arena, const char *s) {
    return s ? gx_arena_strndup(arena, s, strlen(s)) : NULL;
}

void *gx_arena_memdup(gx_arena *arena, const void *data, size_t len) {
    void *copy = gx_arena_alloc(arena, len);
    if (len)
        memcpy(copy, data, len);
    return copy;
}

char *gx_arena_vprintf(gx_arena *arena, const char *fmt, va_list args) {
    char small[256];
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(small, sizeof small, fmt, args);
    if (len < 0)
        abort();
    char *text = gx_arena_alloc(arena, (size_t)len + 1);
    if ((size_t)len < sizeof small)
        memcpy(text, small, (size_t)len + 1);
    else
        vsnprintf(text, (size_t)len + 1, fmt, again);
    va_end(again);
    return text;
}

char *gx_arena_printf(gx_arena *arena, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    char *text = gx_arena_vprintf(arena, fmt, args);
    va_end(args);
    return text;
}

void gx_arena_on_free(gx_arena *arena, void (*fn)(void *object), void *object) {
    struct closer *closer = GX_NEW(arena, struct closer);
    closer->fn = fn;
    closer->object = object;
    closer->next = arena->closers;
    arena->closers = closer;
}

size_t gx_arena_used(const gx_arena *arena) {
    return arena->used;
}
