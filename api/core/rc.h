// SPDX-License-Identifier: AGPL-3.0-or-later
// The one set of outcomes that every fallible function returns. Up to GX_E_UNAVAILABLE each value is an HTTP
// status class and reaches the client as problem+json; the ones after it are internal and are answered by the
// replay loop of api/http, never shown. Details travel in the context (cx.h), never in thread-local state.
#ifndef GX_RC_H
#define GX_RC_H

#include <stddef.h>

// The result must be looked at.
#define GX_MUST __attribute__((warn_unused_result))
// printf-like function: format is argument f, first value is argument v.
#define GX_PRINTF(f, v) __attribute__((format(printf, f, v)))
// GX_AUTO(gx_lease) lease = ...; calls gx_lease_cleanup(&lease) when the variable leaves scope.
#define GX_AUTO(type)   __attribute__((cleanup(type##_cleanup))) type
#define GX_COUNT(array) (sizeof(array) / sizeof((array)[0]))

typedef enum gx_rc {
    GX_OK = 0,
    GX_E_MALFORMED,    // 400 the request cannot be understood (framing, JSON, unknown parameter or field)
    GX_E_UNAUTHORIZED, // 401 no session, or one that is no longer good
    GX_E_FORBIDDEN,    // 403 visible, but not allowed
    GX_E_NOT_FOUND,    // 404 hidden, deleted or missing: never told apart
    GX_E_METHOD,       // 405
    GX_E_CONFLICT,     // 409 business state or uniqueness
    GX_E_VERSION,      // 412 If-Match does not fit
    GX_E_TOO_LARGE,    // 413
    GX_E_MEDIA,        // 415
    GX_E_INVALID,      // 422 understood, but values are wrong; problem.errors lists them all
    GX_E_PRECONDITION, // 428 If-Match is missing
    GX_E_THROTTLED,    // 429
    GX_E_INTERNAL,     // 500
    GX_E_UNAVAILABLE,  // 503 database away, pool full, time limit
    GX_E_STALE,        // internal: rights or definitions changed; reload and call the handler once more
    GX_E_TAKEN,        // internal: idempotency key is taken; answer with what is stored
    GX_E_AGAIN,        // internal: serialisation failure in an open transaction; run the handler again (<= 3)
} gx_rc;

// HTTP status of an outcome; 200 for GX_OK. Internal ones that could not be resolved are 503 (409 when taken).
int gx_rc_status(gx_rc rc);

// Default problem code ("not_found"), a static string.
const char *gx_rc_code(gx_rc rc);

// Default English title ("Not found"), a static string.
const char *gx_rc_title(gx_rc rc);

#endif
