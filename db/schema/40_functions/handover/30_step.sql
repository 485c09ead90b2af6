-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 交接: what was divided moves, some records a transaction, and the receipt at the end. Rights count again at every step:
-- what the subject may no longer transfer, and what is no longer the person's, stays where it is.

-- Returns those that moved.
create function app.handover_move(h app.handover, of_resource text, ids uuid[], person uuid, pool uuid) returns uuid[]
language plpgsql volatile as $$
declare
    able uuid[];
    home uuid;
begin
    execute format('select coalesce(array_agg(x.id), ''{}'') from (select t.id from app.%I t where t.id = any ($1) and t.owner_id = $2 '
        || 'and t.deleted_at is null order by t.id for update) x', of_resource) into able using ids, h.leaver_id;
    able := meta.movable(of_resource, able);
    if able = '{}' then
        return able;
    elsif pool is not null then
        return case when app.handover_pool(jsonb_build_array(of_resource), jsonb_build_object('pool_id', pool))
                    then app.pool_put(of_resource, able, pool, 'hand_over', null, h.note) else '{}' end;
    elsif not app.handover_takes(person) then
        return '{}';
    end if;
    select u.department_id into home from app."user" u where u.id = person;
    perform app.ownership_as('hand_over', null, h.note);
    execute format('update app.%I t set owner_id = $2, department_id = $3 where t.id = any ($1)', of_resource) using able, person, home;
    perform app.ownership_as(null, null, null);
    return able;
end
$$;

-- The next records of one receiver, people before pools: what goes into a pool takes along only what nobody was given.
-- Returns how many were looked at, null when nothing is left to do.
create function job.handover_step(handover uuid) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    h app.handover;
    part job.handover_item;
    ids uuid[];
    moved uuid[];
begin
    select * into h from app.handover t where t.id = handover and t.state = 'running' for update;
    perform app.handover_of(handover, true);
    select i.* into part from job.handover_item i join meta.resource r on r.name = i.resource
     where i.handover_id = h.id and i.state = 'waiting'
     order by i.pool_id is not null, r.ordinal, i.to_id, i.pool_id limit 1;
    if part.handover_id is null then
        return null;
    end if;
    ids := array(select i.record_id from job.handover_item i
                  where i.handover_id = h.id and i.state = 'waiting' and i.resource = part.resource
                    and i.to_id is not distinct from part.to_id and i.pool_id is not distinct from part.pool_id
                  order by i.record_id limit 200);
    moved := app.handover_move(h, part.resource, ids, part.to_id, part.pool_id);
    update job.handover_item i set state = case when i.record_id = any (moved) then 'moved' else 'left' end
     where i.handover_id = h.id and i.resource = part.resource and i.record_id = any (ids);
    return cardinality(ids);
end
$$;

create function job.handover_count(handover uuid, out done bigint, out total bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select count(*) filter (where i.state <> 'waiting'), count(*) from job.handover_item i where i.handover_id = $1
$$;

-- Both names, the numbers and the date, as they were.
create function app.handover_slip(h app.handover) returns jsonb language sql stable as $$
    select jsonb_build_object('leaver_name', (select u.name from app."user" u where u.id = h.leaver_id),
               'confirmed_by_name', (select u.name from app."user" u where u.id = h.confirmed_by_id),
               'login_closed', h.close_login, 'moved', coalesce(sum(x.moved), 0), 'left', coalesce(sum(x."left"), 0),
               'parts', coalesce(jsonb_agg(jsonb_build_object('resource', x.resource, 'to_id', x.to_id, 'to_name', u.name, 'pool_id', x.pool_id,
                                                              'pool_name', p.name, 'moved', x.moved, 'left', x."left")
                                           order by r.ordinal, u.name, p.name), '[]'))
      from (select i.resource, i.to_id, i.pool_id, count(*) filter (where i.state = 'moved') as moved,
                   count(*) filter (where i.state <> 'moved') as "left"
              from job.handover_item i where i.handover_id = h.id group by 1, 2, 3) x
      join meta.resource r on r.name = x.resource
      left join app."user" u on u.id = x.to_id
      left join app.pool p on p.id = x.pool_id
$$;

create function job.handover_finish(handover uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    h app.handover := app.handover_of(handover, true);
    slip jsonb := app.handover_slip(h);
begin
    update app.handover t set state = 'done', finished_at = now(), receipt = slip where t.id = handover and t.state = 'running';
    perform audit.note('hand_over', 'handover', handover, jsonb_build_object('leaver_id', h.leaver_id, 'moved', slip -> 'moved', 'left', slip -> 'left'));
    return jsonb_build_object('change_set_id', handover, 'moved', slip -> 'moved', 'left', slip -> 'left');
end
$$;
grant execute on function job.handover_step(uuid), job.handover_count(uuid), job.handover_finish(uuid) to guanxi_worker;

-- What moved, as the subject reads it today.
create function api.handover_items(body jsonb) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    handover uuid := (body ->> 'id')::uuid;
    r record;
    part jsonb;
    items jsonb := '[]';
begin
    if not exists (select from api.handover v where v.id = handover) then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    for r in select m.name, m.definition ->> 'name_field' as name_field from meta.resource m
              where m.name in (select i.resource from job.handover_item i where i.handover_id = handover) order by m.ordinal
    loop
        execute format('select coalesce(jsonb_agg(jsonb_build_object(''resource'', %L, ''id'', x.id, ''name'', x.name, ''to_id'', x.to_id, '
            || '''pool_id'', x.pool_id) order by x.to_id, x.id), ''[]'') from (select t.id, t.%I::text as name, i.to_id, i.pool_id '
            || 'from job.handover_item i join api.%I t on t.id = i.record_id where i.handover_id = $1 and i.resource = %L and i.state = ''moved'' '
            || 'limit %s) x', r.name, r.name_field, r.name, r.name, 10000 - jsonb_array_length(items)) into part using handover;
        items := items || part;
    end loop;
    return items;
end
$$;
grant execute on function api.handover_items(jsonb) to guanxi_api;
