// SPDX-License-Identifier: AGPL-3.0-or-later
// The parent's side of the sandbox: spawn, read lines, judge the end.
#include "parse/sheet.h"

#include "core/buf.h"
#include "core/clock.h"
#include "core/json.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WALL_MS = 60000, LINE_MAX_BYTES = 12 << 20 };

struct reading {
    gx_cx *cx;
    struct gx_sheet *out;
    size_t cap;
    bool has_head, has_end;
    const char *error;
    const char *detail;
};

// guanxi-parse stands beside the running program, or where GX_PARSE says.
static const char *program(gx_cx *cx) {
    const char *given = getenv("GX_PARSE");
    if (given != NULL)
        return given;
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n <= 0)
        return "guanxi-parse";
    self[n] = '\0';
    char *slash = strrchr(self, '/');
    if (slash != NULL)
        slash[1] = '\0';
    return gx_arena_printf(cx->arena, "%sguanxi-parse", self);
}

static int start(gx_cx *cx, int fd, const struct gx_sheet_options *o, pid_t *pid) {
    int ends[2];
    char sheet[16];
    char rows[24];
    char *env[] = {NULL};
    snprintf(sheet, sizeof sheet, "%d", o->sheet);
    snprintf(rows, sizeof rows, "%ld", o->max_rows);
    const char *argv[12] = {"guanxi-parse",
                            "--sheet",
                            sheet,
                            "--rows",
                            rows,
                            "--locale",
                            o->locale == NULL ? "zh-CN" : o->locale};
    if (o->encoding != NULL)
        argv[7] = "--encoding", argv[8] = o->encoding;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, fd, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    int failed = posix_spawn(pid, program(cx), &actions, NULL, (char *const *)argv, env);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (failed == 0)
        return ends[0];
    close(ends[0]);
    errno = failed;
    return -1;
}

static const char *keep(struct reading *r, const json_t *text) {
    return gx_arena_strndup(r->cx->arena, json_string_value(text), json_string_length(text));
}

static struct gx_value_cell read_cell(struct reading *r, const json_t *v) {
    struct gx_value_cell cell = {0, ""};
    if (json_is_string(v))
        return (struct gx_value_cell){'t', keep(r, v)};
    if (!json_is_object(v))
        return cell;
    json_t *text;
    if (json_is_boolean(json_object_get(v, "b")))
        return (struct gx_value_cell){'b', json_is_true(json_object_get(v, "b")) ? "1" : "0"};
    if ((text = json_object_get(v, "n")) != NULL)
        cell.kind = json_object_get(v, "p") != NULL ? 'p' : 'n';
    else if ((text = json_object_get(v, "d")) != NULL)
        cell.kind = 'd';
    else if ((text = json_object_get(v, "e")) != NULL)
        cell.kind = 'e';
    if (json_is_string(text))
        cell.text = keep(r, text);
    else
        cell.kind = 0;
    return cell;
}

// The line with which an export of ours says who made it is no record, wherever it stands by now.
static bool is_mark(const json_t *cells) {
    static const char mark[] = "# guanxi-export ";
    const char *first = json_string_value(json_array_get(cells, 0));
    if (first == NULL || strncmp(first, mark, sizeof mark - 1) != 0)
        return false;
    for (size_t i = 1; i < json_array_size(cells); i++) {
        const json_t *cell = json_array_get(cells, i);
        if (!json_is_null(cell) && !(json_is_string(cell) && json_string_length(cell) == 0))
            return false;
    }
    return true;
}

static void read_row(struct reading *r, const json_t *row) {
    const json_t *cells = json_array_get(row, 1);
    if (is_mark(cells))
        return;
    struct gx_sheet *s = r->out;
    if (s->n_rows == r->cap) {
        size_t cap = r->cap == 0 ? 256 : r->cap * 2;
        struct gx_sheet_row *rows = GX_NEW_N(r->cx->arena, struct gx_sheet_row, cap);
        if (s->n_rows > 0)
            memcpy(rows, s->rows, s->n_rows * sizeof *rows);
        s->rows = rows;
        r->cap = cap;
    }
    size_t n = json_array_size(cells);
    struct gx_value_cell *out = GX_NEW_N(r->cx->arena, struct gx_value_cell, n == 0 ? 1 : n);
    for (size_t i = 0; i < n; i++)
        out[i] = read_cell(r, json_array_get(cells, i));
    s->rows[s->n_rows++] =
        (struct gx_sheet_row){(long)json_integer_value(json_array_get(row, 0)), (int)n, out};
    if ((int)n > s->width)
        s->width = (int)n;
}

