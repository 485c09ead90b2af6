// SPDX-License-Identifier: AGPL-3.0-or-later
// From a record to lines on an envelope. A person's own address counts before that of the company he is at.
#include "resource/postal.h"

#include "core/json.h"
#include "resource/cursor.h"
#include <string.h>

const char *const gx_postal_problems[GX_POSTAL_PROBLEMS] = {
    "", "no_name", "no_address", "no_postcode", "bad_postcode", "characters"};

enum part { PROVINCE, CITY, DISTRICT, STREET, POSTCODE, COUNTRY, PARTS };

// Columns of the statement.
enum column {
    ID,
    NAME,
    ADDRESSEE,
    SALUTATION,
    JOB_TITLE,
    PHONE,
    COMPANY,
    OWN, // PARTS columns
    ITS = OWN + PARTS,
    SENDER_ID = ITS + PARTS,
    SENDER_NAME,
    SENDER_PHONE,
    SENDER
};

static const char *field_of(const struct gx_resource *resource, const char *role) {
    return gx_json_str(json_object_get(resource->raw, "postal"), role);
}

static const char *part_of(const struct gx_resource *resource, enum part part) {
    static const char *const roles[PARTS] = {
        [STREET] = "street", [POSTCODE] = "postcode", [COUNTRY] = "country"};
    const json_t *postal = json_object_get(resource->raw, "postal");
    return part < STREET ? json_string_value(json_array_get(json_object_get(postal, "region"), part))
                         : gx_json_str(postal, roles[part]);
}

static const struct gx_field *readable(const struct gx_hints *hints, const struct gx_resource *resource,
                                       const char *name) {
    const struct gx_field *field = name ? gx_catalog_field(resource, name, strlen(name)) : NULL;
    return field && gx_rights_reads(gx_rights_of(hints, resource), field) ? field : NULL;
}

const char *gx_postal_fields(gx_cx *cx, const struct gx_run *run) {
    static const char *const roles[] = {"addressee", "salutation", "job_title", "phone", "company"};
    const char *names[GX_COUNT(roles) + PARTS + 1], *list = "id";
    size_t n = 0;
    names[n++] = run->resource->name_field;
    for (size_t i = 0; i < GX_COUNT(roles); i++)
        names[n++] = field_of(run->resource, roles[i]);
    for (int part = 0; part < PARTS; part++)
        names[n++] = part_of(run->resource, (enum part)part);
    for (size_t i = 0; i < n; i++)
        if (readable(run->hints, run->resource, names[i]))
            list = gx_arena_printf(cx->arena, "%s,%s", list, names[i]);
    return list;
}

// `, alias.column`, or `, null` for what is not there or may not be read.
static void value_sql(struct gx_sql *sql, const struct gx_hints *hints, const struct gx_resource *resource,
                      const char *alias, const char *name) {
    const struct gx_field *field = resource ? readable(hints, resource, name) : NULL;
    gx_sql_add(sql, ", ");
    if (field)
        gx_sql_column(sql, alias, field->column);
    else
        gx_sql_add(sql, "null::text");
}

static void parts_sql(struct gx_sql *sql, const struct gx_hints *hints, const struct gx_resource *resource,
                      const char *alias) {
    for (int part = 0; part < PARTS; part++)
        value_sql(sql, hints, resource, alias, resource ? part_of(resource, (enum part)part) : NULL);
}

// The resource behind the company of a record, when that is a reference that the caller follows.
static const struct gx_resource *company_of(const struct gx_hints *hints, const struct gx_resource *resource,
                                            const struct gx_field **out) {
    const struct gx_field *field = readable(hints, resource, field_of(resource, "company"));
    *out = field;
    return field && field->to && gx_rights_of(hints, field->to)->read_scope ? field->to : NULL;
}

// Addresses of companies leave the house only with the right to export companies; their names are in every export.
static bool may_take(const struct gx_hints *hints, const struct gx_resource *company) {
    return gx_rights_allows(gx_rights_of(hints, company), GX_OPERATION_EXPORT);
}

static const struct gx_resource *office_of(const struct gx_hints *hints, const struct gx_print *print) {
    const struct gx_resource *office = print->sender_id ? gx_catalog_by_name(hints->catalog, "office") : NULL;
    return office && gx_rights_of(hints, office)->read_scope ? office : NULL;
}

