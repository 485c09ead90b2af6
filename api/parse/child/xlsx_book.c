// SPDX-License-Identifier: AGPL-3.0-or-later
// Workbook, relations, styles and shared strings of an .xlsx file. Which number
// is a date is only said by its style, so number formats are read here.
#include "xlsx_book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct styles {
    struct gx_book *book;
    struct {
        int id;
        char kind;
    } custom[512];
    size_t n_custom;
    bool in_cell_formats;
};

static struct gx_part *shared_part(void) {
    static struct gx_part part;
    memset(&part, 0, sizeof part);
    return &part;
}

static void nothing(struct gx_part *part, const char *name) {
    (void)part, (void)name;
}

static void open_workbook(struct gx_part *part, const char *name, const char **attrs) {
    struct gx_book *book = part->state;
    if (strcmp(name, "workbookPr") == 0) {
        const char *v = gx_part_attr(attrs, "date1904");
        book->date1904 = v != NULL && (strcmp(v, "1") == 0 || strcmp(v, "true") == 0);
    }
    if (strcmp(name, "sheet") != 0 || book->n_sheets == GX_BOOK_SHEETS_MAX)
        return;
    const char *title = gx_part_attr(attrs, "name");
    const char *relation = gx_part_attr(attrs, "id");
    if (title == NULL || relation == NULL)
        return;
    struct gx_book_sheet *sheet = &book->sheets[book->n_sheets++];
    snprintf(sheet->name, sizeof sheet->name, "%s", title);
    snprintf(sheet->relation, sizeof sheet->relation, "%s", relation);
}

static void open_relations(struct gx_part *part, const char *name, const char **attrs) {
    struct gx_book *book = part->state;
    if (strcmp(name, "Relationship") != 0)
        return;
    const char *id = gx_part_attr(attrs, "Id");
    const char *target = gx_part_attr(attrs, "Target");
    if (id == NULL || target == NULL)
        return;
    for (size_t i = 0; i < book->n_sheets; i++) {
        struct gx_book_sheet *sheet = &book->sheets[i];
        if (strcmp(sheet->relation, id) != 0)
            continue;
        if (*target == '/')
            snprintf(sheet->target, sizeof sheet->target, "%s", target + 1);
        else
            snprintf(sheet->target, sizeof sheet->target, "xl/%s", target);
    }
}

// Built-in formats that show a date, Chinese and Japanese ones included.
static char builtin_kind(int id) {
    if (id == 9 || id == 10)
        return 'p';
    if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58))
        return 'd';
    return 'n';
}

// A format is a date when a year, a day or 年月日 stands outside quotes and [].
static char format_kind(const char *code) {
    bool quoted = false;
    bool bracket = false;
    char kind = 'n';
    for (const char *c = code; *c != '\0'; c++) {
        if (*c == '"')
            quoted = !quoted;
        else if (*c == '\\' && c[1] != '\0')
            c++;
        else if (*c == '[')
            bracket = true;
        else if (*c == ']')
            bracket = false;
        else if (quoted || bracket)
            continue;
        else if (strchr("yYdD", *c) != NULL)
            return 'd';
        else if (*c == '%')
            kind = 'p';
    }
    return kind;
}

static void open_styles(struct gx_part *part, const char *name, const char **attrs) {
    struct styles *s = part->state;
    if (strcmp(name, "cellXfs") == 0)
        s->in_cell_formats = true;
    const char *id = gx_part_attr(attrs, "numFmtId");
    if (id == NULL)
        return;
    int number = atoi(id);
    if (strcmp(name, "numFmt") == 0 && s->n_custom < 512) {
        const char *code = gx_part_attr(attrs, "formatCode");
        s->custom[s->n_custom].id = number;
        s->custom[s->n_custom++].kind = format_kind(code == NULL ? "" : code);
    }
    if (strcmp(name, "xf") != 0 || !s->in_cell_formats || s->book->n_styles == GX_BOOK_STYLES_MAX)
        return;
    char kind = builtin_kind(number);
    for (size_t i = 0; i < s->n_custom; i++)
        if (s->custom[i].id == number)
            kind = s->custom[i].kind;
    s->book->style[s->book->n_styles++] = kind;
}

