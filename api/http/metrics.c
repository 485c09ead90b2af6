// SPDX-License-Identifier: AGPL-3.0-or-later
// Counters under one mutex: a few nanoseconds beside a database trip. Operations are kept in a fixed table.
#include "http/metrics.h"
#include "db/client/pool.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { OPERATIONS_MAX = 2048, NAME_MAX_LEN = 64, CLASSES = 6 };

static const double bounds[] = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5};

struct counter {
    char name[NAME_MAX_LEN];
    uint64_t classes[CLASSES];
    uint64_t us;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; // guards all below
static struct counter counters[OPERATIONS_MAX];
static size_t n_counters;
static uint64_t buckets[GX_COUNT(bounds) + 1], total, total_us, db_us, pool_us, trips;

static struct counter *find(const char *operation) {
    for (size_t i = 0; i < n_counters; i++)
        if (strcmp(counters[i].name, operation) == 0)
            return &counters[i];
    if (n_counters == OPERATIONS_MAX)
        return &counters[0];
    snprintf(counters[n_counters].name, NAME_MAX_LEN, "%s", operation);
    return &counters[n_counters++];
}

void gx_metrics_count(const char *operation, int status, uint64_t us, const gx_cx *cx) {
    size_t bucket = 0;
    while (bucket < GX_COUNT(bounds) && (double)us > bounds[bucket] * 1e6)
        bucket++;
    pthread_mutex_lock(&lock);
    struct counter *counter = find(*operation ? operation : "none");
    counter->classes[status / 100 < CLASSES ? status / 100 : 5]++;
    counter->us += us;
    buckets[bucket]++;
    total++;
    total_us += us;
    db_us += cx->db_us;
    pool_us += cx->pool_us;
    trips += cx->db_trips;
    pthread_mutex_unlock(&lock);
}

static void write_requests(gx_buf *out) {
    gx_buf_adds(out, "# TYPE guanxi_requests_total counter\n");
    for (size_t i = 0; i < n_counters; i++)
        for (int k = 1; k < CLASSES; k++)
            if (counters[i].classes[k])
                gx_buf_printf(out, "guanxi_requests_total{operation=\"%s\",status=\"%dxx\"} %" PRIu64 "\n",
                              counters[i].name, k, counters[i].classes[k]);
    gx_buf_adds(out, "# TYPE guanxi_request_seconds histogram\n");
    uint64_t sum = 0;
    for (size_t i = 0; i < GX_COUNT(bounds); i++) {
        sum += buckets[i];
        gx_buf_printf(out, "guanxi_request_seconds_bucket{le=\"%g\"} %" PRIu64 "\n", bounds[i], sum);
    }
    gx_buf_printf(out, "guanxi_request_seconds_bucket{le=\"+Inf\"} %" PRIu64 "\n", total);
    gx_buf_printf(out, "guanxi_request_seconds_sum %.6f\nguanxi_request_seconds_count %" PRIu64 "\n",
                  (double)total_us / 1e6, total);
    gx_buf_printf(out, "guanxi_database_seconds_total %.6f\nguanxi_pool_wait_seconds_total %.6f\n",
                  (double)db_us / 1e6, (double)pool_us / 1e6);
    gx_buf_printf(out, "guanxi_database_trips_total %" PRIu64 "\n", trips);
}

static void write_pool(gx_buf *out, struct gx_pool *pool) {
    struct gx_pool_stats s;
    if (!pool)
        return;
    gx_pool_read_stats(pool, &s);
    gx_buf_printf(out, "guanxi_pool_size{pool=\"%s\"} %d\n", s.name, s.size);
    gx_buf_printf(out, "guanxi_pool_open{pool=\"%s\"} %d\n", s.name, s.open);
    gx_buf_printf(out, "guanxi_pool_idle{pool=\"%s\"} %d\n", s.name, s.idle);
    gx_buf_printf(out, "guanxi_pool_waiting{pool=\"%s\"} %d\n", s.name, s.waiting);
    gx_buf_printf(out, "guanxi_pool_timeouts_total{pool=\"%s\"} %" PRIu64 "\n", s.name, s.timeouts);
    gx_buf_printf(out, "guanxi_pool_connects_total{pool=\"%s\"} %" PRIu64 "\n", s.name, s.reconnects);
    gx_buf_printf(out, "guanxi_pool_statements_evicted_total{pool=\"%s\"} %" PRIu64 "\n", s.name, s.evicted);
}

static void write_memory(gx_buf *out) {
    long pages = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file)
        return;
    if (fscanf(file, "%ld %ld", &pages, &resident) == 2)
        gx_buf_printf(out, "process_resident_memory_bytes %ld\n", resident * sysconf(_SC_PAGESIZE));
    fclose(file);
}

void gx_metrics_write(const struct gx_env *env, gx_buf *out) {
    pthread_mutex_lock(&lock);
    write_requests(out);
    pthread_mutex_unlock(&lock);
    write_pool(out, env->read);
    write_pool(out, env->write);
    write_pool(out, env->exports);
    write_memory(out);
}
