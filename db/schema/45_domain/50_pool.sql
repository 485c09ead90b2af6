-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What a change of owner brings with it, for every table that has a pool (meta.add_pool): the time since when, the line
-- of the log, the entry in the pool. By triggers, so that no door (transfer, bulk, import, undo) goes round it.

-- A record with an owner lies in no pool; whoever gets it has all his days.
create function app._tenure() returns trigger
language plpgsql volatile as $$
begin
    if new.owner_id is distinct from old.owner_id then
        new.owned_since := now();
        new.release_on := null;
        if new.owner_id is not null then
            new.pool_id := null;
        end if;
    end if;
    return new;
end
$$;

-- kind, reason and note of the log come from who moved them, as settings of the transaction.
-- security definer: nobody else may write the log.
create function app._ownership() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into app.ownership (kind, from_id, to_id, pool_id, reason, note, parent_resource, parent_id)
    select coalesce(nullif(current_setting('app.ownership_kind', true), ''), 'transfer'), x.before, x.owner_id,
           coalesce(x.pool_id, x.pool_before), nullif(current_setting('app.ownership_reason', true), ''),
           nullif(current_setting('app.ownership_note', true), ''), tg_table_name, x.id
      -- A fenced full join, so that no plan kept from one row is a nested loop: see meta.pairs_sql.
      from (select n.id, n.owner_id, n.pool_id, o.owner_id as before, o.pool_id as pool_before
              from new_rows as n full join old_rows as o on o.id = n.id offset 0) as x
     where x.before is distinct from x.owner_id;
    return null;
end
$$;

-- The entries of the given records: what is declared to members, or none.
create function app.pool_sync(of_resource text, ids uuid[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    told constant text[] := array(select k from unnest(array['level', 'industry', 'source', 'province', 'city']) k
                                   where meta.has_column(of_resource, k));
    called constant text := (select r.name_field from meta.resource r where r.name = of_resource);
begin
    execute format($f$
        insert into app.pool_record as t (resource, record_id, pool_id, released_at, former_owner_id, reason, phone_hint, name, %1$s)
        select %2$L, r.id, r.pool_id, coalesce(r.owned_since, r.created_at), h.from_id, h.reason, %3$s, r.%6$I, %4$s
          from app.%2$I r
          left join lateral (select x.from_id, x.reason from app.ownership x
                              where x.parent_id = r.id and x.to_id is null order by x.created_at desc, x.id desc limit 1) h on true
         where r.id = any ($1) and r.pool_id is not null and r.owner_id is null and r.deleted_at is null
        on conflict (resource, record_id) do update
           set pool_id = excluded.pool_id, released_at = excluded.released_at, former_owner_id = excluded.former_owner_id,
               reason = excluded.reason, phone_hint = excluded.phone_hint, name = excluded.name, deleted_at = null, %5$s$f$,
        array_to_string(told, ', '), of_resource,
        case when meta.has_column(of_resource, 'phone') then meta.mask_sql('phone', 'phone', 'r.phone') else 'null' end,
        (select string_agg('r.' || k, ', ' order by o) from unnest(told) with ordinality x (k, o)),
        (select string_agg(format('%1$s = excluded.%1$s', k), ', ') from unnest(told) k), called) using ids;
    execute format($f$
        update app.pool_record t set deleted_at = now()
         where t.resource = %1$L and t.record_id = any ($1) and t.deleted_at is null
           and not exists (select from app.%1$I r where r.id = t.record_id and r.pool_id is not null and r.owner_id is null
                              and r.deleted_at is null)$f$, of_resource) using ids;
end
$$;

create function app._pool_entry() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    ids uuid[] := array(select x.id from (select n.id, n.pool_id, o.pool_id as before from new_rows as n
                                            full join old_rows as o on o.id = n.id offset 0) as x
                         where x.pool_id is not null or x.before is not null);
begin
    if cardinality(ids) > 0 then
        perform app.pool_sync(tg_table_name, ids);
    end if;
    return null;
end
$$;

-- Tables with a pool.
create function app.pooled() returns text[] language sql stable
return (select array_agg(c.relname::text) from pg_class c join pg_attribute a on a.attrelid = c.oid
         where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and a.attname = 'release_on' and not a.attisdropped);

do $$
declare
    target text;
begin
    foreach target in array app.pooled() loop
        execute format('create trigger _130_tenure before update of owner_id on app.%I for each row execute function app._tenure()', target);
        execute format('create trigger _850_ownership after update on app.%I referencing new table as new_rows '
            || 'old table as old_rows for each statement execute function app._ownership()', target);
        execute format('create trigger _860_pool_entry after update on app.%I referencing new table as new_rows '
            || 'old table as old_rows for each statement execute function app._pool_entry()', target);
    end loop;
end
$$;
