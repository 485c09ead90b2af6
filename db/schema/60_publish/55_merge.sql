-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Merging records into one: values are chosen field by field, all that points at the others moves, the others go to
-- the bin. One change set. Who merges needs to write all of them in a way of his own, and to change and delete; what
-- points at them moves whoever sees it, hence security definer.

-- Where records of a resource are pointed at: by a reference, by a list of references, or as a parent. What the system
-- keeps of a record (whose it was, what its data lack) stays with it.
create function meta.pointing_at(of_resource text) returns table (resource text, column_name text, condition text, is_list boolean) language sql stable as $$
    select f.resource, f.column_name, 'true', f.type = 'references'
      from meta.field f join meta.resource r on r.name = f.resource and not r.is_retired
     where f.refers_to = of_resource and not f.is_retired and f.type in ('reference', 'references')
       and (r.parent is distinct from of_resource or r.parent_field <> f.name or r.definition -> 'operations' ? 'create')
    union all
    select r.name, 'parent_id', format('t.parent_resource = %L', of_resource), false
      from meta.resource r where r.access = 'inherited_any' and not r.is_retired and r.definition -> 'operations' ? 'create'
     order by 1, 2
$$;

-- Moves what points at one record to another; only those of the list, where there is one. Returns what moved. What
-- would point at itself points nowhere meanwhile.
create function meta.move_links(of_resource text, from_id uuid, to_id uuid, only_ids jsonb) returns jsonb language plpgsql volatile as $$
declare
    p record;
    ids uuid[];
    moved jsonb := '[]';
begin
    for p in select * from meta.pointing_at(of_resource) loop
        execute format('with done as (update app.%1$I t set %2$I = %3$s where %4$s and %5$s and ($3 is null or t.id in (select x::uuid '
            || 'from jsonb_array_elements($3) m, jsonb_array_elements_text(m -> ''ids'') x where m ->> ''resource'' = %6$L and m ->> ''field'' = %7$L)) '
            || 'returning t.id) select array_agg(id) from done', p.resource, p.column_name,
            case when p.is_list then format('array_replace(t.%I, $1, $2)', p.column_name)
                 when p.resource = of_resource then 'nullif($2, t.id)' else '$2' end,
            case when p.is_list then format('t.%I @> array[$1]', p.column_name)
                 when p.resource = of_resource then format('(t.%1$I = $1 or (t.%1$I is null and t.id = $1 and $3 is not null))', p.column_name)
                 else format('t.%I = $1', p.column_name) end,
            p.condition, p.resource, p.column_name) into ids using from_id, to_id, only_ids;
        if ids is not null then
            moved := moved || jsonb_build_object('resource', p.resource, 'field', p.column_name, 'ids', to_jsonb(ids));
        end if;
    end loop;
    return moved;
end
$$;

-- How many of those that moved the subject sees: what moved out of his sight is not told.
create function meta.moved_in_sight(moved jsonb) returns int language plpgsql stable as $$
declare
    m jsonb;
    n int;
    total int := 0;
begin
    for m in select x from jsonb_array_elements(moved) x loop
        execute format('select count(*) from jsonb_array_elements_text($1) i join api.%I v on v.id = i::uuid', m ->> 'resource') into n using m -> 'ids';
        total := total + n;
    end loop;
    return total;
end
$$;

-- Who was let in to one record is let in to the other, unless he is already. Returns the shares that moved.
create function meta.move_shares(of_resource text, from_id uuid, to_id uuid, only_ids uuid[]) returns uuid[] language sql volatile as $$
    with done as (
        update auth.share h set record_id = to_id
         where h.resource = of_resource and h.record_id = from_id and (only_ids is null or h.id = any (only_ids))
           and not exists (select from auth.share k where k.resource = of_resource and k.record_id = to_id and k.grantee_id = h.grantee_id)
        returning h.id)
    select coalesce(array_agg(id), '{}') from done
$$;

-- Fields that the subject reads plain and may change.
create function meta.mergeable(of_resource text) returns setof text language sql stable as $$
    select f.name from meta.fields(of_resource) f
      join auth.subject s on s.user_id = meta.subject_id()
      join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = of_resource
     where f.is_updatable and f.name = any (meta.readable_names(of_resource))
       and auth.has_bit(rs.writable1, rs.writable2, f.pos)
$$;

-- All of them are locked in the order of their ids: of two merges at once the second finds what the first left.
create function meta.require_mergeable(of_resource text, ids uuid[]) returns void language plpgsql volatile as $$
declare
    each_id uuid;
    n int;
