-- SPDX-License-Identifier: AGPL-3.0-or-later
-- One of its kind is the default: making another one the default takes it from the former. The trigger's argument
-- names the reference within which there is one; without, there is one in the table.

create function app._only_default() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    same text := case when tg_nargs > 0 then format(' and n.%1$I = t.%1$I', tg_argv[0]) else '' end;
begin
    if exists (select from new_rows as n where n.is_default and n.deleted_at is null) then
        execute format('update app.%I as t set is_default = false where t.is_default and t.id <> '
                       || '(select n.id from new_rows as n where n.is_default and n.deleted_at is null%s '
                       || 'order by n.updated_at desc, n.id desc limit 1)%s',
                       tg_table_name, same, case when tg_nargs > 0 then format(' and t.%1$I in (select n.%1$I from new_rows as n)', tg_argv[0]) else '' end);
    end if;
    return null;
end
$$;

do $$
declare
    target record;
begin
    for target in values ('pipeline', ''), ('price_book', ''), ('invoice_title', 'account_id'), ('bank_account', 'account_id') loop
        execute format('create trigger _700_only_default_insert after insert on app.%I referencing new table as new_rows '
            || 'for each statement execute function app._only_default(%s)', target.column1, target.column2);
        execute format('create trigger _700_only_default_update after update on app.%I referencing new table as new_rows '
            || 'for each statement execute function app._only_default(%s)', target.column1, target.column2);
    end loop;
end
$$;
