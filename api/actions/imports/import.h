// SPDX-License-Identifier: AGPL-3.0-or-later
// One import in memory: what columns mean, what each row became. The steps are pure over this structure and run in
// order: options, convert, resolve, match, write (worker), report. They run with the rights of whoever imports.
#ifndef GX_ACTIONS_IMPORTS_IMPORT_H
#define GX_ACTIONS_IMPORTS_IMPORT_H

#include "parse/sheet.h"
#include "resource/rights.h"
#include <jansson.h>

enum { GX_IMPORT_ROWS_MAX = 200000, GX_IMPORT_CHUNK = 1000, GX_IMPORT_LISTED = 200 };

enum gx_import_mode { GX_IMPORT_CREATE, GX_IMPORT_UPDATE, GX_IMPORT_BOTH };

enum gx_import_state {
    GX_IMPORT_PENDING,
    GX_IMPORT_NEW,       // will be, or was, created
    GX_IMPORT_CHANGED,   // will be, or was, updated
    GX_IMPORT_UNCHANGED, // found, and equal
    GX_IMPORT_SKIPPED,   // found, and only new ones are wanted
    GX_IMPORT_FAILED
};

struct gx_import_column {
    int column; // in the sheet, 0-based
    const char *header;
    const struct gx_field *field;
    const struct gx_field *match; // of the target: what references are found by; NULL: name or code
    const json_t *choices;        // {"as written": "id or choice key"}, decided by a person; may be NULL
    enum gx_value_order order;    // of dates
    bool create;                  // make missing targets
    bool is_key, is_written;      // found by; may be written
    bool splits;                  // several people in one cell
    json_t *ambiguous, *missing;  // {"as written": ...}, for the result
};

struct gx_import_error {
    const char *field, *code, *message, *value;
    struct gx_import_error *next;
};

struct gx_import_row {
    const struct gx_sheet_row *source;
    const char **values; // by column: parameter text, NULL = empty
    char *changed;       // by column: '1' where the stored value differs; of a found row
    enum gx_import_state state;
    bool is_done;        // committed, or in the ledger of an earlier worker
    bool from_ledger;    // committed by an earlier worker: its id is only known when the key finds it
    bool names_unmade;   // dry run: names a record that the run itself would make
    size_t follows;      // 1-based row of the file that this one names, 0: none
    int wave;            // rows come after those that they name
    char id[37];         // of the found or future record
    const char *version; // of the found record
    struct gx_import_error *errors;
};

struct gx_import {
    const struct gx_hints *hints;
    const struct gx_resource *resource;
    const struct gx_right *right;
    struct gx_import_column *columns;
    size_t n_columns;
    int people; // sheet column whose people become contacts of the record, or -1
    enum gx_import_mode mode;
    bool has_key, dry_run, clears;
    int offset;     // of local times from UTC, minutes
    int header_row; // 1-based row number; 0: find it
    const char *encoding, *locale;
    int sheet_number;
    struct gx_sheet sheet;
    size_t header; // index in sheet.rows
    struct gx_import_row *rows;
    size_t n_rows;
    json_t *made; // {"resource": n}: references created
};

// Reads options against definitions and rights; errors at /options/... Neither file nor database is touched.
gx_rc gx_import_options(gx_cx *cx, const struct gx_hints *hints, const char *resource, const json_t *options,
                        struct gx_import *out) GX_MUST;

// Finds the heading row and turns every cell below it into values; what is wrong stands at the rows.
gx_rc gx_import_convert(gx_cx *cx, struct gx_import *import) GX_MUST;

// Adds an error to a row and fails it.
void gx_import_fail(gx_cx *cx, struct gx_import_row *row, const char *field, const char *code,
                    const char *message, const char *value);

// Words by which a field is known: labels, aliases, name; for guessing headings. n fields of the resource.
struct gx_header_field;
size_t gx_import_words(gx_cx *cx, const struct gx_hints *hints, const struct gx_resource *resource,
                       struct gx_header_field **out);

#endif
