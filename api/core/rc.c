// SPDX-License-Identifier: AGPL-3.0-or-later
// Names and HTTP statuses of the outcomes, in one table. It must not know problem codes of single operations:
// those are given with gx_fail_code.
#include "core/rc.h"

struct outcome {
    int status;
    const char *code;
    const char *title;
};

static const struct outcome outcomes[] = {
    [GX_OK] = {200, "ok", "OK"},
    [GX_E_MALFORMED] = {400, "malformed", "The request cannot be understood"},
    [GX_E_UNAUTHORIZED] = {401, "unauthorized", "Log in first"},
    [GX_E_FORBIDDEN] = {403, "forbidden", "Not allowed"},
    [GX_E_NOT_FOUND] = {404, "not_found", "Not found"},
    [GX_E_METHOD] = {405, "method_not_allowed", "Method not allowed"},
    [GX_E_CONFLICT] = {409, "conflict", "Conflict"},
    [GX_E_VERSION] = {412, "version_conflict", "The record was changed meanwhile"},
    [GX_E_TOO_LARGE] = {413, "too_large", "Too large"},
    [GX_E_MEDIA] = {415, "unsupported_media", "Unsupported media type"},
    [GX_E_INVALID] = {422, "invalid", "Invalid values"},
    [GX_E_PRECONDITION] = {428, "precondition_required", "If-Match is required"},
    [GX_E_THROTTLED] = {429, "throttled", "Too many attempts"},
    [GX_E_INTERNAL] = {500, "internal", "Internal error"},
    [GX_E_UNAVAILABLE] = {503, "unavailable", "Try again later"},
    [GX_E_STALE] = {503, "unavailable", "Try again later"},
    [GX_E_TAKEN] = {409, "conflict", "Conflict"},
    [GX_E_AGAIN] = {503, "unavailable", "Try again later"},
};

static const struct outcome *find(gx_rc rc) {
    if ((int)rc < 0 || (size_t)rc >= GX_COUNT(outcomes))
        return &outcomes[GX_E_INTERNAL];
    return &outcomes[rc];
}

int gx_rc_status(gx_rc rc) {
    return find(rc)->status;
}

const char *gx_rc_code(gx_rc rc) {
    return find(rc)->code;
}

const char *gx_rc_title(gx_rc rc) {
    return find(rc)->title;
}
