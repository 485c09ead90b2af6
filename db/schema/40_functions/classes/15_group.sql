-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Members of groups: given by people, or kept for a condition.

-- Of these accounts those that fit are the members; a pick of null: not this one.
create function app.group_keep(group_id uuid, ids uuid[], picks uuid[]) returns void language plpgsql volatile as $$
begin
    delete from app.group_member m using unnest(ids, picks) as x (id, pick)
     where m.group_id = $1 and m.account_id = any (ids) and m.account_id = x.id and x.pick is null;
    insert into app.group_member (account_id, group_id, how)
    select x.id, $1, 'rules' from unnest(ids, picks) as x (id, pick) join app.account a on a.id = x.id and a.id = any (ids)
     where x.pick is not null
       and not exists (select from app.group_member m where m.group_id = $1 and m.account_id = any (ids) and m.account_id = x.id)
    on conflict do nothing;
end
$$;

-- security definer: members are nobody's to write one by one. Who may change the group chooses among accounts that he sees.
create function api.account_group_members(body jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    its uuid := (body ->> 'id')::uuid;
    ids uuid[] := array(select distinct x::uuid from jsonb_array_elements_text(body -> 'ids') x order by 1);
    changed int;
begin
    perform meta.require_operation('account_group', 'update');
    perform meta.require_seen('account_group', its);
    if not exists (select from api.account_group_write w where w.id = its) then
        raise exception using errcode = 'GX403', message = 'forbidden';
    elsif exists (select from app.account_group g where g.id = its and g.kind = 'dynamic') then
        raise exception using errcode = 'GX423', message = 'by_rules||';
    elsif (select count(*) from api.account v where v.id = any (ids)) <> cardinality(ids) then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    if (body ->> 'is_in')::boolean then
        insert into app.group_member (account_id, group_id, how) select x, its, 'hand' from unnest(ids) x on conflict do nothing;
    else
        delete from app.group_member m where m.group_id = its and m.account_id = any (ids);
    end if;
    get diagnostics changed = row_count;
    return jsonb_build_object('changed', changed);
end
$$;
grant execute on function api.account_group_members(jsonb) to guanxi_api;
