// SPDX-License-Identifier: AGPL-3.0-or-later
// Reading the environment and the secret files. What is missing or unsafe stops the start with one clear line.
#include "core/config.h"
#include "core/crypto.h"
#include "core/decimal.h"
#include "core/network.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECRET_MAX = 4096, KEY_MIN = 32 };

static const char *env_text(gx_arena *arena, const char *name, const char *fallback) {
    const char *value = getenv(name);
    return gx_arena_strdup(arena, value && *value ? value : fallback);
}

static bool env_number(const char *name, int min, int max, int *out) {
    const char *value = getenv(name);
    int64_t number;
    if (!value || !*value)
        return true;
    if (!gx_decimal_i64(value, strlen(value), min, max, &number))
        return false;
    *out = (int)number;
    return true;
}

static bool parse_listen(gx_arena *arena, const char *text, struct gx_config *config) {
    const char *colon = strrchr(text, ':');
    int64_t port;
    if (!colon || colon == text || !gx_decimal_i64(colon + 1, strlen(colon + 1), 0, 65535, &port))
        return false;
    config->listen_host = gx_arena_strndup(arena, text, (size_t)(colon - text));
    config->listen_port = (int)port;
    return true;
}

static ssize_t read_file(const char *path, unsigned char *data, size_t cap, const char **problem) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    ssize_t len = -1;
    if (fd < 0) {
        *problem = "cannot be opened";
        return -1;
    }
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        *problem = "is no regular file";
    else if (st.st_mode & 077)
        *problem = "must not be readable by others (chmod 600)";
    else if ((len = read(fd, data, cap)) < 0)
        *problem = "cannot be read";
    close(fd);
    return len;
}

struct gx_secret gx_config_secret(gx_arena *arena, const char *dir, const char *name, size_t min_len,
                                  const char **why) {
    struct gx_secret secret = {0};
    const char *problem = NULL;
    if (!dir || !*dir) {
        *why = "GX_SECRETS is not set";
        return secret;
    }
    unsigned char *data = gx_arena_alloc(arena, SECRET_MAX + 1);
    const char *path = gx_arena_printf(arena, "%s/%s", dir, name);
    ssize_t len = read_file(path, data, SECRET_MAX, &problem);
    if (len > 0 && data[len - 1] == '\n')
        len--;
    if (len == 0 || (len > 0 && (size_t)len < min_len))
        problem = "is too short";
    if (problem) {
        *why = gx_arena_printf(arena, "secret %s %s", path, problem);
        return secret;
    }
    data[len] = '\0';
    secret.data = data;
    secret.len = (size_t)len;
    return secret;
}

static bool load_keys(gx_arena *arena, struct gx_config *config, unsigned needs, const char **why) {
    const struct {
        unsigned need;
        const char *name;
        struct gx_secret *secret;
    } keys[] = {{GX_NEED_JWT, "jwt.key", &config->jwt_key},
                {GX_NEED_BOX, "box.key", &config->box_key},
                {GX_NEED_CURSOR, "cursor.key", &config->cursor_key}};
    for (size_t i = 0; i < GX_COUNT(keys); i++) {
        if (!(needs & keys[i].need))
            continue;
        *keys[i].secret = gx_config_secret(arena, config->secrets_dir, keys[i].name, KEY_MIN, why);
        if (!keys[i].secret->data)
            return false;
    }
    return true;
}

// An address as it may stand in an envelope: no space, no control character, one @.
static bool is_address(const char *text) {
    const char *at = strchr(text, '@');
    if (!at || at == text || at[1] == '\0' || strchr(at + 1, '@'))
        return false;
    for (const unsigned char *p = (const unsigned char *)text; *p; p++)
        if (*p <= 0x20 || *p >= 0x7F || strchr("<>,;\"", *p))
            return false;
    return true;
}

// A secret that may be absent; one that is there must be right.
static bool load_optional(gx_arena *arena, const struct gx_config *config, const char *name,
                          struct gx_secret *out, const char **why) {
    const char *path = gx_arena_printf(arena, "%s/%s", config->secrets_dir, name);
    if (access(path, F_OK) != 0)
        return true;
    *out = gx_config_secret(arena, config->secrets_dir, name, 0, why);
    return out->data != NULL;
}

static bool load_mail(gx_arena *arena, struct gx_config *config, const char **why) {
    config->smtp_url = env_text(arena, "GX_SMTP_URL", NULL);
    config->smtp_from = env_text(arena, "GX_SMTP_FROM", NULL);
    if (!config->smtp_url)
        return true;
    if (strncmp(config->smtp_url, "smtp://", 7) != 0 && strncmp(config->smtp_url, "smtps://", 8) != 0) {
        *why = "GX_SMTP_URL must begin with smtp:// or smtps://";
        return false;
    }
    if (!config->smtp_from || !is_address(config->smtp_from)) {
        *why = "GX_SMTP_FROM must be the address that mails come from";
        return false;
    }
    return load_optional(arena, config, "smtp.user", &config->smtp_user, why) &&
           load_optional(arena, config, "smtp.password", &config->smtp_password, why);
}

static int default_pool_size(void) {
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 2 ? 4 : cores > 16 ? 32 : (int)cores * 2;
}

const struct gx_config *gx_config_load(gx_arena *arena, unsigned needs, const char **why) {
    struct gx_config *config = GX_NEW(arena, struct gx_config);
    const char *demo = getenv("GX_DEMO");
    gx_crypto_init();
    config->db = env_text(arena, "GX_DB", "dbname=guanxi");
    config->secrets_dir = env_text(arena, "GX_SECRETS", "");
    config->files_dir = env_text(arena, "GX_FILES", "");
    config->base_url = env_text(arena, "GX_BASE_URL", "https://localhost");
    config->home = env_text(arena, "GX_HOME", ".");
    config->log_level = env_text(arena, "GX_LOG", "info");
    config->metrics_token = env_text(arena, "GX_METRICS_TOKEN", NULL);
    config->net_allow = env_text(arena, "GX_NET_ALLOW", NULL);
    config->proxies = env_text(arena, "GX_PROXIES", "");
    config->demo = demo && strcmp(demo, "1") == 0;
    config->pool_size = default_pool_size();
    config->connection_limit = 2000;
    if (!parse_listen(arena, env_text(arena, "GX_LISTEN", "127.0.0.1:8081"), config)) {
        *why = "GX_LISTEN must be ADDRESS:PORT";
        return NULL;
    }
    if (!gx_network_list_valid(config->proxies)) {
        *why = "GX_PROXIES must be networks like 10.0.0.0/8, separated by commas";
        return NULL;
    }
    if (!env_number("GX_POOL", 1, 64, &config->pool_size)) {
        *why = "GX_POOL must be 1..64";
        return NULL;
    }
    if (!env_number("GX_CONNECTIONS", 10, 60000, &config->connection_limit)) {
        *why = "GX_CONNECTIONS must be 10..60000";
        return NULL;
    }
    return load_mail(arena, config, why) && load_keys(arena, config, needs, why) ? config : NULL;
}
