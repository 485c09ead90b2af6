// SPDX-License-Identifier: AGPL-3.0-or-later
// The bytes of a file: PUT raw to a slot that was reserved under the record's permission, GET as an attachment. The
// name that a person gave is a label; type and size are those of the reservation.
#include "channels/files/files.h"
#include "core/handler.h"
#include "db/client/identity.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct slot {
    const char *name, *mime_type, *state, *sha256;
    int64_t size;
};

static gx_rc read_slot(gx_cx *cx, const char *id, struct slot *out) {
    const struct gx_stmt stmt =
        GX_STMT("select name, mime_type, state, sha256, size from api.file where id = $1::uuid", id);
    gx_result *r;
    gx_rc rc = gx_identity_read(cx, &stmt, 1, &r);
    if (rc != GX_OK)
        return rc;
    if (gx_result_rows(r) == 0)
        return gx_fail(cx, GX_E_NOT_FOUND, NULL, "no such file");
    *out = (struct slot){gx_result_text(r, 0, 0), gx_result_text(r, 0, 1), gx_result_text(r, 0, 2),
                         gx_result_value(r, 0, 3), gx_result_i64(r, 0, 4)};
    return GX_OK;
}

static gx_rc put_content(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    const char *id = gx_request_param(rq, "id");
    struct slot slot;
    char key[GX_FILES_KEY];
    gx_rc rc = read_slot(cx, id, &slot);
    if (rc != GX_OK)
        return rc;
    if (strcmp(slot.state, "reserved") != 0)
        return gx_fail_code(cx, GX_E_CONFLICT, "wrong_state", NULL, "the file has its content already");
    if ((int64_t)rq->body_len != slot.size)
        return gx_fail_add(cx, "/size", "format", "%zu bytes came, %lld were announced", rq->body_len,
                           (long long)slot.size);
    rc = gx_files_put(cx, rq->body, rq->body_len, key);
    if (rc != GX_OK)
        return rc;
    const struct gx_stmt stmt = GX_STMT("select api.file_store($1::uuid, $2, $3::bigint)", id, key,
                                        gx_arena_printf(cx->arena, "%zu", rq->body_len));
    rc = gx_identity_write(cx, &stmt, 1, NULL);
    return rc == GX_OK ? gx_response_none(rs) : rc;
}
GX_OPERATION("file_content_write", put_content);

struct sending {
    int fd;
};

static ssize_t send_some(void *state, char *out, size_t max) {
    struct sending *s = state;
    ssize_t n;
    do
        n = read(s->fd, out, max);
    while (n < 0 && errno == EINTR);
    return n;
}

static void send_end(void *state) {
    struct sending *s = state;
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
}

// Types that a browser may be told; everything else is just bytes.
static const char *safe_type(const char *type) {
    static const char *const known[] = {
        "application/pdf",
        "image/png",
        "image/jpeg",
        "image/webp",
        "image/gif",
        "text/plain",
        "text/csv",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"};
    for (size_t i = 0; i < GX_COUNT(known); i++)
        if (strcmp(type, known[i]) == 0)
            return known[i];
    return "application/octet-stream";
}

static gx_rc get_content(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs) {
    struct slot slot;
    uint64_t size;
    gx_rc rc = read_slot(cx, gx_request_param(rq, "id"), &slot);
    if (rc != GX_OK)
        return rc;
    if (strcmp(slot.state, "stored") != 0 || slot.sha256 == NULL)
        return gx_fail_code(cx, GX_E_CONFLICT, "wrong_state", NULL, "the file has no content yet");
    struct sending *sending = GX_NEW(cx->arena, struct sending);
    rc = gx_files_open(cx, slot.sha256, &sending->fd, &size);
    if (rc != GX_OK)
        return rc;
    rs->stream = (struct gx_stream){send_some, send_end, sending};
    rs->content_type = safe_type(slot.mime_type);
    rs->disposition = gx_response_attachment(cx->arena, slot.name);
    rs->sandbox = true;
    return GX_OK;
}
GX_OPERATION("file_content_read", get_content);
