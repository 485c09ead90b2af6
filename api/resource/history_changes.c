// SPDX-License-Identifier: AGPL-3.0-or-later
// A walk over jsonb text that keeps every digit: a JSON library would turn numbers into doubles.
// The text is our own database's, so its form is trusted; the end of the text is not passed.
#include "resource/history_changes.h"

#include "resource/frame.h"
#include <string.h>

struct walk {
    const char *at, *end;
};

static void blanks(struct walk *w) {
    while (w->at < w->end && strchr(" \t\n\r", *w->at))
        w->at++;
}

static bool take(struct walk *w, char c) {
    blanks(w);
    if (w->at == w->end || *w->at != c)
        return false;
    w->at++;
    return true;
}

static void skip_string(struct walk *w) {
    for (w->at++; w->at < w->end && *w->at != '"'; w->at++)
        if (*w->at == '\\' && w->at + 1 < w->end)
            w->at++;
    if (w->at < w->end)
        w->at++;
}

// Passes over one value of any kind.
static void skip_value(struct walk *w) {
    int depth = 0;
    blanks(w);
    do {
        if (w->at == w->end)
            return;
        if (*w->at == '"') {
            skip_string(w);
            continue;
        }
        if (*w->at == '{' || *w->at == '[')
            depth++;
        else if (*w->at == '}' || *w->at == ']')
            depth--;
        w->at++;
    } while (depth > 0 || (w->at < w->end && !strchr(",}] \n", *w->at)));
}

static void value(gx_buf *buf, const struct gx_field *field, const char *text, size_t n) {
    static const char utc[] = "+00:00\"";
    size_t tail = sizeof utc - 1;
    enum gx_type type = field ? field->type : GX_T_JSON;
    bool quoted = n > 1 && text[0] == '"';
    bool number = n > 0 && (quoted || text[0] == '-' || (text[0] >= '0' && text[0] <= '9'));
    if (number && (type == GX_T_MONEY || type == GX_T_DECIMAL || type == GX_T_PERCENT)) {
        gx_frame_value(buf, type, text + quoted, n - 2 * quoted);
    } else if (type == GX_T_DATETIME && n > tail && memcmp(text + n - tail, utc, tail) == 0) {
        gx_buf_add(buf, text, n - tail);
        gx_buf_adds(buf, "Z\"");
    } else {
        gx_buf_add(buf, text, n);
    }
}

// One "key": value of an object; the key without quotes in *key.
static bool member(struct walk *w, const char **key, size_t *n) {
    blanks(w);
    if (w->at == w->end || *w->at != '"')
        return false;
    *key = w->at + 1;
    skip_string(w);
    *n = (size_t)(w->at - *key) - 1;
    return take(w, ':');
}

static bool change(gx_buf *buf, const struct gx_field *field, struct walk *w) {
    const char *key;
    size_t n;
    bool first = true;
    if (!take(w, '{'))
        return false;
    gx_buf_addc(buf, '{');
    while (member(w, &key, &n)) {
        gx_buf_printf(buf, "%s\"%.*s\":", first ? "" : ",", (int)n, key);
        first = false;
        blanks(w);
        const char *start = w->at;
        skip_value(w);
        value(buf, field, start, (size_t)(w->at - start));
        if (!take(w, ','))
            break;
    }
    gx_buf_addc(buf, '}');
    return take(w, '}');
}

static bool changes(gx_buf *buf, const struct gx_resource *resource, struct walk *w) {
    const char *key;
    size_t n;
    bool first = true;
    if (!take(w, '{'))
        return false;
    gx_buf_addc(buf, '{');
    while (member(w, &key, &n)) {
        gx_buf_printf(buf, "%s\"%.*s\":", first ? "" : ",", (int)n, key);
        first = false;
        if (!change(buf, gx_catalog_field(resource, key, n), w))
            return false;
        if (!take(w, ','))
            break;
    }
    gx_buf_addc(buf, '}');
    return take(w, '}');
}

void gx_history_changes(gx_buf *buf, const struct gx_resource *resource, const char *text, size_t len) {
    struct walk w = {text, text + len};
    size_t before = buf->len;
    if (changes(buf, resource, &w))
        return;
    buf->len = before;
    gx_buf_add(buf, text, len);
}
