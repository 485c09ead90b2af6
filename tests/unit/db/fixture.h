// SPDX-License-Identifier: AGPL-3.0-or-later
// A real PostgreSQL: the cluster of the test run, reached as guanxi_migrator in database postgres. The environment
// (GX_TEST_SOCKET, GX_TEST_PORT, GX_TEST_SECRETS) comes from `./guanxi test`.
#ifndef GX_TEST_DB_FIXTURE_H
#define GX_TEST_DB_FIXTURE_H

#include "db/client/exec.h"
#include <check.h>

// Before and after each test: `cx`, and a pool made by open_pool.
extern gx_cx cx;
void setup(void);
void teardown(void);
gx_pool *open_pool(int size, int timeout_ms);

// Runs one statement without parameters on a lease.
gx_rc run_one(gx_lease *lease, const char *sql, enum gx_tx tx, gx_result **out);

TCase *pool_case(void);
TCase *pipeline_case(void);
TCase *transaction_case(void);
TCase *sqlstate_case(void);
TCase *stream_case(void);

#endif
