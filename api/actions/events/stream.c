// SPDX-License-Identifier: AGPL-3.0-or-later
// GET /events: a text/event-stream. The connection's own thread asks once a second what happened that its person may
// see; the question begins with his identity, so that a stream ends when his session or his rights do. Nothing is kept
// between two questions but a place, and no connection of the database is held while somebody reads slowly.
#include "actions/auth/seal.h"
#include "actions/events/streams.h"
#include "core/clock.h"
#include "core/handler.h"
#include "core/json.h"
#include "db/client/identity.h"
#include "resource/rights.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ASK_MS = 1000,
    BEAT_MS = 10000, // the HTTP library closes what was silent for 15 s
    LIFE_MS = 600000,
    RESUME_S = 3600, // an older place is not resumed
    PLACE_LEN = 20 + 1 + 20 + 1 + 36,
    SILENT_ASKS = 15, // so often the database may be away
};

#define PURPOSE "event place"

struct watch {
    struct gx_streams_seat seat;
    const struct gx_env *env;
    struct gx_principal principal;
    const char *client_ip;
    int64_t rights_gen, catalog_gen;
    gx_buf place, inbox, out;
    size_t sent;
    uint64_t begun, spoke;
    int failures;
    bool is_over;
};

// What a client may give back: the oldest transaction that had not ended, when, and whose. Always of one length.
static const char *seal_place(gx_cx *cx, const char *place, const char *user_id) {
    char text[PLACE_LEN + 1];
    uint64_t oldest = strtoull(place, NULL, 10);
    snprintf(text, sizeof text, "%020" PRIu64 ".%020" PRId64 ".%s", oldest, gx_clock_unix(), user_id);
    return gx_seal(cx, PURPOSE, text, PLACE_LEN) + 2; // without the \x of bytea
}

static void say(struct watch *watch, gx_cx *cx, const char *event, const char *data) {
    gx_buf_printf(&watch->out, "id: %s\nevent: %s\ndata: %s\n\n",
                  seal_place(cx, watch->place.data, watch->seat.user_id), event, data);
    watch->spoke = gx_clock_ms();
}

static void end(struct watch *watch, gx_cx *cx, const char *reason) {
    say(watch, cx, "end", gx_arena_printf(cx->arena, "{\"reason\":\"%s\"}", reason));
    watch->is_over = true;
}

static void keep(gx_buf *buf, const char *text) {
    buf->len = 0;
    gx_buf_add(buf, text, strlen(text) + 1);
}

static gx_rc say_changes(struct watch *watch, gx_cx *cx, const gx_result *r) {
    json_t *changes;
    size_t i;
    json_t *change;
    keep(&watch->place, gx_result_text(r, 0, 0));
    if (gx_result_is_null(r, 0, 1))
        return GX_OK;
    gx_rc rc = gx_json_parse(cx, gx_result_text(r, 0, 1), gx_result_len(r, 0, 1), &changes);
    if (rc != GX_OK)
        return rc;
    json_array_foreach(changes, i, change) say(watch, cx, "change", gx_json_dump(cx->arena, change));
    return GX_OK;
}

static void answer(struct watch *watch, gx_cx *cx, gx_rc rc, const gx_result *r) {
    if (rc == GX_OK)
        rc = say_changes(watch, cx, r);
    if (rc == GX_OK) {
        watch->failures = 0;
        if (strcmp(watch->inbox.data, gx_result_text(r, 0, 2)) != 0) {
            keep(&watch->inbox, gx_result_text(r, 0, 2));
            say(watch, cx, "inbox", "{\"resource\":\"notification\"}");
        }
    } else if (rc == GX_E_STALE) {
        end(watch, cx, "rights");
    } else if (rc == GX_E_UNAVAILABLE || rc == GX_E_AGAIN) {
        if (++watch->failures >= SILENT_ASKS)
            end(watch, cx, "unavailable");
    } else {
        end(watch, cx, "session");
    }
}

static void ask(struct watch *watch, gx_cx *cx) {
    const struct gx_stmt stmt =
        GX_STMT("select place, changes, inbox from api.event_changes($1)", watch->place.data);
    gx_result *r = NULL;
    cx->principal = watch->principal;
    cx->client_ip = watch->client_ip;
    cx->rights_gen = watch->rights_gen;
    cx->catalog_gen = watch->catalog_gen;
    gx_rc rc = gx_identity_read(cx, &stmt, 1, &r);
    answer(watch, cx, rc, r);
}

