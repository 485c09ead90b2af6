// SPDX-License-Identifier: AGPL-3.0-or-later
// Two trips at most: the record, then what its references point to; both as GET of one record reads them.
#include "actions/mail/merge.h"

#include "core/json.h"
#include "resource/frame.h"
#include "resource/run.h"
#include "resource/run_one.h"
#include <string.h>

enum { REFERENCES = 10 };

// The next merge field behind p: its words without spaces, and where it ends. NULL: none.
static const char *next(const char *p, const char **words, size_t *len, const char **end) {
    for (p = strstr(p, "{{"); p != NULL; p = strstr(p + 1, "{{")) {
        size_t n = strcspn(p + 2, "{}");
        if (strncmp(p + 2 + n, "}}", 2) != 0)
            continue;
        *words = p + 2 + strspn(p + 2, " ");
        *end = p + n + 4;
        *len = *words < p + 2 + n ? (size_t)(p + 2 + n - *words) : 0;
        while (*len > 0 && (*words)[*len - 1] == ' ')
            (*len)--;
        return p;
    }
    return NULL;
}

static struct gx_merge_field *find(struct gx_merge *merge, const char *words, size_t len) {
    for (size_t i = 0; i < merge->n; i++)
        if (strlen(merge->fields[i].text) == len && memcmp(merge->fields[i].text, words, len) == 0)
            return &merge->fields[i];
    return NULL;
}

static bool is_mergeable(const struct gx_field *field) {
    return field->type != GX_T_JSON && field->type != GX_T_TAGS && field->type != GX_T_MULTI_CHOICE &&
           field->type != GX_T_REFERENCE && field->type != GX_T_REFERENCES;
}

static const struct gx_field *readable(const struct gx_merge *merge, const struct gx_resource *resource,
                                       const char *name, size_t len) {
    const struct gx_right *right = gx_rights_of(merge->hints, resource);
    const struct gx_field *field = gx_catalog_field(resource, name, len);
    return field != NULL && right->read_scope != 0 && gx_rights_reads(right, field) ? field : NULL;
}

// Leaves field NULL where there is nothing that he may read.
static void resolve(gx_cx *cx, const struct gx_merge *merge, struct gx_merge_field *out) {
    const char *dot = strchr(out->text, '.');
    const struct gx_field *field;
    if (dot == NULL) {
        field = readable(merge, merge->resource, out->text, strlen(out->text));
        out->field = field != NULL && is_mergeable(field) ? field : NULL;
        return;
    }
    const char *reference = gx_arena_printf(cx->arena, "%.*s_id", (int)(dot - out->text), out->text);
    field = readable(merge, merge->resource, reference, strlen(reference));
    if (field == NULL || field->type != GX_T_REFERENCE || field->to == NULL)
        return;
    out->deep = readable(merge, field->to, dot + 1, strlen(dot + 1));
    out->field = out->deep != NULL && is_mergeable(out->deep) ? field : NULL;
}

static void collect(gx_cx *cx, struct gx_merge *merge, const char *text) {
    const char *words;
    size_t len;
    while (merge->n < GX_MERGE_FIELDS && next(text, &words, &len, &text) != NULL) {
        if (find(merge, words, len) != NULL)
            continue;
        struct gx_merge_field *field = &merge->fields[merge->n++];
        field->text = gx_arena_strndup(cx->arena, words, len);
        resolve(cx, merge, field);
    }
}

static const char *label(const struct gx_hints *hints, const struct gx_field *field, const char *value) {
    const char *word = gx_catalog_choice(field, value, strlen(value), hints->locale);
    if (word == NULL)
        word = gx_catalog_choice(field, value, strlen(value), "zh-CN");
    return word != NULL ? word : value;
}

// A value as people read it.
static const char *shown(gx_cx *cx, const struct gx_hints *hints, const struct gx_field *field,
                         const char *text) {
    switch ((int)field->type) {
    case GX_T_CHOICE:
        return label(hints, field, text);
    case GX_T_BOOLEAN:
        return strcmp(hints->locale, "en") == 0 ? (text[0] == 't' ? "yes" : "no")
                                                : (text[0] == 't' ? "是" : "否");
    case GX_T_DECIMAL:
    case GX_T_PERCENT:
    case GX_T_MONEY:
        return gx_arena_strndup(cx->arena, text, gx_frame_trim(field->type, text, strlen(text)));
    case GX_T_DATETIME:
        return gx_arena_printf(cx->arena, "%.16s UTC", text);
    default:
        return text;
    }
}

static void take(gx_cx *cx, const struct gx_merge *merge, const struct gx_plan *plan, const gx_result *row,
                 struct gx_merge_field *out, const struct gx_field *field) {
    int column = gx_plan_column(plan, field);
    const char *text = column >= 0 ? gx_result_value(row, 0, column) : NULL;
    if (text != NULL && *text != '\0')
        out->value = shown(cx, merge->hints, field, text);
}

