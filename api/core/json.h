// SPDX-License-Identifier: AGPL-3.0-or-later
// JSON from outside enters by gx_json_parse only: depth scanned before parsing, duplicate keys refused, valid
// UTF-8, no NUL in strings. Everything returned lives until the arena is freed; nobody calls json_decref on it.
// Answers are written with buf.h.
#ifndef GX_JSON_H
#define GX_JSON_H

#include "core/cx.h"
#include <jansson.h>
#include <stdbool.h>

#define GX_JSON_MAX_DEPTH 32

// Exactly application/json or application/merge-patch+json, optionally `; charset=utf-8`; parameters and case
// as RFC 9110. NULL is false.
bool gx_json_is_media_type(const char *content_type);

// Parses a text whose top level is an object or array. Numbers become json_integer or json_real; text of numbers
// is not kept, so decimals travel as strings. GX_E_MALFORMED with line and column in the detail.
gx_rc gx_json_parse(gx_cx *cx, const char *text, size_t len, json_t **out) GX_MUST;

// Any value as compact JSON text in the arena, keys in the order they came.
char *gx_json_dump(gx_arena *arena, const json_t *value);
// The same with sorted keys: equal values give equal texts (hashes).
char *gx_json_canonical(gx_arena *arena, const json_t *value);

// Member as a borrowed string, NULL when absent, null or no string.
const char *gx_json_str(const json_t *object, const char *key);
// Member as an integer, fallback when absent or no integer.
int64_t gx_json_i64(const json_t *object, const char *key, int64_t fallback);
// Member as a boolean, fallback when absent or no boolean.
bool gx_json_bool(const json_t *object, const char *key, bool fallback);

// Gives a reference that the caller owns to the arena: `json_t *x = gx_json_keep(arena, json_object());`
json_t *gx_json_keep(gx_arena *arena, json_t *owned);

#endif