static void close_styles(struct gx_part *part, const char *name) {
    struct styles *s = part->state;
    if (strcmp(name, "cellXfs") == 0)
        s->in_cell_formats = false;
}

bool gx_book_open(const void *data, size_t len, struct gx_book *book) {
    memset(book, 0, sizeof *book);
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(data, len, 0, &error);
    if (source == NULL)
        return false;
    book->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (book->zip == NULL)
        return zip_source_free(source), false;
    if (zip_get_num_entries(book->zip, 0) > 5000)
        return false;
    struct gx_part *part = shared_part();
    part->state = book;
    part->open = open_workbook;
    part->close = nothing;
    if (gx_part_read(book->zip, "xl/workbook.xml", part) != GX_PART_OK)
        return false;
    part->open = open_relations;
    if (gx_part_read(book->zip, "xl/_rels/workbook.xml.rels", part) != GX_PART_OK)
        return false;
    static struct styles styles;
    memset(&styles, 0, sizeof styles);
    styles.book = book;
    part->state = &styles;
    part->open = open_styles;
    part->close = close_styles;
    enum gx_part_rc rc = gx_part_read(book->zip, "xl/styles.xml", part);
    return (rc == GX_PART_OK || rc == GX_PART_ABSENT) && book->n_sheets > 0;
}

// Phonetic runs (rPh) repeat the text in kana or 注音: not part of it.
static void open_string(struct gx_part *part, const char *name, const char **attrs) {
    struct gx_book *book = part->state;
    (void)attrs;
    if (strcmp(name, "si") == 0)
        part->len = 0, part->text[0] = '\0';
    else if (strcmp(name, "rPh") == 0)
        book->in_phonetic = true;
    else if (strcmp(name, "t") == 0)
        part->collect = !book->in_phonetic;
}

static bool grow(struct gx_book *book, size_t more) {
    if (book->text_len + more + 1 > GX_BOOK_TEXT_MAX)
        return false;
    if (book->text_len + more + 1 > book->text_cap) {
        size_t cap = (book->text_len + more + 1) * 2;
        char *text = realloc(book->text, cap);
        if (text == NULL)
            return false;
        book->text = text;
        book->text_cap = cap;
    }
    if (book->n_strings + 2 > book->strings_cap) {
        size_t cap = book->strings_cap == 0 ? 1024 : book->strings_cap * 2;
        uint32_t *start = realloc(book->start, cap * sizeof *start);
        if (start == NULL)
            return false;
        book->start = start;
        book->strings_cap = cap;
    }
    return true;
}

static void close_string(struct gx_part *part, const char *name) {
    struct gx_book *book = part->state;
    if (strcmp(name, "t") == 0)
        part->collect = false;
    if (strcmp(name, "rPh") == 0)
        book->in_phonetic = false;
    if (strcmp(name, "si") != 0)
        return;
    if (!grow(book, part->len)) {
        gx_part_stop(part);
        return;
    }
    book->start[book->n_strings++] = (uint32_t)book->text_len;
    memcpy(book->text + book->text_len, part->text, part->len);
    book->text_len += part->len;
    book->start[book->n_strings] = (uint32_t)book->text_len;
}

bool gx_book_load_strings(struct gx_book *book) {
    struct gx_part *part = shared_part();
    part->state = book;
    part->open = open_string;
    part->close = close_string;
    enum gx_part_rc rc = gx_part_read(book->zip, "xl/sharedStrings.xml", part);
    return rc == GX_PART_OK || rc == GX_PART_ABSENT;
}

const char *gx_book_string(const struct gx_book *book, size_t n, size_t *len) {
    *len = 0;
    if (n >= book->n_strings)
        return "";
    *len = book->start[n + 1] - book->start[n];
    return book->text + book->start[n];
}

void gx_book_close(struct gx_book *book) {
    if (book->zip != NULL)
        zip_discard(book->zip);
    free(book->text);
    free(book->start);
}