static void joins_sql(struct gx_sql *sql, const struct gx_export *export, const struct gx_resource *company,
                      const struct gx_field *link, const struct gx_resource *office) {
    if (company)
        gx_sql_addf(sql, " left join api.%s a on a.id = p.%s", company->name, link->column);
    if (office) {
        gx_sql_addf(sql, " left join api.%s s on s.id = ", office->name);
        gx_sql_param(sql, export->print->sender_id, "uuid");
    }
    gx_sql_add(sql, " order by ");
    gx_cursor_order(sql, export->query, "p");
}

struct gx_stmt gx_postal_select(gx_cx *cx, const struct gx_export *export) {
    static const char *const roles[] = {"addressee", "salutation", "job_title", "phone"};
    const struct gx_hints *hints = export->query->hints;
    const struct gx_resource *resource = export->query->resource;
    const struct gx_field *link;
    const struct gx_resource *company = company_of(hints, resource, &link);
    const struct gx_resource *office = office_of(hints, export->print);
    struct gx_sql *sql = gx_sql_new(cx->arena);
    gx_sql_add(sql, "select p.id");
    value_sql(sql, hints, resource, "p", resource->name_field);
    for (size_t i = 0; i < GX_COUNT(roles); i++)
        value_sql(sql, hints, resource, "p", field_of(resource, roles[i]));
    if (company)
        value_sql(sql, hints, company, "a", company->name_field);
    else
        value_sql(sql, hints, resource, "p", link && !link->to ? link->name : NULL);
    parts_sql(sql, hints, resource, "p");
    parts_sql(sql, hints, company && may_take(hints, company) ? company : NULL, "a");
    gx_sql_add(sql, office ? ", s.id" : ", null::uuid");
    value_sql(sql, hints, office, "s", office ? field_of(office, "company") : NULL);
    value_sql(sql, hints, office, "s", office ? field_of(office, "phone") : NULL);
    parts_sql(sql, hints, office, "s");
    gx_sql_add(sql, " from (");
    gx_plan_page(sql, export->plan, GX_PRINT_MAX + 1);
    gx_sql_add(sql, ") p");
    joins_sql(sql, export, company, link, office);
    return gx_sql_stmt(sql);
}

// Of one line: breaks and controls become blanks, none at the ends. NULL for nothing.
static const char *line(gx_cx *cx, const gx_result *row, int column) {
    if (gx_result_is_null(row, 0, column))
        return NULL;
    char *text = gx_arena_strdup(cx->arena, gx_result_text(row, 0, column));
    size_t n = strlen(text);
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] < ' ' || text[i] == 0x7F)
            text[i] = ' ';
    while (n > 0 && text[n - 1] == ' ')
        text[--n] = '\0';
    text += strspn(text, " ");
    return *text ? text : NULL;
}

static bool is_china(const char *country) {
    static const char *const names[] = {"中国", "中国大陆", "中华人民共和国", "中國", "China",
                                        "CN",   "PRC",      "P.R. China"};
    for (size_t i = 0; country && i < GX_COUNT(names); i++)
        if (strcasecmp(country, names[i]) == 0)
            return true;
    return !country;
}

// Region and street in one line, without what the street says itself or what is said twice (北京市北京市).
static const char *place_china(gx_cx *cx, const char *const parts[PARTS]) {
    const char *text = "", *last = NULL;
    for (int i = PROVINCE; i <= DISTRICT; i++) {
        if (!parts[i])
            continue;
        if (strncmp(parts[STREET], parts[i], strlen(parts[i])) == 0)
            break;
        if (!last || strcmp(last, parts[i]) != 0)
            text = gx_arena_printf(cx->arena, "%s%s", text, parts[i]);
        last = parts[i];
    }
    return gx_arena_printf(cx->arena, "%s%s", text, parts[STREET]);
}

static const char *place_abroad(gx_cx *cx, const char *const parts[PARTS]) {
    static const int order[] = {DISTRICT, CITY, PROVINCE, POSTCODE};
    const char *town = "";
    for (size_t i = 0; i < GX_COUNT(order); i++)
        if (parts[order[i]])
            town = gx_arena_printf(cx->arena, "%s%s%s", town, *town ? " " : "", parts[order[i]]);
    return gx_arena_printf(cx->arena, "%s\n%s%s%s", parts[STREET], town, *town ? "\n" : "", parts[COUNTRY]);
}

