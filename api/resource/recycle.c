// SPDX-License-Identifier: AGPL-3.0-or-later
// GET /recycle-bin: deleted records of one resource that the caller could bring back, as a list
// with two columns more: when they were deleted and by whom.
#include "core/handler.h"
#include "resource/include.h"
#include "resource/page.h"
#include <string.h>

static const struct gx_field *made(gx_cx *cx, const char *name, enum gx_type type,
                                   const struct gx_resource *to) {
    struct gx_field *field = GX_NEW(cx->arena, struct gx_field);
    field->name = field->column = name;
    field->type = type;
    field->never_null = type == GX_T_DATETIME;
    field->system = true;
    field->to = to;
    return field;
}

static void sort_by_deletion(struct gx_query *query, const struct gx_field *deleted_at) {
    query->sorts[0] = (struct gx_sort){deleted_at, true};
    query->sorts[1] = (struct gx_sort){gx_catalog_field(query->resource, "id", 2), true};
    query->n_sorts = 2;
}

static gx_rc find_resource(gx_cx *cx, const struct gx_hints *hints, const struct gx_request *rq,
                           struct gx_run *out) {
    const char *name = gx_request_query(rq, "resource");
    out->hints = hints;
    out->resource = name ? gx_catalog_by_name(hints->catalog, name) : NULL;
    if (!out->resource)
        return gx_fail(cx, GX_E_MALFORMED, "resource", "there is no such resource");
    out->right = gx_rights_of(hints, out->resource);
    return gx_run_may_read(cx, out);
}

// include may also name deleted_by, which is no field of the resource.
static gx_rc take_includes(gx_cx *cx, struct gx_query *query, const char *list,
                           const struct gx_field *deleted_by) {
    char *rest = list ? gx_arena_strdup(cx->arena, list) : NULL, *name;
    gx_rc rc = GX_OK;
    while (rc == GX_OK && rest && (name = strsep(&rest, ",")) != NULL) {
        if (strcmp(name, "deleted_by") == 0 && deleted_by->to && query->n_includes < GX_QUERY_INCLUDES)
            query->includes[query->n_includes++] = deleted_by;
        else
            rc = gx_query_include(cx, query, name);
    }
    return rc;
}

static gx_rc list(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    static const char *const own[] = {"resource", "include", NULL}, *const own_and_sort[] = {
                                                                        "resource", "include", "sort", NULL};
    const struct gx_hints *hints;
    struct gx_run run;
    struct gx_query *query;
    const char *sort = gx_request_query(rq, "sort");
    bool by_deletion = !sort || strcmp(sort, "-deleted_at") == 0;
    gx_rc rc = gx_rights_get(cx, &hints);
    if (rc == GX_OK)
        rc = find_resource(cx, hints, rq, &run);
    if (rc == GX_OK)
        rc = gx_query_parse(cx, hints, run.resource, rq, GX_QUERY_TAKES_LIST,
                            by_deletion ? own_and_sort : own, &query);
    if (rc)
        return rc;
    const struct gx_resource *user = gx_catalog_by_name(hints->catalog, "user");
    const struct gx_field *deleted_at = made(cx, "deleted_at", GX_T_DATETIME, NULL);
    const struct gx_field *deleted_by = made(cx, "deleted_by", GX_T_REFERENCE, user);
    query->fields[query->n_fields++] = deleted_at;
    query->fields[query->n_fields++] = deleted_by;
    rc = take_includes(cx, query, gx_request_query(rq, "include"), deleted_by);
    if (rc)
        return rc;
    query->by_field = true;
    if (by_deletion)
        sort_by_deletion(query, deleted_at);
    const char *view = gx_arena_printf(cx->arena, "%s_bin", run.resource->name);
    return gx_page_answer(cx, gx_plan_of_view(cx->arena, query, view), rs);
}

GX_OPERATION("recycle_bin_list", list);
