// SPDX-License-Identifier: AGPL-3.0-or-later
// The statement builder. Grows in the arena of the request; see sql.h for what may go in.
#include "resource/sql.h"

#include <string.h>

static void release(void *sql) {
    gx_buf_free(&((struct gx_sql *)sql)->text);
}

struct gx_sql *gx_sql_new(gx_arena *arena) {
    struct gx_sql *sql = GX_NEW(arena, struct gx_sql);
    sql->arena = arena;
    gx_buf_reserve(&sql->text, 1024);
    gx_arena_on_free(arena, release, sql);
    return sql;
}

void gx_sql_add(struct gx_sql *sql, const char *text) {
    gx_buf_adds(&sql->text, text);
}

void gx_sql_addf(struct gx_sql *sql, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    gx_buf_vprintf(&sql->text, fmt, args);
    va_end(args);
}

void gx_sql_column(struct gx_sql *sql, const char *alias, const char *column) {
    gx_buf_adds(&sql->text, alias);
    gx_buf_addc(&sql->text, '.');
    gx_buf_adds(&sql->text, column);
}

const char *gx_sql_alias(struct gx_sql *sql) {
    return gx_arena_printf(sql->arena, "x%d", ++sql->n_aliases);
}

static void grow(struct gx_sql *sql) {
    int cap = sql->cap ? sql->cap * 2 : 16;
    const char **params = GX_NEW_N(sql->arena, const char *, (size_t)cap);
    const char **casts = GX_NEW_N(sql->arena, const char *, (size_t)cap);
    if (sql->n > 0) {
        memcpy(params, sql->params, (size_t)sql->n * sizeof *params);
        memcpy(casts, sql->casts, (size_t)sql->n * sizeof *casts);
    }
    sql->params = params;
    sql->casts = casts;
    sql->cap = cap;
}

void gx_sql_param(struct gx_sql *sql, const char *value, const char *cast) {
    int at = 0;
    while (at < sql->n && !(value && sql->params[at] == value && strcmp(sql->casts[at], cast) == 0))
        at++;
    if (at == sql->n) {
        if (sql->n == sql->cap)
            grow(sql);
        sql->params[at] = value;
        sql->casts[at] = cast;
        sql->n++;
    }
    gx_buf_addc(&sql->text, '$');
    gx_buf_i64(&sql->text, at + 1);
    gx_buf_adds(&sql->text, "::");
    gx_buf_adds(&sql->text, cast);
}

struct gx_stmt gx_sql_stmt(const struct gx_sql *sql) {
    return (struct gx_stmt){sql->text.data, sql->n, sql->params};
}

const char *gx_sql_array(gx_arena *arena, const char *const *values, size_t n) {
    size_t room = 3;
    for (size_t i = 0; i < n; i++)
        room += strlen(values[i]) * 2 + 3;
    char *text = gx_arena_alloc(arena, room), *at = text;
    *at++ = '{';
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            *at++ = ',';
        *at++ = '"';
        for (const char *from = values[i]; *from; from++) {
            if (*from == '"' || *from == '\\')
                *at++ = '\\';
            *at++ = *from;
        }
        *at++ = '"';
    }
    *at++ = '}';
    return text;
}

const char *gx_sql_like(gx_arena *arena, const char *text) {
    char *out = gx_arena_alloc(arena, strlen(text) * 2 + 3), *at = out;
    *at++ = '%';
    for (; *text; text++) {
        if (*text == '%' || *text == '_' || *text == '\\')
            *at++ = '\\';
        *at++ = *text;
    }
    *at++ = '%';
    return out;
}
