-- SPDX-License-Identifier: AGPL-3.0-or-later
-- api.<r>_write: the only way to change rows of a business table. Over one table, so that it updates by itself;
-- the scope is a sub-select in WHERE, checked again on the new row. Columns are granted one by one.

create function meta.publish_write_view(r meta.resource) returns void language plpgsql volatile as $$
declare
    parent_columns text[] := case when r.access = 'inherited_any' then array['parent_resource', 'parent_id'] else '{}' end;
    columns text;
    insertable text;
    updatable text;
begin
    -- Deleted rows are below this view: nothing but the generated functions brings one back.
    select string_agg(quote_ident(x), ', ' order by o)
      into columns
      from (select column_name x, 0 + ordinality as o
              from meta.fields(r.name) with ordinality where is_writable or column_name in ('id', 'version')
                or column_name = any (parent_columns)) c;
    select string_agg(quote_ident(f.column_name), ', ') filter (where f.is_writable),
           string_agg(quote_ident(f.column_name), ', ') filter (where f.is_updatable)
      into insertable, updatable from meta.fields(r.name) f;
    execute format('create view api.%I as select %s from app.%I t where t.deleted_at is null and %s with cascaded check option',
                   r.name || '_write', columns, r.name, meta.write_condition(r));
    execute format('grant select (id, version) on api.%I to guanxi_api', r.name || '_write');
    if 'create' = any (r.operations) then
        execute format('grant insert (%s) on api.%I to guanxi_api', concat_ws(', ', 'id', insertable), r.name || '_write');
    end if;
    if 'update' = any (r.operations) and updatable is not null then
        execute format('grant update (%s) on api.%I to guanxi_api', updatable, r.name || '_write');
    end if;
end
$$;
