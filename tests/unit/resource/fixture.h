// SPDX-License-Identifier: AGPL-3.0-or-later
// A small catalog, a person with rights on it, and a context: what the unit tests plan with.
#ifndef GX_TEST_RESOURCE_FIXTURE_H
#define GX_TEST_RESOURCE_FIXTURE_H

#include "resource/plan.h"
#include "resource/validate.h"
#include <check.h>

struct fixture {
    gx_arena *arena;
    gx_cx cx;
    struct gx_catalog *catalog;
    struct gx_hints hints;
    struct gx_run run; // on account
};

// Everything readable and writable; `phone` masked, `secret` hidden, `level` read only.
void fixture_open(struct fixture *f, unsigned read_scope);
void fixture_close(struct fixture *f);

// A query over account from parameters "key=value", NULL at the end.
gx_rc fixture_query(struct fixture *f, struct gx_query **out, ...);

// Text of the condition of that query over alias t, and the n-th parameter of it.
const char *fixture_where(struct fixture *f, const struct gx_query *query);

Suite *filter_suite(void);
Suite *page_suite(void);
Suite *validate_suite(void);
Suite *frame_suite(void);

#endif
