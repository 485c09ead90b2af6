-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The permission matrix of a role: read and written as a whole. Writing needs the right to update roles, with the
-- scope "all". Form: {"resources":[{"resource","read_scope","write_scope","operations":[..],"fields":{"f":"right"}}]}.
-- What hangs on a parent and is not listed by itself follows the parent: its scopes are called "parent".

create function auth.role_rights_json(role_id uuid) returns jsonb language sql stable as $$
    select jsonb_build_object('resources', coalesce((
        select jsonb_agg(jsonb_build_object(
                   'resource', r.name, 'read_scope', coalesce(x.read_scope, 'parent'), 'write_scope', coalesce(x.write_scope, 'parent'),
                   -- only what can be granted today, so that what was read can be written back
                   'operations', to_jsonb(array(select o from unnest(x.operations) o
                                                 where o = any (r.operations || meta.extra_operations(r.name)) order by o)),
                   'fields', coalesce(g.fields, '{}'))
               order by r.ordinal)
          from meta.resource r
          left join auth.role_resource x on x.resource = r.name and x.role_id = $1
         cross join lateral (select jsonb_object_agg(f.field, f."right") as fields from auth.role_field f
                              where f.role_id = $1 and f.resource = r.name) g
         where not r.is_retired and (x.role_id is not null or (r.access = 'inherited' and g.fields is not null))), '[]'))
$$;

-- What can be granted at all: who arranges rights need not hold them himself.
create function auth.grantable_json() returns jsonb language sql stable as $$
    select jsonb_agg(jsonb_build_object(
               'resource', r.name, 'module', r.module, 'title', r.definition -> 'titles', 'access', r.access, 'parent', r.parent,
               'operations', to_jsonb(r.operations || meta.extra_operations(r.name)),
               'fields', (select coalesce(jsonb_agg(jsonb_build_object(
                                     'name', f.name, 'label', f.definition -> 'label', 'can_mask', f.mask is not null,
                                     'can_write', not f.is_readonly, 'sensitive', f.is_sensitive) order by f.ordinal), '[]')
                            from meta.field f where f.resource = r.name and not f.is_retired and not f.is_system and f.definition ->> 'follows' is null))
           order by r.ordinal)
      from meta.resource r where not r.is_retired
$$;

create function api.role_rights(role_id uuid) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from api.role v where v.id = $1) then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    return auth.role_rights_json($1) || jsonb_build_object('definitions', auth.grantable_json(), 'ready', auth.ready_rights_json($1));
end
$$;

-- First misfit of the matrix with the definitions, as "pointer|code|text", or NULL.
create function auth.role_rights_problem(rights jsonb) returns text language sql stable as $$
    with line as (
        select l.d, '/resources/' || (l.o - 1) as pointer, r.name, r.operations, r.access,
               count(*) over (partition by l.d ->> 'resource') as repeats
          from jsonb_array_elements(case jsonb_typeof(rights -> 'resources') when 'array' then rights -> 'resources' end)
               with ordinality l (d, o)
          left join meta.resource r on r.name = l.d ->> 'resource' and not r.is_retired
    )
    select problem from (
        select '/resources|required|' as problem where jsonb_typeof(rights -> 'resources') is distinct from 'array'
        union all
        select pointer || '/resource|invalid|' from line where name is null or repeats > 1
        union all
        select pointer || '/' || k || '|invalid|' from line cross join unnest(array['read_scope', 'write_scope']) k
         where coalesce(d ->> k, '') not in ('none', 'own', 'subordinates', 'department', 'subtree', 'territory', 'partner', 'all', 'parent')
        union all
        select pointer || '/read_scope|invalid|' from line
         where 'parent' in (d ->> 'read_scope', d ->> 'write_scope')
           and (access is distinct from 'inherited' or d ->> 'read_scope' <> d ->> 'write_scope'
                or coalesce(d -> 'operations', '[]') <> '[]')
        union all
        select pointer || '/operations|invalid|' from line
         where name is not null and d ? 'operations'
           and (jsonb_typeof(d -> 'operations') <> 'array'
                or not array(select jsonb_array_elements_text(case jsonb_typeof(d -> 'operations')
                                                              when 'array' then d -> 'operations' else '[]' end))
                       <@ (operations || meta.extra_operations(name)))
        union all
        select pointer || '/fields/' || e.key || '|invalid|'
          from line cross join lateral jsonb_each_text(case jsonb_typeof(d -> 'fields') when 'object' then d -> 'fields'
                                                        else '{}' end) e
         where name is not null
           and (e.value not in ('none', 'read', 'mask', 'write')
                or not exists (select from meta.field f where f.resource = line.name and f.name = e.key
                                  and not f.is_retired and not f.is_system and f.definition ->> 'follows' is null and (e.value <> 'mask' or f.mask is not null)))
        union all
        select pointer || '/fields|invalid|' from line where d ? 'fields' and jsonb_typeof(d -> 'fields') <> 'object') p
     order by problem limit 1
$$;

create function auth.store_role_rights(role uuid, rights jsonb) returns void language plpgsql volatile as $$
begin
    perform auth.lock_rights();
    delete from auth.role_field where role_id = $1;
    delete from auth.role_resource where role_id = $1;
    insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
    select $1, d ->> 'resource', d ->> 'read_scope', d ->> 'write_scope',
           array(select jsonb_array_elements_text(coalesce(d -> 'operations', '[]')))
      from jsonb_array_elements(rights -> 'resources') d
     where d ->> 'read_scope' <> 'parent';
    insert into auth.role_field (role_id, resource, field, "right")
    select $1, d ->> 'resource', e.key, e.value
      from jsonb_array_elements(rights -> 'resources') d cross join lateral jsonb_each_text(coalesce(d -> 'fields', '{}')) e;
end
$$;

create function api.role_rights_set(role_id uuid, rights jsonb, version int) returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    found_version int;
    earlier jsonb;
    problem text;
begin
    if not exists (select from api.role v where v.id = $1) then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    perform meta.require_operation('role', 'update');
    if not exists (select from api.role_write w where w.id = $1) then
        raise exception using errcode = 'GX403', message = 'forbidden';
    end if;
    select r.version into found_version from app.role r where r.id = $1 for update;
    if $3 is not null and $3 <> found_version then
        raise exception using errcode = 'GX412', message = 'version_conflict';
    end if;
    problem := auth.role_rights_problem($2);
    if problem is not null then
        raise exception using errcode = 'GX422', message = problem;
    end if;
    earlier := auth.role_rights_json($1);
    perform auth.store_role_rights($1, $2);
    perform auth.require_administrator();
    update app.role r set updated_at = clock_timestamp() where r.id = $1 returning r.version into found_version;
    perform audit.note('role_rights_changed', 'role', $1, jsonb_build_object('before', earlier, 'after', auth.role_rights_json($1)));
    return found_version;
end
$$;
grant execute on function api.role_rights(uuid) to guanxi_read, guanxi_api;
grant execute on function api.role_rights_set(uuid, jsonb, int) to guanxi_api;
