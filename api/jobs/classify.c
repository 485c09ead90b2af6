// SPDX-License-Identifier: AGPL-3.0-or-later
// Classes of customers, and dynamic groups. By rules: the conditions of a dimension in their order (of a group: its one)
// become one query over accounts, run with the rights of whoever answers for them; the first that fits counts. By value
// models: counted in the database, taken over in steps. Some accounts a transaction each, so that either can stop at any
// point.
#include "core/json.h"
#include "core/log.h"
#include "jobs/job.h"
#include "resource/filter.h"
#include "resource/sql.h"
#include <string.h>

enum { LOOK_EVERY = 60, NIGHT_EVERY = 86400, STEP_ACCOUNTS = 2000 };

#define FIRST "00000000-0000-0000-0000-000000000000"
#define STEP  "2000"

struct dimension {
    const char *id, *user_id, *stamp;
    const struct gx_cond **conds; // NULL for what is left
    const char **classes;
    size_t n;
};

static gx_rc compile(gx_cx *cx, struct dimension *dim) {
    const struct gx_stmt stmt = GX_STMT("select id, definition from job.class_rules($1::uuid)", dim->id);
    const struct gx_hints *hints;
    gx_result *r;
    gx_rc rc = gx_job_hints(cx, dim->user_id, &hints);
    if (rc == GX_OK)
        rc = gx_job_system(cx, &stmt, 1, &r);
    if (rc != GX_OK)
        return rc;
    const struct gx_resource *account = gx_catalog_by_name(hints->catalog, "account");
    dim->n = (size_t)gx_result_rows(r);
    dim->conds = GX_NEW_N(cx->arena, const struct gx_cond *, dim->n + 1);
    dim->classes = GX_NEW_N(cx->arena, const char *, dim->n + 1);
    for (size_t i = 0; rc == GX_OK && i < dim->n; i++) {
        struct gx_cond *cond = NULL;
        dim->classes[i] = gx_result_text(r, (int)i, 0);
        rc = gx_filter_stored(cx, hints, account, gx_result_value(r, (int)i, 1), &cond);
        dim->conds[i] = cond;
    }
    return rc;
}

// The next accounts after one with the class of each.
static struct gx_stmt look(gx_cx *cx, const struct dimension *dim, const char *after) {
    struct gx_sql *sql = gx_sql_new(cx->arena);
    gx_sql_add(sql, "select coalesce(array_agg(x.id), '{}'), coalesce(array_agg(x.pick), '{}'), "
                    "case when count(*) = " STEP " then max(x.id::text) end from (select t.id, case");
    for (size_t i = 0; i < dim->n; i++) {
        gx_sql_add(sql, " when ");
        gx_filter_sql(sql, dim->conds[i], "t");
        gx_sql_add(sql, " then ");
        gx_sql_param(sql, dim->classes[i], "uuid");
    }
    gx_sql_add(sql, " when false then null::uuid end as pick from api.account t where t.id > ");
    gx_sql_param(sql, after, "uuid");
    gx_sql_add(sql, " order by t.id limit " STEP ") x");
    return gx_sql_stmt(sql);
}

// Moves *after on; empty at the end, or when the rules have changed meanwhile (*is_stale).
static gx_rc step(gx_cx *cx, const struct dimension *dim, char after[37], bool *is_stale) {
    const struct gx_stmt query = look(cx, dim, after);
    gx_result *r, *noted;
    gx_rc rc = gx_job_write(cx, dim->user_id, "job", &query, 1, &r);
    if (rc != GX_OK)
        return rc;
    const char *upto = gx_result_value(r, 0, 2);
    const struct gx_stmt note =
        GX_STMT("select job.class_note($1::uuid, $2, $3::uuid[], $4::uuid[], $5::uuid, $6::uuid)", dim->id,
                dim->stamp, gx_result_text(r, 0, 0), gx_result_text(r, 0, 1), after, upto);
    rc = gx_job_system(cx, &note, 1, &noted);
    if (rc != GX_OK)
        return rc;
    *is_stale = !gx_result_bool(noted, 0, 0);
    if (upto == NULL || *is_stale)
        after[0] = '\0';
    else
        memcpy(after, upto, 37);
    return GX_OK;
}

