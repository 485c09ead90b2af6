// SPDX-License-Identifier: AGPL-3.0-or-later
// Cells: whatever stands in one, every reader ends, keeps to its buffer, and what it gives out it reads again alike.
#include "parse/value.h"
#include "parse/contacts.h"
#include "parse/header.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void must(int good) {
    if (!good)
        abort();
}

static void check_again(enum gx_value_rc (*read)(const struct gx_value_cell *, char *, size_t),
                        const struct gx_value_cell *cell) {
    char out[300];
    char again[300];
    if (read(cell, out, sizeof out) != GX_VALUE_OK)
        return;
    must(strlen(out) < sizeof out);
    struct gx_value_cell second = {'t', out};
    must(read(&second, again, sizeof again) == GX_VALUE_OK && strcmp(out, again) == 0);
}

static enum gx_value_rc number(const struct gx_value_cell *cell, char *out, size_t cap) {
    return gx_value_number(cell, false, out, cap);
}

static enum gx_value_rc date(const struct gx_value_cell *cell, char *out, size_t cap) {
    return gx_value_date(cell, GX_VALUE_DAY_FIRST, out, cap);
}

static enum gx_value_rc datetime(const struct gx_value_cell *cell, char *out, size_t cap) {
    return gx_value_datetime(cell, GX_VALUE_MONTH_FIRST, 480, out, cap);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char kinds[] = {'t', 'n', 'p', 'd', 'b', 'e'};
    struct gx_contacts_person people[GX_CONTACTS_MAX];
    struct gx_value_votes votes = {0};
    char out[300];
    if (size < 1)
        return 0;
    gx_arena *arena = gx_arena_new();
    const char *text = gx_arena_strndup(arena, (const char *)data + 1, size - 1);
    struct gx_value_cell cell = {kinds[data[0] % sizeof kinds], text};
    check_again(number, &cell);
    check_again(date, &cell);
    check_again(datetime, &cell);
    check_again(gx_value_boolean, &cell);
    check_again(gx_value_text, &cell);
    (void)gx_value_integer(&cell, out, sizeof out);
    (void)gx_value_phone(&cell, out, sizeof out);
    must(gx_value_fold(text, data[0] & 1, out, sizeof out) < sizeof out);
    gx_value_vote(&cell, &votes);
    must(gx_contacts_split(arena, text, people) <= GX_CONTACTS_MAX);
    int like = gx_header_likeness(text, "客户名称");
    must(like >= 0 && like <= 100);
    gx_arena_free(arena);
    return 0;
}
