-- SPDX-License-Identifier: AGPL-3.0-or-later
-- api.<r>_undo(change_set): takes back what a change set did to the rows of one resource, with the rights of who
-- undoes. A row that changed since, that he may not write, or whose old values collide is a conflict and stays.
-- A created row goes to the bin (his own creation he may take back without the right to delete).

-- What a change set did to each record, merged: first values before, first and last version, kinds.
create function audit.merged(set_id uuid, of_resource text)
returns table (record_id uuid, v_first int, v_last int, is_whole boolean, first_kind text, last_kind text,
               before jsonb, subject_id uuid)
language sql stable as $$
    select h.record_id, min(h.version_from), max(h.version_to),
           sum(h.version_to - h.version_from) = max(h.version_to) - min(h.version_from),
           (array_agg(h.kind order by h.id))[1], (array_agg(h.kind order by h.id desc))[1],
           coalesce((select jsonb_object_agg(x.key, x.value)
                       from (select distinct on (e.key) e.key, e.value
                               from audit.history i cross join lateral jsonb_each(i.before) e
                              where i.change_set_id = set_id and i.resource = of_resource
                                and i.record_id = h.record_id and i.kind = 'update'
                              order by e.key, i.id) x), '{}'),
           (array_agg(h.subject_id order by h.id))[1]
      from audit.history h
     where h.change_set_id = set_id and h.resource = of_resource
     group by h.record_id
$$;

create function meta.publish_undo(r meta.resource) returns void language plpgsql volatile as $$
declare
    columns text;
    sources text;
    bits text;
begin
    if not 'history' = any (r.operations) then
        return;
    end if;
    -- Everything that history keeps, except the keys of hands, which need the right to transfer.
    select string_agg(quote_ident(f.column_name), ', '), string_agg('p.' || quote_ident(f.column_name), ', ')
      into columns, sources from meta.fields(r.name) f
     where f.name not in ('id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by');
    select string_agg(format('when %L then %s', f.name, meta.bit_test('mine.writable', f.pos)), ' ')
      into bits from meta.fields(r.name) f where f.is_writable and f.name <> 'owner_id';
    execute format($f$
create function api.%1$I(change_set uuid) returns table (record_id uuid, result text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $t$
#variable_conflict use_column
declare
    h record;
    mine record;
    current_row app.%2$I;
begin
    if not exists (select from api.change_set c where c.id = $1) then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    select s.user_id, rs.writable1, rs.writable2, rs.operations into mine
      from auth.subject s join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = %3$L
     where s.user_id = meta.subject_id();
    for h in select * from audit.merged($1, %3$L) m order by m.record_id loop
        select * into current_row from app.%2$I t where t.id = h.record_id for update;
        if not found then
            record_id := h.record_id; result := 'gone'; return next; continue;
        end if;
        record_id := h.record_id;
        result := 'conflict';
        if h.is_whole and current_row.version = h.v_last
           and (exists (select from api.%4$I w where w.id = h.record_id)
                or exists (select from api.%5$I b where b.id = h.record_id))
           and not exists (select from jsonb_object_keys(h.before) k (name)
                            where not case k.name %6$s when 'owner_id' then 'transfer' = any (mine.operations)
                                           else true end)
           and (case when h.first_kind = 'create' then h.subject_id = mine.user_id or 'delete' = any (mine.operations)
                    when h.last_kind = 'delete' then 'restore' = any (mine.operations)
                    when h.last_kind = 'restore' then 'delete' = any (mine.operations)
                    else 'update' = any (mine.operations) end) then
            begin
                update app.%2$I t
                   set (%7$s, deleted_at) =
                       (select %8$s,
                               case when h.first_kind = 'create' then coalesce(t.deleted_at, now())
                                    when h.first_kind = 'delete' then null
                                    when h.first_kind = 'restore' then now()
                                    when h.last_kind = 'delete' then null
                                    when h.last_kind = 'restore' then now() else t.deleted_at end
                          from jsonb_populate_record(t, h.before) p)
                 where t.id = h.record_id;
                result := 'undone';
            exception when integrity_constraint_violation or check_violation or data_exception then
                result := 'conflict';
            end;
        end if;
        return next;
    end loop;
end
$t$
$f$, r.name || '_undo', r.name, r.name, r.name || '_write', r.name || '_bin', bits, columns, sources);
    execute format('grant execute on function api.%I(uuid) to guanxi_api', r.name || '_undo');
end
$$;