static gx_rc run_dimension(gx_cx *cx, struct dimension *dim) {
    char after[37] = FIRST;
    bool is_stale = false;
    gx_rc rc = compile(cx, dim);
    while (rc == GX_OK && after[0] != '\0' && !gx_job_is_stopping()) {
        GX_AUTO_ARENA(arena) = gx_arena_new();
        gx_cx one = *cx;
        one.arena = arena;
        rc = step(&one, dim, after, &is_stale);
        if (rc != GX_OK)
            gx_fail_cause(cx, "%s", one.problem.cause);
    }
    if (rc == GX_E_UNAVAILABLE || is_stale || gx_job_is_stopping())
        return rc;
    if (rc != GX_OK)
        gx_log(GX_LOG_WARN, "classify", GX_LOG_S("id", dim->id), GX_LOG_S("code", gx_rc_code(rc)),
               GX_LOG_S("cause", cx->problem.cause));
    gx_cx_clear(cx);
    // rules that cannot run are noted as run, so that they harm no other and do not come again every minute
    const struct gx_stmt done = GX_STMT("select job.class_done($1::uuid, $2)", dim->id, dim->stamp);
    return gx_job_system(cx, &done, 1, NULL);
}

static gx_rc run_rules(gx_cx *cx, struct gx_job *job) {
    const struct gx_stmt stmt = GX_STMT0("select id, user_id, stamp from job.class_due()");
    gx_result *r;
    gx_rc rc = gx_job_system(cx, &stmt, 1, &r);
    for (int i = 0; rc == GX_OK && i < gx_result_rows(r) && !gx_job_is_stopping(); i++) {
        struct dimension dim = {.id = gx_result_text(r, i, 0),
                                .user_id = gx_result_text(r, i, 1),
                                .stamp = gx_result_text(r, i, 2)};
        rc = gx_job_progress(cx, job, i, gx_result_rows(r));
        if (rc == GX_OK)
            rc = run_dimension(cx, &dim);
    }
    return rc;
}
GX_JOB("classify", run_rules);

// A job, because it may take longer than the tasks of others can wait.
static gx_rc open_rules(gx_cx *cx) {
    const struct gx_stmt stmt = GX_STMT0("select job.class_open()");
    return gx_job_system(cx, &stmt, 1, NULL);
}
GX_TASK("classify", LOOK_EVERY, open_rules);

// One model: counted, then taken over; *done and total are of the whole job.
static gx_rc run_model(gx_cx *cx, struct gx_job *job, const char *model, int64_t *done, int64_t total) {
    const struct gx_stmt prepare = GX_STMT("select run_id, total from job.value_prepare($1::uuid)", model);
    gx_result *r;
    gx_rc rc = gx_job_system(cx, &prepare, 1, &r);
    if (rc != GX_OK || gx_result_rows(r) == 0)
        return rc;
    const char *run = gx_result_text(r, 0, 0), *after = FIRST;
    total += gx_result_i64(r, 0, 1);
    while (rc == GX_OK) {
        const struct gx_stmt stmt =
            GX_STMT("select job.value_step($1::uuid, $2::uuid, $3::uuid, " STEP ")", model, run, after);
        rc = gx_job_progress(cx, job, *done < total ? *done : total, total);
        if (rc == GX_OK)
            rc = gx_job_system(cx, &stmt, 1, &r);
        if (rc != GX_OK || gx_result_is_null(r, 0, 0))
            break;
        after = gx_result_text(r, 0, 0);
        *done += STEP_ACCOUNTS;
    }
    *done = total;
    const struct gx_stmt finish = GX_STMT("select job.value_finish($1::uuid, $2::uuid)", model, run);
    if (rc == GX_OK)
        rc = gx_job_system(cx, &finish, 1, NULL);
    return rc == GX_OK ? gx_job_progress(cx, job, total, total) : rc;
}

static gx_rc run_one(gx_cx *cx, struct gx_job *job) {
    const char *model = gx_json_str(job->params, "model_id");
    int64_t done = 0;
    return model == NULL ? gx_fail(cx, GX_E_NOT_FOUND, NULL, "no model")
                         : run_model(cx, job, model, &done, 0);
}
GX_JOB("value_run", run_one);

static gx_rc run_night(gx_cx *cx, struct gx_job *job) {
    const struct gx_stmt stmt = GX_STMT0("select id from job.value_models() id");
    gx_result *r;
    int64_t done = 0;
    gx_rc rc = gx_job_drain(cx, "select job.value_tidy(" STEP ")");
    if (rc == GX_OK)
        rc = gx_job_system(cx, &stmt, 1, &r);
    for (int i = 0; rc == GX_OK && i < gx_result_rows(r); i++)
        rc = run_model(cx, job, gx_result_text(r, i, 0), &done, done);
    return rc;
}
GX_JOB("value_night", run_night);

static gx_rc open_night(gx_cx *cx) {
    const struct gx_stmt stmt = GX_STMT0("select job.open_system('value_night', '{}', null, true)");
    return gx_job_system(cx, &stmt, 1, NULL);
}
GX_TASK("value_night", NIGHT_EVERY, open_night);
