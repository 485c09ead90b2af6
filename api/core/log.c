// SPDX-License-Identifier: AGPL-3.0-or-later
// One line, one write. Text from outside is escaped and cut; it can neither break the line nor forge a field.
#include "core/log.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/utf8.h"

#include <string.h>
#include <unistd.h>

enum { TEXT_MAX = 1024 };

static enum gx_log_level least = GX_LOG_INFO;
static const char *const names[] = {"debug", "info", "warn", "error"};

void gx_log_init(const char *level) {
    for (size_t i = 0; level && i < GX_COUNT(names); i++)
        if (strcmp(level, names[i]) == 0)
            least = (enum gx_log_level)i;
}

static void add_text(gx_buf *line, const char *text) {
    size_t len = strnlen(text, TEXT_MAX);
    while (len > 0 && !gx_utf8_is_valid(text, len) && len > TEXT_MAX - 4)
        len--; // a cut in the middle of a character
    if (gx_utf8_is_valid(text, len)) {
        gx_buf_json(line, text, len);
        return;
    }
    gx_buf_addc(line, '"');
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x20 || c > 0x7E || c == '"' || c == '\\')
            gx_buf_printf(line, "\\u00%02x", c);
        else
            gx_buf_addc(line, (char)c);
    }
    gx_buf_addc(line, '"');
}

void gx_log_write(enum gx_log_level level, const char *event, const struct gx_log_field *fields, size_t n) {
    if (level < least)
        return;
    GX_AUTO(gx_buf) line = {0};
    char at[25];
    gx_clock_text(at);
    gx_buf_addc(&line, '{');
    gx_buf_pair(&line, "at", at);
    gx_buf_pair(&line, "level", names[level]);
    gx_buf_pair(&line, "event", event);
    for (size_t i = 0; i < n; i++) {
        gx_buf_key(&line, fields[i].key);
        if (fields[i].text)
            add_text(&line, fields[i].text);
        else
            gx_buf_i64(&line, fields[i].number);
    }
    gx_buf_add(&line, "}\n", 2);
    ssize_t written = write(STDERR_FILENO, line.data, line.len);
    (void)written; // nobody is left to tell
}
