// SPDX-License-Identifier: AGPL-3.0-or-later
// Noting what went wrong. All texts are copied into the arena of the request; the cause (database text) is kept
// apart so that it can reach the log and nothing else.
#include "core/cx.h"
#include "core/uuid.h"

#include <stdio.h>
#include <string.h>

enum { ERRORS_MAX = 100 };

void gx_cx_init(gx_cx *cx, gx_arena *arena, const struct gx_env *env) {
    *cx = (gx_cx){.arena = arena, .env = env, .origin = "api"};
    gx_uuid_new(cx->request_id);
    gx_uuid_new(cx->change_set_id);
}

static void add_error(gx_cx *cx, const char *pointer, const char *code, const char *message) {
    struct gx_problem *problem = &cx->problem;
    if (problem->n_errors >= ERRORS_MAX)
        return;
    struct gx_problem_error *error = GX_NEW(cx->arena, struct gx_problem_error);
    error->pointer = gx_arena_strdup(cx->arena, pointer);
    error->code = code;
    error->message = message;
    if (problem->last)
        problem->last->next = error;
    else
        problem->errors = error;
    problem->last = error;
    problem->n_errors++;
}

static gx_rc note(gx_cx *cx, gx_rc rc, const char *code, const char *pointer, const char *message) {
    struct gx_problem *problem = &cx->problem;
    bool worse = rc >= GX_E_INTERNAL && problem->rc < GX_E_INTERNAL;
    if (problem->rc == GX_OK || worse) {
        problem->rc = rc;
        problem->code = code;
        problem->detail = message;
    }
    if (pointer)
        add_error(cx, pointer, code, message);
    return rc;
}

gx_rc gx_fail(gx_cx *cx, gx_rc rc, const char *pointer, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    const char *message = gx_arena_vprintf(cx->arena, fmt, args);
    va_end(args);
    return note(cx, rc, gx_rc_code(rc), pointer, message);
}

gx_rc gx_fail_code(gx_cx *cx, gx_rc rc, const char *code, const char *pointer, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    const char *message = gx_arena_vprintf(cx->arena, fmt, args);
    va_end(args);
    return note(cx, rc, code, pointer, message);
}

gx_rc gx_fail_add(gx_cx *cx, const char *pointer, const char *code, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    const char *message = gx_arena_vprintf(cx->arena, fmt, args);
    va_end(args);
    if (cx->problem.rc == GX_OK) {
        cx->problem.rc = GX_E_INVALID;
        cx->problem.code = gx_rc_code(GX_E_INVALID);
        cx->problem.detail = message;
    }
    add_error(cx, pointer ? pointer : "", code, message);
    return GX_E_INVALID;
}

void gx_fail_cause(gx_cx *cx, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    vsnprintf(cx->problem.cause, sizeof cx->problem.cause, fmt, args);
    va_end(args);
}

void gx_cx_clear(gx_cx *cx) {
    cx->problem = (struct gx_problem){0};
}
