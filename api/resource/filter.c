// SPDX-License-Identifier: AGPL-3.0-or-later
// From outside to conditions: every name is looked up in the catalog under the caller's rights,
// every operator in the field's list, every value in the strict parser of its type. Unknown,
// unreadable and masked fields give the same answer. The SQL is made in filter_sql.c.
#include "resource/filter_has.h"

#include "core/json.h"
#include <string.h>

gx_rc gx_filter_unknown(gx_cx *cx, const char *pointer) {
    return gx_fail_code(cx, GX_E_MALFORMED, "unknown_field", pointer, "there is no such field");
}

const struct gx_field *gx_filter_field(const struct gx_filter *filter, const struct gx_resource *resource,
                                       const char *name, size_t n) {
    const struct gx_field *field = gx_catalog_field(resource, name, n);
    return field && gx_rights_names(gx_rights_of(filter->hints, resource), field) ? field : NULL;
}

static gx_rc resolve(gx_cx *cx, struct gx_filter *filter, const char *pointer, const char *name, size_t n,
                     struct gx_cond *test) {
    const char *dot = memchr(name, '.', n);
    test->resource = filter->resource;
    if (dot) {
        const char *reference = gx_arena_printf(cx->arena, "%.*s_id", (int)(dot - name), name);
        test->via = gx_filter_field(filter, filter->resource, reference, strlen(reference));
        if (!test->via || test->via->type != GX_T_REFERENCE || !test->via->to)
            return gx_filter_unknown(cx, pointer);
        test->resource = test->via->to;
        n -= (size_t)(dot + 1 - name);
        name = dot + 1;
    }
    test->field = gx_filter_field(filter, test->resource, name, n);
    return test->field ? GX_OK : gx_filter_unknown(cx, pointer);
}

static bool is_choice(const struct gx_field *field, const char *text) {
    if (field->n_choices == 0)
        return true;
    for (size_t i = 0; i < field->n_choices; i++)
        if (strcmp(field->choices[i], text) == 0)
            return true;
    return false;
}

static const char *single(const struct gx_filter *filter, const struct gx_field *field, const char *text) {
    if (field->to && strcmp(field->to->name, "user") == 0 && strcmp(text, "me") == 0)
        return filter->hints->user_id;
    return gx_type_accepts(field->type, text) && is_choice(field, text) ? text : NULL;
}

static gx_rc bad_value(gx_cx *cx, const char *pointer, const struct gx_field *field) {
    return gx_fail(cx, GX_E_MALFORMED, pointer, "not a value of type %s", gx_types[field->type].name);
}

static gx_rc take_list(gx_cx *cx, struct gx_filter *filter, const char *pointer, struct gx_cond *test,
                       const char **values, size_t n) {
    if (n == 0 || n > GX_FILTER_LIST)
        return gx_fail(cx, GX_E_MALFORMED, pointer, "a list has 1 to %d values", GX_FILTER_LIST);
    for (size_t i = 0; i < n; i++) {
        values[i] = single(filter, test->field, values[i]);
        if (!values[i])
            return bad_value(cx, pointer, test->field);
    }
    test->value = gx_sql_array(cx->arena, values, n);
    return GX_OK;
}

static gx_rc take_one(gx_cx *cx, struct gx_filter *filter, const char *pointer, struct gx_cond *test,
                      const char *text) {
    const struct gx_field *field = test->field;
    if (test->op == GX_OP_NULL) {
        test->value = text;
        return strcmp(text, "true") == 0 || strcmp(text, "false") == 0
                   ? GX_OK
                   : gx_fail(cx, GX_E_MALFORMED, pointer, "null takes true or false");
    }
    if (test->op == GX_OP_WITHIN) {
        test->value = text;
        return gx_filter_word(text) ? GX_OK
                                    : gx_fail(cx, GX_E_MALFORMED, pointer, "not a word for a span of time");
    }
    if (gx_types[field->type].is_array)
        return take_list(cx, filter, pointer, test, &text, 1);
    if (test->op == GX_OP_CONTAINS || test->op == GX_OP_PREFIX) {
        if (!*text || strlen(text) > GX_TYPE_VALUE_MAX)
            return bad_value(cx, pointer, field);
        test->value = test->op == GX_OP_PREFIX ? text : gx_sql_like(cx->arena, text);
        test->upper = gx_arena_printf(cx->arena, "%s\xF4\x8F\xBF\xBF", text);
        return GX_OK;
    }
    test->value = single(filter, field, text);
    return test->value ? GX_OK : bad_value(cx, pointer, field);
}

