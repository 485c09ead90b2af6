// SPDX-License-Identifier: AGPL-3.0-or-later
// The one table from SQLSTATE to outcome. The database's text never reaches a client, except what our own SQL
// raises for that purpose (GX422, GX423).
#include "db/client/sqlstate.h"
#include "core/decimal.h"

#include <stdio.h>
#include <string.h>

static const struct mapping {
    const char *state; // five characters, or the two of a class
    gx_rc rc;
} table[] = {
    {"GX401", GX_E_UNAUTHORIZED}, {"GX403", GX_E_FORBIDDEN},   {"GX404", GX_E_NOT_FOUND},
    {"GX409", GX_E_STALE},        {"GX410", GX_E_TAKEN},       {"GX412", GX_E_VERSION},
    {"GX422", GX_E_INVALID},      {"GX423", GX_E_CONFLICT},    {"GX429", GX_E_THROTTLED},
    {"23505", GX_E_CONFLICT},     {"23503", GX_E_CONFLICT},    {"23P01", GX_E_CONFLICT},
    {"23502", GX_E_INVALID},      {"23514", GX_E_INVALID},     {"22", GX_E_INVALID},
    {"44000", GX_E_FORBIDDEN}, // check option of a write view
    {"42501", GX_E_FORBIDDEN},    {"40001", GX_E_AGAIN},       {"40P01", GX_E_AGAIN},
    {"57014", GX_E_UNAVAILABLE},  {"55P03", GX_E_UNAVAILABLE}, {"57P", GX_E_UNAVAILABLE},
    {"53", GX_E_UNAVAILABLE},     {"08", GX_E_UNAVAILABLE},    {"25P03", GX_E_UNAVAILABLE},
    {"0A000", GX_E_STALE},        {"42P01", GX_E_STALE},       {"42703", GX_E_STALE},
};

static gx_sqlstate_mapper mapper; // set once at start

void gx_sqlstate_set_mapper(gx_sqlstate_mapper fn) {
    mapper = fn;
}

gx_rc gx_sqlstate_rc(const char *state) {
    for (size_t i = 0; state && i < GX_COUNT(table); i++)
        if (strncmp(state, table[i].state, strlen(table[i].state)) == 0)
            return table[i].rc;
    return GX_E_INTERNAL;
}

// account_name_key -> /name, without help from the catalog: between the table (or the first word) and the last.
static const char *pointer_by_name(gx_cx *cx, const char *constraint, const char *of) {
    size_t head = of && strncmp(constraint, of, strlen(of)) == 0 ? strlen(of) : strcspn(constraint, "_");
    static const char *const ends[] = {"_key", "_check", "_fkey", "_excl"};
    for (size_t i = 0; i < GX_COUNT(ends); i++) {
        const char *start = constraint[head] == '_' ? constraint + head : NULL;
        size_t len = strlen(constraint), end = strlen(ends[i]);
        if (!start || len < end || strcmp(constraint + len - end, ends[i]) != 0)
            continue;
        const char *last = constraint + len - end;
        if (start + 1 < last)
            return gx_arena_printf(cx->arena, "/%.*s", (int)(last - start - 1), start + 1);
    }
    return NULL;
}

static const char *pointer_of(gx_cx *cx, const struct gx_sqlstate *error) {
    if (error->constraint && *error->constraint)
        return mapper ? mapper(cx, error->constraint) : pointer_by_name(cx, error->constraint, error->table);
    if (error->column && *error->column)
        return gx_arena_printf(cx->arena, "/%s", error->column);
    return NULL;
}

// Takes the text up to the next bar (or the end) and moves on.
static const char *part(gx_cx *cx, const char **text) {
    size_t len = strcspn(*text, "|");
    const char *out = gx_arena_strndup(cx->arena, *text, len);
    *text += len + ((*text)[len] == '|');
    return out;
}

// "pointer|code|text", raised by our SQL.
static gx_rc fail_invalid(gx_cx *cx, const char *message) {
    if (!strchr(message, '|'))
        return gx_fail(cx, GX_E_INVALID, NULL, "%s", message);
    const char *pointer = part(cx, &message), *code = part(cx, &message);
    return gx_fail_add(cx, pointer, *code ? code : "invalid", "%s", *message ? message : "Not valid");
}

// "code" or "code|pointer|text", raised by our SQL.
static gx_rc fail_conflict(gx_cx *cx, const char *message) {
    const char *code = part(cx, &message), *pointer = part(cx, &message);
    return gx_fail_code(cx, GX_E_CONFLICT, *code ? code : "conflict", *pointer ? pointer : NULL, "%s",
                        *message ? message : "Not possible in the present state");
}

// Seconds to wait, raised by our SQL.
static gx_rc fail_throttled(gx_cx *cx, const char *message) {
    int64_t seconds = 0;
    if (gx_decimal_i64(message, strlen(message), 1, 86400, &seconds))
        cx->problem.retry_after = (int)seconds;
    return gx_fail(cx, GX_E_THROTTLED, NULL, "That was done often enough for now");
}

// A reference to nothing, or to what the caller may not see (the guards raise the same); or a row that others need.
static gx_rc fail_reference(gx_cx *cx, const struct gx_sqlstate *error, const char *message) {
    if (strncmp(message, "update or delete", strlen("update or delete")) == 0)
        return gx_fail_code(cx, GX_E_CONFLICT, "in_use", NULL, "Other records still refer to it");
    const char *pointer = pointer_of(cx, error);
    return gx_fail_add(cx, pointer ? pointer : "", "unknown_reference", "There is no such record");
}

static const char *text_for(gx_rc rc) {
    switch ((int)rc) {
    case GX_E_CONFLICT:
        return "It conflicts with another record";
    case GX_E_INVALID:
        return "A value is not accepted";
    case GX_E_UNAVAILABLE:
        return "It took too long or the database is away; try again";
    case GX_E_AGAIN:
        return "Too much at once; try again";
    case GX_E_STALE:
        return "Definitions or rights have just changed; try again";
    default:
        return gx_rc_title(rc);
    }
}

gx_rc gx_sqlstate_fail(gx_cx *cx, const struct gx_sqlstate *error) {
    const char *state = error->state ? error->state : "?????",
               *message = error->message ? error->message : "";
    gx_rc rc = gx_sqlstate_rc(state);
    gx_fail_cause(cx, "%s %s%s%s", state, message, error->constraint ? " constraint " : "",
                  error->constraint ? error->constraint : "");
    if (strcmp(state, "GX422") == 0)
        return fail_invalid(cx, message);
    if (strcmp(state, "GX423") == 0)
        return fail_conflict(cx, message);
    if (strcmp(state, "GX403") == 0 && strcmp(message, "outside_limits") == 0)
        return gx_fail_code(cx, rc, "outside_limits", NULL,
                            "Your role may not be used from this network or at this time");
    if (strcmp(state, "GX403") == 0 && strcmp(message, "view_as") == 0)
        return gx_fail_code(cx, rc, "view_as_read_only", NULL,
                            "Looking through somebody's eyes changes nothing");
    if (strcmp(state, "GX429") == 0)
        return fail_throttled(cx, message);
    if (strcmp(state, "23503") == 0)
        return fail_reference(cx, error, message);
    const char *pointer = rc == GX_E_CONFLICT || rc == GX_E_INVALID ? pointer_of(cx, error) : NULL;
    return gx_fail(cx, rc, pointer, "%s", text_for(rc));
}
