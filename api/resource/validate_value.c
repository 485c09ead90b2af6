// SPDX-License-Identifier: AGPL-3.0-or-later
// One value against its field: type, length in code points, pattern, choices, limits. What comes
// out is text that PostgreSQL's input function of the column's type accepts.
#define PCRE2_CODE_UNIT_WIDTH 8
#include "resource/validate.h"

#include "core/clock.h"
#include "core/credit_code.h"
#include "core/decimal.h"
#include "core/json.h"
#include "core/schema.h"
#include "core/utf8.h"
#include "core/uuid.h"
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_MAX = 100, TAGS_MAX = 50, TAG_LENGTH = 60, CODE_LENGTH = 40 };

struct check {
    gx_cx *cx;
    const struct gx_field *field;
    const char *pointer;
};

static const char *wrong(const struct check *c, const char *code, const char *message) {
    gx_fail_add(c->cx, c->pointer, code, "%s", message);
    return NULL;
}

static bool fits_pattern(const struct gx_field *field, const char *text, size_t n) {
    if (!field->pattern)
        return true;
    pcre2_match_data *match = pcre2_match_data_create_from_pattern(field->pattern, NULL);
    int found = pcre2_match(field->pattern, (PCRE2_SPTR)text, n, 0, 0, match, NULL);
    pcre2_match_data_free(match);
    return found > 0;
}

static bool is_phone(const char *text) {
    size_t digits = 0;
    for (; *text; text++) {
        digits += *text >= '0' && *text <= '9';
        if ((unsigned char)*text < 0x20)
            return false;
    }
    return digits >= 3;
}

// Line ends and tabs apart, no control character belongs into a text.
static bool is_clean(const char *text) {
    for (; *text; text++)
        if (((unsigned char)*text < 0x20 && *text != '\n' && *text != '\t' && *text != '\r') || *text == 0x7F)
            return false;
    return true;
}

static bool fits_check_digit(const struct gx_field *field, const char *text, size_t n) {
    return !field->format || strcmp(field->format, "credit_code") != 0 || gx_credit_code_is_valid(text, n);
}

static const char *text_value(const struct check *c, const json_t *value) {
    const struct gx_field *field = c->field;
    if (!json_is_string(value))
        return wrong(c, "type", "must be a string");
    const char *text = json_string_value(value);
    size_t n = json_string_length(value), length = gx_utf8_count(text, n);
    int64_t max = field->max != INT64_MIN ? field->max : field->type == GX_T_CODE ? CODE_LENGTH : 100000;
    if ((int64_t)length > max)
        return wrong(c, "too_long", "too long");
    if (field->min != INT64_MIN && (int64_t)length < field->min)
        return wrong(c, "too_short", "too short");
    if (!is_clean(text))
        return wrong(c, "format", "control characters are not allowed");
    if (!fits_pattern(field, text, n))
        return wrong(c, "pattern", "does not match the required form");
    if (!fits_check_digit(field, text, n))
        return wrong(c, "check_digit", "the last character does not fit the others");
    if ((field->type == GX_T_EMAIL && !gx_schema_format("email", text, n)) ||
        (field->type == GX_T_URL && !gx_schema_format("uri", text, n)) ||
        (field->type == GX_T_PHONE && !is_phone(text)))
        return wrong(c, "format", "wrong format");
    return text;
}

static const char *integer_value(const struct check *c, const json_t *value) {
    if (!json_is_integer(value))
        return wrong(c, "type", "must be an integer");
    int64_t n = json_integer_value(value);
    if (n < (c->field->min != INT64_MIN ? c->field->min : -9007199254740991))
        return wrong(c, "too_small", "below the minimum");
    if (n > (c->field->max != INT64_MIN ? c->field->max : 9007199254740991))
        return wrong(c, "too_big", "above the maximum");
    return gx_arena_printf(c->cx->arena, "%lld", (long long)n);
}

static const char *decimal_value(const struct check *c, const json_t *value) {
    char canonical[64];
    int whole, scale;
    if (!json_is_string(value))
        return wrong(c, "type", "must be a string with a decimal number");
    gx_type_digits(c->field->type, &whole, &scale);
    if (!gx_decimal_parse(json_string_value(value), json_string_length(value), whole, scale, canonical,
                          sizeof canonical))
        return wrong(c, "format", "not a decimal number of this size");
    long double number = strtold(canonical, NULL);
    if (c->field->min_text && number < strtold(c->field->min_text, NULL))
        return wrong(c, "too_small", "below the minimum");
    if (c->field->max_text && number > strtold(c->field->max_text, NULL))
        return wrong(c, "too_big", "above the maximum");
    return gx_arena_strdup(c->cx->arena, canonical);
}

