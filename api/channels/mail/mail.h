// SPDX-License-Identifier: AGPL-3.0-or-later
// The only way out for mail: one plain text to one address, handed to the operator's mail server (GX_SMTP_URL). TLS
// always, by smtps:// or STARTTLS; without only to hosts on GX_NET_ALLOW. What is given here may be anybody's words:
// addresses are checked and texts encoded, so that no word of it becomes a header or a command.
#ifndef GX_MAIL_H
#define GX_MAIL_H

#include "core/config.h"
#include "core/cx.h"

enum { GX_MAIL_MS = 40000 };

struct gx_mail {
    const char *id;        // a UUID: the same for every attempt
    const char *from_name; // beside GX_SMTP_FROM; NULL = none
    const char *reply_to;  // address, NULL = none
    const char *to;
    const char *subject; // any UTF-8; control characters become spaces
    const char *text;
};

enum gx_mail_outcome {
    GX_MAIL_SENT,
    GX_MAIL_LATER,  // the server has nothing: it may be tried again
    GX_MAIL_FAILED, // the server does not want it, or it cannot be sent at all
    GX_MAIL_UNSURE, // it broke off after the text: the server may have it, so it is not tried again
};

struct gx_mail_report {
    enum gx_mail_outcome outcome;
    const char *words; // what the server said, or what happened; NULL when sent
};

bool gx_mail_is_on(const struct gx_config *config);

// One plain address, ASCII, that is safe in an envelope and a header.
bool gx_mail_is_address(const char *text);

// A text as the value of a header: RFC 2047 words, folded; ASCII stays as it is. In the arena.
const char *gx_mail_words(gx_arena *arena, const char *text);

// GX_OK: there is a report, whatever it says.
gx_rc gx_mail_send(gx_cx *cx, const struct gx_mail *mail, struct gx_mail_report *out) GX_MUST;

#endif
