-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Classes of accounts: set by people, kept for rules and models.

-- Makes the classes of these accounts those; a pick of null: none. What a person set stays where he may. Every table is
-- held to these accounts, and who calls it for many allows no nested loops: the planner thinks of ten rows, or of an empty table.
create function app.class_keep(dim app.dimension, ids uuid[], picks uuid[], why text) returns void
language plpgsql volatile as $$
begin
    delete from app.account_class c
     using unnest(ids, picks) as x (id, pick)
     where c.dimension_id = dim.id and c.account_id = any (ids) and c.account_id = x.id and x.pick is null and c.deleted_at is null
       and (c.how <> 'hand' or not dim.allows_hand);
    update app.account_class c set class_id = x.pick, how = why, note = null
      from unnest(ids, picks) as x (id, pick)
     where c.dimension_id = dim.id and c.account_id = any (ids) and c.account_id = x.id and c.deleted_at is null and x.pick is not null
       and (c.how <> 'hand' or not dim.allows_hand) and (c.class_id, c.how) is distinct from (x.pick, why);
    insert into app.account_class (account_id, dimension_id, class_id, how)
    select x.id, dim.id, x.pick, why
      from unnest(ids, picks) as x (id, pick)
      join app.account a on a.id = x.id and a.id = any (ids)
     where x.pick is not null
       and not exists (select from app.account_class c where c.dimension_id = dim.id and c.account_id = any (ids) and c.account_id = x.id
                          and c.deleted_at is null)
    on conflict do nothing;
end
$$;

-- security definer: a class may be given where there is none yet. Who may change the account classifies it.
create function api.account_class_assign(body jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    ids uuid[] := array(select distinct x::uuid from jsonb_array_elements_text(body -> 'ids') x order by 1);
    wanted uuid := (body ->> 'class_id')::uuid;
    dim app.dimension;
    said text := nullif(btrim(body ->> 'note'), '');
    each_id uuid;
    changed int;
begin
    perform meta.require_operation('account_class', 'update');
    select d.* into dim from app.dimension d join api.dimension v on v.id = d.id where d.id = (body ->> 'dimension_id')::uuid and d.is_active;
    if dim.id is null then
        raise exception using errcode = 'GX422', message = '/dimension_id|unknown_reference|';
    elsif dim.how <> 'hand' and not dim.allows_hand then
        raise exception using errcode = 'GX423', message = 'by_rules||';
    end if;
    foreach each_id in array ids loop
        perform meta.require_seen('account', each_id);
        perform meta.require_operation('account', 'update');
        if not exists (select from api.account_write w where w.id = each_id) then
            raise exception using errcode = 'GX403', message = 'forbidden';
        end if;
    end loop;
    if wanted is null then
        update app.account_class c set deleted_at = now()
         where c.dimension_id = dim.id and c.account_id = any (ids) and c.deleted_at is null and c.how = 'hand';
        get diagnostics changed = row_count;
        return jsonb_build_object('changed', changed);
    end if;
    with had as (
        update app.account_class c set class_id = wanted, how = 'hand', note = said
         where c.dimension_id = dim.id and c.account_id = any (ids) and c.deleted_at is null and (c.class_id, c.how, c.note) is distinct from (wanted, 'hand', said)
        returning 1
    ), fresh as (
        insert into app.account_class (account_id, dimension_id, class_id, how, note)
        select x, dim.id, wanted, 'hand', said from unnest(ids) x
         where not exists (select from app.account_class c where c.dimension_id = dim.id and c.account_id = x and c.deleted_at is null)
        on conflict do nothing returning 1
    )
    select (select count(*) from had) + (select count(*) from fresh) into changed;
    return jsonb_build_object('changed', changed);
end
$$;
grant execute on function api.account_class_assign(jsonb) to guanxi_api;
