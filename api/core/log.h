// SPDX-License-Identifier: AGPL-3.0-or-later
// One JSON object per line on stderr. Fields are typed; nothing from outside is ever used as a format.
// Libraries do not log: programs do, and one place logs one line per request. Never pass a secret.
#ifndef GX_LOG_H
#define GX_LOG_H

#include <stddef.h>
#include <stdint.h>

enum gx_log_level { GX_LOG_DEBUG, GX_LOG_INFO, GX_LOG_WARN, GX_LOG_ERROR };

struct gx_log_field {
    const char *key;  // one of our own names
    const char *text; // NULL: the number counts. Control bytes and invalid UTF-8 are escaped; cut at 1 KiB
    int64_t number;
};

// NULL is logged as an empty text.
static inline const char *gx_log_text(const char *text) {
    return text ? text : "";
}
#define GX_LOG_S(k, v) ((struct gx_log_field){.key = (k), .text = gx_log_text(v)})
#define GX_LOG_I(k, v) ((struct gx_log_field){.key = (k), .number = (int64_t)(v)})

// gx_log(GX_LOG_INFO, "ready", GX_LOG_S("listen", text), GX_LOG_I("port", port));
#define gx_log(level, event, ...)                                                                            \
    gx_log_write((level), (event), (const struct gx_log_field[]){__VA_ARGS__},                               \
                 sizeof((const struct gx_log_field[]){__VA_ARGS__}) / sizeof(struct gx_log_field))

// Writes the line with one write(2). event is a static snake_case word.
void gx_log_write(enum gx_log_level level, const char *event, const struct gx_log_field *fields, size_t n);

// Least level that is written: "debug", "info" (default), "warn", "error"; NULL or unknown = info. Call once.
void gx_log_init(const char *level);

#endif
