-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What follows from an activity: when it was done, and on the records that it is about the time of the last
-- activity and the next step. Set-wise, so that an import of activities is one update per table.
-- security definer: whoever may write about a record moves these fields, though he may not change the record.

create function app._activity_domain() returns trigger
language plpgsql volatile as $$
begin
    if new.status <> 'done' then
        new.done_at := null;
    elsif new.done_at is null then
        new.done_at := case when tg_op = 'UPDATE' then now() else least(coalesce(new.ends_at, new.starts_at, now()), now()) end;
    end if;
    return new;
end
$$;

create trigger _120_domain before insert or update of status, done_at on app.activity
    for each row execute function app._activity_domain();

-- Tables whose records are followed up.
create function app.followed() returns text[] language sql stable
return (select array_agg(c.relname::text order by c.relname) from pg_class c join pg_attribute a on a.attrelid = c.oid
         where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and a.attname = 'last_activity_at' and not a.attisdropped);

-- From activities that have just become done to the records concerned. The latest activity on the record itself sets
-- the next step; without a date of its own it ends a step that was due by then.
create function app.activity_roll_up(done app.activity[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    target text;
begin
    foreach target in array app.followed() loop
        execute format($f$
            update app.%1$I as t
               set last_activity_at = greatest(t.last_activity_at, d.done_at),
                   next_step = case when d.sets then d.next_step when d.ends then null else t.next_step end,
                   next_step_on = case when d.sets then d.next_step_on when d.ends then null else t.next_step_on end%3$s
              from (select r.id, max(k.done_at) as done_at, min(k.done_at) as first_at,
                           (array_agg(k.next_step order by k.own desc, k.done_at desc))[1] as next_step,
                           (array_agg(k.next_step_on order by k.own desc, k.done_at desc))[1] as next_step_on,
                           bool_or(k.own and k.next_step_on is not null
                                   and k.done_at >= coalesce(r.last_activity_at, k.done_at)) as sets,
                           bool_or(k.own and k.next_step_on is null and r.next_step_on <= meta.day_of(k.done_at)) as ends
                      from (%2$s) as k
                      join app.%1$I as r on r.id = k.id
                     group by r.id) as d
             where t.id = d.id
               and (d.sets or d.ends or t.last_activity_at is null or t.last_activity_at < d.done_at)
            $f$, target,
            'select a.parent_id as id, true as own, a.done_at, a.next_step, a.next_step_on from unnest($1) as a '
            || format('where a.parent_resource = %L', target) || case target
                when 'account' then ' union all select c.account_id, false, a.done_at, null, null from unnest($1) as a '
                    || 'join app.contact as c on a.parent_resource = ''contact'' and c.id = a.parent_id '
                    || 'union all select o.account_id, false, a.done_at, null, null from unnest($1) as a '
                    || 'join app.opportunity as o on a.parent_resource = ''opportunity'' and o.id = a.parent_id'
                when 'contact' then ' union all select a.contact_id, false, a.done_at, null, null from unnest($1) as a '
                    || 'where a.contact_id is not null'
                else '' end,
            case when meta.has_column(target, 'first_contact_at') then ', first_contact_at = coalesce(t.first_contact_at, d.first_at)' else '' end)
        using done;
    end loop;
end
$$;

create function app._activity_done_insert() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    done app.activity[] := array(select n from new_rows as n where n.status = 'done' and n.deleted_at is null);
begin
    if cardinality(done) > 0 then
        perform app.activity_roll_up(done);
    end if;
    return null;
end
$$;

create function app._activity_done_update() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    done app.activity[] := array(
        -- A fenced full join, so that no plan kept from one row is a nested loop: see meta.pairs_sql.
        select x.n from (select n, o from new_rows as n full join old_rows as o on o.id = n.id offset 0) as x
         where (x.n).status = 'done' and (x.n).deleted_at is null
           and ((x.n).done_at, (x.n).next_step, (x.n).next_step_on)
               is distinct from ((x.o).done_at, (x.o).next_step, (x.o).next_step_on));
begin
    if cardinality(done) > 0 then
        perform app.activity_roll_up(done);
    end if;
    return null;
end
$$;

create trigger _700_done_insert after insert on app.activity referencing new table as new_rows
    for each statement execute function app._activity_done_insert();
create trigger _700_done_update after update on app.activity referencing new table as new_rows old table as old_rows
    for each statement execute function app._activity_done_update();
