// SPDX-License-Identifier: AGPL-3.0-or-later
// Exports as files: csv, txt (tabs), json, xlsx; of addresses envelopes and labels as pdf. Rows are written while they are read, memory
// stays flat. The request handler streams; the worker writes big ones to a file.
#ifndef GX_RESOURCE_EXPORT_H
#define GX_RESOURCE_EXPORT_H

#include "db/client/stream.h"
#include "resource/aggregate.h"
#include "resource/export_mark.h"
#include "resource/plan.h"
#include "resource/print.h"
#include "resource/run.h"

enum { GX_EXPORT_DIRECT = 50000 }; // more rows than this become a job

enum gx_export_format {
    GX_EXPORT_CSV,
    GX_EXPORT_TXT,
    GX_EXPORT_JSON,
    GX_EXPORT_XLSX,
    GX_EXPORT_ENVELOPES,
    GX_EXPORT_LABELS,
    GX_EXPORT_FORMATS
};
extern const char *const gx_export_names[GX_EXPORT_FORMATS];   // "csv" …
extern const char *const gx_export_endings[GX_EXPORT_FORMATS]; // of files
extern const char *const gx_export_types[GX_EXPORT_FORMATS];   // content types

struct gx_export {
    struct gx_query *query;
    struct gx_plan *plan;
    enum gx_export_format format;
    const char *language; // of headings and choices: "zh-CN" …; NULL = codes
    const struct gx_field **columns;
    size_t n_columns;
    struct gx_aggregate *groups; // a row is a group of these, or NULL: a record
    struct gx_print *print;      // a row is an envelope or a label; NULL otherwise
    struct gx_export_mark mark;
};

// Reads format, labels, fields or groups and measures, sort and conditions of a request, or of a stored one (only
// rq->query counts). The mark names the request; a job puts the export's id there.
GX_MUST gx_rc gx_export_read(gx_cx *cx, const struct gx_run *run, const struct gx_request *rq,
                             struct gx_export *out);

// The query of a request as the json that a job stores: {"query":{key:value}}. gx_export_stored
// makes a request of it again.
const char *gx_export_params(gx_cx *cx, const struct gx_request *rq);
GX_MUST gx_rc gx_export_stored(gx_cx *cx, const char *resource, const json_t *params, struct gx_request *out);

// The statement whose rows the writers below take: one column per column of the export.
struct gx_stmt gx_export_select(gx_cx *cx, const struct gx_export *export);

// Whether it is whole before it is sent: a workbook or a document.
bool gx_export_is_whole(const struct gx_export *export);

// More rows than this become a job.
int64_t gx_export_direct(const struct gx_export *export);

// What stands before the first row, a row, and what stands after the last. Not for what is whole.
void gx_export_head(gx_buf *buf, const struct gx_export *export);
void gx_export_row(gx_buf *buf, const struct gx_export *export, const gx_result *row, bool first);
void gx_export_tail(gx_buf *buf, const struct gx_export *export);

// A cell of a CSV file: quoted where it must be, harmless to spreadsheets.
void gx_export_csv_cell(gx_buf *buf, const char *text, size_t n);

// Text of a cell as people read it, into buf (emptied before): choices by label, decimals trimmed.
void gx_export_cell(gx_buf *buf, const struct gx_export *export, size_t column, const gx_result *row);

// Heading of a column in the export's language, its name when codes are wanted.
const char *gx_export_label(gx_arena *arena, const struct gx_export *export, size_t column);

// The part for groups (export_groups.c): reads them, gives their statement, and the heading of a measure.
GX_MUST gx_rc gx_export_groups_read(gx_cx *cx, const struct gx_run *run, const struct gx_request *rq,
                                    const char *const *own, struct gx_export *out);
struct gx_stmt gx_export_groups_select(gx_cx *cx, const struct gx_export *export);
const char *gx_export_measure(gx_arena *arena, const struct gx_export *export, size_t measure);

// The column that stands for a referenced record; NULL when its name may not be read.
const char *gx_export_name(const struct gx_export *export, const struct gx_field *field);

// Called now and then with the number of rows written; anything but GX_OK stops the export.
typedef gx_rc (*gx_export_progress)(gx_cx *cx, int64_t rows, void *data);

// Reads the rows of an open stream and writes the file at `path`, any format.
GX_MUST gx_rc gx_export_file(gx_cx *cx, const struct gx_export *export, gx_db_stream *stream,
                             const char *path, gx_export_progress progress, void *data, int64_t *rows);

// The xlsx part of it, and that of addresses; there rows are pieces that were printed.
GX_MUST gx_rc gx_export_xlsx(gx_cx *cx, const struct gx_export *export, gx_db_stream *stream,
                             const char *path, gx_export_progress progress, void *data, int64_t *rows);
GX_MUST gx_rc gx_export_pdf(gx_cx *cx, const struct gx_export *export, gx_db_stream *stream, const char *path,
                            gx_export_progress progress, void *data, int64_t *rows);

#endif
