// SPDX-License-Identifier: AGPL-3.0-or-later
// The first statement of every request's transaction: it sets subject, actor, session, request, change set and
// origin for the transaction, and raises when session or person is no longer good (401) or when rights or
// definitions are not those that the request was planned with (GX_E_STALE).
#ifndef GX_IDENTITY_H
#define GX_IDENTITY_H

#include "core/handler.h"
#include "db/client/exec.h"

// The statement for cx->principal, cx->rights_gen, cx->catalog_gen. Parameters live in the arena. Its result is
// one row; nobody needs it.
struct gx_stmt gx_identity_enter(gx_cx *cx);

// The same for transactions of the read pool: subject and session only. What changes must not begin with it.
struct gx_stmt gx_identity_reading(gx_cx *cx);

// For operations without a session (log-in, reset): request id, change set and origin only; no subject.
struct gx_stmt gx_identity_none(gx_cx *cx);

// For the worker: the rights of a job's user under a change set. user_id, change_set and origin as texts.
struct gx_stmt gx_identity_worker(gx_cx *cx, const char *user_id, const char *change_set, const char *origin);

// Short forms that most actions need: take a connection of the read (or write) pool, send enter (or none, for a
// principal without session) and the statements in one trip, give the connection back. out holds n results,
// those of stmts only.
gx_rc gx_identity_read(gx_cx *cx, const struct gx_stmt *stmts, size_t n, gx_result **out) GX_MUST;
gx_rc gx_identity_write(gx_cx *cx, const struct gx_stmt *stmts, size_t n, gx_result **out) GX_MUST;

// Makes the response (from results of the statements) inside a keyed write; see gx_identity_post.
typedef gx_rc (*gx_identity_answer)(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs,
                                    gx_result *const *results, void *data);

// A POST. Without Idempotency-Key: gx_identity_write and answer. With one: begin, enter, claim, statements;
// answer; store the answer, commit (two trips). A 4xx frees the key. GX_E_TAKEN is answered by api/http with the
// stored answer.
gx_rc gx_identity_post(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs,
                       const struct gx_stmt *stmts, size_t n, gx_identity_answer answer, void *data) GX_MUST;

// A POST whose answer is never kept, because reading it is logged: with an Idempotency-Key the same body is done and
// logged again, another body is GX_E_TAKEN, which is answered with 422. out as gx_identity_write.
gx_rc gx_identity_post_again(gx_cx *cx, const struct gx_request *rq, const struct gx_stmt *stmt,
                             gx_result **out) GX_MUST;

// For handlers that run their own transaction. claim: statement to send right after enter when
// rq->idempotency_key is set. store: statement to send together with GX_TX_COMMIT after rs is complete.
struct gx_stmt gx_identity_claim(gx_cx *cx, const struct gx_request *rq);
struct gx_stmt gx_identity_store(gx_cx *cx, const struct gx_request *rq, const struct gx_response *rs);

// Answers GX_E_TAKEN: the stored answer into rs (header Idempotency-Replayed: true), 422 idempotency_mismatch
// when the body differs, 409 when the first request is still running. Called by api/http.
gx_rc gx_identity_replay(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) GX_MUST;

#endif
