// SPDX-License-Identifier: AGPL-3.0-or-later
// Spans of time by word (`this_month`, `last_90_days`): one table of bounds. "Now" is the
// database's, days begin in GX_FILTER_ZONE, weeks on Monday.
#include "resource/filter.h"

#include "core/decimal.h"
#include <string.h>

#define TODAY           "(now() at time zone '" GX_FILTER_ZONE "')::date"
#define START(unit)     "date_trunc('" unit "', " TODAY ")"
#define SHIFT(unit, by) "(" START(unit) " + interval '" by "')::date"

// Half-open spans [from, to) of dates.
static const struct span {
    const char *word, *from, *to;
} spans[] = {
    {"today", TODAY, TODAY " + 1"},
    {"yesterday", TODAY " - 1", TODAY},
    {"tomorrow", TODAY " + 1", TODAY " + 2"},
    {"this_week", SHIFT("week", "0 week"), SHIFT("week", "1 week")},
    {"last_week", SHIFT("week", "-1 week"), SHIFT("week", "0 week")},
    {"next_week", SHIFT("week", "1 week"), SHIFT("week", "2 week")},
    {"this_month", SHIFT("month", "0 month"), SHIFT("month", "1 month")},
    {"last_month", SHIFT("month", "-1 month"), SHIFT("month", "0 month")},
    {"next_month", SHIFT("month", "1 month"), SHIFT("month", "2 month")},
    {"this_quarter", SHIFT("quarter", "0 month"), SHIFT("quarter", "3 month")},
    {"last_quarter", SHIFT("quarter", "-3 month"), SHIFT("quarter", "0 month")},
    {"next_quarter", SHIFT("quarter", "3 month"), SHIFT("quarter", "6 month")},
    {"this_year", SHIFT("year", "0 year"), SHIFT("year", "1 year")},
    {"last_year", SHIFT("year", "-1 year"), SHIFT("year", "0 year")},
    {"next_year", SHIFT("year", "1 year"), SHIFT("year", "2 year")},
};

static const struct span *find(const char *word) {
    for (size_t i = 0; i < GX_COUNT(spans); i++)
        if (strcmp(spans[i].word, word) == 0)
            return &spans[i];
    return NULL;
}

// `last_7_days` gives -7, `next_7_days` 7; 0 when it is neither.
static int days_of(const char *word) {
    int64_t n;
    const char *end = strlen(word) > 5 ? strstr(word + 5, "_days") : NULL;
    bool last = strncmp(word, "last_", 5) == 0;
    if (!end || strcmp(end, "_days") != 0 || !(last || strncmp(word, "next_", 5) == 0))
        return 0;
    if (!gx_decimal_i64(word + 5, (size_t)(end - word - 5), 1, 3660, &n))
        return 0;
    return last ? -(int)n : (int)n;
}

bool gx_filter_word(const char *word) {
    return find(word) != NULL || days_of(word) != 0;
}

static void bound(struct gx_sql *sql, const struct gx_field *field, const char *date, const char *days) {
    gx_sql_addf(sql, "((%s)", date);
    if (days) {
        gx_sql_add(sql, " + ");
        gx_sql_param(sql, days, "int");
    }
    gx_sql_add(sql, field->type == GX_T_DATETIME ? ")::timestamp at time zone '" GX_FILTER_ZONE "'" : ")");
}

void gx_filter_within(struct gx_sql *sql, const char *alias, const struct gx_field *field, const char *word) {
    const struct span *span = find(word);
    int n = span ? 0 : days_of(word);
    // today belongs to both: the last n days and today, today and the next n days
    const char *shift = n ? gx_arena_printf(sql->arena, "%d", n < 0 ? n : n + 1) : NULL;
    const char *from = span ? span->from : TODAY;
    const char *to = span ? span->to : n < 0 ? TODAY " + 1" : TODAY;
    gx_sql_addf(sql, "(%s.%s >= ", alias, field->column);
    bound(sql, field, from, n < 0 ? shift : NULL);
    gx_sql_addf(sql, " and %s.%s < ", alias, field->column);
    bound(sql, field, to, n > 0 ? shift : NULL);
    gx_sql_add(sql, ")");
}
