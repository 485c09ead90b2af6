-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Postal addresses: what a contact's own one lacked, and envelopes and labels as formats of an export.

alter table app.contact
    add column district text,
    add column postcode text;

alter table app.export drop constraint export_format_check;
alter table app.export add constraint export_format_check
    check (format in ('csv', 'xlsx', 'txt', 'json', 'envelopes', 'labels'));
