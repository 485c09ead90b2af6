-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Trigger _500_guard (statement, after): whatever the code above forgot, nobody writes a field that he may not
-- write, refers to a record that he may not see, or creates and changes without that operation right. It does not
-- run for statements of the owner: those are functions of ours that check for themselves. Without a subject there
-- is nothing to check: such a session reaches no row through the write views.

-- Rows before and after, side by side. A full join, because it is never run as a nested loop: the plan is made at
-- the first statement of a session, for one row, and kept for the ten thousand of a later one.
create function meta.pairs_sql(is_insert boolean) returns text language sql immutable
return case when is_insert then 'new_rows n' else 'new_rows n full join old_rows o on o.id = n.id' end;

-- Bits of the fields that differ, for one of the two words.
create function meta.changed_bits_sql(r meta.resource, word int, is_insert boolean) returns text language sql stable as $$
    select coalesce(string_agg(
        case when is_insert
             then format('case when n.%1$I is distinct from %2$s then %3$s::bigint else 0 end', f.column_name,
                         coalesce('(' || f.default_text || ')', 'null'), (1::bigint << (f.pos % 62))::text)
             else format('case when n.%1$I is distinct from o.%1$I then %2$s::bigint else 0 end', f.column_name,
                         (1::bigint << (f.pos % 62))::text) end, ' | '), '0')
      from meta.fields(r.name) f
     where f.is_writable and f.pos / 62 = word - 1 and f.name <> 'owner_id'
$$;

-- A hierarchy stays a tree: nobody stands above himself. One change of a hierarchy at a time: two that are harmless
-- alone could make a ring together. New rows can make one among themselves only, so they wait for nobody.
create function meta.guard_cycle_sql(of_resource text, column_name text, is_insert boolean) returns text language sql immutable
return case when is_insert then '' else format($f$
        perform pg_advisory_xact_lock(hashtext('guanxi.tree.%1$s.%2$s'));$f$, of_resource, column_name) end || format($f$
        if exists (with recursive up (start, id) as (
                       select n.id, n.%2$I from new_rows n where n.%2$I is not null
                       union
                       select u.start, t.%2$I from up u join app.%1$I t on t.id = u.id where t.%2$I is not null)
                   select from up where up.id = up.start) then
            raise exception using errcode = 'GX422', message = '/%2$s|cycle|';
        end if;$f$, of_resource, column_name);

-- References to records that the subject does not see look exactly like references to nothing. Only values that
-- are new are looked at, each once, by a look-up of its own: the second offset 0 keeps the planner, who thinks of many
-- values, from reading all that the subject sees into a hash table at every write; the first keeps the full join one.
create function meta.guard_references_sql(r meta.resource, is_insert boolean) returns text language sql stable as $$
    select coalesce(string_agg(format($f$
    if %1$s <> 0 then
        if exists (select from (select distinct x.id from (select %2$s as id, %3$s as is_new from %4$s offset 0) as x
                                 where x.is_new and x.id is not null) as e
                    where not exists (select from api.%5$I v where v.id = e.id offset 0)) then
            raise exception using errcode = '23503', constraint = %6$L, table = %7$L, schema = 'app',
                message = 'reference to a record that is not there';
        end if;%9$s
    end if;$f$,
        case when f.name = 'owner_id' then '1'
             else format('(bits%s & %s::bigint)', 1 + f.pos / 62, (1::bigint << (f.pos % 62))::text) end,
        case f.type when 'reference' then format('n.%I', f.column_name) else 'u.id' end,
        case when is_insert then 'true' else format('n.%1$I is distinct from o.%1$I', f.column_name) end,
        meta.pairs_sql(is_insert)
            || case f.type when 'reference' then '' else format(' left join lateral unnest(n.%I) as u (id) on true', f.column_name) end,
        f.refers_to, r.name || '_' || f.column_name || '_fkey', r.name, null,
        case when f.refers_to = r.name and f.type = 'reference'
             then meta.guard_cycle_sql(r.name, f.column_name, is_insert) else '' end), ''), '')
      from meta.fields(r.name) f
      join meta.resource target on target.name = f.refers_to and not target.is_retired
     where f.type in ('reference', 'references') and f.is_writable and (is_insert or f.is_updatable)
$$;

-- The parent of a note, activity or file must be a record that the subject sees; looked up as references are.
create function meta.guard_parent_sql(r meta.resource) returns text language sql stable as $$
    select case when r.access <> 'inherited_any' then '' else (
        select string_agg(format($f$
    if exists (select from new_rows n where n.parent_resource = %1$L
                  and not exists (select from api.%1$I v where v.id = n.parent_id offset 0)) then
        raise exception using errcode = 'GX422', message = '/parent_id|unknown_reference|';
    end if;$f$, x.name), '' order by x.name) || $f$
    if exists (select from new_rows n where (n.parent_resource is null) <> (n.parent_id is null)
                  or n.parent_resource <> all (array[$f$ || string_agg(quote_literal(x.name), ', ' order by x.name) || $f$])) then
        raise exception using errcode = 'GX422', message = '/parent_resource|choice|';
    end if;$f$
          from meta.resource x where not x.is_retired and x.access not in ('self', 'admin')) end
$$;

create function meta.publish_guard_one(r meta.resource, verb text) returns void language plpgsql volatile as $$
declare
    is_insert boolean := verb = 'insert';
begin
    execute format($f$
create function app.%1$I() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $t$
declare
    subject uuid := nullif(current_setting('app.user_id', true), '')::uuid;
    mine record;
    bits1 bigint;
    bits2 bigint;
    written bigint;
begin
    if subject is null then
        return null;
    end if;
    select coalesce(bit_or(%2$s), 0), coalesce(bit_or(%3$s), 0), count(*) into bits1, bits2, written from %4$s;
    if %5$s then
        return null;
    end if;
    select %10$s, rs.operations into mine
      from auth.subject s join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = %6$L
     where s.user_id = subject;
    if not found or not %7$L = any (mine.operations)
       or bits1 & ~mine.writable1 <> 0 or bits2 & ~mine.writable2 <> 0 then
        raise exception using errcode = 'GX403', message = 'forbidden';
    end if;%8$s%9$s
    return null;
end
$t$
$f$, '_' || r.name || '_guard_' || verb,
        meta.changed_bits_sql(r, 1, is_insert), meta.changed_bits_sql(r, 2, is_insert),
        meta.pairs_sql(is_insert),
        case when is_insert then 'written = 0' else 'bits1 = 0 and bits2 = 0' end,
        r.name, case when is_insert then 'create' else 'update' end,
        meta.guard_references_sql(r, is_insert),
        case when is_insert then meta.guard_parent_sql(r) else '' end,
        -- Who sees a field masked may give it to a new record, and not overwrite what he cannot read.
        case when is_insert then 'rs.writable1 | rs.masked1 as writable1, rs.writable2 | rs.masked2 as writable2'
             else 'rs.writable1, rs.writable2' end);
    execute format('create trigger %I after %s on app.%I referencing %s for each statement '
        || 'when (current_user <> ''guanxi_owner'') execute function app.%I()',
        '_500_guard_' || verb, verb, r.name,
        case when is_insert then 'new table as new_rows' else 'new table as new_rows old table as old_rows' end,
        '_' || r.name || '_guard_' || verb);
end
$$;

create function meta.publish_guard(r meta.resource) returns void language plpgsql volatile as $$
begin
    perform meta.publish_guard_one(r, 'insert');
    perform meta.publish_guard_one(r, 'update');
end
$$;
