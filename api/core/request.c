// SPDX-License-Identifier: AGPL-3.0-or-later
// Looking things up in a request. Everything here is already checked by api/http.
#include "core/request.h"
#include "core/decimal.h"

#include <string.h>

static const char *find(const struct gx_pair *pairs, size_t n, const char *name) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(pairs[i].key, name) == 0)
            return pairs[i].value;
    return NULL;
}

const char *gx_request_param(const struct gx_request *rq, const char *name) {
    return find(rq->params, rq->n_params, name);
}

const char *gx_request_query(const struct gx_request *rq, const char *name) {
    return find(rq->query, rq->n_query, name);
}

static bool is_cookie_value(const char *s, size_t len) {
    for (size_t i = 0; i < len; i++) {
        char c = s[i];
        bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                    c == '_';
        if (!fine)
            return false;
    }
    return len > 0;
}

const char *gx_request_cookie(gx_cx *cx, const struct gx_request *rq, const char *name) {
    const char *found = NULL;
    size_t found_len = 0, name_len = strlen(name);
    for (const char *p = rq->cookie; p && *p;) {
        p += strspn(p, " ;");
        size_t len = strcspn(p, ";");
        if (len > name_len && p[name_len] == '=' && memcmp(p, name, name_len) == 0) {
            if (found)
                return NULL;
            found = p + name_len + 1;
            found_len = len - name_len - 1;
        }
        p += len;
    }
    return found && is_cookie_value(found, found_len) ? gx_arena_strndup(cx->arena, found, found_len) : NULL;
}

gx_rc gx_request_if_match(gx_cx *cx, const struct gx_request *rq, int64_t *out) {
    const char *text = rq->if_match;
    if (!text)
        return gx_fail(cx, GX_E_PRECONDITION, NULL, "Send If-Match with the ETag that was read, or *");
    if (strcmp(text, "*") == 0) {
        *out = -1;
        return GX_OK;
    }
    size_t len = strlen(text);
    if (len < 3 || text[0] != '"' || text[len - 1] != '"')
        return gx_fail(cx, GX_E_MALFORMED, NULL, "If-Match is not an entity tag of this service");
    size_t digits = strspn(text + 1, "0123456789");
    bool is_ours =
        strspn(text + 1, "0123456789.") == len - 2 && (text[1 + digits] == '.' || text[1 + digits] == '"');
    if (!is_ours || !gx_decimal_i64(text + 1, digits, 0, INT32_MAX, out))
        return gx_fail(cx, GX_E_MALFORMED, NULL, "If-Match is not an entity tag of this service");
    return GX_OK;
}

bool gx_request_none_match(const struct gx_request *rq, const char *etag) {
    size_t etag_len = strlen(etag);
    for (const char *p = rq->if_none_match; p && *p;) {
        p += strspn(p, " \t,");
        if (*p == '*')
            return true;
        if (strncmp(p, "W/", 2) == 0)
            p += 2;
        size_t len = strcspn(p, ", \t");
        if (len == etag_len && memcmp(p, etag, len) == 0)
            return true;
        p += len;
    }
    return false;
}

const char *gx_request_method_name(enum gx_method method) {
    static const char *const names[GX_METHODS] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    return (unsigned)method < GX_METHODS ? names[method] : "?";
}
