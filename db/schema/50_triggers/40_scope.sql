-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Trigger _800_scope (statement, after update): when a record changes hands, what hangs on it follows, all rows
-- of a statement at once. Generated on each resource whose rows can be a parent.

create function meta.publish_scope(r meta.resource) returns void language plpgsql volatile as $$
declare
    owner text := case when meta.has_column(r.name, 'owner_id') then 'owner_id'
                       when meta.has_column(r.name, 'scope_owner_id') then 'scope_owner_id' end;
    department text := case owner when 'owner_id' then 'department_id' else 'scope_department_id' end;
    body text;
begin
    if owner is null or r.access in ('self', 'admin') then
        return;
    end if;
    select string_agg(format('update app.%1$I c set scope_owner_id = x.owner, scope_department_id = x.department '
                             || 'from unnest(ids, owners, departments) as x (id, owner, department) where %2$s;',
                             x.name,
                             case x.access when 'inherited' then format('c.%I = x.id', x.parent_field)
                                  else format('c.parent_resource = %L and c.parent_id = x.id', r.name) end), ' ' order by x.name)
      into body
      from meta.resource x
     where not x.is_retired and meta.has_column(x.name, 'scope_owner_id')
       and (x.access = 'inherited_any' or (x.access = 'inherited' and x.parent = r.name));
    if body is null then
        return;
    end if;
    execute format($f$
create function app.%1$I() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $t$
declare
    ids uuid[];
    owners uuid[];
    departments uuid[];
begin
    select array_agg(n.id), array_agg(n.%2$I), array_agg(n.%3$I) into ids, owners, departments from %5$s
     where (n.%2$I, n.%3$I) is distinct from (o.%2$I, o.%3$I);
    if ids is null then
        return null;
    end if;
    %4$s
    return null;
end
$t$
$f$, '_' || r.name || '_scope', owner, department, body, meta.pairs_sql(false));
    execute format('create trigger _800_scope after update on app.%I referencing new table as new_rows '
        || 'old table as old_rows for each statement execute function app.%I()', r.name, '_' || r.name || '_scope');
end
$$;
