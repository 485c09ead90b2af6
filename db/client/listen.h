// SPDX-License-Identifier: AGPL-3.0-or-later
// Waiting for NOTIFY on one connection of its own. Notifications only wake: they carry nothing that is trusted.
#ifndef GX_LISTEN_H
#define GX_LISTEN_H

#include "db/client/pool.h"

typedef struct gx_listen gx_listen;

// Listens on the channels (array of n static names [a-z_]). The connection is made, and made again after a loss,
// by gx_listen_wait. NULL with *why when the password file is missing.
gx_listen *gx_listen_new(const struct gx_config *config, const char *role, const char *const *channels,
                         size_t n, const char **why);

// Waits up to timeout_ms for a notification, or until wake_fd (-1: none) is readable. True when something came
// or the connection was just made anew (look at the queue then, too); false at the end of the time.
bool gx_listen_wait(gx_listen *listen, int timeout_ms, int wake_fd);

void gx_listen_free(gx_listen *listen);

#endif