static void parts_of(gx_cx *cx, const gx_result *row, int first, const char *parts[PARTS]) {
    for (int i = 0; i < PARTS; i++)
        parts[i] = line(cx, row, first + i);
}

static bool is_postcode(const char *text) {
    return strlen(text) == 6 && strspn(text, "0123456789") == 6;
}

static enum gx_postal_problem address(gx_cx *cx, const char *const parts[PARTS], bool without_postcode,
                                      struct gx_post_address *out) {
    if (!parts[STREET])
        return GX_POSTAL_NO_ADDRESS;
    if (!is_china(parts[COUNTRY])) {
        out->place = place_abroad(cx, parts);
        return GX_POSTAL_GOOD;
    }
    out->place = place_china(cx, parts);
    if (parts[POSTCODE] && is_postcode(parts[POSTCODE]))
        out->postcode = parts[POSTCODE];
    else if (!without_postcode)
        return parts[POSTCODE] ? GX_POSTAL_BAD_POSTCODE : GX_POSTAL_NO_POSTCODE;
    return GX_POSTAL_GOOD;
}

static const char *title_of(const struct gx_export *export, const char *salutation, const char *job_title) {
    const struct gx_resource *resource = export->query->resource;
    const char *name = salutation ? field_of(resource, "salutation") : NULL;
    const struct gx_field *field = name ? gx_catalog_field(resource, name, strlen(name)) : NULL;
    const char *label =
        field ? gx_catalog_choice(field, salutation, strlen(salutation), export->print->language) : NULL;
    return label ? label : job_title;
}

// 收 stays with the word before it. "曾雪 女士 收", "财务部 收", "… 有限公司 收"; abroad the name alone.
static void persons(gx_cx *cx, const struct gx_export *export, const gx_result *row, bool china,
                    struct gx_post_address *out) {
    const char *person = line(cx, row, ADDRESSEE);
    const char *title = title_of(export, line(cx, row, SALUTATION), line(cx, row, JOB_TITLE));
    out->company = line(cx, row, COMPANY);
    if (person && china && title)
        person = gx_arena_printf(cx->arena, "%s %s", person, title);
    if (!person)
        person = export->print->attention;
    if (!person) {
        person = out->company;
        out->company = NULL;
    }
    out->person = person && china ? gx_arena_printf(cx->arena, "%s\u00a0收", person) : person;
}

static bool is_shown(const struct gx_post_address *to) {
    const char *texts[] = {to->place, to->company, to->person, to->phone};
    for (size_t i = 0; i < GX_COUNT(texts); i++)
        if (texts[i] && gx_pdf_unshown(texts[i]))
            return false;
    return true;
}

static void read_sender(gx_cx *cx, const gx_result *row, struct gx_postal *out) {
    const char *parts[PARTS];
    parts_of(cx, row, SENDER, parts);
    out->has_sender = !gx_result_is_null(row, 0, SENDER_ID);
    if (!out->has_sender)
        return;
    (void)address(cx, parts, true, &out->sender);
    out->sender.company = line(cx, row, SENDER_NAME);
    out->sender.phone = line(cx, row, SENDER_PHONE);
}

enum gx_postal_problem gx_postal_read(gx_cx *cx, const struct gx_export *export, const gx_result *row,
                                      struct gx_postal *out) {
    const char *parts[PARTS];
    *out = (struct gx_postal){.id = gx_result_text(row, 0, ID), .name = line(cx, row, NAME)};
    read_sender(cx, row, out);
    parts_of(cx, row, OWN, parts);
    if (!parts[STREET])
        parts_of(cx, row, ITS, parts);
    enum gx_postal_problem problem = address(cx, parts, export->print->without_postcode, &out->to);
    persons(cx, export, row, is_china(parts[COUNTRY]), &out->to);
    out->to.phone = export->print->phone ? line(cx, row, PHONE) : NULL;
    if (problem == GX_POSTAL_GOOD && !out->to.person)
        problem = GX_POSTAL_NO_NAME;
    return problem == GX_POSTAL_GOOD && !is_shown(&out->to) ? GX_POSTAL_CHARACTERS : problem;
}
