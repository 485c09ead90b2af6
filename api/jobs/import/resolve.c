// SPDX-License-Identifier: AGPL-3.0-or-later
// References by name, set-wise: the target's records that the person sees are read once per column. One exact fit
// (case aside) counts by itself. Anything less is a question: normalised equality ("GTXPro" and "GTX Pro") and small
// edit distances become candidates, and the rows wait for an answer.
#include "core/json.h"
#include "core/uuid.h"
#include "jobs/import/steps.h"
#include "parse/header.h"
#include "resource/sql.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LOADED_MAX = 20000, CANDIDATES = 5, NEAR = 70, ALIKE = 85, SOUNDED_MAX = 5000, TEXTS = 4, WAVES = 40 };

struct target {
    const char *id;
    const char *name;
    const char *texts[TEXTS]; // what it may be called; NULL ends
    size_t file_row;          // 1-based row of the file, 0: stored
    const char *sound;        // readings of the name, when they were asked for
};

struct targets {
    struct target *list;
    size_t n;
    struct entry {
        const char *text;
        size_t target;
    } * entries; // sorted by text, lower case
    size_t n_entries;
};

struct work {
    gx_cx *cx;
    const struct gx_job *job;
    struct gx_import *import;
    struct gx_import_column *column;
    size_t c;
    struct targets targets;
    json_t *known;  // {"as written": "id"}; "" = leave empty, false = cannot be resolved
    json_t *sounds; // {"as written": readings} of what is unknown and Chinese
};

static const char *lower(gx_arena *arena, const char *text) {
    char *out = gx_arena_strdup(arena, text);
    for (char *p = out; *p != '\0'; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p + 32);
    return out;
}

static int by_text(const void *a, const void *b) {
    return strcmp(((const struct entry *)a)->text, ((const struct entry *)b)->text);
}

// Which fields of the target name it: the chosen one, or name and code.
static size_t naming_fields(const struct gx_import_column *column, const struct gx_field *out[TEXTS]) {
    const struct gx_resource *to = column->field->to;
    static const char *const more[] = {"code", "username"};
    size_t n = 0;
    if (column->match != NULL) {
        out[n++] = column->match;
        return n;
    }
    out[n++] = gx_catalog_field(to, to->name_field, strlen(to->name_field));
    for (size_t i = 0; i < GX_COUNT(more); i++) {
        const struct gx_field *field = gx_catalog_field(to, more[i], strlen(more[i]));
        if (field != NULL && n < TEXTS)
            out[n++] = field;
    }
    return n;
}

static void add_target(struct work *w, struct target target) {
    w->targets.list[w->targets.n++] = target;
    for (size_t i = 0; i < TEXTS && target.texts[i] != NULL; i++)
        w->targets.entries[w->targets.n_entries++] =
            (struct entry){lower(w->cx->arena, target.texts[i]), w->targets.n - 1};
}

// Stored records; `values` (an array text) restricts to exact ones where there are too many.
static gx_rc load(struct work *w, const char *values, bool *complete) {
    const struct gx_resource *to = w->column->field->to;
    const struct gx_field *fields[TEXTS];
    size_t n = naming_fields(w->column, fields);
    struct gx_sql *sql = gx_sql_new(w->cx->arena);
    gx_sql_addf(sql, "select t.id, t.\"%s\"", to->name_field);
    for (size_t i = 0; i < n; i++)
        gx_sql_addf(sql, ", t.\"%s\"", fields[i]->column);
    gx_sql_addf(sql, " from api.\"%s\" t", to->name);
    for (size_t i = 0; values != NULL && i < n; i++) {
        gx_sql_addf(sql, "%s t.\"%s\" = any (", i == 0 ? " where" : " or", fields[i]->column);
        gx_sql_param(sql, values, "text[]");
        gx_sql_add(sql, ")");
    }
    gx_sql_addf(sql, " limit %d", LOADED_MAX + 1);
    struct gx_stmt stmt = gx_sql_stmt(sql);
    gx_result *r;
    gx_rc rc = gx_job_write(w->cx, w->job->user_id, "import", &stmt, 1, &r);
    if (rc != GX_OK)
        return rc;
    *complete = gx_result_rows(r) <= LOADED_MAX;
    size_t rows = (size_t)gx_result_rows(r);
    w->targets = (struct targets){
        .list = GX_NEW_N(w->cx->arena, struct target, rows + w->import->n_rows + 1),
        .entries = GX_NEW_N(w->cx->arena, struct entry, (rows + w->import->n_rows) * TEXTS + 1)};
    for (int i = 0; i < (int)rows; i++) {
        struct target t = {.id = gx_result_text(r, i, 0), .name = gx_result_text(r, i, 1)};
        size_t k = 0;
        for (size_t f = 0; f < n; f++)
            if (!gx_result_is_null(r, i, (int)f + 2))
                t.texts[k++] = gx_result_text(r, i, (int)f + 2);
        add_target(w, t);
    }
    return GX_OK;
}

