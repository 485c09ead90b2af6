-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Moving records into a pool and out of it. Only functions of ours call these; they check nothing.

-- How the log words what follows in this transaction.
create function app.ownership_as(kind text, reason text, note text) returns void language sql volatile as $$
    select set_config('app.ownership_kind', coalesce(kind, ''), true), set_config('app.ownership_reason', coalesce(reason, ''), true),
           set_config('app.ownership_note', coalesce(note, ''), true)
$$;

-- What belongs to the records and goes with them (`owner_from` in its definition), from one owner to another; null:
-- from or to nobody.
create function app.owner_follows(of_resource text, ids uuid[], olds uuid[], new_owner uuid, new_home uuid) returns void
language plpgsql volatile as $$
declare
    child record;
begin
    for child in
        select r.name, f.column_name from meta.resource r
          join meta.field f on f.resource = r.name and f.name = r.definition ->> 'owner_from' and f.refers_to = of_resource
         where not r.is_retired order by r.name
    loop
        execute format('update app.%I c set owner_id = $3, department_id = $4 from unnest($1, $2) as x (id, old) '
            || 'where c.%I = x.id and c.owner_id is not distinct from x.old', child.name, child.column_name)
            using ids, olds, new_owner, new_home;
    end loop;
end
$$;

-- Into the pool. Returns those that had an owner.
create function app.pool_put(of_resource text, ids uuid[], pool uuid, kind text, reason text, note text) returns uuid[]
language plpgsql volatile as $$
declare
    found_ids uuid[];
    olds uuid[];
begin
    execute format('select array_agg(x.id order by x.id), array_agg(x.owner_id order by x.id) from (select t.id, t.owner_id '
        || 'from app.%I t where t.id = any ($1) and t.owner_id is not null order by t.id for update) x', of_resource)
        into found_ids, olds using ids;
    if found_ids is null then
        return '{}';
    end if;
    perform app.ownership_as(kind, reason, note);
    execute format('update app.%I t set owner_id = null, department_id = null, pool_id = $2 where t.id = any ($1)', of_resource)
        using found_ids, pool;
    perform app.owner_follows(of_resource, found_ids, olds, null, null);
    perform app.ownership_as(null, null, null);
    perform app.registration_given_up(of_resource, found_ids);
    return found_ids;
end
$$;

-- Out of the pool, to a person. False: it lies there no more.
create function app.pool_give(item app.pool_record, person uuid, kind text, note text) returns boolean
language plpgsql volatile as $$
declare
    home uuid := (select u.department_id from app."user" u where u.id = person);
    is_there boolean;
begin
    execute format('select true from app.%I t where t.id = $1 and t.pool_id = $2 and t.owner_id is null and t.deleted_at is null for update',
                   item.resource) into is_there using item.record_id, item.pool_id;
    if is_there is null then
        return false;
    end if;
    perform app.ownership_as(kind, null, note);
    execute format('update app.%I t set owner_id = $2, department_id = $3 where t.id = $1', item.resource)
        using item.record_id, person, home;
    perform app.owner_follows(item.resource, array[item.record_id], array[null::uuid], person, home);
    perform app.ownership_as(null, null, null);
    return true;
end
$$;

-- Those of a tree and what lies below them; null for none.
create function app.with_below(tree text, ids uuid[]) returns uuid[] language plpgsql stable as $$
declare
    found_ids uuid[];
begin
    execute format('with recursive below (id) as (select unnest(nullif($1, ''{}'')) union '
        || 'select t.id from below b join app.%I t on t.parent_id = b.id) select array_agg(id) from below', tree) into found_ids using ids;
    return found_ids;
end
$$;

-- The active pools of a resource with what each takes; null: everything.
create function app.pool_takers(of_resource text)
returns table (id uuid, place int, has_rule boolean, territories uuid[], departments uuid[]) language sql stable as $$
    select p.id, p.position, p.idle_days is not null or p.deal_days is not null,
           app.with_below('territory', p.takes_territory_ids), app.with_below('department', p.takes_department_ids)
      from app.pool p where p.resource = of_resource and p.is_active and p.deleted_at is null
$$;

create function app.pool_takes(territories uuid[], departments uuid[], territory uuid, department uuid) returns boolean language sql immutable
return (territories is null or territory = any (territories)) and (departments is null or department = any (departments));

-- Where a record falls: the first active pool that takes its territory and department.
create function app.pool_for(of_resource text, territory uuid, department uuid) returns uuid language sql stable as $$
    select k.id from app.pool_takers(of_resource) k where app.pool_takes(k.territories, k.departments, territory, department)
     order by k.place, k.id limit 1
$$;
