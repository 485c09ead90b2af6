// SPDX-License-Identifier: AGPL-3.0-or-later
// Validator for the closed JSON Schema subset that our contract uses: type (name or list), properties, required,
// additionalProperties (false or schema), items, enum, const, minimum, maximum, minLength, maxLength (code
// points), minItems, maxItems, uniqueItems, minProperties, maxProperties, pattern (PCRE2, UTF), format (uuid,
// date, date-time, email, uri, byte), oneOf, anyOf, allOf, and the annotations title, description, default,
// example(s), deprecated, readOnly, writeOnly, $comment, x-*. Any other keyword refuses the schema when it is
// compiled, so that nothing is ever silently unchecked. $ref must have been resolved before.
#ifndef GX_SCHEMA_H
#define GX_SCHEMA_H

#include "core/cx.h"
#include <jansson.h>

typedef struct gx_schema gx_schema; // immutable: may be used by many threads at once

// Compiles a schema into memory of the arena (patterns included). NULL with a text for the log in *why.
const gx_schema *gx_schema_compile(gx_arena *arena, const json_t *schema, const char **why);

// Checks a value and adds every error found to cx->problem (gx_fail_add) with JSON pointers that start with
// prefix ("" for a body). GX_E_INVALID when there was one, GX_OK otherwise. An unknown member is code
// "unknown_field" and makes the whole GX_E_MALFORMED (400), as the contract says.
gx_rc gx_schema_check(gx_cx *cx, const gx_schema *schema, const json_t *value, const char *prefix) GX_MUST;

// Checks one text against a format name of the list above; unknown names are false.
bool gx_schema_format(const char *format, const char *s, size_t len);

// Checks a query parameter: the text is read as the type that the schema wants (integer, boolean, string;
// array = comma list of strings) and checked. *out lives in the arena.
gx_rc gx_schema_check_param(gx_cx *cx, const gx_schema *schema, const char *name, const char *text,
                            json_t **out) GX_MUST;

#endif
