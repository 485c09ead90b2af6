// SPDX-License-Identifier: AGPL-3.0-or-later
// The steps of an import job that need the database. All run with the rights of the job's person.
#ifndef GX_JOBS_IMPORT_STEPS_H
#define GX_JOBS_IMPORT_STEPS_H

#include "actions/imports/import.h"
#include "jobs/job.h"

// Texts that name records become ids: exact ones by themselves, near ones are listed as ambiguous, unknown ones as
// missing, or made when the mapping says so. Rows may name rows of the same file.
gx_rc gx_resolve_all(gx_cx *cx, const struct gx_job *job, struct gx_import *import) GX_MUST;

// Finds stored records by the key and says which values differ.
gx_rc gx_match_all(gx_cx *cx, const struct gx_job *job, struct gx_import *import) GX_MUST;

// Writes new and changed rows in chunks; a chunk that fails is halved until the bad rows stand alone.
gx_rc gx_write_all(gx_cx *cx, const struct gx_job *job, struct gx_import *import) GX_MUST;

// Contacts from a column with people, for rows that have a record.
gx_rc gx_people_all(gx_cx *cx, const struct gx_job *job, struct gx_import *import) GX_MUST;

// What an earlier worker committed: those rows are done.
gx_rc gx_ledger_read(gx_cx *cx, const struct gx_job *job, struct gx_import *import) GX_MUST;
// The statement that notes rows (indexes) in the ledger, for the transaction that writes them.
struct gx_stmt gx_ledger_add(gx_cx *cx, const struct gx_job *job, const struct gx_import *import,
                             const size_t *rows, size_t n);

// The result as JSON, with the file of failed rows stored when there are any.
gx_rc gx_report_make(gx_cx *cx, const struct gx_job *job, struct gx_import *import, json_t **out) GX_MUST;

// [{"i":0,"id":...,"c0":...}] of these rows, and `x(i int, id text, version text, c0 text, ...)`.
const char *gx_rows_json(gx_cx *cx, const struct gx_import *import, const size_t *rows, size_t n);
void gx_rows_columns(struct gx_import *import, struct gx_buf *out);

// How many rows are in a state.
size_t gx_rows_count(const struct gx_import *import, enum gx_import_state state);

#endif
