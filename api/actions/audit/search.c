// SPDX-License-Identifier: AGPL-3.0-or-later
// The audit's answers: lines of the list, how things stand, limits for alarms. Who may see them and what of each line
// is decided by the functions of the database.
#include "actions/audit/search.h"

#include "core/crypto.h"
#include "core/decimal.h"
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"
#include "resource/cursor.h"
#include "resource/frame.h"
#include "resource/history_changes.h"
#include <string.h>

enum { SORTS = 3, KINDS_MAX = 50 };

static const struct {
    const char *name;
    enum gx_type type;
} conditions[] = {
    {"from", GX_T_DATETIME}, {"to", GX_T_DATETIME},         {"person", GX_T_REFERENCE},
    {"resource", GX_T_TEXT}, {"record_id", GX_T_REFERENCE}, {"request_id", GX_T_TEXT},
    {"ip", GX_T_TEXT},
};

static gx_rc add_kinds(gx_cx *cx, json_t *filter, const char *text) {
    json_t *kinds = json_array();
    while (*text) {
        size_t n = strcspn(text, ",");
        if (n > 0)
            json_array_append_new(kinds, json_stringn(text, n));
        text += n + (text[n] == ',');
    }
    size_t n_kinds = json_array_size(kinds);
    json_object_set_new(filter, "kind", kinds);
    if (n_kinds == 0 || n_kinds > KINDS_MAX)
        return gx_fail(cx, GX_E_MALFORMED, "kind", "kind is 1 to %d names with commas between", KINDS_MAX);
    return GX_OK;
}

gx_rc gx_search_filter(gx_cx *cx, const struct gx_request *rq, json_t **out) {
    json_t *filter = gx_json_keep(cx->arena, json_object());
    for (size_t i = 0; i < GX_COUNT(conditions); i++) {
        const char *value = gx_request_query(rq, conditions[i].name);
        if (value == NULL)
            continue;
        if (!gx_type_accepts(conditions[i].type, value))
            return gx_fail(cx, GX_E_MALFORMED, conditions[i].name, "not a value of this parameter");
        json_object_set_new(filter, conditions[i].name, json_string(value));
    }
    const char *kinds = gx_request_query(rq, "kind");
    *out = filter;
    return kinds ? add_kinds(cx, filter, kinds) : GX_OK;
}

// A query for the cursor's sake: its mark is bound to the person and to the conditions.
static struct gx_query *page_query(gx_cx *cx, const struct gx_hints *hints, const json_t *filter) {
    static const struct gx_field fields[SORTS] = {
        {.name = "at", .column = "at", .type = GX_T_DATETIME, .never_null = true},
        {.name = "source", .column = "source", .type = GX_T_TEXT, .never_null = true},
        {.name = "id", .column = "id", .type = GX_T_INTEGER, .never_null = true}};
    struct gx_query *query = GX_NEW(cx->arena, struct gx_query);
    const char *text = gx_json_canonical(cx->arena, filter);
    query->hints = hints;
    query->limit = GX_QUERY_LIMIT;
    for (size_t i = 0; i < SORTS; i++)
        query->sorts[query->n_sorts++] = (struct gx_sort){&fields[i], true};
    gx_crypto_sha256(text, strlen(text), query->hash);
    return query;
}

static gx_rc read_page(gx_cx *cx, const struct gx_request *rq, struct gx_query *query) {
    const char *cursor = gx_request_query(rq, "cursor"), *limit = gx_request_query(rq, "limit");
    int64_t n = GX_QUERY_LIMIT;
    if (limit && !gx_decimal_i64(limit, strlen(limit), 1, GX_QUERY_LIMIT_MAX, &n))
        return gx_fail(cx, GX_E_MALFORMED, "limit", "limit is 1 to %d", GX_QUERY_LIMIT_MAX);
    query->limit = (int)n;
    return cursor ? gx_cursor_read(cx, query, cursor) : GX_OK;
}

