// SPDX-License-Identifier: AGPL-3.0-or-later
// Reading rows. All values come as text, in the fixed formats that conn.c sets.
#include "core/decimal.h"
#include "db/client/conn.h"

#include <string.h>

static void clear(void *pg) {
    PQclear(pg);
}

gx_result *gx_result_keep(gx_cx *cx, PGresult *pg) {
    gx_result *result = GX_NEW(cx->arena, gx_result);
    result->pg = pg;
    gx_arena_on_free(cx->arena, clear, pg);
    return result;
}

int gx_result_rows(const gx_result *result) {
    return PQntuples(result->pg);
}

int gx_result_cols(const gx_result *result) {
    return PQnfields(result->pg);
}

int64_t gx_result_affected(const gx_result *result) {
    const char *text = PQcmdTuples(result->pg);
    int64_t n = 0;
    return gx_decimal_i64(text, strlen(text), 0, INT64_MAX, &n) ? n : 0;
}

const char *gx_result_text(const gx_result *result, int row, int col) {
    return PQgetvalue(result->pg, row, col);
}

const char *gx_result_value(const gx_result *result, int row, int col) {
    return PQgetisnull(result->pg, row, col) ? NULL : PQgetvalue(result->pg, row, col);
}

size_t gx_result_len(const gx_result *result, int row, int col) {
    return (size_t)PQgetlength(result->pg, row, col);
}

bool gx_result_is_null(const gx_result *result, int row, int col) {
    return PQgetisnull(result->pg, row, col) == 1;
}

int64_t gx_result_i64(const gx_result *result, int row, int col) {
    int64_t n = 0;
    bool good = gx_decimal_i64(gx_result_text(result, row, col), gx_result_len(result, row, col), INT64_MIN,
                               INT64_MAX, &n);
    return good ? n : 0;
}

bool gx_result_bool(const gx_result *result, int row, int col) {
    return *gx_result_text(result, row, col) == 't';
}

const char *gx_result_name(const gx_result *result, int col) {
    return PQfname(result->pg, col);
}

int gx_result_col(const gx_result *result, const char *name) {
    for (int i = 0; i < PQnfields(result->pg); i++)
        if (strcmp(PQfname(result->pg, i), name) == 0)
            return i;
    return -1;
}
