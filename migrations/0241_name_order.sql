-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Lists by name for people who see departments or territories: each of these keys is walked in the order of names.
create index account_department_id_name_idx on app.account (department_id, name, id) where deleted_at is null;
create index account_territory_id_name_idx on app.account (territory_id, name, id) where deleted_at is null;
create index contact_department_id_name_idx on app.contact (department_id, name, id) where deleted_at is null;
create index contact_territory_id_name_idx on app.contact (territory_id, name, id) where deleted_at is null;
create index opportunity_department_id_name_idx on app.opportunity (department_id, name, id) where deleted_at is null;
create index opportunity_territory_id_name_idx on app.opportunity (territory_id, name, id) where deleted_at is null;
