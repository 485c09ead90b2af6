// SPDX-License-Identifier: AGPL-3.0-or-later
// Addresses and header values. Nothing that leaves here has a line end but the folds made here.
#include "channels/mail/mail.h"
#include "core/buf.h"

#include <string.h>

enum { WORD = 48 }; // of 75 that an encoded word may have, with room for its frame and the header's name

static bool is_local(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr(".!#$%&'+/=?^_`{|}~-", c) != NULL);
}

static bool is_host(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

bool gx_mail_is_address(const char *text) {
    const char *at = strchr(text, '@');
    size_t len = strlen(text);
    if (at == NULL || at == text || at - text > 64 || len > 254 || at[1] == '\0')
        return false;
    for (const char *p = text; p < at; p++)
        if (!is_local((unsigned char)*p))
            return false;
    for (const char *p = at + 1; *p != '\0'; p++)
        if (!is_host((unsigned char)*p))
            return false;
    return at[1] != '.' && text[len - 1] != '.';
}

static bool is_plain(const char *text) {
    for (const unsigned char *p = (const unsigned char *)text; *p; p++)
        if (*p < 0x20 || *p >= 0x7F || strchr("=\"<>,():;@[]\\", *p) != NULL)
            return false;
    return strlen(text) <= WORD;
}

// Bytes of the character that begins here; an encoded word never ends inside one.
static size_t width(const unsigned char *p) {
    size_t n = 1;
    while (p[0] >= 0xC0 && (p[n] & 0xC0) == 0x80)
        n++;
    return n;
}

static void add_char(gx_buf *buf, const unsigned char *p, size_t n) {
    for (size_t i = 0; i < n; i++)
        gx_buf_printf(buf, "=%02X", p[i] < 0x20 || p[i] == 0x7F ? 0x20u : p[i]);
}

const char *gx_mail_words(gx_arena *arena, const char *text) {
    GX_AUTO(gx_buf) buf = {0};
    size_t begin = 0;
    if (is_plain(text))
        return gx_arena_strdup(arena, text);
    gx_buf_adds(&buf, "=?UTF-8?Q?");
    begin = buf.len;
    for (const unsigned char *p = (const unsigned char *)text; *p;) {
        size_t n = width(p);
        if (buf.len - begin + 3 * n > WORD) {
            gx_buf_adds(&buf, "?=\r\n =?UTF-8?Q?");
            begin = buf.len;
        }
        add_char(&buf, p, n);
        p += n;
    }
    gx_buf_adds(&buf, "?=");
    return gx_arena_strndup(arena, buf.data, buf.len);
}
