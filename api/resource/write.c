// SPDX-License-Identifier: AGPL-3.0-or-later
// Building write statements. Columns are the catalog's; the version stands in the same
// statement as the change, never in a look before it.
#include "resource/write.h"

static void list_columns(struct gx_sql *sql, const struct gx_values *values) {
    for (size_t i = 0; i < values->n; i++)
        gx_sql_addf(sql, ", \"%s\"", values->list[i].field->column);
}

static void value_of(struct gx_sql *sql, const struct gx_value *value) {
    gx_sql_param(sql, value->text, gx_types[value->field->type].cast);
}

struct gx_stmt gx_write_insert(gx_cx *cx, const struct gx_resource *resource, const struct gx_values *values,
                               const char *id) {
    struct gx_sql *sql = gx_sql_new(cx->arena);
    gx_sql_addf(sql, "insert into api.%s_write (id", resource->name);
    list_columns(sql, values);
    gx_sql_add(sql, ") values (");
    gx_sql_param(sql, id, "uuid");
    for (size_t i = 0; i < values->n; i++) {
        gx_sql_add(sql, ", ");
        value_of(sql, &values->list[i]);
    }
    gx_sql_add(sql, ") returning id, version");
    return gx_sql_stmt(sql);
}

struct gx_stmt gx_write_update(gx_cx *cx, const struct gx_resource *resource, const struct gx_values *values,
                               const char *id, const char *version) {
    struct gx_sql *sql = gx_sql_new(cx->arena);
    gx_sql_addf(sql, "update api.%s_write set ", resource->name);
    for (size_t i = 0; i < values->n; i++) {
        gx_sql_addf(sql, "%s\"%s\" = ", i ? ", " : "", values->list[i].field->column);
        value_of(sql, &values->list[i]);
    }
    gx_sql_add(sql, " where id = ");
    gx_sql_param(sql, id, "uuid");
    if (version) {
        gx_sql_add(sql, " and version = ");
        gx_sql_param(sql, version, "int");
    }
    gx_sql_add(sql, " returning id, version");
    return gx_sql_stmt(sql);
}

struct gx_stmt gx_write_call(gx_cx *cx, const struct gx_resource *resource, enum gx_operation operation,
                             const char *id, const char *version, const char *owner_id) {
    struct gx_sql *sql = gx_sql_new(cx->arena);
    gx_sql_addf(sql, "select api.%s_%s(", resource->name, gx_operation_names[operation]);
    gx_sql_param(sql, id, "uuid");
    if (operation == GX_OPERATION_TRANSFER) {
        gx_sql_add(sql, ", ");
        gx_sql_param(sql, owner_id, "uuid");
    }
    if (operation == GX_OPERATION_TRANSFER || operation == GX_OPERATION_DELETE) {
        gx_sql_add(sql, ", ");
        gx_sql_param(sql, version, "int");
    }
    gx_sql_add(sql, ")");
    return gx_sql_stmt(sql);
}
