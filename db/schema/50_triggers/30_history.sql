-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Trigger _900_history (statement, after): one row per changed record, with before and after of the changed
-- fields, complete from the first day, because undo and "as of" rest on it. Written out field by field: a loop over
-- jsonb would cost a millisecond an update. security definer: nobody else may write schema audit.

-- Does history tell of the field? Who and when stand in its own columns.
create function meta.is_kept(f meta.field_use, r meta.resource) returns boolean language sql stable
return f.name not in ('id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by')
   and f.column_name <> all (meta.quiet_columns(r.name));

-- JSON text of the fields of a row that a condition selects, as one jsonb value.
create function meta.json_sql(r meta.resource, alias text, condition text) returns text language sql stable as $$
    select format('(''{'' || concat_ws('','', %s) || ''}'')::jsonb',
                  string_agg(format('case when %s then %L || coalesce(to_json(%s.%I)::text, ''null'') end',
                                    replace(condition, '?', quote_ident(f.column_name)),
                                    to_json(f.name)::text || ':', alias, f.column_name), ', '))
      from meta.fields(r.name) f
     where meta.is_kept(f, r)
$$;

-- The same for all that a row holds. What is null makes null of its piece, so that nothing has to be asked: most of the
-- time goes into getting ready, not into the values.
create function meta.json_row_sql(r meta.resource, alias text) returns text language sql stable as $$
    select format('(''{'' || concat_ws('','', %s) || ''}'')::jsonb',
                  string_agg(format('%L || to_json(%s.%I)::text', to_json(f.name)::text || ':', alias, f.column_name), ', '))
      from meta.fields(r.name) f
     where meta.is_kept(f, r)
$$;

create function meta.publish_history(r meta.resource) returns void language plpgsql volatile as $$
declare
    verb text;
    body text;
begin
    if not 'history' = any (r.operations) then
        return;
    end if;
    foreach verb in array array['insert', 'update', 'delete'] loop
        body := case verb
            when 'insert' then format(
                'select n.id, 0 as v0, n.version as v1, ''create'' as kind, null::jsonb as b, %s as a from new_rows n',
                meta.json_row_sql(r, 'n'))
            when 'delete' then format(
                'select o.id, o.version as v0, o.version as v1, ''purge'' as kind, %s as b, null::jsonb as a from old_rows o',
                meta.json_sql(r, 'o', 'false'))
            else format($u$
                select * from (
                    select n.id, o.version as v0, n.version as v1,
                           case when o.deleted_at is null and n.deleted_at is not null then 'delete'
                                when o.deleted_at is not null and n.deleted_at is null then 'restore'
                                else 'update' end as kind, %1$s as b, %2$s as a
                      from %3$s) x
                 where x.kind <> 'update' or x.b <> '{}'$u$,
                meta.json_sql(r, 'o', 'n.? is distinct from o.?'), meta.json_sql(r, 'n', 'n.? is distinct from o.?'),
                meta.pairs_sql(false))
            end;
        execute format($f$
create function app.%1$I() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $t$
declare
    set_id uuid := coalesce(nullif(current_setting('app.change_set_id', true), '')::uuid, meta.change_set_id());
begin
    with written as (
        insert into audit.history (resource, record_id, version_from, version_to, kind, before, after,
                                   subject_id, actor_id, change_set_id)
        select %2$L, x.id, x.v0, x.v1, x.kind, x.b, x.a,
               nullif(current_setting('app.user_id', true), '')::uuid,
               nullif(current_setting('app.actor_id', true), '')::uuid, set_id
          from (%3$s) x
        returning kind
    )
    -- A change set is known by its first row, whatever kind of change came first.
    insert into audit.change_set (id, subject_id, actor_id, kind, origin, resource, request_id, session_id)
    select set_id, nullif(current_setting('app.user_id', true), '')::uuid,
           nullif(current_setting('app.actor_id', true), '')::uuid, w.kind,
           nullif(current_setting('app.origin', true), ''), %2$L,
           nullif(current_setting('app.request_id', true), ''), nullif(current_setting('app.session_id', true), '')::uuid
      from (select kind from written limit 1) w
    on conflict (id) do nothing;
    return null;
end
$t$
$f$, '_' || r.name || '_history_' || verb, r.name, body);
        execute format('create trigger %I after %s on app.%I referencing %s for each statement execute function app.%I()',
            '_900_history_' || verb, verb, r.name,
            case verb when 'insert' then 'new table as new_rows' when 'delete' then 'old table as old_rows'
                      else 'new table as new_rows old table as old_rows' end,
            '_' || r.name || '_history_' || verb);
    end loop;
end
$$;
