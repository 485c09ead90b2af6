// SPDX-License-Identifier: AGPL-3.0-or-later
// The open event streams of this process: how many there may be, who must make room, when all of them end. Knows
// nothing of what they say.
#ifndef GX_ACTIONS_EVENTS_STREAMS_H
#define GX_ACTIONS_EVENTS_STREAMS_H

#include "core/cx.h"

enum { GX_STREAMS_PER_PERSON = 6, GX_STREAMS_SHARE = 4 }; // of all connections, one in so many

struct gx_streams_seat {
    char user_id[37];
    bool is_told;                          // to end; under the lock
    struct gx_streams_seat *next, *before; // oldest first
};

// A seat for one more stream of the principal. His oldest one is told to end when he has too many; GX_E_UNAVAILABLE
// when the process has, or is stopping.
gx_rc gx_streams_enter(gx_cx *cx, struct gx_streams_seat *seat) GX_MUST;
void gx_streams_leave(struct gx_streams_seat *seat);

// Waits ms, or until the stream is told to end: then false.
bool gx_streams_wait(struct gx_streams_seat *seat, unsigned ms);

// At the end of the process, before the connections are drained.
void gx_streams_stop(void);

#endif
