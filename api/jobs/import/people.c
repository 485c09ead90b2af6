// SPDX-License-Identifier: AGPL-3.0-or-later
// "张经理13800001111/李工" in a list of customers: contacts of the row's record. Whoever is there already, by name,
// is left alone, so that importing again changes nothing.
#include "core/buf.h"
#include "core/json.h"
#include "core/uuid.h"
#include "jobs/import/steps.h"
#include "parse/contacts.h"
#include "resource/sql.h"
#include <string.h>

static bool is_mobile(const char *phone) {
    char digits[24];
    size_t n = 0;
    for (; *phone != '\0' && n < sizeof digits - 1; phone++)
        if (*phone >= '0' && *phone <= '9')
            digits[n++] = *phone;
    digits[n] = '\0';
    return (n == 11 && digits[0] == '1') || (n == 13 && strncmp(digits, "861", 3) == 0);
}

static void add_person(gx_buf *out, const char *account, const char *owner,
                       const struct gx_contacts_person *person) {
    char id[37];
    gx_uuid_new(id);
    if (out->len > 1)
        gx_buf_addc(out, ',');
    gx_buf_addc(out, '{');
    gx_buf_pair(out, "id", id);
    gx_buf_pair(out, "account", account);
    gx_buf_pair(out, "owner", owner);
    gx_buf_pair(out, "name", person->name);
    gx_buf_pair(out, "title", person->title);
    if (person->phone != NULL)
        gx_buf_pair(out, is_mobile(person->phone) ? "mobile" : "phone", person->phone);
    gx_buf_addc(out, '}');
}

static const char *owner_of(const struct gx_import *import, const struct gx_import_row *row) {
    for (size_t c = 0; c < import->n_columns; c++)
        if (strcmp(import->columns[c].field->name, "owner_id") == 0)
            return row->values[c];
    return NULL;
}

// Contacts must exist as a resource that hangs on this one, and the person must be allowed to make them.
static bool may(const struct gx_import *import) {
    const struct gx_resource *contact = gx_catalog_by_name(import->hints->catalog, "contact");
    const struct gx_field *link = contact == NULL ? NULL : gx_catalog_field(contact, "account_id", 10);
    return link != NULL && link->to == import->resource &&
           gx_rights_allows(gx_rights_of(import->hints, contact), GX_OPERATION_CREATE);
}

// owner null: the importer, by the default of the table.
static gx_rc send(gx_cx *cx, const struct gx_job *job, struct gx_import *import, const gx_buf *people) {
    static const char *const forms[] = {
        "insert into api.contact_write (id, name, account_id, job_title, mobile, phone) select x.id, x.name, "
        "x.account,"
        " x.title, x.mobile, x.phone from jsonb_to_recordset($1::jsonb) as x(id uuid, name text, account "
        "uuid,"
        " owner uuid, title text, mobile text, phone text) where x.owner is null and not exists"
        " (select from api.contact c where c.account_id = x.account and c.name = x.name)",
        "insert into api.contact_write (id, name, account_id, job_title, mobile, phone, owner_id) select "
        "x.id, x.name,"
        " x.account, x.title, x.mobile, x.phone, x.owner from jsonb_to_recordset($1::jsonb) as x(id uuid, "
        "name text,"
        " account uuid, owner uuid, title text, mobile text, phone text) where x.owner is not null and not "
        "exists"
        " (select from api.contact c where c.account_id = x.account and c.name = x.name)"};
    const char *text = gx_arena_strndup(cx->arena, people->data, people->len);
    const struct gx_stmt stmts[] = {GX_STMT(forms[0], text), GX_STMT(forms[1], text)};
    gx_result *r[2];
    gx_rc rc = gx_job_write(cx, job->user_id, "import", stmts, 2, r);
    if (rc != GX_OK)
        return rc;
    json_int_t made = (json_int_t)(gx_result_affected(r[0]) + gx_result_affected(r[1]));
    if (made > 0)
        json_object_set_new(import->made, "contact",
                            json_integer(made + gx_json_i64(import->made, "contact", 0)));
    return GX_OK;
}

gx_rc gx_people_all(gx_cx *cx, const struct gx_job *job, struct gx_import *import) {
    gx_rc rc = GX_OK;
    size_t n = 0;
    GX_AUTO(gx_buf) list = {0};
    if (import->people < 0 || import->dry_run || !may(import))
        return GX_OK;
    for (size_t i = 0; rc == GX_OK && i < import->n_rows; i++) {
        struct gx_contacts_person people[GX_CONTACTS_MAX];
        const struct gx_import_row *row = &import->rows[i];
        struct gx_value_cell cell = gx_sheet_cell(row->source, import->people);
        bool has_record = row->state != GX_IMPORT_FAILED && row->state != GX_IMPORT_SKIPPED &&
                          !row->from_ledger && cell.kind == 't';
        size_t k = has_record ? gx_contacts_split(cx->arena, cell.text, people) : 0;
        if (list.len == 0)
            gx_buf_addc(&list, '[');
        for (size_t p = 0; p < k; p++)
            add_person(&list, row->id, owner_of(import, row), &people[p]);
        n += k;
        if (n < GX_IMPORT_CHUNK && i + 1 < import->n_rows)
            continue;
        gx_buf_addc(&list, ']');
        if (n > 0)
            rc = send(cx, job, import, &list);
        list.len = 0;
        n = 0;
    }
    return rc;
}
