-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The documents that the service serves, with this deployment's custom fields.

-- Forms show them in a group of their own, after the built-in ones.
create function meta.custom_layout(resource jsonb) returns jsonb language sql stable as $$
    select case when c.names is null then resource -> 'layout'
                else jsonb_set(resource -> 'layout', '{form}', (resource #> '{layout,form}') || jsonb_build_array(jsonb_build_object(
                    'title', meta.custom_label('自定义字段', '自訂欄位', 'Custom fields'), 'fields', c.names))) end
      from (select jsonb_agg(f.name order by f.ordinal) as names from meta.field f
             where f.resource = $1 ->> 'name' and not f.is_retired and f.definition ? 'custom') c
$$;

-- The JSON Schema of a value, in the form of openapi/build/types.mjs. Titles stand in /meta only, for those who may read.
create function meta.custom_schema(d jsonb, is_write boolean) returns jsonb language sql stable as $$
    select case when not (is_write and (d ->> 'required')::boolean)
                then s || jsonb_build_object('type', jsonb_build_array(s -> 'type', 'null')) ||
                     case when s ? 'enum' then jsonb_build_object('enum', (s -> 'enum') || 'null'::jsonb) else '{}' end
                else s end
      from (select (t -> 'schema')
                   || case d ->> 'type' when 'choice' then jsonb_build_object('enum', jsonb_path_query_array(d, '$.choices[*].value'))
                           when 'multi_choice' then jsonb_build_object('items', jsonb_build_object('type', 'string', 'enum',
                                jsonb_path_query_array(d, '$.choices[*].value'))) else '{}' end
                   || case when is_write and t ? 'limit' then jsonb_build_object('maxLength', d -> 'max')
                           when is_write and d ->> 'type' = 'integer' then jsonb_strip_nulls(jsonb_build_object(
                                'minimum', coalesce(nullif(d -> 'min', 'null'), t #> '{schema,minimum}'), 'maximum', coalesce(nullif(d -> 'max', 'null'), t #> '{schema,maximum}')))
                           else '{}' end
                   || case when is_write and d ->> 'pattern' is not null then jsonb_build_object('pattern', d -> 'pattern') else '{}' end as s
              from meta.type_facts(d ->> 'type') t) x
$$;

create function meta.custom_contract(openapi jsonb) returns jsonb language plpgsql stable as $$
declare
    r record;
    part text;
    at text[];
begin
    for r in
        select replace(initcap(replace(f.resource, '_', ' ')), ' ', '') as name,
               jsonb_object_agg(f.name, meta.custom_schema(f.definition, false)) as reads,
               jsonb_object_agg(f.name, meta.custom_schema(f.definition, true)) as writes,
               coalesce(jsonb_object_agg(f.name, meta.custom_schema(f.definition, false)) filter (where f.mask is not null), '{}') as revealed,
               jsonb_object_agg(f.name, f.definition -> 'filters') as filters,
               coalesce(jsonb_agg(f.name) filter (where (f.definition ->> 'required')::boolean and f.definition ->> 'default' is null), '[]') as required
          from meta.field f where not f.is_retired and f.definition ? 'custom' group by f.resource
    loop
        foreach part in array array['Read', 'Create', 'Patch'] loop
            at := array['components', 'schemas', r.name || part, 'properties'];
            if openapi #> at is not null then
                openapi := jsonb_set(openapi, at, (openapi #> at) || case part when 'Read' then r.reads else r.writes end);
            end if;
        end loop;
        at := array['components', 'schemas', r.name || 'Revealed', 'properties', 'data', 'properties'];
        if openapi #> at is not null then
            openapi := jsonb_set(openapi, at, (openapi #> at) || r.revealed);
        end if;
        at := array['components', 'schemas', r.name || 'Create', 'required'];
        openapi := jsonb_set(openapi, at, coalesce(openapi #> at, '[]') || r.required);
        at := array['components', 'schemas', r.name || 'Filter', 'x-crm-filters'];
        openapi := jsonb_set(openapi, at, (openapi #> at) || r.filters);
    end loop;
    return openapi;
end
$$;
