-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Custom fields become fields: definitions in the form of the catalog, columns, and the documents that the service
-- reads. meta.load takes published ones in with the built-in ones; job.publish_fields does so at run time.

create function meta.custom_label(zh text, tw text, en text) returns jsonb language sql immutable
return jsonb_build_object('zh-CN', zh, 'zh-TW', coalesce(nullif(tw, ''), zh), 'en', en);

-- Masked values are recognised, and shown with a reason, where the resource can do that.
create function meta.custom_mask(f app.custom_field) returns text language sql stable as $$
    select case f.type when 'text' then 'all' when 'phone' then 'phone' when 'email' then 'email' end
      from meta.resource r where r.name = f.resource and 'reveal' = any (r.operations)
$$;

create function meta.custom_definition(f app.custom_field) returns jsonb language sql stable as $$
    select jsonb_build_object(
        'name', f.name, 'type', f.type, 'label', meta.custom_label(f.label_zh, f.label_tw, f.label_en),
        'description', f.description, 'help', f.description, 'required', f.is_required, 'nullable', not f.is_required, 'readonly', false, 'system', false,
        'write_once', false, 'max', coalesce(to_jsonb(trim_scale(f.max_value)), t -> 'limit'), 'min', trim_scale(f.min_value),
        'pattern', f.pattern,
        'choices', (select jsonb_agg(jsonb_build_object('value', c -> 'value', 'label',
                           meta.custom_label(c #>> '{label,zh-CN}', c #>> '{label,zh-TW}', c #>> '{label,en}')) order by o)
                      from jsonb_array_elements(f.choices) with ordinality x (c, o)),
        'default', case when f.type in ('integer', 'boolean') then f.default_value::jsonb else to_jsonb(f.default_value) end,
        'to', f.target, 'format', null, 'search', f.is_searched, 'sort', t -> 'sort', 'filter', true, 'filters', t -> 'filters',
        'group', t -> 'group', 'unique', f.is_unique, 'mask', meta.custom_mask(f), 'sensitive', false, 'custom', true,
        'aliases', jsonb_build_array())
      from meta.type_facts(f.type) t
$$;

-- Fields of the given resource (null: all) that have their columns; positions are given once.
create function meta.take_custom_fields(of_resource text) returns void language sql volatile as $$
    update meta.field x set is_retired = true
      from app.custom_field f
     where x.resource = f.resource and x.name = f.name and (of_resource is null or f.resource = of_resource);
    insert into meta.field as t (resource, name, position, ordinal, type, column_name, is_readonly, is_system,
                                 is_write_once, is_sensitive, is_search, mask, refers_to, definition)
    select f.resource, f.name,
           coalesce(k.position, (select max(x.position) from meta.field x where x.resource = f.resource)
               + row_number() over (partition by f.resource, k.name is null order by f.id)),
           1000 + row_number() over (partition by f.resource order by f.position, f.id), f.type, f.name,
           false, false, false, false, f.is_searched, meta.custom_mask(f), f.target, meta.custom_definition(f)
      from app.custom_field f
      join meta.resource r on r.name = f.resource and not r.is_retired
      left join meta.field k on k.resource = f.resource and k.name = f.name
     where f.deleted_at is null and f.is_active and meta.has_column(f.resource, f.name)
       and (of_resource is null or f.resource = of_resource)
    on conflict (resource, name) do update
       set ordinal = excluded.ordinal, definition = excluded.definition, mask = excluded.mask, is_retired = false
$$;

create function meta.load_custom_fields(catalog jsonb) returns void language plpgsql volatile as $$
begin
    insert into meta.document (name, body) values ('catalog_built', catalog::text)
    on conflict (name) do update set body = excluded.body;
    perform meta.take_custom_fields(null);
end
$$;

-- The column of a new field: empty in all rows, so nothing is written but the catalog of the database.
create function meta.add_custom_column(f app.custom_field) returns void language plpgsql volatile as $$
begin
    if meta.has_column(f.resource, f.name) then
        return;
    end if;
    execute format('alter table app.%I add column %I %s', f.resource, f.name, meta.pg_type(f.type));
    if f.type = 'reference' then
        execute format('alter table app.%1$I add constraint %3$I foreign key (%2$I) references app.%4$I (id)',
                       f.resource, f.name, f.resource || '_' || f.name || '_fkey', f.target);
        execute format('create index %3$I on app.%1$I (%2$I) where %2$I is not null',
                       f.resource, f.name, f.resource || '_' || f.name || '_idx');
    elsif f.is_unique then
        execute format('create unique index %3$I on app.%1$I (%2$I) where deleted_at is null',
                       f.resource, f.name, f.resource || '_' || f.name || '_key');
    end if;
end
$$;

create function meta.set_custom_default(f app.custom_field) returns void language plpgsql volatile as $$
begin
    if f.default_value is null then
        execute format('alter table app.%I alter column %I drop default', f.resource, f.name);
    else
        execute format('alter table app.%I alter column %I set default %L::%s', f.resource, f.name, f.default_value, meta.pg_type(f.type));
    end if;
end
$$;

-- Everything or nothing. Waits for no lock longer than 200 ms: who cannot have it now tries again. Locks are taken in the
-- order in which readers take them, views before the table, so that it meets no reader half way. A definition that changes meanwhile has a job of its own.
create function job.publish_fields(of_resource text) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '200ms' set check_function_bodies = off as $$
declare
    f app.custom_field;
    next_generation bigint;
    defined jsonb := '{}';
begin
    perform set_config('app.origin', 'publish', true);
    perform pg_advisory_xact_lock(hashtext('guanxi.load'));
    perform auth.lock_rights();
    if not exists (select from meta.resource r where r.name = of_resource and not r.is_retired and (r.definition ->> 'custom_fields')::boolean) then
        perform meta.refuse('wrong_state');
    end if;
    perform meta.unpublish(of_resource);
    execute format('lock table app.%I in access exclusive mode', of_resource);
    for f in select * from app.custom_field c where c.resource = of_resource and c.deleted_at is null order by c.id loop
        perform meta.add_custom_column(f);
        perform meta.set_custom_default(f);
        defined := defined || jsonb_build_object(f.id, f.version);
    end loop;
    perform meta.take_custom_fields(of_resource);
    -- The new columns are empty: what search was filled with stays right.
    update meta.search_state s
       set signature = '2:' || array_to_string(array(select x.column_name from meta.fields(of_resource) x where x.is_search order by x.pos), ',')
     where s.resource = of_resource;
    perform meta.publish(of_resource);
    update meta.generation set generation = generation + 1 returning generation into next_generation;
    perform meta.store_documents((select body::jsonb from meta.document where name = 'catalog_built'),
                                 (select body::jsonb from meta.document where name = 'openapi_built'), next_generation);
    perform auth.rebuild_right_sets(null, array[of_resource]);
    update app.custom_field c set state = 'published', published_at = case when c.deleted_at is null then coalesce(c.published_at, now()) else c.published_at end
     where c.resource = of_resource and c.state <> 'published' and c.version = (defined ->> c.id::text)::bigint;
    return next_generation;
end
$$;

-- The definition of before goes on serving; people see that theirs does not.
create function job.publish_failed(of_resource text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform set_config('app.origin', 'publish', true);
    update app.custom_field c set state = 'failed' where c.resource = of_resource and c.state = 'publishing';
end
$$;
grant execute on function job.publish_fields(text), job.publish_failed(text) to guanxi_publisher;
