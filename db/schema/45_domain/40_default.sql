-- SPDX-License-Identifier: AGPL-3.0-or-later
-- One pipeline and one price book is the default: making another one the default takes it from the former.

create function app._only_default() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if exists (select from new_rows as n where n.is_default and n.deleted_at is null) then
        execute format('update app.%I as t set is_default = false where t.is_default and t.id <> '
                       || '(select n.id from new_rows as n where n.is_default order by n.updated_at desc, n.id desc limit 1)',
                       tg_table_name);
    end if;
    return null;
end
$$;

create trigger _700_only_default_insert after insert on app.pipeline referencing new table as new_rows
    for each statement execute function app._only_default();
create trigger _700_only_default_update after update on app.pipeline referencing new table as new_rows
    for each statement execute function app._only_default();
create trigger _700_only_default_insert after insert on app.price_book referencing new table as new_rows
    for each statement execute function app._only_default();
create trigger _700_only_default_update after update on app.price_book referencing new table as new_rows
    for each statement execute function app._only_default();
