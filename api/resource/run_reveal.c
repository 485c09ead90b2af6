// SPDX-License-Identifier: AGPL-3.0-or-later
// POST /accounts/{id}/reveal: plain values of fields that are masked for the caller. One function of
// the database checks, counts, logs and reads in one transaction of the write pool; the answer is
// never kept. A field that he may not even know is as unknown here as everywhere.
#include "core/handler.h"
#include "core/json.h"
#include "core/utf8.h"
#include "db/client/identity.h"
#include "resource/run.h"
#include <string.h>

enum { FIELDS_MAX = 10, REASON_MIN = 3, REASON_MAX = 500 };

// Readable or masked, and of a kind that can be masked.
static const struct gx_field *find(const struct gx_run *run, const json_t *name) {
    const struct gx_field *field =
        gx_catalog_field(run->resource, json_string_value(name), json_string_length(name));
    return field && gx_rights_reads(run->right, field) && gx_json_str(field->raw, "mask") ? field : NULL;
}

// The names as the text of a text[].
static gx_rc take_fields(gx_cx *cx, const struct gx_run *run, const json_t *list, const char **out) {
    size_t i;
    json_t *item;
    const char *names = "";
    if (!json_is_array(list) || json_array_size(list) == 0 || json_array_size(list) > FIELDS_MAX)
        return gx_fail_add(cx, "/fields", list ? "invalid" : "required", "1 to %d names of fields",
                           FIELDS_MAX);
    json_array_foreach(list, i, item) {
        const char *pointer = gx_arena_printf(cx->arena, "/fields/%zu", i);
        if (!json_is_string(item))
            return gx_fail_add(cx, pointer, "type", "the name of a field");
        const struct gx_field *field = find(run, item);
        if (!field)
            return gx_fail_code(cx, GX_E_MALFORMED, "unknown_field", pointer, "there is no such field");
        names = gx_arena_printf(cx->arena, "%s%s%s", names, i ? "," : "", field->name);
    }
    *out = gx_arena_printf(cx->arena, "{%s}", names);
    return GX_OK;
}

static gx_rc take_reason(gx_cx *cx, const json_t *value, const char **out) {
    if (!json_is_string(value))
        return gx_fail_add(cx, "/reason", value ? "type" : "required", "why it is needed");
    const char *text = json_string_value(value);
    size_t blank = strspn(text, " "), n = strlen(text);
    while (n > blank && text[n - 1] == ' ')
        n--;
    size_t count = gx_utf8_count(text + blank, n - blank);
    if (count < REASON_MIN || count > REASON_MAX)
        return gx_fail_add(cx, "/reason", count < REASON_MIN ? "too_short" : "too_long",
                           "%d to %d characters", REASON_MIN, REASON_MAX);
    *out = gx_arena_strndup(cx->arena, text + blank, n - blank);
    return GX_OK;
}

static gx_rc take_body(gx_cx *cx, const struct gx_request *rq, const struct gx_run *run, const char **fields,
                       const char **reason) {
    json_t *body, *value;
    const char *name;
    gx_rc rc = gx_run_body(cx, rq, &body);
    if (rc)
        return rc;
    json_object_foreach(body, name, value) {
        if (strcmp(name, "fields") != 0 && strcmp(name, "reason") != 0)
            return gx_fail_code(cx, GX_E_MALFORMED, "unknown_field", gx_arena_printf(cx->arena, "/%s", name),
                                "there is no such member");
    }
    rc = take_fields(cx, run, json_object_get(body, "fields"), fields);
    if (rc == GX_E_MALFORMED)
        return rc;
    gx_rc second = take_reason(cx, json_object_get(body, "reason"), reason);
    return rc ? rc : second;
}

static gx_rc reveal(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct gx_run run;
    const char *fields = NULL, *reason = NULL;
    gx_result *result;
    gx_rc rc = gx_run_begin(cx, rq, &run);
    if (rc == GX_OK)
        rc = gx_run_may(cx, &run, GX_OPERATION_REVEAL);
    if (rc == GX_OK)
        rc = gx_run_no_query(cx, rq);
    if (rc == GX_OK)
        rc = take_body(cx, rq, &run, &fields, &reason);
    if (rc)
        return rc;
    struct gx_stmt stmt = GX_STMT("select api.reveal($1, $2::uuid, $3::text[], $4)", run.resource->name,
                                  gx_request_param(rq, "id"), fields, reason);
    rc = gx_identity_post_again(cx, rq, &stmt, &result);
    if (rc)
        return rc;
    return gx_response_value(rs, gx_result_text(result, 0, 0));
}

GX_OPERATION("*_reveal", reveal);