static gx_rc begin(gx_cx *cx, struct gx_filter *filter, const char *pointer, const char *name, size_t n,
                   enum gx_op op, struct gx_cond **out) {
    struct gx_cond *test = GX_NEW(cx->arena, struct gx_cond);
    test->kind = GX_COND_TEST;
    test->op = op;
    if (++filter->n_conditions > GX_FILTER_CONDITIONS)
        return gx_fail(cx, GX_E_MALFORMED, pointer, "more than %d conditions", GX_FILTER_CONDITIONS);
    gx_rc rc = resolve(cx, filter, pointer, name, n, test);
    if (rc)
        return rc;
    if (op == GX_OP_COUNT || !(test->field->ops & (1u << op)))
        return gx_fail_code(cx, GX_E_MALFORMED, "unknown_operator", pointer,
                            "the field has no such operator");
    *out = test;
    return GX_OK;
}

gx_rc gx_filter_param(gx_cx *cx, struct gx_filter *filter, const char *pointer, const char *name, size_t n,
                      enum gx_op op, const char *text, struct gx_cond **out) {
    gx_rc rc = begin(cx, filter, pointer, name, n, op, out);
    if (rc)
        return rc;
    if (op != GX_OP_IN && op != GX_OP_NIN)
        return take_one(cx, filter, pointer, *out, text);
    const char *values[GX_FILTER_LIST];
    size_t count = 0;
    char *rest = gx_arena_strdup(cx->arena, text), *part;
    while ((part = strsep(&rest, ",")) != NULL) {
        if (count == GX_FILTER_LIST)
            return take_list(cx, filter, pointer, *out, values, count + 1);
        values[count++] = part;
    }
    return take_list(cx, filter, pointer, *out, values, count);
}

