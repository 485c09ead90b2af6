-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What hangs on a record goes over to the record that it became, and back when that is undone: all of it, whoever wrote it,
-- since it is seen with the record that it hangs on. What the system keeps of a record stays with it. Nobody but functions
-- of ours calls these; they check nothing. The undo of single rows leaves them out (audit.merged).

create function meta.carry(from_resource text, from_id uuid, to_resource text, to_id uuid, only_ids uuid[]) returns jsonb
language plpgsql volatile as $$
declare
    of_resource text;
    ids uuid[];
    counts jsonb := '{}';
begin
    for of_resource in
        select r.name from meta.resource r
         where r.access = 'inherited_any' and not r.is_retired and r.definition -> 'operations' ? 'create' order by r.name
    loop
        execute format('with done as (update app.%I t set parent_resource = $3, parent_id = $4 where t.parent_resource = $1 and t.parent_id = $2 '
            || 'and ($5 is null or t.id = any ($5)) returning t.id) select array_agg(id) from done', of_resource)
            into ids using from_resource, from_id, to_resource, to_id, only_ids;
        if ids is not null then
            insert into auth.carried (change_set_id, resource, record_id, from_resource, from_id, to_resource, to_id)
            select meta.change_set_id(), of_resource, x, from_resource, from_id, to_resource, to_id from unnest(ids) x
            on conflict on constraint carried_pkey do nothing;
            counts := counts || jsonb_build_object(of_resource, cardinality(ids));
        end if;
    end loop;
    return counts;
end
$$;

-- After the undo of a change set: back goes what came from a record that was taken back, too, or what hangs on one that is
-- gone. It counts as carried by the undo, so that this can be undone in its turn.
create function meta.carry_back(set_id uuid) returns void language plpgsql volatile as $$
declare
    c record;
    is_gone boolean;
begin
    for c in
        select k.from_resource, k.from_id, k.to_resource, k.to_id, array_agg(k.record_id) as ids,
               exists (select from audit.history h where h.change_set_id = meta.change_set_id() and h.resource = k.from_resource
                          and h.record_id = k.from_id) as is_undone
          from auth.carried k where k.change_set_id = set_id group by 1, 2, 3, 4
    loop
        execute format('select not exists (select from app.%I t where t.id = $1 and t.deleted_at is null)', c.to_resource) into is_gone using c.to_id;
        if c.is_undone or is_gone then
            perform meta.carry(c.to_resource, c.to_id, c.from_resource, c.from_id, c.ids);
        end if;
    end loop;
end
$$;
