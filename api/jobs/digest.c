// SPDX-License-Identifier: AGPL-3.0-or-later
// The daily digest. Everything in it is read when it is sent, through the person's own views: a task that he no longer
// sees is absent, a record that he no longer sees is not named. Nothing of it is kept. Once a day: marked before it is
// handed over.
#include "channels/mail/mail.h"
#include "core/buf.h"
#include "core/json.h"
#include "core/log.h"
#include "jobs/job.h"
#include "resource/run_one.h"
#include "resource/sql.h"

#include <string.h>

enum { LINES = 40 };

struct words {
    const char *locale, *subject, *overdue, *today, *reminders, *unread, *more;
};

static const struct words all_words[] = {
    {"zh-CN", "今日待办", "逾期任务", "今天到期", "提醒", "未读通知", "打开系统："},
    {"zh-TW", "今日待辦", "逾期任務", "今天到期", "提醒", "未讀通知", "開啟系統："},
    {"en", "Your day", "Overdue", "Due today", "Reminders", "Unread notifications", "Open Guanxi: "},
};

struct digest {
    const struct gx_hints *hints;
    const struct words *words;
    const char *user_id, *day;
    gx_buf *text;
    int lines;
};

static const struct words *words_of(const char *locale) {
    for (size_t i = 0; i < GX_COUNT(all_words); i++)
        if (locale != NULL && strcmp(all_words[i].locale, locale) == 0)
            return &all_words[i];
    return &all_words[0];
}

static const struct gx_field *field_of(const struct gx_resource *resource, const char *name) {
    return gx_catalog_field(resource, name, strlen(name));
}

// Rows of a resource that fit a condition, as the person sees them; no plan when he may not read or name it.
static gx_rc list(gx_cx *cx, const struct digest *digest, const char *name, const char *definition,
                  struct gx_plan **plan, gx_result **rows) {
    const struct gx_resource *resource = gx_catalog_by_name(digest->hints->catalog, name);
    *plan = NULL;
    if (resource == NULL || gx_rights_of(digest->hints, resource)->read_scope == 0)
        return GX_OK;
    struct gx_query *query = gx_query_new(cx, digest->hints, resource);
    gx_rc rc = gx_filter_stored(cx, digest->hints, resource, definition, &query->where);
    if (rc != GX_OK) {
        gx_cx_clear(cx);
        return GX_OK;
    }
    struct gx_sql *sql = gx_sql_new(cx->arena);
    *plan = gx_plan_new(cx->arena, query);
    gx_plan_page(sql, *plan, LINES);
    const struct gx_stmt stmt = gx_sql_stmt(sql);
    return gx_job_write(cx, digest->user_id, "digest", &stmt, 1, rows);
}

static const char *value(const struct gx_plan *plan, const gx_result *rows, int row, const char *name) {
    const struct gx_field *field = field_of(plan->query->resource, name);
    int column = field != NULL ? gx_plan_column(plan, field) : -1;
    return column >= 0 ? gx_result_value(rows, row, column) : NULL;
}

static void add_line(struct digest *digest, bool *is_first, const char *title, const char *head,
                     const char *text) {
    if (*is_first)
        gx_buf_printf(digest->text, "%s%s\n", digest->lines > 0 ? "\n" : "", title);
    *is_first = false;
    digest->lines++;
    gx_buf_printf(digest->text, "- %s%s%s\n", head, *head != '\0' && *text != '\0' ? "  " : "", text);
}

static gx_rc tasks(gx_cx *cx, struct digest *digest, const char *op, const char *title) {
    struct gx_plan *plan;
    gx_result *rows;
    bool is_first = true;
    const char *definition =
        gx_arena_printf(cx->arena,
                        "{\"and\":[{\"field\":\"owner_id\",\"op\":\"eq\",\"value\":\"%s\"},{\"field\":"
                        "\"status\",\"op\":\"eq\","
                        "\"value\":\"planned\"},{\"field\":\"due_on\",\"op\":\"%s\",\"value\":\"%s\"}]}",
                        digest->user_id, op, digest->day);
    gx_rc rc = list(cx, digest, "activity", definition, &plan, &rows);
    for (int i = 0; rc == GX_OK && plan != NULL && i < gx_result_rows(rows); i++) {
        const char *subject = value(plan, rows, i, "subject"), *due = value(plan, rows, i, "due_on");
        if (subject != NULL)
            add_line(digest, &is_first, title, due != NULL ? due : "", subject);
    }
    return rc;
}

// The statement that reads the name of the record that a line is about; false when he may not read it.
static bool name_stmt(gx_cx *cx, const struct digest *digest, const char *name, const char *id,
                      struct gx_plan **plan, struct gx_stmt *out) {
    const struct gx_resource *resource =
        name != NULL && id != NULL ? gx_catalog_by_name(digest->hints->catalog, name) : NULL;
    if (resource == NULL || resource->name_field == NULL ||
        gx_rights_of(digest->hints, resource)->read_scope == 0)
        return false;
    struct gx_query *query = gx_query_new(cx, digest->hints, resource);
    if (gx_query_fields(cx, query, resource->name_field) != GX_OK) {
        gx_cx_clear(cx);
        return false;
    }
    *out = gx_one_select(cx, query, id, plan);
    return true;
}

static const char *kind_label(const struct digest *digest, const struct gx_plan *plan, const char *kind) {
    const struct gx_field *field = field_of(plan->query->resource, "kind");
    const char *label = field != NULL && kind != NULL
                            ? gx_catalog_choice(field, kind, strlen(kind), digest->words->locale)
                            : NULL;
    return label != NULL ? label : "";
}