static const char *scalar(gx_cx *cx, const json_t *value) {
    if (json_is_string(value))
        return json_string_value(value);
    if (json_is_integer(value))
        return gx_arena_printf(cx->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    if (json_is_boolean(value))
        return json_is_true(value) ? "true" : "false";
    return NULL;
}

static gx_rc tree_value(gx_cx *cx, struct gx_filter *filter, const char *pointer, struct gx_cond *test,
                        const json_t *value) {
    if (test->op != GX_OP_IN && test->op != GX_OP_NIN) {
        const char *text = scalar(cx, value);
        return text ? take_one(cx, filter, pointer, test, text) : bad_value(cx, pointer, test->field);
    }
    size_t n = json_is_array(value) ? json_array_size(value) : 0;
    if (n == 0 || n > GX_FILTER_LIST)
        return take_list(cx, filter, pointer, test, NULL, n);
    const char **values = GX_NEW_N(cx->arena, const char *, n);
    for (size_t i = 0; i < n; i++) {
        values[i] = scalar(cx, json_array_get(value, i));
        if (!values[i])
            return bad_value(cx, pointer, test->field);
    }
    return take_list(cx, filter, pointer, test, values, n);
}

static gx_rc tree_test(gx_cx *cx, struct gx_filter *filter, const char *pointer, const json_t *node,
                       struct gx_cond **out) {
    const char *name = gx_json_str(node, "field"), *op = gx_json_str(node, "op");
    const json_t *value = json_object_get(node, "value");
    if (!name || !op || !value || json_object_size(node) != 3)
        return gx_fail(cx, GX_E_MALFORMED, pointer, "a condition has field, op and value");
    gx_rc rc = begin(cx, filter, pointer, name, strlen(name), gx_op_find(op, strlen(op)), out);
    return rc ? rc : tree_value(cx, filter, pointer, *out, value);
}

static gx_rc tree_group(gx_cx *cx, struct gx_filter *filter, const char *pointer, const json_t *list,
                        int depth, struct gx_cond *group) {
    size_t n = json_array_size(list);
    if (!json_is_array(list) || n > GX_FILTER_CONDITIONS || (n == 0 && group->kind == GX_COND_OR))
        return gx_fail(cx, GX_E_MALFORMED, pointer, "a group is a list of conditions");
    group->parts = GX_NEW_N(cx->arena, struct gx_cond *, n);
    for (; group->n_parts < n; group->n_parts++) {
        gx_rc rc = gx_filter_node(cx, filter, pointer, json_array_get(list, group->n_parts), depth + 1,
                                  &group->parts[group->n_parts]);
        if (rc)
            return rc;
    }
    return GX_OK;
}

gx_rc gx_filter_node(gx_cx *cx, struct gx_filter *filter, const char *pointer, const json_t *node, int depth,
                     struct gx_cond **out) {
    static const char *const words[] = {[GX_COND_AND] = "and", [GX_COND_OR] = "or", [GX_COND_NOT] = "not"};
    if (depth > GX_FILTER_DEPTH)
        return gx_fail(cx, GX_E_MALFORMED, pointer, "conditions are nested deeper than %d", GX_FILTER_DEPTH);
    if (!json_is_object(node))
        return gx_fail(cx, GX_E_MALFORMED, pointer, "a condition is an object");
    for (int kind = GX_COND_AND; kind <= GX_COND_NOT; kind++) {
        const json_t *inner = json_object_get(node, words[kind]);
        if (!inner || json_object_size(node) != 1)
            continue;
        struct gx_cond *group = *out = GX_NEW(cx->arena, struct gx_cond);
        group->kind = (enum gx_cond_kind)kind;
        if (kind != GX_COND_NOT)
            return tree_group(cx, filter, pointer, inner, depth, group);
        group->parts = GX_NEW_N(cx->arena, struct gx_cond *, 1);
        group->n_parts = 1;
        return gx_filter_node(cx, filter, pointer, inner, depth + 1, &group->parts[0]);
    }
    return json_object_get(node, "has") ? gx_filter_has(cx, filter, pointer, node, depth, out)
                                        : tree_test(cx, filter, pointer, node, out);
}

gx_rc gx_filter_tree(gx_cx *cx, struct gx_filter *filter, const char *pointer, const json_t *tree,
                     struct gx_cond **out) {
    return gx_filter_node(cx, filter, pointer, tree, 1, out);
}

gx_rc gx_filter_stored(gx_cx *cx, const struct gx_hints *hints, const struct gx_resource *resource,
                       const char *text, struct gx_cond **out) {
    struct gx_filter filter = {.hints = hints, .resource = resource};
    json_t *tree;
    *out = NULL;
    if (text == NULL || strcmp(text, "{}") == 0 || strcmp(text, "null") == 0)
        return GX_OK;
    gx_rc rc = gx_json_parse(cx, text, strlen(text), &tree);
    if (rc != GX_OK)
        return rc;
    const json_t *inner = json_object_get(tree, "filter");
    return gx_filter_tree(cx, &filter, "/definition", inner != NULL ? inner : tree, out);
}

struct gx_cond *gx_filter_both(gx_arena *arena, struct gx_cond *a, struct gx_cond *b) {
    if (!a || !b)
        return a ? a : b;
    struct gx_cond *both = GX_NEW(arena, struct gx_cond);
    both->kind = GX_COND_AND;
    both->parts = GX_NEW_N(arena, struct gx_cond *, 2);
    both->parts[0] = a;
    both->parts[1] = b;
    both->n_parts = 2;
    return both;
}

bool gx_filter_pins(const struct gx_cond *cond) {
    if (!cond)
        return false;
    if (cond->kind == GX_COND_TEST)
        return !cond->via && strcmp(cond->field->name, "id") == 0 &&
               (cond->op == GX_OP_EQ || cond->op == GX_OP_IN);
    for (size_t i = 0; cond->kind == GX_COND_AND && i < cond->n_parts; i++)
        if (gx_filter_pins(cond->parts[i]))
            return true;
    return false;
}
