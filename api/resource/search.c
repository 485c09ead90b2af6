// SPDX-License-Identifier: AGPL-3.0-or-later
// q= as SQL. The index columns of a resource mix all its searched fields, so they serve only who
// may read and name every one of them; others search the fields that they have, one by one.
#include "resource/search.h"

static bool names_all(const struct gx_query *query) {
    for (size_t i = 0; i < query->resource->n_fields; i++)
        if (query->resource->fields[i].searched &&
            !gx_rights_names(query->right, &query->resource->fields[i]))
            return false;
    return true;
}

bool gx_search_applies(const struct gx_hints *hints, const struct gx_resource *resource) {
    const struct gx_right *right = gx_rights_of(hints, resource);
    for (size_t i = 0; i < resource->n_fields; i++)
        if (resource->fields[i].searched && gx_rights_names(right, &resource->fields[i]))
            return right->read_scope != 0;
    return false;
}

static void indexed(struct gx_sql *sql, const struct gx_query *query, const char *alias) {
    gx_sql_addf(sql, "%s.search_gram @@ api.search_query(", alias);
    gx_sql_param(sql, query->q, "text");
    gx_sql_addf(sql,
                ") and coalesce((%s.search_text || E'\\n' || %s.search_py) ~ all "
                "(array(select unnest(api.search_patterns(",
                alias, alias);
    gx_sql_param(sql, query->q, "text");
    gx_sql_add(sql, ")))), false)");
}

static void field_by_field(struct gx_sql *sql, const struct gx_query *query, const char *alias) {
    const char *like = gx_sql_like(sql->arena, query->q);
    bool any = false;
    gx_sql_add(sql, "(");
    for (size_t i = 0; i < query->resource->n_fields; i++) {
        const struct gx_field *field = &query->resource->fields[i];
        if (!field->searched || !gx_rights_names(query->right, field))
            continue;
        gx_sql_addf(sql, "%s%s.%s ilike ", any ? " or " : "", alias, field->column);
        gx_sql_param(sql, like, "text");
        any = true;
    }
    gx_sql_add(sql, any ? ")" : "false)");
}

void gx_search_sql(struct gx_sql *sql, const struct gx_query *query, const char *alias) {
    if (query->by_field || !names_all(query) || !gx_search_applies(query->hints, query->resource)) {
        field_by_field(sql, query, alias);
    } else if (query->right->is_full) {
        indexed(sql, query, alias);
    } else {
        gx_sql_addf(sql, "%s.id in (select f.id from api.%s_find f where ", alias, query->resource->name);
        indexed(sql, query, "f");
        gx_sql_add(sql, ")");
    }
}
