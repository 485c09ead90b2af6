-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Trigger _800_scope (statement, after update): when a record changes hands, territory, partner or cell, what hangs on
-- it and what follows it gets the new keys, all rows of a statement at once.

-- Statements that hand the keys k1, k2 … (arrays beside ids) on to the tables below a resource.
create function meta.hand_on_sql(r meta.resource, keys text[]) returns text language sql stable as $$
    select string_agg(format('update app.%I c set %s from unnest(ids, %s) as x (id, %s) where %s;', child.name, s.list,
                             (select string_agg('k' || o, ', ' order by o) from generate_subscripts(keys, 1) o),
                             (select string_agg(k, ', ' order by o) from unnest(keys) with ordinality y (k, o)), child.condition), ' '
                      order by child.name)
      from (select x.name, 'scope_' as prefix,
                   case x.access when 'inherited' then format('c.%I = x.id', x.parent_field)
                        else format('c.parent_resource = %L and c.parent_id = x.id', r.name) end as condition
              from meta.resource x
             where not x.is_retired and meta.has_column(x.name, 'scope_owner_id')
               and (x.access = 'inherited_any' or (x.access = 'inherited' and x.parent = r.name))
            union all
            select x.name, '', format('c.%I = x.id', meta.scope_from(x))
              from meta.resource x join meta.field f on f.resource = x.name and f.name = meta.scope_from(x) and f.refers_to = r.name
             where not x.is_retired) child
     cross join lateral (
           select string_agg(format('%I = x.%s', child.prefix || k, k), ', ' order by o) as list
             from unnest(keys) with ordinality y (k, o)
            where meta.has_column(child.name, child.prefix || k)
              and (child.prefix <> '' or k in ('territory_id', 'partner_id'))) s
     where s.list is not null
$$;

create function meta.publish_scope(r meta.resource) returns void language plpgsql volatile as $$
declare
    keys text[] := array(select k from unnest(meta.scope_key_names()) k where meta.key_column(r.name, k) is not null);
    body text := meta.hand_on_sql(r, keys);
begin
    if keys = '{}' or r.access in ('self', 'admin') or body is null then
        return;
    end if;
    execute format($f$
create function app.%1$I() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $t$
declare
    ids uuid[];
    %2$s
begin
    select array_agg(n.id), %3$s from %4$s
     where (%5$s) is distinct from (%6$s) into ids, %7$s;
    if ids is null then
        return null;
    end if;
    %8$s
    return null;
end
$t$
$f$, '_' || r.name || '_scope',
        (select string_agg(format('k%s %s[];', o, case k when 'cell_id' then 'int' else 'uuid' end), ' ' order by o) from unnest(keys) with ordinality y (k, o)),
        (select string_agg(format('array_agg(n.%I)', meta.key_column(r.name, k)), ', ' order by o) from unnest(keys) with ordinality y (k, o)),
        meta.pairs_sql(false),
        (select string_agg(format('n.%I', meta.key_column(r.name, k)), ', ' order by o) from unnest(keys) with ordinality y (k, o)),
        (select string_agg(format('o.%I', meta.key_column(r.name, k)), ', ' order by o) from unnest(keys) with ordinality y (k, o)),
        (select string_agg('k' || o, ', ' order by o) from generate_subscripts(keys, 1) o), body);
    execute format('create trigger _800_scope after update on app.%I referencing new table as new_rows '
        || 'old table as old_rows for each statement execute function app.%I()', r.name, '_' || r.name || '_scope');
end
$$;
