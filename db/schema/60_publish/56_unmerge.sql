-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Taking merged records apart again, also after more work. One way, whichever door leads here: the un-merge, the undo
-- of the merge's change set, and the restore of a merged record from the bin, so that no merge is left half in force.

-- What has moved and did not come back, and is in sight.
create function meta.unmerge_links_left(moved jsonb, back jsonb) returns jsonb language plpgsql stable as $$
declare
    m record;
    is_seen boolean;
    conflicts jsonb := '[]';
begin
    for m in select v ->> 'resource' as resource, i::uuid as id, v ->> 'field' as field from jsonb_array_elements(moved) v, jsonb_array_elements_text(v -> 'ids') i
             except
             select v ->> 'resource', i::uuid, v ->> 'field' from jsonb_array_elements(back) v, jsonb_array_elements_text(v -> 'ids') i
             order by 1, 2
    loop
        execute format('select exists (select from api.%I v where v.id = $1)', m.resource) into is_seen using m.id;
        if is_seen then
            conflicts := conflicts || jsonb_build_object('resource', m.resource, 'id', m.id, 'field', m.field);
        end if;
    end loop;
    return conflicts;
end
$$;

-- The survivor gets back what it had, where it still has what it took and the subject may write that.
create function meta.give_values_back(m auth.record_merge) returns jsonb language plpgsql volatile as $$
declare
    now_there jsonb := meta.match_described(m.resource, m.survivor_id);
    f record;
    conflicts jsonb := '[]';
begin
    for f in select t.key as name, t.value, c.column_name from jsonb_each(m.taken) t join meta.fields(m.resource) c on c.name = t.key order by 1 loop
        if now_there -> f.name = f.value -> 'to' and f.name in (select meta.mergeable(m.resource)) then
            execute format('update app.%1$I t set %2$I = (jsonb_populate_record(t, jsonb_build_object(%2$L, $2))).%2$I where t.id = $1', m.resource, f.column_name)
                using m.survivor_id, f.value -> 'from';
        elsif f.name = any (meta.readable_names(m.resource)) then
            conflicts := conflicts || jsonb_build_object('resource', m.resource, 'id', m.survivor_id, 'field', f.name);
        end if;
    end loop;
    return conflicts;
end
$$;

-- What moved and points at the survivor still goes back; what was linked since stays. Listed: what points elsewhere by
-- now, and fields of the survivor that were changed since. Null where no merge of the record is in force.
create function meta.unmerge(of_resource text, of_id uuid) returns jsonb language plpgsql volatile as $$
declare
    m auth.record_merge;
    back jsonb;
    conflicts jsonb;
    is_in_bin boolean;
    is_gone boolean;
begin
    select * into m from auth.record_merge x where x.other_id = of_id and x.resource = of_resource and x.undone_at is null for update;
    if not found then
        return null;
    end if;
    execute format('select exists (select from api.%I b where b.id = $1)', m.resource || '_bin') into is_in_bin using m.other_id;
    if not is_in_bin then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    perform meta.require_operation(m.resource, 'restore');
    execute format('select not exists (select from app.%I t where t.id = $1)', m.resource) into is_gone using m.survivor_id;
    if is_gone then
        -- Nothing to take it out of any more: the merge is over, the record comes back as any other does.
        update auth.record_merge x set undone_at = now(), undone_by_change_set = meta.change_set_id() where x.id = m.id;
        perform meta.keep_merged(m.other_id);
        return null;
    end if;
    perform meta.require_mergeable(m.resource, array[m.survivor_id]);
    conflicts := meta.give_values_back(m);
    execute format('update app.%I t set deleted_at = null where t.id = $1', m.resource) using m.other_id;
    back := meta.move_links(m.resource, m.survivor_id, m.other_id, m.moved);
    perform meta.move_shares(m.resource, m.survivor_id, m.other_id, m.share_ids);
    update auth.record_merge x set undone_at = now(), undone_by_change_set = meta.change_set_id() where x.id = m.id;
    perform meta.keep_merged(m.other_id);
    -- With its last record apart, what the merge did is undone.
    update audit.change_set c set undone_at = now(), undone_by_change_set = meta.change_set_id()
     where c.id = m.change_set_id and not exists (select from auth.record_merge x where x.change_set_id = m.change_set_id and x.undone_at is null);
    update app.duplicate_group g set state = 'open' where g.resource = m.resource and g.state = 'merged' and g.member_ids @> to_jsonb(array[m.survivor_id, m.other_id]);
    perform audit.note('unmerge', m.resource, m.other_id, jsonb_build_object('from', m.survivor_id));
    return jsonb_build_object('id', m.other_id, 'survivor_id', m.survivor_id, 'moved', meta.moved_in_sight(back),
                              'conflicts', meta.unmerge_links_left(m.moved, back) || conflicts, 'change_set_id', meta.change_set_id());
end
$$;

create function api.record_unmerge(body jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    answer jsonb := meta.unmerge($1 ->> 'resource', ($1 ->> 'id')::uuid);
begin
    if answer is null then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    perform api.change_set_note('unmerge', $1 ->> 'resource', null);
    return answer;
end
$$;
grant execute on function api.record_unmerge(jsonb) to guanxi_api;

-- The undo of a merge takes apart what of it is together still.
create function meta.undo_merge(set_id uuid, out of_resource text, out record_id uuid, out result text) returns setof record language plpgsql volatile as $$
declare
    m auth.record_merge;
    answer jsonb;
begin
    for m in select * from auth.record_merge x where x.change_set_id = set_id and x.undone_at is null order by x.id desc loop
        answer := meta.unmerge(m.resource, m.other_id);
        return query select m.resource, m.other_id, 'undone';
        return query select c ->> 'resource', (c ->> 'id')::uuid, 'conflict' from jsonb_array_elements(answer -> 'conflicts') c;
    end loop;
end
$$;