static void step(struct watch *watch) {
    GX_AUTO_ARENA(arena) = gx_arena_new();
    gx_cx cx;
    bool goes_on = gx_streams_wait(&watch->seat, ASK_MS);
    gx_cx_init(&cx, arena, watch->env);
    if (!goes_on)
        end(watch, &cx, "closed");
    else if (gx_clock_ms() - watch->begun >= LIFE_MS)
        end(watch, &cx, "age");
    else
        ask(watch, &cx);
    if (!watch->is_over && gx_clock_ms() - watch->spoke >= BEAT_MS)
        say(watch, &cx, "beat", "{}");
}

static ssize_t stream_read(void *state, char *out, size_t max) {
    struct watch *watch = state;
    while (watch->sent == watch->out.len) {
        if (watch->is_over)
            return 0;
        watch->sent = watch->out.len = 0;
        step(watch);
    }
    size_t n = watch->out.len - watch->sent < max ? watch->out.len - watch->sent : max;
    memcpy(out, watch->out.data + watch->sent, n);
    watch->sent += n;
    return (ssize_t)n;
}

static void stream_close(void *state) {
    struct watch *watch = state;
    gx_streams_leave(&watch->seat);
    gx_buf_free(&watch->place);
    gx_buf_free(&watch->inbox);
    gx_buf_free(&watch->out);
    free(watch);
}

// The place that a client gives back, as a snapshot; NULL when it is too old or somebody else's.
static gx_rc open_place(gx_cx *cx, const char *given, const char **out) {
    size_t len;
    const char *text =
        strspn(given, "0123456789abcdef") == strlen(given)
            ? (const char *)gx_unseal(cx, PURPOSE, gx_arena_printf(cx->arena, "\\x%s", given), &len)
            : NULL;
    if (!text || len != PLACE_LEN)
        return gx_fail(cx, GX_E_MALFORMED, "Last-Event-ID", "This is no id of an event");
    bool is_good = gx_clock_unix() - strtoll(text + 21, NULL, 10) <= RESUME_S &&
                   strcmp(text + 42, cx->principal.user_id) == 0;
    unsigned long long oldest = strtoull(text, NULL, 10);
    *out = is_good ? gx_arena_printf(cx->arena, "%llu:%llu:", oldest, oldest) : NULL;
    return GX_OK;
}

static gx_rc find_place(gx_cx *cx, const struct gx_request *rq, const char **place, const char **inbox,
                        bool *is_resumed) {
    const struct gx_stmt stmt = GX_STMT0("select e.place, c.inbox from api.event_place() as e (place) "
                                         "cross join lateral api.event_changes(e.place) as c");
    gx_result *r;
    *place = NULL;
    gx_rc rc = rq->last_event_id ? open_place(cx, rq->last_event_id, place) : GX_OK;
    if (rc == GX_OK)
        rc = gx_identity_read(cx, &stmt, 1, &r);
    if (rc != GX_OK)
        return rc;
    *is_resumed = *place != NULL;
    *place = *place ? *place : gx_result_text(r, 0, 0);
    *inbox = gx_result_text(r, 0, 1);
    return GX_OK;
}

static struct watch *make_watch(gx_cx *cx, const char *place, const char *inbox) {
    struct watch *watch = calloc(1, sizeof *watch);
    if (!watch)
        abort();
    watch->env = cx->env;
    watch->principal = cx->principal;
    watch->client_ip = cx->client_ip;
    watch->rights_gen = cx->rights_gen;
    watch->catalog_gen = cx->catalog_gen;
    watch->begun = gx_clock_ms();
    keep(&watch->place, place);
    keep(&watch->inbox, inbox);
    return watch;
}

static gx_rc open_stream(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const struct gx_hints *hints;
    const char *place, *inbox;
    bool is_resumed;
    gx_rc rc = gx_rights_get(cx, &hints);
    if (rc == GX_OK)
        rc = find_place(cx, rq, &place, &inbox, &is_resumed);
    if (rc == GX_OK)
        rc = gx_response_header(cx, rs, "X-Accel-Buffering", "no");
    if (rc != GX_OK)
        return rc;
    struct watch *watch = make_watch(cx, place, inbox);
    rc = gx_streams_enter(cx, &watch->seat);
    if (rc != GX_OK) {
        gx_buf_free(&watch->place);
        gx_buf_free(&watch->inbox);
        free(watch);
        return rc;
    }
    // A client that was away asks anew for what it shows, unless the stream goes on where it was.
    say(watch, cx, is_resumed ? "resumed" : "ready", "{}");
    if (is_resumed)
        say(watch, cx, "inbox", "{\"resource\":\"notification\"}");
    rs->content_type = "text/event-stream";
    rs->stream = (struct gx_stream){stream_read, stream_close, watch};
    return GX_OK;
}
GX_OPERATION("event_stream", open_stream);
