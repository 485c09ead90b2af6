// SPDX-License-Identifier: AGPL-3.0-or-later
// One list under one lock; streams sleep on one condition and are woken only to end.
#include "actions/events/streams.h"

#include "core/clock.h"
#include "core/config.h"
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_cond_t told;
static struct gx_streams_seat *first, *last;
static int taken;
static bool stopping;

static void init(void) {
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&told, &attr);
    pthread_condattr_destroy(&attr);
}

// Tells the person's oldest stream to end when he has as many as he may.
static void make_room(const char *user_id) {
    struct gx_streams_seat *oldest = NULL;
    int n = 0;
    for (struct gx_streams_seat *seat = first; seat; seat = seat->next) {
        if (seat->is_told || strcmp(seat->user_id, user_id) != 0)
            continue;
        oldest = oldest ? oldest : seat;
        n++;
    }
    if (n < GX_STREAMS_PER_PERSON)
        return;
    oldest->is_told = true;
    pthread_cond_broadcast(&told);
}

static void append(struct gx_streams_seat *seat) {
    seat->next = NULL;
    seat->before = last;
    *(last ? &last->next : &first) = seat;
    last = seat;
    taken++;
}

gx_rc gx_streams_enter(gx_cx *cx, struct gx_streams_seat *seat) {
    pthread_once(&once, init);
    snprintf(seat->user_id, sizeof seat->user_id, "%s", cx->principal.user_id);
    seat->is_told = false;
    pthread_mutex_lock(&lock);
    bool full = stopping || taken >= cx->env->config->connection_limit / GX_STREAMS_SHARE;
    if (!full) {
        make_room(seat->user_id);
        append(seat);
    }
    pthread_mutex_unlock(&lock);
    if (!full)
        return GX_OK;
    cx->problem.retry_after = 30;
    return gx_fail(cx, GX_E_UNAVAILABLE, NULL,
                   "There are too many streams; ask for what is new now and then");
}

void gx_streams_leave(struct gx_streams_seat *seat) {
    pthread_mutex_lock(&lock);
    *(seat->before ? &seat->before->next : &first) = seat->next;
    *(seat->next ? &seat->next->before : &last) = seat->before;
    taken--;
    pthread_mutex_unlock(&lock);
}

bool gx_streams_wait(struct gx_streams_seat *seat, unsigned ms) {
    struct timespec until = gx_clock_deadline(ms);
    int rc = 0;
    pthread_mutex_lock(&lock);
    while (!seat->is_told && rc == 0)
        rc = pthread_cond_timedwait(&told, &lock, &until);
    bool goes_on = !seat->is_told;
    pthread_mutex_unlock(&lock);
    return goes_on;
}

void gx_streams_stop(void) {
    pthread_once(&once, init);
    pthread_mutex_lock(&lock);
    stopping = true;
    for (struct gx_streams_seat *seat = first; seat; seat = seat->next)
        seat->is_told = true;
    pthread_cond_broadcast(&told);
    pthread_mutex_unlock(&lock);
}