begin
    if not exists (select from meta.resource r where r.name = of_resource and not r.is_retired and r.definition -> 'match' <> 'null') then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    execute format('select count(*) from (select from app.%I t where t.id = any ($1) order by t.id for update) x', of_resource) into n using ids;
    foreach each_id in array ids loop
        perform meta.require_seen(of_resource, each_id);
    end loop;
    perform meta.require_operation(of_resource, 'update');
    perform meta.require_operation(of_resource, 'delete');
    execute format('select count(*) from api.%I w where w.id = any ($1)', of_resource || '_write') into n using ids;
    if n <> cardinality(ids) then
        raise exception using errcode = 'GX403', message = 'forbidden';
    end if;
    foreach each_id in array ids loop
        perform meta.require_own_way(of_resource, each_id);
    end loop;
end
$$;

-- The survivor takes the chosen values of one other; returns what it had and has.
create function meta.take_values(of_resource text, survivor uuid, other uuid, names text[]) returns jsonb language plpgsql volatile as $$
declare
    had jsonb;
    has jsonb;
begin
    had := meta.match_described(of_resource, survivor);
    execute (select format('update app.%I t set %s from app.%1$I o where t.id = $1 and o.id = $2', of_resource,
                           string_agg(format('%I = o.%1$I', f.column_name), ', '))
               from meta.fields(of_resource) f where f.name = any (names)) using survivor, other;
    has := meta.match_described(of_resource, survivor);
    return (select jsonb_object_agg(n, jsonb_build_object('from', had -> n, 'to', has -> n)) from unnest(names) n);
end
$$;

create function api.record_merge(body jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    of_resource text := $1 ->> 'resource';
    survivor uuid := ($1 ->> 'id')::uuid;
    others uuid[] := array(select distinct x::uuid from jsonb_array_elements_text($1 -> 'other_ids') x order by 1);
    choices jsonb := coalesce($1 -> 'choices', '{}');
    other uuid;
    names text[];
    taken jsonb;
    moved jsonb;
    total int := 0;
begin
    perform meta.require_mergeable(of_resource, others || survivor);
    if survivor = any (others) then
        raise exception using errcode = 'GX422', message = '/other_ids|invalid|';
    elsif exists (select from jsonb_each_text(choices) c where c.key not in (select meta.mergeable(of_resource)) or c.value <> all (others::text[] || survivor::text)) then
        raise exception using errcode = 'GX422', message = '/choices|invalid|';
    end if;
    perform api.change_set_note('merge', of_resource, null);
    foreach other in array others loop
        names := array(select c.key from jsonb_each_text(choices) c where c.value = other::text);
        -- In the bin first: of what only one may have the survivor takes the other's.
        execute format('update app.%I t set deleted_at = now() where t.id = $1', of_resource) using other;
        taken := case when names = '{}' then '{}' else meta.take_values(of_resource, survivor, other, names) end;
        moved := meta.move_links(of_resource, other, survivor, null);
        insert into auth.record_merge (resource, survivor_id, other_id, moved, taken, share_ids, change_set_id, subject_id)
        values (of_resource, survivor, other, moved, taken, meta.move_shares(of_resource, other, survivor, null), meta.change_set_id(), meta.subject_id());
        perform meta.keep_merged(other);
        perform audit.note('merge', of_resource, other, jsonb_build_object('into', survivor));
        total := total + meta.moved_in_sight(moved);
    end loop;
    perform meta.check_tree(f.resource, f.column_name, array[survivor])
       from meta.field f where f.resource = of_resource and f.refers_to = of_resource and f.type = 'reference' and not f.is_retired;
    -- A suspicion with nobody left to compare is settled.
    update app.duplicate_group g set state = 'merged' where g.resource = of_resource and g.state = 'open' and g.member_ids ?| others::text[]
       and (select count(*) from jsonb_array_elements_text(g.member_ids) x where x::uuid <> all (others)) < 2;
    return jsonb_build_object('id', survivor, 'moved', total, 'change_set_id', meta.change_set_id());
end
$$;

-- Where old ids lead (auth.merged), anew for all that lead to or through a record: a merge or the end of one touched it.
create function meta.keep_merged(of_id uuid) returns void language plpgsql volatile as $$
declare
    led uuid[] := array(
        with recursive x (id) as (select of_id union select m.other_id from auth.record_merge m join x on x.id = m.survivor_id where m.undone_at is null)
        select id from x);
begin
    delete from auth.merged d where d.other_id = any (led);
    insert into auth.merged (other_id, survivor_id)
    with recursive way (other_id, at) as (
        select m.other_id, m.survivor_id from auth.record_merge m where m.other_id = any (led) and m.undone_at is null
        union
        select w.other_id, m.survivor_id from way w join auth.record_merge m on m.other_id = w.at and m.undone_at is null)
    select w.other_id, w.at from way w where not exists (select from auth.record_merge m where m.other_id = w.at and m.undone_at is null);
end
$$;

-- Tells of ids only: the record that stayed is read through its view like any other.
create view api.merged as select other_id, survivor_id from auth.merged;
grant select on api.merged to guanxi_read;
grant execute on function api.record_merge(jsonb) to guanxi_api;
