// SPDX-License-Identifier: AGPL-3.0-or-later
// Webhooks. A task spreads what history says to the deliveries; a job of the system sends them one after the other.
// What is sent is made now, with the rights of the webhook's user: a record that he does not see is not told of, a
// field that he may not read is absent. A worker that is lost leaves a lease that ends; the id of a delivery stays.
#include "actions/auth/seal.h"
#include "channels/net/fetch.h"
#include "core/clock.h"
#include "core/crypto.h"
#include "core/json.h"
#include "core/log.h"
#include "jobs/job.h"
#include "resource/include.h"
#include "resource/run_one.h"

#include <stdio.h>
#include <string.h>

struct delivery {
    const char *id, *fence, *webhook_id, *url, *user_id, *sealed, *resource, *record_id, *event, *version;
    const char *fields, *definition; // NULL = all
};

struct report {
    const char *state, *outcome;
    int status; // 0 = none
    uint64_t us;
};

static gx_rc spread(gx_cx *cx) {
    const struct gx_stmt stmts[] = {
        GX_STMT0("select job.webhook_spread()"),
    };
    const struct gx_stmt open = GX_STMT0("select job.open_system('webhook', null, null, true)");
    gx_result *r;
    gx_rc rc = gx_job_system(cx, stmts, 1, &r);
    return rc == GX_OK && gx_result_bool(r, 0, 0) ? gx_job_system(cx, &open, 1, NULL) : rc;
}
GX_TASK("webhook", 1, spread);

static gx_rc claim(gx_cx *cx, struct delivery *out) {
    const struct gx_stmt stmt = GX_STMT0(
        "select id, fence, webhook_id, url, user_id, sealed, resource, record_id, event, of_version, fields, "
        "definition from job.webhook_claim()");
    gx_result *r;
    memset(out, 0, sizeof *out);
    gx_rc rc = gx_job_system(cx, &stmt, 1, &r);
    if (rc != GX_OK || gx_result_rows(r) == 0)
        return rc;
    *out = (struct delivery){gx_result_text(r, 0, 0),  gx_result_text(r, 0, 1),   gx_result_text(r, 0, 2),
                             gx_result_text(r, 0, 3),  gx_result_text(r, 0, 4),   gx_result_text(r, 0, 5),
                             gx_result_text(r, 0, 6),  gx_result_value(r, 0, 7),  gx_result_text(r, 0, 8),
                             gx_result_value(r, 0, 9), gx_result_value(r, 0, 10), gx_result_value(r, 0, 11)};
    return GX_OK;
}

// The names of the list that the user may read; what he may not is absent, not an error.
static const char *readable(gx_cx *cx, const struct gx_query *query, const char *names) {
    GX_AUTO(gx_buf) kept = {0};
    for (const char *p = names; *p;) {
        size_t n = strcspn(p, ",");
        const struct gx_field *field = gx_catalog_field(query->resource, p, n);
        if (field != NULL && gx_rights_reads(query->right, field))
            gx_buf_printf(&kept, "%s%.*s", kept.len > 0 ? "," : "", (int)n, p);
        p += n + (p[n] == ',');
    }
    return kept.len > 0 ? gx_arena_strndup(cx->arena, kept.data, kept.len) : "id";
}

static gx_rc plan(gx_cx *cx, const struct delivery *d, struct gx_query **out) {
    const struct gx_hints *hints;
    gx_rc rc = gx_job_hints(cx, d->user_id, &hints);
    if (rc != GX_OK)
        return rc;
    const struct gx_resource *resource = gx_catalog_by_name(hints->catalog, d->resource);
    if (resource == NULL || gx_rights_of(hints, resource)->read_scope == 0)
        return gx_fail(cx, GX_E_NOT_FOUND, NULL, "he may not read the resource");
    *out = gx_query_new(cx, hints, resource);
    rc = gx_filter_stored(cx, hints, resource, d->definition, &(*out)->where);
    if (rc == GX_OK && d->fields != NULL && *d->fields != '\0')
        rc = gx_query_fields(cx, *out, readable(cx, *out, d->fields));
    return rc;
}

// The record as the user sees it; of a deleted one only that it is in his bin. GX_E_NOT_FOUND: not to be told.
static gx_rc render(gx_cx *cx, const struct delivery *d, gx_buf *body) {
    struct gx_query *query = NULL;
    struct gx_plan *shown;
    gx_result *rows;
    bool is_gone = strcmp(d->event, "delete") == 0;
    gx_rc rc = plan(cx, d, &query);
    if (rc != GX_OK)
        return rc;
    struct gx_stmt stmt = gx_one_select(cx, query, d->record_id, &shown);
    if (is_gone) {
        struct gx_sql *sql = gx_sql_new(cx->arena);
        shown =
            gx_plan_of_view(cx->arena, query, gx_arena_printf(cx->arena, "%s_bin", query->resource->name));
        gx_plan_one(sql, shown);
        stmt = gx_sql_stmt(sql);
    }
    rc = gx_job_write(cx, d->user_id, "webhook", &stmt, 1, &rows);
    if (rc == GX_OK && gx_result_rows(rows) == 0)
        return gx_one_missing(cx);
    if (rc != GX_OK || is_gone)
        return rc;
    gx_buf_adds(body, ",\"data\":");
    gx_include_records(body, shown, rows, 1);
    return GX_OK;
}