// Rows of this file may be named by other rows of it (subsidiaries, managers, parent departments).
static void add_file_rows(struct work *w) {
    struct gx_import *import = w->import;
    if (w->column->field->to != import->resource || import->mode == GX_IMPORT_UPDATE)
        return;
    for (size_t c = 0; c < import->n_columns; c++) {
        const struct gx_field *field = import->columns[c].field;
        if (strcmp(field->name,
                   w->column->match != NULL ? w->column->match->name : import->resource->name_field) != 0)
            continue;
        for (size_t i = 0; i < import->n_rows; i++) {
            struct gx_import_row *row = &import->rows[i];
            if (row->state == GX_IMPORT_FAILED || row->is_done || row->values[c] == NULL)
                continue;
            add_target(
                w, (struct target){
                       .id = row->id, .name = row->values[c], .texts = {row->values[c]}, .file_row = i + 1});
        }
    }
}

// The one target called exactly so: stored ones before those of the file. count: how many stored ones there are.
static const struct target *exact(const struct work *w, const char *text, size_t *count) {
    struct entry key = {lower(w->cx->arena, text), 0};
    const struct entry *hit = bsearch(&key, w->targets.entries, w->targets.n_entries, sizeof key, by_text);
    const struct target *stored = NULL;
    const struct target *in_file = NULL;
    *count = 0;
    if (hit == NULL)
        return NULL;
    while (hit > w->targets.entries && strcmp(hit[-1].text, key.text) == 0)
        hit--;
    for (; hit < w->targets.entries + w->targets.n_entries && strcmp(hit->text, key.text) == 0; hit++) {
        const struct target *t = &w->targets.list[hit->target];
        if (t->file_row > 0)
            in_file = t;
        else if (stored == NULL || strcmp(stored->id, t->id) != 0)
            stored = t, (*count)++;
    }
    return stored != NULL ? stored : in_file;
}

// Do two texts sound alike? ".张/ZHANG.伟/WEI" and ".章/ZHANG.伟/WEI": every place shares a reading.
static bool shares_reading(const char *a, size_t n, const char *b, size_t m) {
    for (size_t i = 0; i < n;) {
        size_t len = strcspn(a + i, "/.");
        for (size_t j = 0; j < m;) {
            size_t other = strcspn(b + j, "/.");
            if (len == other && len > 0 && memcmp(a + i, b + j, len) == 0)
                return true;
            j += other + 1;
        }
        i += len + 1;
    }
    return false;
}

static bool sounds_alike(const char *a, const char *b) {
    if (a == NULL || b == NULL || *a == '\0')
        return false;
    while (*a == '.' && *b == '.') {
        size_t n = strcspn(++a, ".");
        size_t m = strcspn(++b, ".");
        if (!shares_reading(a, n, b, m))
            return false;
        a += n;
        b += m;
    }
    return *a == '\0' && *b == '\0';
}

static bool is_han(const char *text) {
    return (unsigned char)*text >= 0xE3 && (unsigned char)*text <= 0xF0;
}

struct candidate {
    const struct target *target;
    int score;
};

