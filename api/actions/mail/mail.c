// SPDX-License-Identifier: AGPL-3.0-or-later
// What mail needs beside its resources: filling a template, refusing mails while there is no server, the time of the
// daily digest.
#include "channels/mail/mail.h"
#include "actions/mail/merge.h"
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"
#include "resource/run.h"
#include "resource/run_one.h"
#include <string.h>

struct template {
    const char *resource;
    const char *texts[2]; // subject, body
};

// The template as its reader sees it.
static gx_rc read_template(gx_cx *cx, const struct gx_hints *hints, const char *id, struct template *out) {
    static const char *const names[] = {"resource", "subject", "body"};
    const char **values[] = {&out->resource, &out->texts[0], &out->texts[1]};
    const struct gx_resource *resource = gx_catalog_by_name(hints->catalog, "mail_template");
    const struct gx_run run = {hints, resource, gx_rights_of(hints, resource)};
    struct gx_plan *plan;
    gx_result *row;
    gx_rc rc = gx_run_may_read(cx, &run);
    if (rc != GX_OK)
        return rc;
    const struct gx_stmt stmt = gx_one_select(cx, gx_query_new(cx, hints, resource), id, &plan);
    rc = gx_run_read(cx, &stmt, 1, false, &row);
    if (rc != GX_OK)
        return rc;
    if (gx_result_rows(row) == 0)
        return gx_one_missing(cx);
    for (size_t i = 0; i < GX_COUNT(names); i++) {
        int column = gx_plan_column(plan, gx_catalog_field(resource, names[i], strlen(names[i])));
        *values[i] = column >= 0 ? gx_result_text(row, 0, column) : "";
    }
    return GX_OK;
}

// A subject is one line, whatever the values are.
static const char *one_line(gx_cx *cx, const char *text) {
    char *copy = gx_arena_strdup(cx->arena, text);
    for (char *p = copy; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            *p = ' ';
    return copy;
}

static gx_rc render(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const struct gx_hints *hints;
    struct template template = {0};
    struct gx_merge merge;
    gx_rc rc = gx_rights_get(cx, &hints);
    if (rc == GX_OK)
        rc = read_template(cx, hints, gx_request_param(rq, "id"), &template);
    if (rc != GX_OK)
        return rc;
    const struct gx_resource *resource = gx_catalog_by_name(hints->catalog, template.resource);
    if (resource == NULL)
        return gx_one_missing(cx);
    rc = gx_merge_read(cx, hints, resource, gx_json_str(rq->json, "record_id"), template.texts, &merge);
    if (rc != GX_OK)
        return rc;
    gx_buf *body = gx_response_json(rs, 200);
    gx_buf_addc(body, '{');
    gx_buf_pair(body, "subject", one_line(cx, gx_merge_fill(cx, &merge, template.texts[0])));
    gx_buf_pair(body, "body", gx_merge_fill(cx, &merge, template.texts[1]));
    gx_buf_key(body, "missing");
    gx_buf_addc(body, '[');
    for (size_t i = 0; i < merge.n; i++) {
        if (merge.fields[i].value != NULL)
            continue;
        gx_buf_comma(body);
        gx_buf_jsons(body, merge.fields[i].text);
    }
    gx_buf_adds(body, "]}}");
    return GX_OK;
}
GX_OPERATION("mail_template_render", render);

// A create as any other, but not into a line that nobody serves.
static gx_rc create(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    if (!gx_mail_is_on(cx->env->config))
        return gx_fail_code(cx, GX_E_CONFLICT, "mail_off", NULL, "no mail server is set up");
    return gx_handler_find("", "create")(cx, rq, rs);
}
GX_OPERATION("mail_message_create", create);

static gx_rc digest_write(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const char *at = gx_json_str(rq->json, "at");
    if (at != NULL && !gx_mail_is_on(cx->env->config))
        return gx_fail_code(cx, GX_E_CONFLICT, "mail_off", NULL, "no mail server is set up");
    const struct gx_stmt stmt = GX_STMT("select api.digest_set($1::time)", at);
    gx_rc rc = gx_identity_write(cx, &stmt, 1, NULL);
    return rc == GX_OK ? gx_response_none(rs) : rc;
}
GX_OPERATION("digest_write", digest_write);