static const struct {
    const char *name;
    enum gx_type type;
} columns[] = {
    {"source", GX_T_TEXT},          {"id", GX_T_INTEGER},
    {"at", GX_T_DATETIME},          {"kind", GX_T_TEXT},
    {"subject_id", GX_T_REFERENCE}, {"actor_id", GX_T_REFERENCE},
    {"session_id", GX_T_REFERENCE}, {"ip", GX_T_TEXT},
    {"request_id", GX_T_TEXT},      {"change_set_id", GX_T_REFERENCE},
    {"origin", GX_T_TEXT},          {"resource", GX_T_TEXT},
    {"record_id", GX_T_REFERENCE},  {"detail", GX_T_JSON},
    {"changes", GX_T_JSON},
};
enum { AT = 2, RESOURCE = 11, CHANGES = 14 };

static void frame_line(gx_buf *buf, struct gx_catalog *catalog, const gx_result *rows, int row) {
    const struct gx_resource *resource = gx_catalog_by_name(catalog, gx_result_text(rows, row, RESOURCE));
    gx_buf_addc(buf, '{');
    for (int i = 0; i < (int)GX_COUNT(columns); i++) {
        const char *text = gx_result_text(rows, row, i);
        size_t len = gx_result_len(rows, row, i);
        gx_buf_key(buf, columns[i].name);
        if (gx_result_is_null(rows, row, i))
            gx_buf_adds(buf, "null");
        else if (i == CHANGES && resource)
            gx_history_changes(buf, resource, text, len);
        else
            gx_frame_value(buf, columns[i].type, text, len);
    }
    gx_buf_addc(buf, '}');
}

static gx_rc list(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const struct gx_hints *hints;
    json_t *filter;
    gx_result *rows;
    gx_rc rc = gx_rights_get(cx, &hints);
    if (rc == GX_OK)
        rc = gx_search_filter(cx, rq, &filter);
    if (rc)
        return rc;
    struct gx_query *query = page_query(cx, hints, filter);
    rc = read_page(cx, rq, query);
    if (rc)
        return rc;
    struct gx_stmt stmt =
        GX_STMT("select * from api.audit_list($1::jsonb, $2::timestamptz, $3, $4::bigint, $5::int)",
                gx_json_dump(cx->arena, filter), query->after[0], query->after[1], query->after[2],
                gx_arena_printf(cx->arena, "%d", query->limit + 1));
    rc = gx_identity_read(cx, &stmt, 1, &rows);
    if (rc)
        return rc;
    bool more = gx_result_rows(rows) > query->limit;
    int n = more ? query->limit : gx_result_rows(rows);
    gx_buf *buf = gx_response_json(rs, 200);
    gx_buf_addc(buf, '[');
    for (int row = 0; row < n; row++) {
        gx_buf_adds(buf, row ? "," : "");
        frame_line(buf, hints->catalog, rows, row);
    }
    gx_buf_adds(buf, "],\"page\":{");
    gx_buf_pair_i64(buf, "limit", query->limit);
    const char *last[SORTS] = {gx_result_text(rows, n - 1, AT), gx_result_text(rows, n - 1, 0),
                               gx_result_text(rows, n - 1, 1)};
    gx_buf_pair(buf, "next", more ? gx_cursor_write(cx, query, last) : NULL);
    gx_buf_adds(buf, "}}");
    return GX_OK;
}
GX_OPERATION("audit_list", list);

static gx_rc answer_json(gx_cx *cx, struct gx_response *rs, const char *sql) {
    const struct gx_stmt stmt = GX_STMT0(sql);
    gx_result *result;
    gx_rc rc = gx_identity_read(cx, &stmt, 1, &result);
    if (rc)
        return rc;
    return gx_response_value(rs, gx_result_text(result, 0, 0));
}

static gx_rc state(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    (void)rq;
    return answer_json(cx, rs, "select api.audit_state()");
}
GX_OPERATION("audit_state", state);

static gx_rc rules(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    (void)rq;
    return answer_json(cx, rs, "select api.alarm_rules()");
}
GX_OPERATION("alarm_rule_list", rules);

static gx_rc rules_write(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const char *text = gx_json_dump(cx->arena, json_object_get(rq->json, "rules"));
    const struct gx_stmt stmts[] = {GX_STMT("select api.alarm_rules_set($1::jsonb)", text),
                                    GX_STMT0("select api.alarm_rules()")};
    gx_result *results[2];
    gx_rc rc = gx_identity_write(cx, stmts, GX_COUNT(stmts), results);
    if (rc)
        return rc;
    return gx_response_value(rs, gx_result_text(results[1], 0, 0));
}
GX_OPERATION("alarm_rule_write", rules_write);