static gx_rc write_body(gx_cx *cx, const struct delivery *d, gx_buf *body) {
    bool is_ping = strcmp(d->event, "ping") == 0;
    gx_buf_addc(body, '{');
    gx_buf_pair(body, "id", d->id);
    gx_buf_pair(body, "webhook_id", d->webhook_id);
    gx_buf_pair(body, "event", is_ping ? "ping" : gx_arena_printf(cx->arena, "%s.%s", d->resource, d->event));
    if (!is_ping) {
        gx_buf_pair(body, "resource", d->resource);
        gx_buf_pair(body, "record_id", d->record_id);
        gx_buf_pair_raw(body, "version", d->version);
    }
    gx_rc rc = is_ping ? GX_OK : render(cx, d, body);
    gx_buf_addc(body, '}');
    return rc;
}

static gx_rc sign(gx_cx *cx, const struct delivery *d, const gx_buf *body, const char *lines[4]) {
    unsigned char mac[GX_SHA256_LEN];
    char hex[2 * GX_SHA256_LEN + 1];
    size_t len;
    GX_AUTO(gx_buf) text = {0};
    int64_t now = gx_clock_unix();
    unsigned char *secret =
        gx_unseal(cx, gx_arena_printf(cx->arena, "webhook %s", d->webhook_id), d->sealed, &len);
    if (secret == NULL)
        return gx_fail(cx, GX_E_INTERNAL, NULL, "the secret of a webhook does not open");
    gx_buf_i64(&text, now);
    gx_buf_addc(&text, '.');
    gx_buf_add(&text, body->data, body->len);
    gx_crypto_hmac(secret, len, text.data, text.len, mac);
    gx_crypto_wipe(secret, len);
    for (size_t i = 0; i < sizeof mac; i++)
        snprintf(hex + 2 * i, 3, "%02x", mac[i]);
    lines[0] = gx_arena_printf(cx->arena, "Webhook-Id: %s", d->id);
    lines[1] = gx_arena_printf(cx->arena, "Webhook-Timestamp: %lld", (long long)now);
    lines[2] = gx_arena_printf(cx->arena, "Webhook-Signature: v1=%s", hex);
    lines[3] = NULL;
    return GX_OK;
}

static gx_rc post(gx_cx *cx, const struct delivery *d, gx_buf *body, struct report *out) {
    const char *lines[4];
    struct gx_net_answer answer = {0};
    gx_rc rc = sign(cx, d, body, lines);
    if (rc != GX_OK)
        return rc;
    gx_buf_addc(body, '\0');
    const struct gx_net_request rq = {.method = "POST",
                                      .url = d->url,
                                      .body = body->data,
                                      .content_type = "application/json",
                                      .headers = lines,
                                      .max_body = 65536};
    uint64_t start = gx_clock_us();
    rc = gx_net_fetch(cx, &rq, &answer);
    out->us = gx_clock_us() - start;
    out->status = rc == GX_OK ? answer.status : 0;
    bool is_good = rc == GX_OK && answer.status >= 200 && answer.status < 300;
    out->state = is_good ? "delivered" : "waiting";
    out->outcome = rc == GX_OK ? is_good ? "ok" : "refused" : gx_net_outcome_name(answer.outcome);
    return GX_OK;
}

// What keeps one delivery from being made is its own trouble, the database's is everybody's.
static gx_rc deliver(gx_cx *cx, const struct delivery *d, struct report *out) {
    GX_AUTO(gx_buf) body = {0};
    gx_rc rc = write_body(cx, d, &body);
    if (rc == GX_E_UNAVAILABLE || rc == GX_E_AGAIN || rc == GX_E_STALE)
        return rc;
    if (rc == GX_E_NOT_FOUND || rc == GX_E_UNAUTHORIZED || rc == GX_E_FORBIDDEN)
        *out = (struct report){.state = "skipped", .outcome = "not_visible"};
    else if (rc == GX_OK)
        rc = post(cx, d, &body, out);
    if (rc != GX_OK && out->state == NULL)
        *out = (struct report){.state = "waiting", .outcome = "not_made"};
    return GX_OK;
}

static gx_rc finish(gx_cx *cx, const struct delivery *d, const struct report *report) {
    const struct gx_stmt stmt =
        GX_STMT("select job.webhook_finish($1::uuid, $2::bigint, $3, $4::int, $5, $6::int)", d->id, d->fence,
                report->state, report->status != 0 ? gx_arena_printf(cx->arena, "%d", report->status) : NULL,
                report->outcome, gx_arena_printf(cx->arena, "%lld", (long long)(report->us / 1000)));
    gx_log(GX_LOG_INFO, "webhook", GX_LOG_S("id", d->id), GX_LOG_S("state", report->state),
           GX_LOG_S("outcome", report->outcome), GX_LOG_I("status", report->status));
    gx_cx_clear(cx);
    return gx_job_system(cx, &stmt, 1, NULL);
}

// One delivery in memory of its own; *found false when none is due.
static gx_rc step(const gx_cx *from, bool *found) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    gx_cx cx;
    struct delivery delivery;
    struct report report = {0};
    gx_cx_init(&cx, arena, from->env);
    cx.origin = "webhook";
    gx_rc rc = claim(&cx, &delivery);
    *found = rc == GX_OK && delivery.id != NULL;
    if (*found)
        rc = deliver(&cx, &delivery, &report);
    return *found && rc == GX_OK ? finish(&cx, &delivery, &report) : rc;
}

static gx_rc run(gx_cx *cx, struct gx_job *job) {
    bool found = true;
    gx_rc rc = GX_OK;
    while (rc == GX_OK && found) {
        rc = gx_job_progress(cx, job, -1, -1);
        if (rc == GX_OK)
            rc = step(cx, &found);
    }
    return rc;
}
GX_JOB("webhook", run);
