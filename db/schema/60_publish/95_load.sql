-- SPDX-License-Identifier: AGPL-3.0-or-later
-- meta.load(catalog, openapi): takes the definitions in. Positions of fields are given once and never to another
-- field; what is no longer defined is retired, not deleted, so that its bits and its history stay readable.

create function meta.load_resources(catalog jsonb) returns void language plpgsql volatile as $$
begin
    delete from meta.module;
    insert into meta.module (name, ordinal, definition)
    select m.d ->> 'name', m.o, m.d from jsonb_array_elements(catalog -> 'modules') with ordinality m (d, o);

    update meta.resource set is_retired = true;
    insert into meta.resource as t (name, ordinal, path, module, access, parent, parent_field, name_field, code_prefix,
                                    code_digits, size, operations, definition)
    select d ->> 'name', o, d ->> 'path', d ->> 'module',
           case when d ->> 'access' = 'inherited:any' then 'inherited_any' else split_part(d ->> 'access', ':', 1) end,
           case when d ->> 'access' like 'inherited:%' and d ->> 'access' <> 'inherited:any'
                then (select f ->> 'to' from jsonb_array_elements(d -> 'fields') f
                       where f ->> 'name' = split_part(d ->> 'access', ':', 2)) end,
           case when d ->> 'access' <> 'inherited:any' then nullif(split_part(d ->> 'access', ':', 2), '') end,
           d ->> 'name_field', d #>> '{code,prefix}', (d #>> '{code,digits}')::int, coalesce(d ->> 'size', 'normal'),
           array(select jsonb_array_elements_text(d -> 'operations')), d - 'fields'
      from jsonb_array_elements(catalog -> 'resources') with ordinality r (d, o)
    on conflict (name) do update
       set ordinal = excluded.ordinal, path = excluded.path, module = excluded.module, access = excluded.access,
           parent = excluded.parent, parent_field = excluded.parent_field, name_field = excluded.name_field,
           code_prefix = excluded.code_prefix, code_digits = excluded.code_digits, size = excluded.size,
           operations = excluded.operations, definition = excluded.definition, is_retired = false;
end
$$;

create function meta.load_fields(catalog jsonb) returns void language plpgsql volatile as $$
begin
    update meta.field set is_retired = true;
    insert into meta.field as t (resource, name, position, ordinal, type, column_name, is_readonly, is_system,
                                 is_write_once, is_sensitive, is_search, mask, refers_to, definition)
    select r.d ->> 'name', f.d ->> 'name',
           -- The next free position after those ever given; only new fields take one.
           coalesce((select max(x.position) + 1 from meta.field x where x.resource = r.d ->> 'name'), 0)
               + row_number() over (partition by r.d ->> 'name', k.name is null order by f.o) - 1,
           f.o, f.d ->> 'type', f.d ->> 'name',
           coalesce((f.d ->> 'readonly')::boolean, false), coalesce((f.d ->> 'system')::boolean, false),
           coalesce((f.d ->> 'write_once')::boolean, false), coalesce((f.d ->> 'sensitive')::boolean, false),
           coalesce(f.d ->> 'search', 'false') not in ('false', ''), f.d ->> 'mask', f.d ->> 'to', f.d
      from jsonb_array_elements(catalog -> 'resources') r (d)
      cross join lateral jsonb_array_elements(r.d -> 'fields') with ordinality f (d, o)
      left join meta.field k on k.resource = r.d ->> 'name' and k.name = f.d ->> 'name'
     where k.name is null;
    update meta.field t
       set ordinal = f.o, type = f.d ->> 'type', column_name = f.d ->> 'name',
           is_readonly = coalesce((f.d ->> 'readonly')::boolean, false),
           is_system = coalesce((f.d ->> 'system')::boolean, false),
           is_write_once = coalesce((f.d ->> 'write_once')::boolean, false),
           is_sensitive = coalesce((f.d ->> 'sensitive')::boolean, false),
           is_search = coalesce(f.d ->> 'search', 'false') not in ('false', ''),
           mask = f.d ->> 'mask', refers_to = f.d ->> 'to', definition = f.d, is_retired = false
      from jsonb_array_elements(catalog -> 'resources') r (d)
      cross join lateral jsonb_array_elements(r.d -> 'fields') with ordinality f (d, o)
     where t.resource = r.d ->> 'name' and t.name = f.d ->> 'name';
