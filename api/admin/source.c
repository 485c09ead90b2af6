// SPDX-License-Identifier: AGPL-3.0-or-later
// Walking and reading folders of SQL. The order is that of the bytes of the names, everywhere the same.
#include "admin/source.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILE_MAX = 16 << 20, FILES_MAX = 2000, DEPTH_MAX = 4 };

gx_rc gx_source_read(gx_cx *cx, const char *path, struct gx_source *out) {
    FILE *file = fopen(path, "re");
    struct stat st;
    if (!file || fstat(fileno(file), &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > FILE_MAX) {
        if (file)
            fclose(file);
        return gx_fail(cx, GX_E_INTERNAL, NULL, "%s cannot be read", path);
    }
    char *text = gx_arena_alloc(cx->arena, (size_t)st.st_size + 1);
    size_t len = fread(text, 1, (size_t)st.st_size, file);
    fclose(file);
    *out = (struct gx_source){path, text, len};
    return len == (size_t)st.st_size ? GX_OK : gx_fail(cx, GX_E_INTERNAL, NULL, "%s cannot be read", path);
}

struct walk {
    gx_cx *cx;
    const char *root;
    struct gx_source *files;
    size_t n;
};

static bool ends_with(const char *s, const char *end) {
    size_t len = strlen(s), end_len = strlen(end);
    return len >= end_len && strcmp(s + len - end_len, end) == 0;
}

static gx_rc visit(struct walk *walk, const char *below, int depth);

static gx_rc visit_entry(struct walk *walk, const char *name, int depth) {
    const char *path = gx_arena_printf(walk->cx->arena, "%s/%s", walk->root, name);
    struct stat st;
    if (stat(path, &st) != 0)
        return gx_fail(walk->cx, GX_E_INTERNAL, NULL, "%s cannot be read", path);
    if (S_ISDIR(st.st_mode))
        return depth < DEPTH_MAX ? visit(walk, name, depth + 1) : GX_OK;
    if (!ends_with(name, ".sql"))
        return GX_OK;
    if (walk->n == FILES_MAX)
        return gx_fail(walk->cx, GX_E_INTERNAL, NULL, "%s: too many files", walk->root);
    gx_rc rc = gx_source_read(walk->cx, path, &walk->files[walk->n]);
    walk->files[walk->n++].name = name;
    return rc;
}

static gx_rc visit(struct walk *walk, const char *below, int depth) {
    const char *path = gx_arena_printf(walk->cx->arena, "%s/%s", walk->root, below);
    DIR *dir = opendir(path);
    gx_rc rc = GX_OK;
    if (!dir)
        return gx_fail(walk->cx, GX_E_INTERNAL, NULL, "%s cannot be read", path);
    for (struct dirent *entry; rc == GX_OK && (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        const char *slash = *below ? "/" : "";
        rc =
            visit_entry(walk, gx_arena_printf(walk->cx->arena, "%s%s%s", below, slash, entry->d_name), depth);
    }
    closedir(dir);
    return rc;
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const struct gx_source *)a)->name, ((const struct gx_source *)b)->name);
}

gx_rc gx_source_sql(gx_cx *cx, const char *folder, struct gx_source **out, size_t *n) {
    struct walk walk = {.cx = cx, .root = folder, .files = GX_NEW_N(cx->arena, struct gx_source, FILES_MAX)};
    gx_rc rc = visit(&walk, "", 0);
    qsort(walk.files, walk.n, sizeof *walk.files, by_name);
    *out = walk.files;
    *n = walk.n;
    return rc;
}
