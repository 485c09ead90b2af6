// SPDX-License-Identifier: AGPL-3.0-or-later
// Mails that people wrote: claimed, handed over, noted. What was claimed and not noted is never handed over again.
#include "channels/mail/mail.h"
#include "core/json.h"
#include "core/log.h"
#include "jobs/job.h"

static gx_rc claim(gx_cx *cx, const char *id, struct gx_mail *out) {
    const struct gx_stmt stmt =
        GX_STMT("select recipient, subject, body, sender, reply_to from job.mail_claim($1::uuid)", id);
    gx_result *r;
    *out = (struct gx_mail){0};
    gx_rc rc = gx_job_system(cx, &stmt, 1, &r);
    if (rc != GX_OK || gx_result_rows(r) == 0)
        return rc;
    *out = (struct gx_mail){.id = id,
                            .to = gx_result_text(r, 0, 0),
                            .subject = gx_result_text(r, 0, 1),
                            .text = gx_result_text(r, 0, 2),
                            .from_name = gx_result_value(r, 0, 3),
                            .reply_to = gx_result_value(r, 0, 4)};
    if (out->reply_to != NULL && !gx_mail_is_address(out->reply_to))
        out->reply_to = NULL;
    return GX_OK;
}

static gx_rc send(gx_cx *cx, struct gx_job *job) {
    struct gx_mail mail;
    struct gx_mail_report report;
    const char *id = gx_json_str(job->params, "id");
    gx_rc rc = claim(cx, id, &mail);
    if (rc != GX_OK || mail.id == NULL)
        return rc;
    rc = gx_mail_send(cx, &mail, &report);
    if (rc != GX_OK)
        return rc;
    bool again = report.outcome == GX_MAIL_LATER && !gx_job_is_last(job);
    const char *state = report.outcome == GX_MAIL_SENT ? "sent" : again ? "queued" : "failed";
    gx_log(GX_LOG_INFO, "mail", GX_LOG_S("id", id), GX_LOG_S("state", state),
           GX_LOG_S("words", report.words));
    const struct gx_stmt stmt = GX_STMT("select job.mail_finish($1::uuid, $2, $3)", id, state, report.words);
    rc = gx_job_system(cx, &stmt, 1, NULL);
    return rc == GX_OK && again ? gx_fail(cx, GX_E_UNAVAILABLE, NULL, "the mail server takes nothing now")
                                : rc;
}
GX_JOB("mail_send", send);