end
$$;

-- Definitions must fit the tables: all misfits at once, so that they can be mended in one go.
create function meta.check_columns() returns void language plpgsql stable as $$
declare
    misfits text;
begin
    select string_agg(problem, '; ' order by problem) into misfits from (
        select format('app.%s does not exist', r.name) as problem
          from meta.resource r where not r.is_retired and to_regclass('app.' || quote_ident(r.name)) is null
        union all
        select format('app.%s.%s does not exist', f.resource, f.column_name)
          from meta.field f
         where not f.is_retired and to_regclass('app.' || quote_ident(f.resource)) is not null
           and not exists (select from pg_attribute a
                            where a.attrelid = to_regclass('app.' || quote_ident(f.resource))
                              and a.attname = f.column_name and not a.attisdropped)
        union all
        select format('app.%s.%s is %s, the definition says %s', f.resource, f.column_name,
                      format_type(a.atttypid, a.atttypmod), meta.pg_type(f.type))
          from meta.field f
          join pg_attribute a on a.attrelid = to_regclass('app.' || quote_ident(f.resource))
                             and a.attname = f.column_name and not a.attisdropped
         where not f.is_retired
           and not (f.type = 'integer' and a.atttypid in ('int4'::regtype, 'int8'::regtype))
           and a.atttypid <> split_part(meta.pg_type(f.type), '(', 1)::regtype
        union all
        select format('app.%s_code_seq does not exist', r.name)
          from meta.resource r where not r.is_retired and r.code_prefix is not null
           and to_regclass('app.' || quote_ident(r.name || '_code_seq')) is null) x;
    if misfits is not null then
        perform meta.refuse(misfits);
    end if;
end
$$;

create function meta.load(catalog jsonb, openapi jsonb) returns bigint language plpgsql volatile as $$
declare
    next_generation bigint;
    r record;
begin
    perform pg_advisory_xact_lock(hashtext('guanxi.load'));
    perform meta.load_resources(catalog);
    perform meta.load_fields(catalog);
    perform meta.load_custom_fields(catalog);
    perform meta.check_columns();
    for r in select name from meta.resource where is_retired loop
        perform meta.unpublish(r.name);
    end loop;
    for r in select name from meta.resource where not is_retired order by ordinal loop
        perform meta.publish(r.name);
    end loop;
    update meta.generation set generation = generation + 1 returning generation into next_generation;
    insert into meta.document (name, body) values ('catalog_built', catalog::text), ('openapi_built', openapi::text)
    on conflict (name) do update set body = excluded.body;
    perform meta.store_documents(catalog, openapi, next_generation);
    perform auth.keep_ready_rights();
    perform auth.rebuild();
    return next_generation;
end
$$;

-- What the service reads at start: the catalog with generation, positions and columns; the contract.
create function meta.store_documents(catalog jsonb, openapi jsonb, generation bigint) returns void
language plpgsql volatile as $$
begin
    insert into meta.document (name, body)
    select 'catalog', (jsonb_build_object('generation', generation) || catalog || jsonb_build_object('resources', (
        select jsonb_agg(d || jsonb_build_object('layout', meta.custom_layout(d), 'fields', (
                   select jsonb_agg(f.definition || jsonb_build_object('position', f.position, 'column', f.column_name)
                                    order by f.ordinal)
                     from meta.field f where f.resource = d ->> 'name' and not f.is_retired)) order by o)
          from jsonb_array_elements(catalog -> 'resources') with ordinality x (d, o))))::text
    union all
    select 'openapi', meta.custom_contract(openapi)::text
    on conflict (name) do update set body = excluded.body;
end
$$;
