// SPDX-License-Identifier: AGPL-3.0-or-later
// A directory as content-addressed store: ab/cdef... and tmp/. Every open stays below the store and follows no link.
#include "channels/files/files.h"

#include "core/config.h"
#include "core/crypto.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CHUNK = 1 << 16 };

static void fd_cleanup(int *fd) {
    if (*fd >= 0)
        close(*fd);
}
#define FD __attribute__((cleanup(fd_cleanup))) int

static gx_rc broken(gx_cx *cx, const char *what) {
    gx_fail_cause(cx, "file store: %s: %s", what, strerror(errno));
    return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "the file store is not available");
}

static int open_beneath(int root, const char *path, int flags, mode_t mode) {
    struct open_how how = {.flags = (unsigned)(flags | O_CLOEXEC),
                           .mode = mode,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
    return (int)syscall(SYS_openat2, root, path, &how, sizeof how);
}

static gx_rc open_root(gx_cx *cx, int *out) {
    *out = open(cx->env->config->files_dir, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
    return *out >= 0 ? GX_OK : broken(cx, "open");
}

static bool is_key(const char *key) {
    return key != NULL && strlen(key) == 64 && strspn(key, "0123456789abcdef") == 64;
}

static void path_of(const char *key, char out[GX_FILES_KEY + 1]) {
    snprintf(out, GX_FILES_KEY + 1, "%.2s/%s", key, key + 2);
}

static bool write_all(int fd, const char *data, size_t len) {
    while (len > 0) {
        ssize_t n = write(fd, data, len < CHUNK ? len : CHUNK);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        data += n;
        len -= (size_t)n;
    }
    return true;
}

// A new name for a temporary file, below root.
static void name_temporary(int root, char name[48]) {
    unsigned char random[16];
    mkdirat(root, "tmp", 0700);
    gx_crypto_random(random, sizeof random);
    memcpy(name, "tmp/", 4);
    sodium_bin2hex(name + 4, 44, random, sizeof random);
}

// A temporary file: its name (below root) into name, open for writing.
static int open_temporary(int root, char name[48]) {
    name_temporary(root, name);
    return open_beneath(root, name, O_CREAT | O_EXCL | O_WRONLY, 0600);
}

// Gives a finished temporary file its name.
static bool settle(int root, const char *temporary, const char *key) {
    char folder[3] = {key[0], key[1], '\0'};
    char path[GX_FILES_KEY + 1];
    path_of(key, path);
    if (mkdirat(root, folder, 0700) != 0 && errno != EEXIST)
        return false;
    if (renameat(root, temporary, root, path) != 0)
        return false;
    FD dir = open_beneath(root, folder, O_DIRECTORY | O_RDONLY, 0);
    return dir >= 0 && fsync(dir) == 0 && fsync(root) == 0;
}

static void key_of(crypto_hash_sha256_state *state, char out[GX_FILES_KEY]) {
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(state, hash);
    sodium_bin2hex(out, GX_FILES_KEY, hash, sizeof hash);
}

gx_rc gx_files_put(gx_cx *cx, const void *data, size_t len, char out[GX_FILES_KEY]) {
    char name[48];
    FD root = -1;
    gx_rc rc = open_root(cx, &root);
    if (rc != GX_OK)
        return rc;
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, data, len);
    key_of(&state, out);
    FD fd = open_temporary(root, name);
    if (fd < 0)
        return broken(cx, "create");
    if (write_all(fd, data, len) && fsync(fd) == 0 && settle(root, name, out))
        return GX_OK;
    rc = broken(cx, "write");
    unlinkat(root, name, 0);
    return rc;
}

// Copies from one descriptor to another while hashing; size -1 on failure.
static int64_t copy(int from, int to, crypto_hash_sha256_state *state) {
    char chunk[CHUNK];
    int64_t size = 0;
    for (;;) {
        ssize_t n = pread(from, chunk, sizeof chunk, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            return size;
        crypto_hash_sha256_update(state, (const unsigned char *)chunk, (size_t)n);
        if (to >= 0 && !write_all(to, chunk, (size_t)n))
            return -1;
        size += n;
    }
}

gx_rc gx_files_put_fd(gx_cx *cx, int from, char out[GX_FILES_KEY], uint64_t *size) {
    char name[48];
    FD root = -1;
    gx_rc rc = open_root(cx, &root);
    if (rc != GX_OK)
        return rc;
    FD fd = open_temporary(root, name);
    if (fd < 0)
        return broken(cx, "create");
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    int64_t n = copy(from, fd, &state);
    key_of(&state, out);
    if (n >= 0 && fsync(fd) == 0 && settle(root, name, out)) {
        *size = (uint64_t)n;
        return GX_OK;
    }
    rc = broken(cx, "write");
    unlinkat(root, name, 0);
    return rc;
}

gx_rc gx_files_open(gx_cx *cx, const char *key, int *out, uint64_t *size) {
    char path[GX_FILES_KEY + 1];
    char found[GX_FILES_KEY];
    struct stat st;
    FD root = -1;
    *out = -1;
    if (!is_key(key))
        return gx_fail(cx, GX_E_NOT_FOUND, NULL, "no such file");
    gx_rc rc = open_root(cx, &root);
    if (rc != GX_OK)
        return rc;
    path_of(key, path);
    FD fd = open_beneath(root, path, O_RDONLY, 0);
    if (fd < 0 && errno == ENOENT)
        return gx_fail(cx, GX_E_NOT_FOUND, NULL, "the file is not in the store");
    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return broken(cx, "open");
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    if (copy(fd, -1, &state) < 0)
        return broken(cx, "read");
    key_of(&state, found);
    if (strcmp(found, key) != 0) {
        gx_fail_cause(cx, "file store: bytes of %s changed", key);
        return gx_fail(cx, GX_E_INTERNAL, NULL, "the stored file is damaged");
    }
    *size = (uint64_t)st.st_size;
    *out = fd;
    fd = -1;
    return GX_OK;
}

// It is moved aside before it is looked at, so that what is looked at is what goes.
gx_rc gx_files_remove(gx_cx *cx, const char *key, time_t before) {
    char path[GX_FILES_KEY + 1];
    char aside[48];
    struct stat st;
    FD root = -1;
    if (!is_key(key))
        return GX_OK;
    gx_rc rc = open_root(cx, &root);
    if (rc != GX_OK)
        return rc;
    path_of(key, path);
    name_temporary(root, aside);
    if (renameat(root, path, root, aside) != 0)
        return errno == ENOENT ? GX_OK : broken(cx, "remove");
    bool is_old = fstatat(root, aside, &st, AT_SYMLINK_NOFOLLOW) == 0 && st.st_mtime < before;
    bool good = is_old ? unlinkat(root, aside, 0) == 0 : settle(root, aside, key);
    return good ? GX_OK : broken(cx, "remove");
}

struct walk {
    int root;
    time_t before;
    bool (*visit)(void *data, const char *key);
    void *data;
    bool ended;
};

static void walk_folder(struct walk *w, const char *folder, bool temporary) {
    int fd = open_beneath(w->root, folder, O_DIRECTORY | O_RDONLY, 0);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (dir == NULL) {
        if (fd >= 0)
            close(fd);
        return;
    }
    for (struct dirent *e; !w->ended && (e = readdir(dir)) != NULL;) {
        char key[GX_FILES_KEY];
        struct stat st;
        if (fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (!S_ISREG(st.st_mode) || st.st_mtime >= w->before)
            continue;
        snprintf(key, sizeof key, "%.2s%.62s", folder, e->d_name);
        if (temporary)
            unlinkat(dirfd(dir), e->d_name, 0);
        else if (is_key(key))
            w->ended = !w->visit(w->data, key);
    }
    closedir(dir);
}

gx_rc gx_files_each(gx_cx *cx, time_t before, bool (*visit)(void *data, const char *key), void *data) {
    FD root = -1;
    gx_rc rc = open_root(cx, &root);
    if (rc != GX_OK)
        return rc;
    struct walk w = {root, before, visit, data, false};
    walk_folder(&w, "tmp", true);
    for (int i = 0; i < 256 && !w.ended; i++) {
        char folder[3];
        snprintf(folder, sizeof folder, "%02x", (unsigned)i);
        walk_folder(&w, folder, false);
    }
    return GX_OK;
}
