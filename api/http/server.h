// SPDX-License-Identifier: AGPL-3.0-or-later
// The HTTP server: the only folder that includes ulfius.h. Handlers know core/request.h and core/response.h only;
// they name their operation with GX_OPERATION (core/handler.h).
#ifndef GX_SERVER_H
#define GX_SERVER_H

#include "core/cx.h"

// Starts listening. The address is printed as `listening 127.0.0.1:PORT` on stderr once requests are answered.
// False with *why when the port is taken or an operation of the catalog has no handler.
bool gx_server_start(const struct gx_env *env, const char **why);

// Stops accepting, lets running requests end (at most drain_ms), closes.
void gx_server_stop(unsigned drain_ms);

#endif
