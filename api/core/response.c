// SPDX-License-Identifier: AGPL-3.0-or-later
// Filling in an answer. Bytes are made by the writer in api/http only.
#include "core/response.h"

#include <string.h>

gx_buf *gx_response_json(struct gx_response *rs, int status) {
    rs->status = status;
    gx_buf_free(&rs->body);
    gx_buf_adds(&rs->body, "{\"data\":");
    return &rs->body;
}

gx_rc gx_response_value(struct gx_response *rs, const char *json) {
    gx_buf *body = gx_response_json(rs, 200);
    gx_buf_adds(body, json);
    gx_buf_addc(body, '}');
    return GX_OK;
}

gx_rc gx_response_none(struct gx_response *rs) {
    rs->status = 204;
    gx_buf_free(&rs->body);
    return GX_OK;
}

gx_rc gx_response_header(gx_cx *cx, struct gx_response *rs, const char *name, const char *value) {
    for (const char *p = value; *p; p++)
        if (*p < 0x20 || *p > 0x7E)
            return gx_fail(cx, GX_E_INTERNAL, NULL, "A header value holds a control character");
    if (!*value)
        return gx_fail(cx, GX_E_INTERNAL, NULL, "A header value is empty");
    struct gx_header *header = GX_NEW(cx->arena, struct gx_header);
    header->name = name;
    header->value = gx_arena_strdup(cx->arena, value);
    header->next = rs->headers;
    rs->headers = header;
    return GX_OK;
}

static bool is_token_char(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

const char *gx_response_attachment(gx_arena *arena, const char *file_name) {
    GX_AUTO(gx_buf) plain = {0};
    GX_AUTO(gx_buf) coded = {0};
    size_t len = strnlen(file_name, 200);
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)file_name[i];
        gx_buf_addc(&plain, (char)(is_token_char(c) || c == ' ' ? c : '_'));
        if (is_token_char(c))
            gx_buf_addc(&coded, (char)c);
        else
            gx_buf_printf(&coded, "%%%02X", c);
    }
    return gx_arena_printf(arena, "attachment; filename=\"%s\"; filename*=UTF-8''%s",
                           len ? plain.data : "file", len ? coded.data : "file");
}

void gx_response_clear(struct gx_response *rs) {
    gx_buf_free(&rs->body);
    if (rs->stream.read && rs->stream.close)
        rs->stream.close(rs->stream.state);
    *rs = (struct gx_response){0};
}