static json_t *candidates(const struct work *w, const char *text, bool only_exact) {
    struct candidate best[CANDIDATES] = {{NULL, 0}};
    const char *sound = gx_json_str(w->sounds, text);
    json_t *list = gx_json_keep(w->cx->arena, json_array());
    for (size_t i = 0; i < w->targets.n; i++) {
        const struct target *t = &w->targets.list[i];
        int score = 0;
        for (size_t k = 0; k < TEXTS && t->texts[k] != NULL; k++) {
            int like = only_exact ? (strcasecmp(text, t->texts[k]) == 0 ? 100 : 0)
                                  : gx_header_likeness(text, t->texts[k]);
            if (like > score)
                score = like;
        }
        if (!only_exact && score < ALIKE && sounds_alike(sound, t->sound))
            score = ALIKE;
        if (score < NEAR || t->file_row > 0)
            continue;
        struct candidate in = {t, score};
        for (size_t k = 0; k < CANDIDATES; k++)
            if (best[k].target == NULL || in.score > best[k].score) {
                struct candidate out = best[k];
                best[k] = in;
                in = out;
                if (in.target == NULL)
                    break;
            }
    }
    for (size_t k = 0; k < CANDIDATES && best[k].target != NULL; k++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:i}", "id", best[k].target->id, "name",
                                              best[k].target->name, "score", best[k].score));
    return list;
}

// What a text means, once per distinct text: known[text].
static void decide(struct work *w, const char *text) {
    char id[37];
    size_t count;
    const json_t *choice = json_object_get(w->column->choices, text);
    const char *decided = json_string_value(choice);
    bool wants_new = decided != NULL && strcmp(decided, "new") == 0;
    if (json_is_null(choice)) {
        json_object_set_new(w->known, text, json_string(""));
        return;
    }
    if (decided != NULL && gx_uuid_parse(decided, strlen(decided), id)) {
        json_object_set_new(w->known, text, json_string(id));
        return;
    }
    const struct target *t = exact(w, text, &count);
    if (t != NULL && count <= 1) {
        json_object_set_new(w->known, text,
                            t->file_row > 0 ? json_integer((json_int_t)t->file_row) : json_string(t->id));
        return;
    }
    json_t *near = wants_new ? NULL : candidates(w, text, count > 1);
    json_t *question = json_array_size(near) > 0 ? w->column->ambiguous : w->column->missing;
    if (json_object_size(question) < GX_IMPORT_LISTED || question == w->column->missing)
        json_object_set(question, text, near == NULL ? json_null() : near);
    json_object_set_new(w->known, text, json_false());
}

static gx_rc make_missing(struct work *w) {
    const struct gx_resource *to = w->column->field->to;
    const struct gx_right *right = gx_rights_of(w->import->hints, to);
    const struct gx_field *name = gx_catalog_field(to, to->name_field, strlen(to->name_field));
    GX_AUTO(gx_buf) rows = {0};
    const char *text;
    json_t *unused;
    size_t n = 0;
    if (!w->column->create || json_object_size(w->column->missing) == 0)
        return GX_OK;
    if (!gx_rights_allows(right, GX_OPERATION_CREATE) || !gx_rights_writes(right, name))
        return GX_OK;
    gx_buf_addc(&rows, '[');
    json_object_foreach(w->column->missing, text, unused) {
        char id[37];
        gx_uuid_new(id);
        if (n++ > 0)
            gx_buf_addc(&rows, ',');
        gx_buf_addc(&rows, '{');
        gx_buf_pair(&rows, "id", id);
        gx_buf_pair(&rows, "name", text);
        gx_buf_addc(&rows, '}');
        json_object_set_new(w->known, text, json_string(id));
    }
    gx_buf_addc(&rows, ']');
    json_object_set_new(w->import->made, to->name,
                        json_integer((json_int_t)n + gx_json_i64(w->import->made, to->name, 0)));
    if (w->import->dry_run)
        return GX_OK;
    struct gx_sql *sql = gx_sql_new(w->cx->arena);
    gx_sql_addf(sql, "insert into api.\"%s_write\" (id, \"%s\") select x.id, x.name from jsonb_to_recordset(",
                to->name, name->column);
    gx_sql_param(sql, gx_arena_strndup(w->cx->arena, rows.data, rows.len), "jsonb");
    gx_sql_add(sql, ") as x(id uuid, name text)");
    struct gx_stmt stmt = gx_sql_stmt(sql);
    json_object_clear(w->column->missing);
    return gx_job_write(w->cx, w->job->user_id, "import", &stmt, 1, NULL);
}

