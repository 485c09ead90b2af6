// SPDX-License-Identifier: AGPL-3.0-or-later
// What an export holds: its columns, the statement behind it, and the text of each cell. A
// reference shows the name that its reader may see. Files are made in export_file.c and
// export_xlsx.c, the request is handled in run_export.c.
#include "resource/export.h"

#include "core/json.h"
#include "resource/cursor.h"
#include "resource/frame.h"
#include "resource/postal.h"
#include <string.h>

const char *const gx_export_names[GX_EXPORT_FORMATS] = {"csv", "txt", "json", "xlsx", "envelopes", "labels"};
const char *const gx_export_endings[GX_EXPORT_FORMATS] = {"csv", "txt", "json", "xlsx", "pdf", "pdf"};
const char *const gx_export_types[GX_EXPORT_FORMATS] = {
    "text/csv; charset=utf-8", "text/plain; charset=utf-8",
    "application/json",        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/pdf",         "application/pdf"};

bool gx_export_is_whole(const struct gx_export *export) {
    return export->format == GX_EXPORT_XLSX || export->print;
}

int64_t gx_export_direct(const struct gx_export *export) {
    return export->print ? GX_PRINT_DIRECT : GX_EXPORT_DIRECT;
}

static gx_rc read_format(gx_cx *cx, const char *text, struct gx_export *out) {
    for (int i = 0; text && i < GX_EXPORT_FORMATS; i++) {
        if (strcmp(gx_export_names[i], text) == 0) {
            out->format = (enum gx_export_format)i;
            return GX_OK;
        }
    }
    return text ? gx_fail(cx, GX_E_MALFORMED, "format", "format is csv, xlsx, txt, json, envelopes or labels")
                : GX_OK;
}

static gx_rc read_labels(gx_cx *cx, const char *text, struct gx_export *out) {
    static const char *const languages[] = {"zh-CN", "zh-TW", "en"};
    out->language = languages[0];
    if (!text)
        return GX_OK;
    out->language = NULL;
    for (size_t i = 0; i < GX_COUNT(languages); i++)
        if (strcmp(languages[i], text) == 0)
            out->language = languages[i];
    if (out->language || strcmp(text, "codes") == 0)
        return GX_OK;
    return gx_fail(cx, GX_E_MALFORMED, "labels", "labels is zh-CN, zh-TW, en or codes");
}

static bool is_bookkeeping(const struct gx_field *field) {
    return strcmp(field->name, "id") == 0 || strcmp(field->name, "version") == 0;
}

static bool names_id(const char *list) {
    return list && (strcmp(list, "id") == 0 || strncmp(list, "id,", 3) == 0 || strstr(list, ",id,") ||
                    (strlen(list) > 3 && strcmp(list + strlen(list) - 3, ",id") == 0));
}

// Chosen columns as chosen; otherwise everything readable but id and version.
static void take_columns(gx_cx *cx, const char *chosen, struct gx_export *out) {
    const struct gx_query *query = out->query;
    out->columns = GX_NEW_N(cx->arena, const struct gx_field *, query->n_fields);
    for (size_t i = 0; i < query->n_fields; i++) {
        const struct gx_field *field = query->fields[i];
        bool is_id = i == 0 && strcmp(field->name, "id") == 0;
        bool wanted =
            out->format == GX_EXPORT_JSON || (chosen ? !is_id || names_id(chosen) : !is_bookkeeping(field));
        if (wanted)
            out->columns[out->n_columns++] = field;
    }
}

static bool is_grouped(const struct gx_request *rq) {
    return gx_request_query(rq, "group") || gx_request_query(rq, "measure");
}

static bool is_print(const struct gx_export *export) {
    return export->format == GX_EXPORT_ENVELOPES || export->format == GX_EXPORT_LABELS;
}

// Which fields make an address says the definition; none are chosen.
static gx_rc read_print(gx_cx *cx, const struct gx_run *run, const struct gx_request *rq,
                        const char *const *own, struct gx_export *out) {
    unsigned takes = GX_QUERY_TAKES_FILTER | GX_QUERY_TAKES_SORT;
    if (!json_is_object(json_object_get(run->resource->raw, "postal")))
        return gx_fail(cx, GX_E_MALFORMED, "format", "these records have no postal address");
    gx_rc rc = gx_print_read(cx, run, rq, out->format == GX_EXPORT_LABELS, out->language, &out->print);
    if (rc == GX_OK)
        rc = gx_query_parse(cx, run->hints, run->resource, rq, takes, own, &out->query);
    return rc ? rc : gx_query_fields(cx, out->query, gx_postal_fields(cx, run));
}

static gx_rc read_records(gx_cx *cx, const struct gx_run *run, const struct gx_request *rq,
                          const char *const *own, struct gx_export *out) {
    unsigned takes = GX_QUERY_TAKES_FILTER | GX_QUERY_TAKES_SORT | GX_QUERY_TAKES_FIELDS;
    gx_rc rc = gx_query_parse(cx, run->hints, run->resource, rq, takes, own, &out->query);
    if (rc == GX_OK)
        take_columns(cx, gx_request_query(rq, "fields"), out);
    return rc;
}

gx_rc gx_export_read(gx_cx *cx, const struct gx_run *run, const struct gx_request *rq,
                     struct gx_export *out) {
    static const char *const plain[] = {"format", "labels", NULL}, *const post[] = {"format", "labels",
                                                                                    "print", NULL};
    *out = (struct gx_export){0};
    gx_rc rc = read_format(cx, gx_request_query(rq, "format"), out);
    if (rc == GX_OK)
        rc = read_labels(cx, gx_request_query(rq, "labels"), out);
    if (rc == GX_OK)
        rc = is_print(out)    ? read_print(cx, run, rq, post, out)
             : is_grouped(rq) ? gx_export_groups_read(cx, run, rq, plain, out)
                              : read_records(cx, run, rq, plain, out);
    if (rc)
        return rc;
    gx_export_mark_of(cx, run->hints, cx->request_id, &out->mark);
    out->plan = gx_plan_new(cx->arena, out->query);
    return GX_OK;
}

const char *gx_export_name(const struct gx_export *export, const struct gx_field *field) {
    const struct gx_resource *to = field->to;
    const struct gx_field *name =
        to && to->name_field ? gx_catalog_field(to, to->name_field, strlen(to->name_field)) : NULL;
    return name && gx_rights_reads(gx_rights_of(export->query->hints, to), name) ? name->column : NULL;
}

static void column_sql(struct gx_sql *sql, const struct gx_export *export, size_t i) {
    const struct gx_field *field = export->columns[i];
    const char *name = field->to ? gx_export_name(export, field) : NULL;
    if (name && field->type == GX_T_REFERENCES)
        gx_sql_addf(sql, "(select string_agg(r.%s, ';' order by r.%s) from api.%s r where r.id = any(p.%s))",
                    name, name, field->to->name, field->column);
    else if (name)
        gx_sql_addf(sql, "r%zu.%s", i, name);
    else if (gx_types[field->type].is_array)
        gx_sql_addf(sql, "array_to_string(p.%s, ';')", field->column);
    else if (field->type == GX_T_DATETIME)
        gx_sql_addf(sql, "to_char(p.%s at time zone '" GX_FILTER_ZONE "', 'YYYY-MM-DD HH24:MI:SS')",
                    field->column);
    else
        gx_sql_addf(sql, "p.%s", field->column);
}

static void join_sql(struct gx_sql *sql, const struct gx_export *export) {
    for (size_t i = 0; i < export->n_columns; i++) {
        const struct gx_field *field = export->columns[i];
        if (field->type == GX_T_REFERENCE && field->to && gx_export_name(export, field))
            gx_sql_addf(sql, " left join api.%s r%zu on r%zu.id = p.%s", field->to->name, i, i,
                        field->column);
    }
}

struct gx_stmt gx_export_select(gx_cx *cx, const struct gx_export *export) {
    if (export->groups)
        return gx_export_groups_select(cx, export);
    if (export->print)
        return gx_postal_select(cx, export);
    struct gx_sql *sql = gx_sql_new(cx->arena);
    for (size_t i = 0; i < export->n_columns; i++) {
        gx_sql_add(sql, i ? ", " : "select ");
        if (export->format == GX_EXPORT_JSON)
            gx_plan_value(sql, export->columns[i], "p");
        else
            column_sql(sql, export, i);
    }
    gx_sql_add(sql, " from (");
    gx_plan_page(sql, export->plan, 0);
    gx_sql_add(sql, ") p");
    if (export->format != GX_EXPORT_JSON)
        join_sql(sql, export);
    gx_sql_add(sql, " order by ");
    gx_cursor_order(sql, export->query, "p");
    return gx_sql_stmt(sql);
}

const char *gx_export_label(gx_arena *arena, const struct gx_export *export, size_t column) {
    if (export->groups && column >= export->groups->n_groups)
        return gx_export_measure(arena, export, column - export->groups->n_groups);
    const struct gx_field *field = export->columns[column];
    const char *label =
        export->language ? gx_json_str(json_object_get(field->raw, "label"), export->language) : NULL;
    return label ? label : field->name;
}

static void choice(gx_buf *buf, const struct gx_export *export, const struct gx_field *field,
                   const char *text, size_t n) {
    const char *label = export->language ? gx_catalog_choice(field, text, n, export->language) : NULL;
    if (label)
        gx_buf_adds(buf, label);
    else
        gx_buf_add(buf, text, n);
}

static void choices(gx_buf *buf, const struct gx_export *export, const struct gx_field *field,
                    const char *text) {
    while (*text) {
        size_t n = strcspn(text, ";");
        choice(buf, export, field, text, n);
        text += n;
        if (*text) {
            gx_buf_addc(buf, ';');
            text++;
        }
    }
}

static void boolean(gx_buf *buf, const struct gx_export *export, bool value) {
    if (!export->language)
        gx_buf_adds(buf, value ? "true" : "false");
    else if (strcmp(export->language, "en") == 0)
        gx_buf_adds(buf, value ? "Yes" : "No");
    else
        gx_buf_adds(buf, value ? "是" : "否");
}

void gx_export_cell(gx_buf *buf, const struct gx_export *export, size_t column, const gx_result *row) {
    const struct gx_field *field = export->columns[column];
    const char *text = gx_result_text(row, 0, (int)column);
    size_t len = gx_result_len(row, 0, (int)column);
    buf->len = 0;
    if (gx_result_is_null(row, 0, (int)column))
        return;
    if (field->type == GX_T_CHOICE)
        choice(buf, export, field, text, len);
    else if (field->type == GX_T_MULTI_CHOICE)
        choices(buf, export, field, text);
    else if (field->type == GX_T_BOOLEAN)
        boolean(buf, export, text[0] == 't');
    else if (field->type == GX_T_DECIMAL || field->type == GX_T_PERCENT || field->type == GX_T_MONEY)
        gx_buf_add(buf, text, gx_frame_trim(field->type, text, len));
    else
        gx_buf_add(buf, text, len);
}
