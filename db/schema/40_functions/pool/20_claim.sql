-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Claiming, assigning, releasing. security definer: the record is not the caller's to see before he has it.

create function app.pool_day(d date) returns text language sql immutable return to_char(d, 'YYYY-MM-DD');

-- An entry that the subject sees. Of one that has just gone a member hears that somebody was faster; nobody else hears
-- anything.
create function app.pool_item(entry uuid) returns app.pool_record language plpgsql stable as $$
declare
    item app.pool_record;
begin
    select * into item from app.pool_record t where t.id = entry;
    if item.id is null or not exists (select from api.pool v where v.id = item.pool_id) then
        raise exception using errcode = 'GX404', message = 'not_found';
    elsif item.deleted_at is not null then
        raise exception using errcode = 'GX423', message = 'already_claimed||Somebody was faster';
    end if;
    return item;
end
$$;

-- How many records of the resource a person may own: the most generous of his roles, NULL without any limit.
create function app.max_held(of_resource text, person uuid) returns int language sql stable as $$
    select max(l.max_held) from app.holding_limit l join app."user" u on l.role_id = any (u.role_ids)
     where u.id = person and l.resource = of_resource and l.deleted_at is null
$$;

create function app.check_holding(of_resource text, person uuid, more int) returns void language plpgsql stable as $$
declare
    most int := app.max_held(of_resource, person);
    held int;
begin
    if most is not null then
        execute format('select count(*) from app.%I t where t.owner_id = $1 and t.deleted_at is null', of_resource) into held using person;
        if held + more > most then
            raise exception using errcode = 'GX423', message = format('holding_limit||Holds %s of %s; release some first', held, most);
        end if;
    end if;
end
$$;

-- The limits of a pool, with the day from which one may claim again.
create function app.check_claim(item app.pool_record, person uuid) returns void language plpgsql stable as $$
declare
    p app.pool := (select x from app.pool x where x.id = item.pool_id);
    taken bigint;
    free_on date;
begin
    select count(*) into taken from app.ownership h
     where h.to_id = person and h.kind = 'claim' and h.pool_id = p.id
       and h.created_at >= meta.today()::timestamp at time zone meta.company_zone();
    if taken >= p.daily_claims then
        raise exception using errcode = 'GX423',
            message = format('claim_limit||%s a day; you may claim again from %s', p.daily_claims, app.pool_day(meta.today() + 1));
    end if;
    select meta.day_of(max(h.created_at)) + p.cool_down_days into free_on from app.ownership h
     where h.parent_id = item.record_id and h.from_id = person and h.to_id is null;
    if free_on > meta.today() then
        raise exception using errcode = 'GX423',
            message = format('cool_down||It was yours; you may claim it again from %s', app.pool_day(free_on));
    end if;
    perform app.check_holding(item.resource, person, 1);
end
$$;

create function api.pool_claim(body jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    me uuid := meta.subject_id();
    item app.pool_record;
begin
    perform meta.require_operation('pool_record', 'claim');
    item := app.pool_item((body ->> 'id')::uuid);
    -- One claim of a person after the other: else two at once would both be the last that he may.
    perform pg_advisory_xact_lock(hashtext('guanxi.holding'), hashtext(me::text));
    perform app.check_claim(item, me);
    if not app.pool_give(item, me, 'claim', null) then
        raise exception using errcode = 'GX423', message = 'already_claimed||Somebody was faster';
    end if;
    return jsonb_build_object('resource', item.resource, 'record_id', item.record_id);
end
$$;

create function api.pool_assign(body jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    person uuid := (body ->> 'owner_id')::uuid;
    ids uuid[] := array(select distinct x::uuid from jsonb_array_elements_text(body -> 'ids') x order by 1);
    entry uuid;
    item app.pool_record;
begin
    perform meta.require_operation('pool_record', 'assign');
    if not exists (select from api."user" u where u.id = person)
       or not exists (select from app."user" u where u.id = person and u.is_active and u.kind = 'staff') then
        raise exception using errcode = 'GX422', message = '/owner_id|unknown_reference|';
    end if;
    perform pg_advisory_xact_lock(hashtext('guanxi.holding'), hashtext(person::text));
    foreach entry in array ids loop
        item := app.pool_item(entry);
        perform app.check_holding(item.resource, person, 1);
        if not app.pool_give(item, person, 'assign', body ->> 'note') then
            raise exception using errcode = 'GX423', message = 'already_claimed||Somebody was faster';
        end if;
    end loop;
    return jsonb_build_object('assigned', cardinality(ids));
end
$$;

create function api.pool_release(body jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    of_resource text := body ->> 'resource';
    ids uuid[] := array(select distinct x::uuid from jsonb_array_elements_text(body -> 'ids') x order by 1);
    wanted uuid := (body ->> 'pool_id')::uuid;
    place uuid;
    chosen uuid[];
    released int := 0;
    record_id uuid;
begin
    if of_resource <> all (app.pooled()) then
        raise exception using errcode = 'GX422', message = '/resource|choice|There is no pool for it';
    elsif wanted is not null and not exists (select from api.pool v where v.id = wanted and v.resource = of_resource and v.is_active) then
        raise exception using errcode = 'GX422', message = '/pool_id|unknown_reference|';
    end if;
    foreach record_id in array ids loop
        perform meta.require_own_write(of_resource, record_id, 'update');
    end loop;
    for place, chosen in execute format('select coalesce($2, app.pool_for(%1$L, t.territory_id, t.department_id)) as pool, array_agg(t.id) as ids '
                                || 'from app.%1$I t where t.id = any ($1) group by 1', of_resource) using ids, wanted
    loop
        if place is null then
            raise exception using errcode = 'GX423', message = 'no_pool||No pool takes this record; name one';
        end if;
        released := released + cardinality(app.pool_put(of_resource, chosen, place, 'release', body ->> 'reason', body ->> 'note'));
    end loop;
    return jsonb_build_object('released', released);
end
$$;
grant execute on function api.pool_claim(jsonb), api.pool_assign(jsonb), api.pool_release(jsonb) to guanxi_api;
