// SPDX-License-Identifier: AGPL-3.0-or-later
// Configuration from the environment, read once at start, immutable afterwards. Secrets come from files in
// GX_SECRETS (mode 0600 or 0400, at least 32 bytes for keys); a missing or open one stops the start.
#ifndef GX_CONFIG_H
#define GX_CONFIG_H

#include "core/arena.h"
#include <stdbool.h>
#include <stddef.h>

struct gx_secret {
    const unsigned char *data;
    size_t len;
};

struct gx_config {
    const char *listen_host;   // GX_LISTEN, default 127.0.0.1:8081
    int listen_port;           // 0 = the system picks one
    const char *db;            // GX_DB: libpq "host=... port=... dbname=..." without user and password
    const char *secrets_dir;   // GX_SECRETS
    const char *files_dir;     // GX_FILES: content-addressed store
    const char *base_url;      // GX_BASE_URL: links in mail start with it
    const char *home;          // GX_HOME: folder with openapi/dist, migrations, db
    const char *log_level;     // GX_LOG
    const char *metrics_token; // GX_METRICS_TOKEN, or NULL: loopback only
    const char *net_allow;     // GX_NET_ALLOW: "host:port,..." that may be local or plain http; NULL: none
    const char *proxies;       // GX_PROXIES: networks whose X-Real-IP counts, beside the loopback; "": none
    const char *smtp_url;      // GX_SMTP_URL: smtp://host:port (STARTTLS) or smtps://; NULL: no mail goes out
    const char *smtp_from;     // GX_SMTP_FROM: the address that mails come from
    struct gx_secret smtp_user; // smtp.user and smtp.password in the folder of secrets; data NULL: no log-in
    struct gx_secret smtp_password;
    bool demo;                   // GX_DEMO=1: list of people for one-click log-in
    int pool_size;               // GX_POOL: connections for reads, 2 per core; for writes 4 x, up to 16
    int connection_limit;        // GX_CONNECTIONS: HTTP connections, default 2000
    struct gx_secret jwt_key;    // jwt.key
    struct gx_secret box_key;    // box.key: sealing of stored secrets (TOTP)
    struct gx_secret cursor_key; // cursor.key: signing of cursors
};

// Which secrets a program needs; others stay empty.
enum gx_config_need { GX_NEED_NOTHING = 0, GX_NEED_JWT = 1, GX_NEED_BOX = 2, GX_NEED_CURSOR = 4 };

// Reads the environment into memory that lives as long as the process (the arena). On failure returns NULL and
// a text for the operator in *why (no secrets in it).
const struct gx_config *gx_config_load(gx_arena *arena, unsigned needs, const char **why);

// One secret file of the folder, without one trailing newline. data NULL on failure with *why set. min_len 0
// accepts any length but empty.
struct gx_secret gx_config_secret(gx_arena *arena, const char *dir, const char *name, size_t min_len,
                                  const char **why);

#endif