// The query of one resource with just these fields. reference NULL: those of the record itself.
static gx_rc query(gx_cx *cx, const struct gx_merge *merge, const struct gx_field *reference,
                   struct gx_query **out) {
    GX_AUTO(gx_buf) names = {0};
    gx_buf_adds(&names, "id");
    for (size_t i = 0; i < merge->n; i++) {
        const struct gx_merge_field *f = &merge->fields[i];
        const struct gx_field *own = reference == NULL ? f->field : f->field == reference ? f->deep : NULL;
        if (own != NULL && strstr(gx_arena_printf(cx->arena, ",%s,", names.data),
                                  gx_arena_printf(cx->arena, ",%s,", own->name)) == NULL)
            gx_buf_printf(&names, ",%s", own->name);
    }
    *out = gx_query_new(cx, merge->hints, reference == NULL ? merge->resource : reference->to);
    return gx_query_fields(cx, *out, names.data);
}

// What the references of this row point to, each once, as far as he sees it.
static gx_rc read_deep(gx_cx *cx, struct gx_merge *merge, const struct gx_plan *own, const gx_result *row) {
    const struct gx_field *references[REFERENCES];
    struct gx_plan *plans[REFERENCES];
    struct gx_stmt stmts[REFERENCES];
    gx_result *results[REFERENCES];
    size_t n = 0;
    gx_rc rc = GX_OK;
    for (size_t i = 0; rc == GX_OK && i < merge->n && n < REFERENCES; i++) {
        const struct gx_field *field = merge->fields[i].deep != NULL ? merge->fields[i].field : NULL;
        bool is_known = field == NULL || gx_result_is_null(row, 0, gx_plan_column(own, field));
        for (size_t k = 0; k < n && !is_known; k++)
            is_known = references[k] == field;
        if (is_known)
            continue;
        struct gx_query *query_of;
        rc = query(cx, merge, field, &query_of);
        if (rc == GX_OK)
            stmts[n] =
                gx_one_select(cx, query_of, gx_result_text(row, 0, gx_plan_column(own, field)), &plans[n]);
        references[n++] = field;
    }
    if (rc == GX_OK && n > 0)
        rc = gx_run_read(cx, stmts, n, false, results);
    for (size_t i = 0; rc == GX_OK && n > 0 && i < merge->n; i++)
        for (size_t k = 0; k < n; k++)
            if (merge->fields[i].deep != NULL && merge->fields[i].field == references[k] &&
                gx_result_rows(results[k]) > 0)
                take(cx, merge, plans[k], results[k], &merge->fields[i], merge->fields[i].deep);
    return rc;
}

gx_rc gx_merge_read(gx_cx *cx, const struct gx_hints *hints, const struct gx_resource *resource,
                    const char *id, const char *const texts[2], struct gx_merge *out) {
    const struct gx_run run = {hints, resource, gx_rights_of(hints, resource)};
    struct gx_query *own;
    struct gx_plan *plan;
    gx_result *row;
    memset(out, 0, sizeof *out);
    out->hints = hints;
    out->resource = resource;
    gx_rc rc = gx_run_may_read(cx, &run);
    if (rc != GX_OK)
        return rc;
    collect(cx, out, texts[0]);
    collect(cx, out, texts[1]);
    rc = query(cx, out, NULL, &own);
    if (rc != GX_OK)
        return rc;
    const struct gx_stmt stmt = gx_one_select(cx, own, id, &plan);
    rc = gx_run_read(cx, &stmt, 1, false, &row);
    if (rc != GX_OK)
        return rc;
    if (gx_result_rows(row) == 0)
        return gx_one_missing(cx);
    for (size_t i = 0; i < out->n; i++)
        if (out->fields[i].field != NULL && out->fields[i].deep == NULL)
            take(cx, out, plan, row, &out->fields[i], out->fields[i].field);
    return read_deep(cx, out, plan, row);
}

const char *gx_merge_fill(gx_cx *cx, const struct gx_merge *merge, const char *text) {
    GX_AUTO(gx_buf) buf = {0};
    const char *words, *end, *at;
    size_t len;
    while ((at = next(text, &words, &len, &end)) != NULL) {
        const struct gx_merge_field *field = find((struct gx_merge *)merge, words, len);
        gx_buf_add(&buf, text, (size_t)(at - text));
        if (field != NULL && field->value != NULL)
            gx_buf_adds(&buf, field->value);
        text = end;
    }
    gx_buf_adds(&buf, text);
    return gx_arena_strndup(cx->arena, buf.data, buf.len);
}