static const char *time_value(const struct check *c, const json_t *value) {
    if (!json_is_string(value))
        return wrong(c, "type", "must be a string");
    const char *text = json_string_value(value);
    size_t n = json_string_length(value);
    bool fits = c->field->type == GX_T_DATE ? gx_clock_is_date(text, n) : gx_clock_is_datetime(text, n);
    return fits ? text
                : wrong(c, "format", c->field->type == GX_T_DATE ? "not a date" : "not a date and time");
}

static const char *choice_value(const struct check *c, const json_t *value) {
    if (!json_is_string(value))
        return wrong(c, "type", "must be a string");
    for (size_t i = 0; i < c->field->n_choices; i++)
        if (strcmp(c->field->choices[i], json_string_value(value)) == 0)
            return c->field->choices[i];
    return wrong(c, "choice", "not one of the choices");
}

static const char *reference_value(const struct check *c, const json_t *value) {
    char id[37];
    if (!json_is_string(value))
        return wrong(c, "type", "must be a string");
    if (!gx_uuid_parse(json_string_value(value), json_string_length(value), id))
        return wrong(c, "format", "not a UUID");
    return gx_arena_strdup(c->cx->arena, id);
}

static const char *tag_value(const struct check *c, const json_t *value) {
    if (!json_is_string(value))
        return wrong(c, "type", "must be a string");
    size_t length = gx_utf8_count(json_string_value(value), json_string_length(value));
    if (length == 0)
        return wrong(c, "too_short", "an entry is empty");
    if (length > TAG_LENGTH)
        return wrong(c, "too_long", "an entry is too long");
    return is_clean(json_string_value(value)) ? json_string_value(value) : wrong(c, "format", "wrong format");
}

static const char *element_value(const struct check *c, const json_t *value) {
    return c->field->type == GX_T_MULTI_CHOICE ? choice_value(c, value)
           : c->field->type == GX_T_REFERENCES ? reference_value(c, value)
                                               : tag_value(c, value);
}

static const char *list_value(const struct check *c, const json_t *value) {
    size_t n = json_array_size(value);
    const char *texts[LIST_MAX];
    if (!json_is_array(value))
        return wrong(c, "type", "must be an array");
    if (n > (c->field->type == GX_T_TAGS ? TAGS_MAX : LIST_MAX))
        return wrong(c, "too_many", "too many entries");
    for (size_t i = 0; i < n; i++) {
        struct check element = *c;
        element.pointer = gx_arena_printf(c->cx->arena, "%s/%zu", c->pointer, i);
        texts[i] = element_value(&element, json_array_get(value, i));
        if (!texts[i])
            return NULL;
        for (size_t k = 0; k < i; k++)
            if (strcmp(texts[k], texts[i]) == 0)
                return wrong(&element, "repeated", "given twice");
    }
    return gx_sql_array(c->cx->arena, texts, n);
}

const char *gx_validate_value(gx_cx *cx, const struct gx_field *field, const json_t *value,
                              const char *pointer) {
    const struct check c = {cx, field, pointer};
    switch (field->type) {
    case GX_T_CODE:
    case GX_T_TEXT:
    case GX_T_LONG_TEXT:
    case GX_T_PHONE:
    case GX_T_EMAIL:
    case GX_T_URL:
        return text_value(&c, value);
    case GX_T_INTEGER:
        return integer_value(&c, value);
    case GX_T_DECIMAL:
    case GX_T_PERCENT:
    case GX_T_MONEY:
        return decimal_value(&c, value);
    case GX_T_BOOLEAN:
        if (!json_is_boolean(value))
            return wrong(&c, "type", "must be true or false");
        return json_is_true(value) ? "true" : "false";
    case GX_T_DATE:
    case GX_T_DATETIME:
        return time_value(&c, value);
    case GX_T_CHOICE:
        return choice_value(&c, value);
    case GX_T_REFERENCE:
        return reference_value(&c, value);
    case GX_T_MULTI_CHOICE:
    case GX_T_REFERENCES:
    case GX_T_TAGS:
        return list_value(&c, value);
    case GX_T_JSON:
        return gx_json_dump(cx->arena, value);
    case GX_T_COUNT:
        break;
    }
    return wrong(&c, "type", "wrong type");
}
