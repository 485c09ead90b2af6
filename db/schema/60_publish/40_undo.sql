-- SPDX-License-Identifier: AGPL-3.0-or-later
-- api.<r>_undo(change_set): takes back what a change set did to the rows of one resource, with the rights of who
-- undoes. A row that changed since, that he may not write, or whose old values collide is a conflict and stays.
-- A created row goes to the bin (his own creation he may take back without the right to delete).

-- What a change set did to each record, merged: values before the first change of each field, first and last
-- version, kinds. is_whole: nobody else's change lies between. What was only carried over is brought back by meta.carry_back.
create function audit.merged(set_id uuid, of_resource text)
returns table (record_id uuid, v_first int, v_last int, is_whole boolean, first_kind text, last_kind text,
               before jsonb, subject_id uuid)
language sql stable as $$
    with step as (
        select h.record_id, min(h.version_from) as v_first, max(h.version_to) as v_last,
               sum(h.version_to - h.version_from) = max(h.version_to) - min(h.version_from) as is_whole,
               (array_agg(h.kind order by h.id))[1] as first_kind, (array_agg(h.kind order by h.id desc))[1] as last_kind,
               (array_agg(h.subject_id order by h.id))[1] as subject_id
          from audit.history h
         where h.change_set_id = set_id and h.resource = of_resource
           and not exists (select from auth.carried c where c.change_set_id = set_id and c.resource = of_resource and c.record_id = h.record_id)
         group by h.record_id
    ), value as (
        -- Of several values of a key, the last one counts: the oldest.
        select h.record_id, jsonb_object_agg(e.key, e.value order by h.id desc) as before
          from audit.history h cross join lateral jsonb_each(h.before) e
         where h.change_set_id = set_id and h.resource = of_resource and h.kind = 'update'
         group by h.record_id
    )
    select s.record_id, s.v_first, s.v_last, s.is_whole, s.first_kind, s.last_kind, coalesce(v.before, '{}'), s.subject_id
      from step s left join value v using (record_id)
$$;

-- api.<r>_undo_rows(change_set, ids): the update itself. Not for the service.
create function meta.publish_undo_rows(r meta.resource) returns void language plpgsql volatile as $$
declare
    columns text;
    sources text;
begin
    select string_agg(quote_ident(f.column_name), ', '), string_agg('p.' || quote_ident(f.column_name), ', ')
      into columns, sources from meta.fields(r.name) f
     where f.name not in ('id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by');
    execute format($f$
create function app.%1$I(change_set uuid, ids uuid[]) returns void language sql volatile as $t$
    update app.%2$I t
       set (%3$s, deleted_at) =
           (select %4$s,
                   case when h.first_kind in ('create', 'restore') then coalesce(t.deleted_at, now())
                        when h.first_kind = 'delete' or h.last_kind = 'delete' then null
                        when h.last_kind = 'restore' then now() else t.deleted_at end
              from jsonb_populate_record(t, h.before) p)
      from audit.merged($1, %5$L) h
     where t.id = h.record_id and t.id = any ($2)
$t$
$f$, '_' || r.name || '_undo_rows', r.name, columns, sources, r.name);
end
$$;

-- Old values may make a ring of what was a tree, as little as new ones may: then the undo is a conflict.
create function meta.check_tree(of_resource text, column_name text, ids uuid[]) returns void language plpgsql volatile as $$
declare
    is_ring boolean;
begin
    perform pg_advisory_xact_lock(hashtext(format('guanxi.tree.%s.%s', of_resource, column_name)));
    execute format('with recursive up (start, id) as ('
        || 'select t.id, t.%2$I from app.%1$I t where t.id = any ($1) and t.%2$I is not null union '
        || 'select u.start, t.%2$I from up u join app.%1$I t on t.id = u.id where t.%2$I is not null) '
        || 'select exists (select from up where up.id = up.start)', of_resource, column_name) into is_ring using ids;
    if is_ring then
        raise exception using errcode = '23514', message = 'ring';
    end if;
end
$$;

create function meta.publish_undo(r meta.resource) returns void language plpgsql volatile as $$
declare
    bits text;
    trees text;
begin
    if not 'history' = any (r.operations) then
        return;
    end if;
    perform meta.publish_undo_rows(r);
    -- The right to write a field; hands go with the right to transfer; what the server keeps comes back by itself.
    select string_agg(format('when %L then %s', f.name, meta.bit_test('mine.writable', f.pos)), ' ')
      into bits from meta.fields(r.name) f where f.is_writable and f.name <> 'owner_id';
    select coalesce(string_agg(format('perform meta.check_tree(%L, %L, done);', r.name, f.column_name), ' '), '')
      into trees from meta.fields(r.name) f where f.type = 'reference' and f.refers_to = r.name;
    execute format($f$
create function api.%1$I(change_set uuid) returns table (record_id uuid, result text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $t$
#variable_conflict use_column
declare
    h record;
    mine record;
    able uuid[] := '{}';
    done uuid[];
begin
    if not exists (select from api.change_set c where c.id = $1) then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    select s.user_id, rs.writable1, rs.writable2, rs.operations into mine
      from auth.subject s join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = %3$L
     where s.user_id = meta.subject_id();
    perform from app.%2$I t
      where t.id in (select i.record_id from audit.history i where i.change_set_id = $1 and i.resource = %3$L)
      order by t.id for update;
    for h in
        select m.record_id as id, t.id is null as is_gone,
               m.is_whole and t.version = m.v_last
               and (exists (select from api.%4$I w where w.id = m.record_id)
                    or exists (select from api.%5$I b where b.id = m.record_id))
               and not exists (select from jsonb_object_keys(m.before) k (name)
                                where not case k.name %6$s when 'owner_id' then 'transfer' = any (mine.operations)
                                               else true end)
               and case when m.first_kind = 'create' then m.subject_id = mine.user_id or 'delete' = any (mine.operations)
                        when m.last_kind = 'delete' then 'restore' = any (mine.operations)
                        when m.last_kind = 'restore' then 'delete' = any (mine.operations)
                        else 'update' = any (mine.operations) end as is_able
          from audit.merged($1, %3$L) m left join app.%2$I t on t.id = m.record_id
         order by m.record_id
    loop
        record_id := h.id;
        if h.is_able then
            able := able || h.id;
        elsif h.is_gone or exists (select from api.%3$I v where v.id = h.id)
              or exists (select from api.%5$I b where b.id = h.id) then
            -- What followed by itself on a record that he does not see is not told.
            result := case when h.is_gone then 'gone' else 'conflict' end;
            return next;
        end if;
    end loop;
    -- All at once; one by one when something collides, to find out what.
    begin
        done := able;
        perform app.%7$I($1, done);
        %8$s
        return query select a, 'undone' from unnest(able) a;
        return;
    exception when integrity_constraint_violation or data_exception then
        null;
    end;
    foreach record_id in array able loop
        begin
            done := array[record_id];
            perform app.%7$I($1, done);
            %8$s
            result := 'undone';
        exception when integrity_constraint_violation or data_exception then
            result := 'conflict';
        end;
        return next;
    end loop;
end
$t$
$f$, r.name || '_undo', r.name, r.name, r.name || '_write', r.name || '_bin', bits, '_' || r.name || '_undo_rows', trees);
    execute format('grant execute on function api.%I(uuid) to guanxi_api', r.name || '_undo');
end
$$;
