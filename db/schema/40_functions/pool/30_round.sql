-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The round of the worker through the records that have an owner: when each falls into its pool, who is warned, what
-- falls today. In batches by key. Real contact counts (last_activity_at, moved by what was done), an edit does not.

-- Pools with a rule, whose keeper is there; the exemption is compiled and run with his rights.
create function job.pool_due() returns table (id uuid, user_id uuid, resource text, exempt jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select p.id, u.id, p.resource, p.exempt
      from app.pool p join app."user" u on u.id = coalesce(p.keeper_id, p.created_by) and u.is_active and u.deleted_at is null
     where p.is_active and p.deleted_at is null and (p.idle_days is not null or p.deal_days is not null)
     order by p.position, p.id
$$;

create function job.pool_batch(of_resource text, after uuid) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    if of_resource = any (app.pooled()) then
        return query execute format('select t.id from app.%I t where t.id > $1 and t.owner_id is not null and t.deleted_at is null '
                                    || 'order by t.id limit 1000', of_resource) using after;
    end if;
end
$$;

-- When each record of the batch falls into this pool by its rules: null when it is exempt, no row when another pool
-- takes it. Deals count where they name the resource; so does a registration that protects it; what was
-- converted stays.
create function app.pool_dates(p app.pool, batch uuid[], exempt uuid[]) returns table (id uuid, due_on date)
language plpgsql stable as $$
begin
    return query execute format($f$
        with taker as materialized (select * from app.pool_takers(%1$L))
        select t.id, case when not (coalesce(t.is_kept, false) or t.id = any ($3) or d.is_open or %3$s)
                          then least(meta.day_of(greatest(b.since, t.last_activity_at)) + $1.idle_days,
                                     greatest(meta.day_of(b.since), d.won_on) + $1.deal_days) end
          from app.%1$I t
         cross join lateral (select coalesce(t.owned_since, t.created_at) as since) b
         cross join lateral (%2$s) d
         where t.id = any ($2) and t.owner_id is not null
           and $1.id = (select k.id from taker k
                         where app.pool_takes(k.territories, k.departments, t.territory_id, t.department_id)
                         order by k.place, k.id limit 1)$f$, p.resource,
        case when meta.has_column('opportunity', p.resource || '_id') then format(
            'select max(o.closed_on) filter (where o.status = ''won'') as won_on, coalesce(bool_or(o.status = ''open'' '
            || 'and coalesce(o.probability, g.probability) >= $1.exempt_probability), false) as is_open '
            || 'from app.opportunity o join app.stage g on g.id = o.stage_id where o.%I = t.id and o.deleted_at is null',
            p.resource || '_id')
        else 'select null::date as won_on, false as is_open' end,
        case when meta.has_column('registration', p.resource || '_id') then format(
            'exists (select from app.registration g where g.%I = t.id and g.state = ''protected'' and g.deleted_at is null)', p.resource || '_id')
        else 'false' end || case when meta.has_column(p.resource, 'converted_at') then ' or t.converted_at is not null' else '' end) using p, batch, exempt;
end
$$;

-- A warning each at 7, 3 and 1 days; after a pause of the worker only the nearest is given.
create function app.pool_warn(of_resource text, ids uuid[]) returns bigint language plpgsql volatile as $$
declare
    warned bigint;
begin
    execute format($f$
        with near as (
            select t.id, t.owner_id, t.release_on, t.release_on - meta.today() as left_days, w.days
              from app.%1$I t
             cross join lateral (select min(v) as days from unnest(array[7, 3, 1]) v where v >= t.release_on - meta.today()) w
             where t.id = any ($1) and t.release_on > meta.today() and w.days is not null
        ), fresh as (
            insert into job.pool_warned (record_id, release_on, days) select n.id, n.release_on, n.days from near n
            on conflict do nothing returning record_id
        )
        insert into app.notification (kind, resource, record_id, owner_id, body)
        select 'pool_warning', %1$L, n.id, n.owner_id, n.left_days::text
          from near n join fresh f on f.record_id = n.id$f$, of_resource) using ids;
    get diagnostics warned = row_count;
    return warned;
end
$$;

-- One batch: dates, warnings, and what falls. Whoever lost some finds one line with their number.
create function job.pool_step(pool uuid, batch uuid[], exempt uuid[]) returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    p app.pool := (select x from app.pool x where x.id = pool);
    due uuid[];
    dates date[];
    ids uuid[];
    losers uuid[];
begin
    select array_agg(d.id), array_agg(d.due_on) into ids, dates from app.pool_dates(p, batch, exempt) d;
    execute format('update app.%I t set release_on = x.due_on from unnest($1, $2) as x (id, due_on) '
        || 'where t.id = x.id and t.release_on is distinct from x.due_on', p.resource) using ids, dates;
    perform app.pool_warn(p.resource, ids);
    select array_agg(x.id) into due from unnest(ids, dates) x (id, due_on) where x.due_on <= meta.today();
    if due is null then
        return 0;
    end if;
    execute format('select array_agg(t.owner_id) from app.%I t where t.id = any ($1)', p.resource) into losers using due;
    due := app.pool_put(p.resource, due, p.id, 'auto_release', null, null);
    insert into app.notification (kind, resource, owner_id, body)
    select 'pool_released', p.resource, l.id, count(*)::text from unnest(losers) l (id) where l.id is not null group by l.id;
    return cardinality(due);
end
$$;

-- After the round: no date stays where no pool would take the record any more, nor a warning of days long gone.
create function job.pool_tidy() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    of_resource text;
begin
    foreach of_resource in array app.pooled() loop
        execute format($f$
            with taker as materialized (select * from app.pool_takers(%1$L) k where k.has_rule)
            update app.%1$I t set release_on = null
             where t.release_on is not null and t.deleted_at is null
               and not exists (select from taker k where app.pool_takes(k.territories, k.departments, t.territory_id, t.department_id))$f$, of_resource);
    end loop;
    delete from job.pool_warned where release_on < meta.today() - 30;
end
$$;
grant execute on function job.pool_tidy(), job.pool_due(), job.pool_batch(text, uuid), job.pool_step(uuid, uuid[], uuid[]) to guanxi_worker;
