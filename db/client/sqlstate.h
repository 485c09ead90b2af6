// SPDX-License-Identifier: AGPL-3.0-or-later
// SQLSTATE -> outcome, once. Class GX is raised by our own SQL:
//   GX401 unauthorised   GX403 forbidden     GX404 not found      GX409 stale generation
//   GX410 key taken      GX412 version       GX422 invalid: message "pointer|code|text"
//   GX423 business conflict (409): message = problem code, or "code|pointer|text"
//   23505 23P01 conflict   23503 invalid (unknown_reference) or conflict (in_use)   23502 23514 22xxx invalid   42501 forbidden   40001 40P01 again
//   57014 55P03 53xxx 57P0x 08xxx unavailable   0A000 42P01 42703 stale   anything else internal
#ifndef GX_SQLSTATE_H
#define GX_SQLSTATE_H

#include "core/cx.h"

// Fields of a database error; any may be NULL.
struct gx_sqlstate {
    const char *state;      // five characters
    const char *message;    // primary message
    const char *constraint; // constraint name
    const char *table;
    const char *column;
};

// Notes the failure in cx and returns the outcome. The database's text goes to problem.cause, except for GX422
// and GX423, whose messages are ours. The name of a constraint gives the pointer.
gx_rc gx_sqlstate_fail(gx_cx *cx, const struct gx_sqlstate *error);

// Outcome only, nothing noted.
gx_rc gx_sqlstate_rc(const char *state);

// Maps a constraint to a field, set once by the engine at start (constraint names are API: <table>_<field>_key,
// <table>_<field>_check). Returns the JSON pointer ("/name") in the arena or NULL. Default: from the name itself.
typedef const char *(*gx_sqlstate_mapper)(gx_cx *cx, const char *constraint);
void gx_sqlstate_set_mapper(gx_sqlstate_mapper mapper);

#endif
