// SPDX-License-Identifier: AGPL-3.0-or-later
// Keyset pages. Empty values sort last in both directions. Where all fields run one way and are
// never empty the condition is a row comparison, which an index serves; otherwise it is spelled
// out. A mark is base64url of HMAC (16 bytes) and a JSON array.
#include "resource/cursor.h"

#include "core/base64.h"
#include "core/config.h"
#include "core/crypto.h"
#include "core/json.h"
#include <string.h>

enum { MAC = 16, LONGEST = 4096 };

static void sign(gx_cx *cx, const struct gx_query *query, const void *text, size_t len,
                 unsigned char out[MAC]) {
    const struct gx_secret *key = &cx->env->config->cursor_key;
    unsigned char full[GX_SHA256_LEN];
    gx_buf all = {0};
    gx_buf_add(&all, query->hash, sizeof query->hash);
    gx_buf_adds(&all, query->hints->user_id);
    gx_buf_add(&all, text, len);
    gx_crypto_hmac(key->data, key->len, all.data, all.len, full);
    memcpy(out, full, MAC);
    gx_buf_free(&all);
}

static gx_rc refuse(gx_cx *cx) {
    return gx_fail_code(cx, GX_E_MALFORMED, "invalid_cursor", "cursor",
                        "the cursor does not belong to this query");
}

gx_rc gx_cursor_read(gx_cx *cx, struct gx_query *query, const char *text) {
    unsigned char mac[MAC];
    json_t *values;
    size_t len = strlen(text), n;
    unsigned char *data = len <= LONGEST ? gx_base64_decode(cx->arena, text, len, &n) : NULL;
    if (!data || n <= MAC)
        return refuse(cx);
    sign(cx, query, data + MAC, n - MAC, mac);
    if (!gx_crypto_equal(mac, data, MAC))
        return refuse(cx);
    gx_rc rc = gx_json_parse(cx, (const char *)data + MAC, n - MAC, &values);
    if (rc)
        return rc;
    if (json_array_size(values) != query->n_sorts)
        return refuse(cx);
    for (size_t i = 0; i < query->n_sorts; i++)
        query->after[i] = json_string_value(json_array_get(values, i));
    query->has_after = true;
    return GX_OK;
}

const char *gx_cursor_write(gx_cx *cx, const struct gx_query *query, const char *const *values) {
    gx_buf all = {0};
    unsigned char mac[MAC] = {0};
    gx_buf_add(&all, mac, MAC);
    gx_buf_addc(&all, '[');
    for (size_t i = 0; i < query->n_sorts; i++) {
        gx_buf_adds(&all, i ? "," : "");
        gx_buf_jsons(&all, values[i]);
    }
    gx_buf_addc(&all, ']');
    sign(cx, query, all.data + MAC, all.len - MAC, mac);
    memcpy(all.data, mac, MAC);
    const char *text = gx_base64_encode(cx->arena, all.data, all.len);
    gx_buf_free(&all);
    return text;
}

static const char *cast_of(const struct gx_query *query, size_t i) {
    return gx_types[query->sorts[i].field->type].cast;
}

static bool is_uniform(const struct gx_query *query) {
    for (size_t i = 0; i < query->n_sorts; i++)
        if (!query->sorts[i].field->never_null || query->sorts[i].descending != query->sorts[0].descending)
            return false;
    return true;
}

static void row_comparison(struct gx_sql *sql, const struct gx_query *query, const char *alias) {
    for (size_t i = 0; i < query->n_sorts; i++)
        gx_sql_addf(sql, "%s%s.%s", i ? ", " : "(", alias, query->sorts[i].field->column);
    gx_sql_add(sql, query->sorts[0].descending ? ") < (" : ") > (");
    for (size_t i = 0; i < query->n_sorts; i++) {
        gx_sql_add(sql, i ? ", " : "");
        gx_sql_param(sql, query->after[i], cast_of(query, i));
    }
    gx_sql_add(sql, ")");
}

// `a` lies behind the mark in its own direction; behind an empty value there is nothing.
static void behind(struct gx_sql *sql, const struct gx_query *query, size_t i, const char *alias) {
    const struct gx_sort *sort = &query->sorts[i];
    if (!query->after[i]) {
        gx_sql_add(sql, "false");
        return;
    }
    gx_sql_addf(sql, "(%s.%s %s ", alias, sort->field->column, sort->descending ? "<" : ">");
    gx_sql_param(sql, query->after[i], cast_of(query, i));
    if (!sort->field->never_null)
        gx_sql_addf(sql, " or %s.%s is null", alias, sort->field->column);
    gx_sql_add(sql, ")");
}

static void spelled_out(struct gx_sql *sql, const struct gx_query *query, size_t i, const char *alias) {
    behind(sql, query, i, alias);
    if (i + 1 == query->n_sorts)
        return;
    gx_sql_addf(sql, " or (%s.%s ", alias, query->sorts[i].field->column);
    if (query->after[i]) {
        gx_sql_add(sql, "= ");
        gx_sql_param(sql, query->after[i], cast_of(query, i));
    } else {
        gx_sql_add(sql, "is null");
    }
    gx_sql_add(sql, " and (");
    spelled_out(sql, query, i + 1, alias);
    gx_sql_add(sql, "))");
}

void gx_cursor_sql(struct gx_sql *sql, const struct gx_query *query, const char *alias) {
    if (is_uniform(query)) {
        row_comparison(sql, query, alias);
        return;
    }
    gx_sql_add(sql, "(");
    spelled_out(sql, query, 0, alias);
    gx_sql_add(sql, ")");
}

static void order_sql(struct gx_sql *sql, const struct gx_query *query, const char *alias, bool by_index) {
    for (size_t i = 0; i < query->n_sorts; i++) {
        const struct gx_sort *sort = &query->sorts[i];
        gx_sql_addf(sql, i == 0 && !by_index ? "greatest(%s.%s)" : "%s.%s", alias, sort->field->column);
        gx_sql_add(sql, sort->descending ? " desc" : "");
        if (sort->descending && !sort->field->never_null)
            gx_sql_add(sql, " nulls last");
        gx_sql_add(sql, i + 1 < query->n_sorts ? ", " : "");
    }
}

void gx_cursor_order(struct gx_sql *sql, const struct gx_query *query, const char *alias) {
    order_sql(sql, query, alias, true);
}

void gx_cursor_order_sorted(struct gx_sql *sql, const struct gx_query *query, const char *alias) {
    order_sql(sql, query, alias, false);
}
