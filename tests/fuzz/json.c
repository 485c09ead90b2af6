// SPDX-License-Identifier: AGPL-3.0-or-later
// Bodies: what the parser accepts can be written and read again, and the validator ends on all of it.
#include "core/json.h"
#include "core/crypto.h"
#include "core/schema.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char SCHEMA[] = "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"name\"],"
                             "\"properties\":{\"name\":{\"type\":"
                             "\"string\",\"minLength\":1,\"maxLength\":9,\"pattern\":\"^[a-z]+$\"},\"at\":{"
                             "\"type\":\"string\",\"format\":"
                             "\"date-time\"},\"mail\":{\"type\":\"string\",\"format\":\"email\"},\"n\":{"
                             "\"oneOf\":[{\"type\":\"null\"},{\"type\":"
                             "\"integer\",\"minimum\":0}]},\"tags\":{\"type\":\"array\",\"uniqueItems\":true,"
                             "\"maxItems\":5,\"items\":{\"enum\":"
                             "[\"a\",\"b\",1]}}}}";

static void check(gx_cx *cx, const json_t *value) {
    const char *why, *text = gx_json_dump(cx->arena, value);
    json_t *again;
    json_t *source = gx_json_keep(cx->arena, json_loads(SCHEMA, 0, NULL));
    if (gx_json_parse(cx, text, strlen(text), &again) != GX_OK || !json_equal(value, again))
        abort();
    gx_rc rc = gx_schema_check(cx, gx_schema_compile(cx->arena, source, &why), value, "");
    if ((rc == GX_OK) != (cx->problem.n_errors == 0))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    gx_arena *arena = gx_arena_new();
    gx_cx cx;
    json_t *value;
    gx_crypto_init();
    gx_cx_init(&cx, arena, NULL);
    if (gx_json_parse(&cx, (const char *)data, size, &value) == GX_OK)
        check(&cx, value);
    gx_arena_free(arena);
    return 0;
}
