-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Dimensions by rules, and dynamic groups, which have one condition: which are due, their conditions, and what becomes of the
-- accounts that were held against them. The query is made by the worker and run with the rights of whoever answers for them.

-- What a run began with: if it is another one now, the rules have changed meanwhile.
create function app.class_stamp(its uuid) returns text language sql stable as $$
    select coalesce((select d.version from app.dimension d where d.id = $1), (select g.version from app.account_group g where g.id = $1))
           || '.' || (select count(*) || '.' || coalesce(sum(c.version), 0) from app.dimension_class c where c.dimension_id = $1 and c.deleted_at is null)
$$;

-- With whose rights: of a group, who wrote its condition; of a dimension, who changed its rules last, as long as he is there (else
-- they rest). Rules that nobody has touched since they were delivered run with those of the first administrator.
create function app.class_keeper(its uuid) returns uuid language sql stable as $$
    select u.id
      from (select g.keeper_id as id from app.account_group g where g.id = $1
             union all
            select coalesce((select x.person from (select coalesce(d.updated_by, d.created_by), d.updated_at from app.dimension d where d.id = $1
                                                    union all
                                                   select coalesce(c.updated_by, c.created_by), c.updated_at from app.dimension_class c where c.dimension_id = $1)
                                                  x (person, at) where x.person is not null order by x.at desc limit 1),
                            (select p.id from app."user" p join app.role r on r.id = any (p.role_ids) and r.key = 'admin'
                              where p.is_active and p.deleted_at is null order by p.created_at, p.id limit 1))
              from app.dimension d where d.id = $1) k
      join app."user" u on u.id = k.id and u.is_active and u.deleted_at is null
$$;

-- They are looked through every hour (conditions may speak of days), and as soon as they have changed.
create function job.class_due() returns table (id uuid, user_id uuid, stamp text)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    select d.id, app.class_keeper(d.id), app.class_stamp(d.id)
      from app.dimension d
     where d.how = 'rules' and d.is_active and d.deleted_at is null and app.class_keeper(d.id) is not null
       and (d.last_run_at is null or d.last_run_at < now() - interval '1 hour'
            or not exists (select from job.class_ran x where x.id = d.id and x.stamp = app.class_stamp(d.id)))
    union all
    (select g.id, app.class_keeper(g.id), app.class_stamp(g.id)
       from app.account_group g
      where g.kind = 'dynamic' and g.deleted_at is null and app.class_keeper(g.id) is not null
        and (g.last_run_at is null or g.last_run_at < now() - interval '1 hour'
             or not exists (select from job.class_ran x where x.id = g.id and x.stamp = app.class_stamp(g.id)))
      order by g.last_run_at nulls first, g.id limit 50)
$$;

-- A job for what is due, one at a time.
create function job.class_open() returns uuid
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    select job.open_system('classify', '{}', null, true) where exists (select from job.class_due())
$$;

create function job.class_rules(its uuid) returns table (id uuid, definition text)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    (select c.id, c.definition::text from app.dimension_class c where c.dimension_id = $1 and c.deleted_at is null order by c.position, c.id)
    union all
    select g.id, g.definition::text from app.account_group g where g.id = $1 and g.definition is not null
$$;

-- The accounts after one up to another (null: to the end), of which those fit. False: the rules have changed.
create function job.class_note(its uuid, stamp text, ids uuid[], picks uuid[], after_id uuid, upto uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set enable_nestloop = off set enable_seqscan = off as $$
declare
    dim app.dimension;
    of_group app.account_group;
    all_ids uuid[];
    all_picks uuid[];
begin
    select * into dim from app.dimension d where d.id = $1 and d.how = 'rules' and d.is_active and d.deleted_at is null for share;
    select * into of_group from app.account_group g where g.id = $1 and g.kind = 'dynamic' and g.deleted_at is null for share;
    if dim.id is null and of_group.id is null or app.class_stamp(its) <> stamp then
        return false;
    end if;
    select array_agg(a.id), array_agg(x.pick) into all_ids, all_picks
      from app.account a left join unnest(ids, picks) as x (id, pick) on x.id = a.id
     where a.id > after_id and (upto is null or a.id <= upto) and a.deleted_at is null;
    if dim.id is not null then
        perform app.class_keep(dim, all_ids, all_picks, 'rules');
    else
        perform app.group_keep(of_group.id, all_ids, all_picks);
    end if;
    return true;
end
$$;

-- All were looked at, or the rules cannot run: not again before the hour is over.
create function job.class_done(its uuid, stamp text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    insert into job.class_ran as x (id, stamp) values ($1, $2) on conflict (id) do update set stamp = excluded.stamp;
    update app.dimension d set last_run_at = clock_timestamp() where d.id = $1;
    update app.account_group g set last_run_at = clock_timestamp() where g.id = $1
$$;
grant execute on function job.class_due(), job.class_open(), job.class_rules(uuid), job.class_note(uuid, text, uuid[], uuid[], uuid, uuid),
    job.class_done(uuid, text) to guanxi_worker;