static void read_head(struct reading *r, const json_t *head) {
    struct gx_sheet *s = r->out;
    r->has_head = true;
    s->kind = keep(r, json_object_get(head, "kind"));
    s->encoding = keep(r, json_object_get(head, "encoding"));
    s->encoding_is_sure = json_is_true(json_object_get(head, "sure"));
    s->sheets = gx_json_keep(r->cx->arena, json_incref(json_object_get(head, "sheets")));
    s->sheet = (int)gx_json_i64(head, "sheet", 0);
}

static bool read_line(struct reading *r, const char *line, size_t len) {
    json_t *value = json_loadb(line, len, JSON_REJECT_DUPLICATES, NULL);
    if (value == NULL)
        return false;
    if (json_is_array(value) && r->has_head) {
        read_row(r, value);
    } else if (json_is_string(json_object_get(value, "error"))) {
        r->error = keep(r, json_object_get(value, "error"));
        r->detail = keep(r, json_object_get(value, "detail"));
    } else if (json_object_get(value, "end") != NULL) {
        r->has_end = true;
    } else if (json_is_string(json_object_get(value, "kind")) &&
               json_is_string(json_object_get(value, "encoding")) &&
               json_is_array(json_object_get(value, "sheets"))) {
        read_head(r, value);
    }
    json_decref(value);
    return true;
}

// Reads until the end; false when the child must be stopped.
static bool pump(struct reading *r, int fd) {
    GX_AUTO(gx_buf) buf = {0};
    uint64_t until = gx_clock_ms() + WALL_MS;
    for (;;) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        uint64_t now = gx_clock_ms();
        if (now >= until || poll(&wait, 1, (int)(until - now)) == 0)
            return false;
        gx_buf_reserve(&buf, 1 << 16);
        ssize_t n = read(fd, buf.data + buf.len, 1 << 16);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0;
        buf.len += (size_t)n;
        size_t start_of_line = 0;
        char *newline;
        while ((newline = memchr(buf.data + start_of_line, '\n', buf.len - start_of_line)) != NULL) {
            size_t end = (size_t)(newline - buf.data);
            if (!read_line(r, buf.data + start_of_line, end - start_of_line))
                return false;
            start_of_line = end + 1;
        }
        memmove(buf.data, buf.data + start_of_line, buf.len - start_of_line);
        buf.len -= start_of_line;
        if (buf.len > LINE_MAX_BYTES)
            return false;
    }
}

// What the parser calls it, as the contract calls it; anything unforeseen is a broken file.
static const char *const REFUSALS[][2] = {
    {"xls_old",
     "This is an old .xls file (Excel 97, WPS). Open it, choose Save As, take .xlsx, and upload that."},
    {"empty_file", "The file is empty."},
    {"too_large", "The file holds more than can be imported at once."},
    {"undecodable", "The text is not in the chosen encoding."},
    {"no_such_sheet", "The workbook has no such sheet."},
    {"not_a_table", "This is not a spreadsheet."},
    {"broken_file", "The file is damaged or is no spreadsheet."},
};

static gx_rc refuse(gx_cx *cx, const char *error) {
    size_t i = 0;
    while (i + 1 < sizeof REFUSALS / sizeof *REFUSALS && strcmp(REFUSALS[i][0], error) != 0)
        i++;
    return gx_fail_code(cx, GX_E_INVALID, REFUSALS[i][0], "/file_id", "%s", REFUSALS[i][1]);
}

gx_rc gx_sheet_read(gx_cx *cx, int fd, const struct gx_sheet_options *options, struct gx_sheet *out) {
    struct reading r = {.cx = cx, .out = out};
    pid_t pid;
    int status = 0;
    memset(out, 0, sizeof *out);
    int from = start(cx, fd, options, &pid);
    if (from < 0) {
        gx_fail_cause(cx, "guanxi-parse: %s", strerror(errno));
        return gx_fail(cx, GX_E_UNAVAILABLE, NULL, "the file reader cannot be started");
    }
    bool read_well = pump(&r, from);
    close(from);
    if (!read_well)
        kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (r.error == NULL && (!read_well || !r.has_head || !r.has_end || !WIFEXITED(status))) {
        gx_fail_cause(cx, "guanxi-parse ended with status %d", status);
        r.error = "broken_file";
    }
    if (r.error == NULL)
        return GX_OK;
    return refuse(cx, r.error);
}

struct gx_value_cell gx_sheet_cell(const struct gx_sheet_row *row, int column) {
    if (column < 0 || column >= row->n)
        return (struct gx_value_cell){0, ""};
    return row->cells[column];
}
