// SPDX-License-Identifier: AGPL-3.0-or-later
// A request as it came off the wire, before anything is believed. Made by server.c (and by fuzz targets); checked
// by gate.c and target.c. Nothing here is trusted to be UTF-8, unique or complete.
#ifndef GX_RAW_H
#define GX_RAW_H

#include "core/request.h"

struct gx_raw {
    const char *method;            // as sent
    const char *target;            // as sent, undecoded
    const struct gx_pair *headers; // as sent; repeated ones may be joined with a comma
    size_t n_headers;
    bool headers_cut; // more of them than the server takes: some are not in the list
    const char *body;
    size_t body_len;
    bool body_cut;    // longer than the server takes
    const char *peer; // address of the other side of the connection
};

// Value of a header by name, in any case; NULL when absent.
const char *gx_raw_header(const struct gx_raw *raw, const char *name);

#endif
