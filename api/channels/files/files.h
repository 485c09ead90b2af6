// SPDX-License-Identifier: AGPL-3.0-or-later
// The file store: bytes by their SHA-256, and five functions. Names that people give are labels in the database and
// never reach the file system. A file is complete under its name or not there: temporary name, hash, fsync, rename,
// fsync of the folder, and only then may a row commit. An S3 store would stand behind the same five functions.
#ifndef GX_CHANNELS_FILES_H
#define GX_CHANNELS_FILES_H

#include "core/cx.h"
#include <stdint.h>
#include <time.h>

#define GX_FILES_KEY 65 // 64 hex digits and NUL

// Stores bytes; the key into out. The same bytes twice are one file.
gx_rc gx_files_put(gx_cx *cx, const void *data, size_t len, char out[GX_FILES_KEY]) GX_MUST;

// Stores what a regular file (from its beginning) holds; for files made by a job.
gx_rc gx_files_put_fd(gx_cx *cx, int fd, char out[GX_FILES_KEY], uint64_t *size) GX_MUST;

// Opens for reading after the bytes were compared with the key. The caller closes *fd. GX_E_NOT_FOUND when it is
// not there, GX_E_INTERNAL when the bytes are not what they were.
gx_rc gx_files_open(gx_cx *cx, const char *key, int *fd, uint64_t *size) GX_MUST;

// Removes what was last stored before the time: the same bytes may come again while somebody decides that nobody
// needs them. A missing one is no error.
gx_rc gx_files_remove(gx_cx *cx, const char *key, time_t before) GX_MUST;

// Calls visit for every stored key last changed before the time (seconds since 1970), and removes older temporary
// files of writers that died. visit returning false ends the walk.
gx_rc gx_files_each(gx_cx *cx, time_t before, bool (*visit)(void *data, const char *key), void *data) GX_MUST;

#endif
