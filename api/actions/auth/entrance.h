// SPDX-License-Identifier: AGPL-3.0-or-later
// The door behind every way to log in (password, directory, provider): throttle, second factor, session, the log of
// attempts. How somebody proved who he is, is decided before.
#ifndef GX_ACTIONS_AUTH_ENTRANCE_H
#define GX_ACTIONS_AUTH_ENTRANCE_H

#include "core/request.h"
#include "core/response.h"

struct gx_person {
    const char *username; // under which attempts are counted
    const char *user_id;  // NULL: unknown
    const char *hash;     // of the password; NULL: none
    const char *totp;     // sealed secret, NULL: none
    int64_t totp_step;
    bool is_active;
    const char *aud;
};

// The person of a user name. GX_E_THROTTLED when name or address has to wait.
gx_rc gx_entrance_find(gx_cx *cx, const struct gx_request *rq, const char *username,
                       struct gx_person *out) GX_MUST;

// The same for a person who is known by his id. username NULL: his own.
gx_rc gx_entrance_person(gx_cx *cx, const struct gx_request *rq, const char *user_id, const char *username,
                         struct gx_person *out) GX_MUST;

// Notes a failed attempt and returns the refusal (invalid_credentials, totp_required, or GX_E_THROTTLED). Attempts
// that were begun together are told no more than those that come one after the other.
gx_rc gx_entrance_refuse(gx_cx *cx, const struct gx_request *rq, const struct gx_person *person,
                         const char *reason);

// Second factor, then the session and the answer with its tokens. via: NULL for a password of this system.
gx_rc gx_entrance_open(gx_cx *cx, const struct gx_request *rq, struct gx_response *rs,
                       const struct gx_person *person, const char *via) GX_MUST;

// Does the password of the subject fit? Wrong ones count like those of a log-in. *matches is true for a subject who has
// none when needed is false.
gx_rc gx_entrance_confirm(gx_cx *cx, const struct gx_request *rq, const char *password, bool needed,
                          bool *matches) GX_MUST;

// Does a one-time code of the subject fit? Wrong ones count likewise. *matches is true for a subject who uses none.
gx_rc gx_entrance_confirm_code(gx_cx *cx, const struct gx_request *rq, const char *code,
                               bool *matches) GX_MUST;

#endif