// The id for one text, or NULL after failing the row. "" stands for "leave empty".
static const char *id_of(struct work *w, struct gx_import_row *row, const char *text) {
    const json_t *known = json_object_get(w->known, text);
    if (json_is_integer(known)) {
        struct gx_import_row *other = &w->import->rows[json_integer_value(known) - 1];
        if (other == row)
            return gx_import_fail(w->cx, row, w->column->field->name, "cycle", "names itself", text), NULL;
        row->names_unmade = row->names_unmade || w->import->dry_run;
        row->follows = (size_t)json_integer_value(known);
        return other->id;
    }
    if (json_is_string(known)) {
        bool made = w->import->dry_run && json_object_get(w->column->missing, text) != NULL;
        row->names_unmade = row->names_unmade || made;
        return gx_arena_strdup(w->cx->arena, json_string_value(known));
    }
    bool near = json_object_get(w->column->ambiguous, text) != NULL;
    gx_import_fail(w->cx, row, w->column->field->name, near ? "ambiguous" : "unknown_reference",
                   near ? "may mean several records: say which" : "there is no such record", text);
    return NULL;
}

// One text, or a list of them where the field holds several.
static size_t texts_of(struct work *w, const char *value, const char *out[64]) {
    if (w->column->field->type == GX_T_REFERENCE) {
        out[0] = value;
        return 1;
    }
    size_t n = 0;
    char *copy = gx_arena_strdup(w->cx->arena, value);
    static const char *const cuts[] = {"，", "、", "；"};
    for (size_t i = 0; i < GX_COUNT(cuts); i++)
        for (char *hit; (hit = strstr(copy, cuts[i])) != NULL;)
            memcpy(hit, ",  ", 3);
    for (char *save = NULL, *part = strtok_r(copy, ",;|\n", &save); part != NULL && n < 64;
         part = strtok_r(NULL, ",;|\n", &save)) {
        while (*part == ' ')
            part++;
        for (size_t len = strlen(part); len > 0 && part[len - 1] == ' '; len--)
            part[len - 1] = '\0';
        if (*part != '\0')
            out[n++] = part;
    }
    return n;
}

static void set_value(struct work *w, struct gx_import_row *row) {
    const char *texts[64];
    const char *ids[64];
    size_t n = texts_of(w, row->values[w->c], texts);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        const char *id = id_of(w, row, texts[i]);
        if (id == NULL)
            return;
        if (*id != '\0')
            ids[kept++] = id;
    }
    if (kept == 0)
        row->values[w->c] = NULL;
    else if (w->column->field->type == GX_T_REFERENCE)
        row->values[w->c] = ids[0];
    else
        row->values[w->c] = gx_sql_array(w->cx->arena, ids, kept);
}

static bool counts(const struct gx_import_row *row, size_t c) {
    return row->values[c] != NULL && !row->is_done;
}

// All distinct texts of the column, as keys.
static json_t *distinct(struct work *w) {
    json_t *set = gx_json_keep(w->cx->arena, json_object());
    const char *texts[64];
    for (size_t i = 0; i < w->import->n_rows; i++) {
        const struct gx_import_row *row = &w->import->rows[i];
        size_t n = counts(row, w->c) ? texts_of(w, row->values[w->c], texts) : 0;
        for (size_t k = 0; k < n; k++)
            json_object_set(set, texts[k], json_null());
    }
    return set;
}