static gx_rc notifications(gx_cx *cx, struct digest *digest, const char *op, const char *title) {
    struct gx_plan *plan, *plans[LINES];
    struct gx_stmt stmts[LINES];
    gx_result *rows, *names[LINES];
    int of[LINES];
    size_t n = 0;
    bool is_first = true;
    const char *definition =
        gx_arena_printf(cx->arena,
                        "{\"and\":[{\"field\":\"owner_id\",\"op\":\"eq\",\"value\":\"%s\"},{\"field\":\"read_"
                        "at\",\"op\":\"null\","
                        "\"value\":true},{\"field\":\"kind\",\"op\":\"%s\",\"value\":\"reminder\"}]}",
                        digest->user_id, op);
    gx_rc rc = list(cx, digest, "notification", definition, &plan, &rows);
    if (rc != GX_OK || plan == NULL)
        return rc;
    for (int i = 0; i < gx_result_rows(rows) && i < LINES; i++) {
        of[i] = -1;
        if (name_stmt(cx, digest, value(plan, rows, i, "resource"), value(plan, rows, i, "record_id"),
                      &plans[n], &stmts[n]))
            of[i] = (int)n++;
    }
    if (n > 0)
        rc = gx_job_write(cx, digest->user_id, "digest", stmts, n, names);
    for (int i = 0; rc == GX_OK && i < gx_result_rows(rows) && i < LINES; i++) {
        const char *head = value(plan, rows, i, "title"), *name = NULL;
        if (of[i] >= 0 && gx_result_rows(names[of[i]]) > 0)
            name = value(plans[of[i]], names[of[i]], 0, plans[of[i]]->query->resource->name_field);
        add_line(digest, &is_first, title,
                 head != NULL ? head : kind_label(digest, plan, value(plan, rows, i, "kind")),
                 name != NULL ? name : "");
    }
    return rc;
}

static gx_rc compose(gx_cx *cx, struct digest *digest) {
    gx_rc rc = gx_job_hints(cx, digest->user_id, &digest->hints);
    if (rc == GX_OK)
        rc = tasks(cx, digest, "lt", digest->words->overdue);
    if (rc == GX_OK)
        rc = tasks(cx, digest, "eq", digest->words->today);
    if (rc == GX_OK)
        rc = notifications(cx, digest, "eq", digest->words->reminders);
    if (rc == GX_OK)
        rc = notifications(cx, digest, "ne", digest->words->unread);
    gx_buf_printf(digest->text, "\n%s%s\n", digest->words->more, cx->env->config->base_url);
    return rc;
}

static gx_rc hand_over(gx_cx *cx, const struct gx_job *job, const struct digest *digest, const char *to) {
    struct gx_mail_report report = {GX_MAIL_SENT, NULL};
    gx_result *r;
    const struct gx_stmt claim =
        GX_STMT("select job.digest_claim($1::uuid, $2::date)", digest->user_id, digest->day);
    gx_rc rc = gx_job_system(cx, &claim, 1, &r);
    if (rc != GX_OK || !gx_result_bool(r, 0, 0))
        return rc;
    const struct gx_mail mail = {.id = job->id,
                                 .to = to,
                                 .subject =
                                     gx_arena_printf(cx->arena, "%s %s", digest->words->subject, digest->day),
                                 .text = digest->text->data};
    if (digest->lines > 0)
        rc = gx_mail_send(cx, &mail, &report);
    if (rc != GX_OK)
        return rc;
    bool again = report.outcome == GX_MAIL_LATER && !gx_job_is_last(job);
    const char *state = report.outcome == GX_MAIL_SENT ? "sent" : again ? "waiting" : "failed";
    gx_log(GX_LOG_INFO, "digest", GX_LOG_S("user", digest->user_id), GX_LOG_S("state", state),
           GX_LOG_I("lines", digest->lines), GX_LOG_S("words", report.words));
    const struct gx_stmt finish =
        GX_STMT("select job.digest_finish($1::uuid, $2::date, $3)", digest->user_id, digest->day, state);
    rc = gx_job_system(cx, &finish, 1, NULL);
    return rc == GX_OK && again ? gx_fail(cx, GX_E_UNAVAILABLE, NULL, "the mail server takes nothing now")
                                : rc;
}

static gx_rc send(gx_cx *cx, struct gx_job *job) {
    GX_AUTO(gx_buf) text = {0};
    gx_result *r;
    const struct gx_stmt stmt =
        GX_STMT("select recipient, locale from job.digest_person($1::uuid)", job->user_id);
    gx_rc rc = gx_job_system(cx, &stmt, 1, &r);
    if (rc != GX_OK || gx_result_rows(r) == 0 || gx_result_is_null(r, 0, 0))
        return rc;
    struct digest digest = {.words = words_of(gx_result_value(r, 0, 1)),
                            .user_id = job->user_id,
                            .day = gx_json_str(job->params, "day"),
                            .text = &text};
    rc = compose(cx, &digest);
    return rc == GX_OK ? hand_over(cx, job, &digest, gx_result_text(r, 0, 0)) : rc;
}
GX_JOB("digest", send);

static gx_rc spread(gx_cx *cx) {
    const struct gx_stmt stmt = GX_STMT0("select job.digest_spread()");
    return gx_mail_is_on(cx->env->config) ? gx_job_system(cx, &stmt, 1, NULL) : GX_OK;
}
GX_TASK("digest", 60, spread);
