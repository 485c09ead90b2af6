-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Duplicates over the whole base: each record that shares a key with another is compared like something typed; who
-- reaches sixty points becomes a group, unless one holds them all already, whatever a person made of it.

create function meta.match_described(of_resource text, record_id uuid) returns jsonb language plpgsql stable as $$
declare
    described jsonb;
begin
    execute format('select to_jsonb(t) from app.%I t where t.id = $1 and t.deleted_at is null', of_resource) into described using record_id;
    return described;
end
$$;

create function meta.duplicate_group(of_resource text, of_id uuid) returns void language plpgsql volatile as $$
declare
    found_members jsonb;
    best int;
    why jsonb;
begin
    execute format('select jsonb_agg(y.id order by y.id), max(y.score), (array_agg(y.reasons order by y.score desc))[1] '
        || 'from (select x.record_id as id, x.score, x.reasons from app.%I($1, meta.match_described($1, $2), $2) x where x.score >= 60 union all select $2, 0, null) y',
        '_' || of_resource || '_match_scored') into found_members, best, why using of_resource, of_id;
    if best >= 60 and not exists (select from app.duplicate_group g where g.resource = of_resource and g.member_ids @> found_members) then
        insert into app.duplicate_group (resource, member_ids, score, reasons) values (of_resource, found_members, best, why);
    end if;
end
$$;

-- The next records after one, in order of their ids, of those that changed in so many days (null: all); the last one
-- looked at, null at the end. The changed ones are found first, by their index.
create function job.duplicate_scan(of_resource text, after_id uuid, max_rows int, days int) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    row_id uuid;
    last_id uuid;
begin
    if not exists (select from meta.resource r where r.name = of_resource and r.definition -> 'match' <> 'null') then
        return null;
    end if;
    for row_id in execute format(case when days is null
            then 'select t.id from app.%I t where t.deleted_at is null and ($1 is null or t.id > $1) order by t.id limit $2'
            else 'with changed as materialized (select t.id from app.%I t where t.deleted_at is null and t.updated_at > now() - make_interval(days => $3)) '
              || 'select c.id from changed c where $1 is null or c.id > $1 order by c.id limit $2' end, of_resource)
        using after_id, max_rows, days
    loop
        perform meta.duplicate_group(of_resource, row_id);
        last_id := row_id;
    end loop;
    return last_id;
end
$$;

-- What cannot be deleted cannot be merged.
create function job.duplicate_resources() returns setof text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select r.name from meta.resource r
     where not r.is_retired and r.definition -> 'match' <> 'null' and 'delete' = any (r.operations) order by r.ordinal
$$;
grant execute on function job.duplicate_scan(text, uuid, int, int), job.duplicate_resources() to guanxi_worker;

create function api.duplicate_scan(body jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform meta.require_operation('duplicate_group', 'update');
    perform job.open_system('duplicate_scan', '{}', null, true);
    return jsonb_build_object('started', true);
end
$$;
grant execute on function api.duplicate_scan(jsonb) to guanxi_api;