// Readings of the unknown Chinese texts and of all names, in one query; nothing when there is nothing to ask.
static gx_rc load_sounds(struct work *w, const json_t *wanted) {
    size_t n = 0;
    size_t count;
    const char *text;
    json_t *unused;
    gx_result *r;
    const char **texts = GX_NEW_N(w->cx->arena, const char *, json_object_size(wanted) + w->targets.n + 1);
    w->sounds = gx_json_keep(w->cx->arena, json_object());
    json_object_foreach((json_t *)(uintptr_t)wanted, text, unused) {
        if (is_han(text) && exact(w, text, &count) == NULL && n < SOUNDED_MAX)
            texts[n++] = text;
    }
    if (n == 0 || w->targets.n > SOUNDED_MAX)
        return GX_OK;
    size_t unknown = n;
    for (size_t i = 0; i < w->targets.n; i++)
        texts[n++] = w->targets.list[i].name;
    const struct gx_stmt stmt =
        GX_STMT("select place, sound from api.readings($1::text[])", gx_sql_array(w->cx->arena, texts, n));
    gx_rc rc = gx_job_write(w->cx, w->job->user_id, "import", &stmt, 1, &r);
    for (int i = 0; rc == GX_OK && i < gx_result_rows(r); i++) {
        size_t place = (size_t)gx_result_i64(r, i, 0) - 1;
        if (place < unknown)
            json_object_set_new(w->sounds, texts[place], json_string(gx_result_text(r, i, 1)));
        else if (place < n)
            w->targets.list[place - unknown].sound = gx_result_text(r, i, 1);
    }
    return rc;
}

static gx_rc resolve_column(struct work *w) {
    json_t *wanted = distinct(w);
    const char *text;
    json_t *unused;
    bool complete;
    if (json_object_size(wanted) == 0)
        return GX_OK;
    gx_rc rc = load(w, NULL, &complete);
    if (rc == GX_OK && !complete) {
        const char **list = GX_NEW_N(w->cx->arena, const char *, json_object_size(wanted));
        size_t n = 0;
        json_object_foreach(wanted, text, unused) list[n++] = text;
        rc = load(w, gx_sql_array(w->cx->arena, list, n), &complete);
    }
    if (rc != GX_OK)
        return rc;
    add_file_rows(w);
    qsort(w->targets.entries, w->targets.n_entries, sizeof *w->targets.entries, by_text);
    rc = load_sounds(w, wanted);
    if (rc != GX_OK)
        return rc;
    json_object_foreach(wanted, text, unused) decide(w, text);
    rc = make_missing(w);
    if (rc != GX_OK)
        return rc;
    for (size_t i = 0; i < w->import->n_rows; i++)
        if (counts(&w->import->rows[i], w->c))
            set_value(w, &w->import->rows[i]);
    return GX_OK;
}

// Rows after those that they name; who follows himself over any number of steps can never be written.
static void order_rows(gx_cx *cx, struct gx_import *import) {
    bool moved = true;
    for (int round = 0; moved && round <= WAVES; round++) {
        moved = false;
        for (size_t i = 0; i < import->n_rows; i++) {
            struct gx_import_row *row = &import->rows[i];
            if (row->follows == 0 || row->state == GX_IMPORT_FAILED)
                continue;
            const struct gx_import_row *other = &import->rows[row->follows - 1];
            if (row->wave > other->wave)
                continue;
            row->wave = other->wave + 1;
            moved = true;
            if (row->wave > WAVES)
                gx_import_fail(cx, row, NULL, "cycle", "the hierarchy would form a cycle", NULL);
        }
    }
}

gx_rc gx_resolve_all(gx_cx *cx, const struct gx_job *job, struct gx_import *import) {
    for (size_t i = 0; i < import->n_rows; i++)
        gx_uuid_new(import->rows[i].id);
    for (size_t c = 0; c < import->n_columns; c++) {
        struct gx_import_column *column = &import->columns[c];
        if (column->field->type != GX_T_REFERENCE && column->field->type != GX_T_REFERENCES)
            continue;
        struct work w = {.cx = cx,
                         .job = job,
                         .import = import,
                         .column = column,
                         .c = c,
                         .known = gx_json_keep(cx->arena, json_object())};
        gx_rc rc = resolve_column(&w);
        if (rc != GX_OK)
            return rc;
    }
    order_rows(cx, import);
    return GX_OK;
}
