-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Whoever is given a record by somebody else finds a line in his inbox: the record's id, never its content.
-- More than twenty records given to one person by one statement become one line without a record, whose body is
-- their number. Imports and statements without a subject tell nobody.

create function app.note_assigned(of_resource text, record_ids uuid[], owner_ids uuid[]) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    insert into app.notification (kind, resource, record_id, owner_id, body)
    select 'assigned', of_resource, case when g.given <= 20 then g.record_id end, g.owner_id,
           case when g.given > 20 then g.given::text end
      from (select u.record_id, u.owner_id, row_number() over (partition by u.owner_id order by u.record_id) as place,
                   count(*) over (partition by u.owner_id) as given
              from unnest(record_ids, owner_ids) as u (record_id, owner_id)
              join app."user" as p on p.id = u.owner_id and p.is_active and p.deleted_at is null) as g
     where g.given <= 20 or g.place = 1
$$;

create function app._assigned_insert() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    giver uuid := nullif(current_setting('app.user_id', true), '')::uuid;
    records uuid[];
    owners uuid[];
begin
    if giver is not null and coalesce(current_setting('app.origin', true), '') <> 'import' then
        select array_agg(n.id), array_agg(n.owner_id) into records, owners
          from new_rows as n where n.owner_id is distinct from giver and n.owner_id is not null;
        if records is not null then
            perform app.note_assigned(tg_table_name, records, owners);
        end if;
    end if;
    return null;
end
$$;

create function app._assigned_update() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    giver uuid := nullif(current_setting('app.user_id', true), '')::uuid;
    records uuid[];
    owners uuid[];
begin
    if giver is not null and coalesce(current_setting('app.origin', true), '') <> 'import' then
        select array_agg(n.id), array_agg(n.owner_id) into records, owners
          -- A fenced full join, so that no plan kept from one row is a nested loop: see meta.pairs_sql.
          from (select x.id, x.owner_id, x.deleted_at, o.owner_id as before
                  from new_rows as x full join old_rows as o on o.id = x.id offset 0) as n
         where n.before is distinct from n.owner_id
           and n.owner_id is distinct from giver and n.owner_id is not null and n.deleted_at is null;
        if records is not null then
            perform app.note_assigned(tg_table_name, records, owners);
        end if;
    end if;
    return null;
end
$$;

do $$
declare
    target text;
begin
    foreach target in array app.followed() || 'activity'::text loop
        execute format('create trigger _750_assigned_insert after insert on app.%I referencing new table as new_rows '
            || 'for each statement execute function app._assigned_insert()', target);
        execute format('create trigger _750_assigned_update after update on app.%I referencing new table as new_rows '
            || 'old table as old_rows for each statement execute function app._assigned_update()', target);
    end loop;
end
$$;
