-- SPDX-License-Identifier: AGPL-3.0-or-later
-- From rights as people set them to rights as views read them. Rights of several roles unite.
-- Scopes are bits: own 1, subordinates 2, department 4, subtree 8, territory 16, all 32, partner 64.

create function auth.scope_bits(scope text) returns int language sql immutable
return case scope when 'own' then 1 when 'subordinates' then 3 when 'department' then 5 when 'subtree' then 9
                  when 'territory' then 17 when 'partner' then 65 when 'all' then 32 else 0 end;

-- Operations beyond those that a resource's definition lists.
create function meta.extra_operations(of_resource text) returns text[] language sql immutable
return case of_resource when 'user' then array['audit', 'view_as'] else '{}'::text[] end;

-- Scopes and operations of every combination of roles on every resource, before fields.
-- public_read: everybody reads all rows. self: everybody has his own. inherited: what the parent gives, and
-- who may update the parent may change its lines.
create function auth.right_rows(sets int[])
returns table (right_set_id int, resource text, read_scope int, write_scope int, operations text[])
language sql stable as $$
    with recursive combo as (
        select k.right_set_id, r.name as resource, r.access, r.parent, r.operations as offered, k.role_ids
          from auth.right_set_key k cross join meta.resource r
         where not r.is_retired and (sets is null or k.right_set_id = any (sets))
    ), own as (
        select c.right_set_id, c.resource, c.access, c.parent, c.offered,
               count(x.role_id) > 0 as is_listed,
               coalesce(bit_or(auth.scope_bits(x.read_scope)), 0) as read_scope,
               coalesce(bit_or(auth.scope_bits(x.write_scope)), 0) as write_scope,
               coalesce(array_agg(distinct o.operation) filter (where o.operation is not null), '{}') as operations
          from combo c
          left join auth.role_resource x on x.resource = c.resource and x.role_id = any (c.role_ids)
          left join lateral unnest(x.operations) as o (operation) on true
         group by c.right_set_id, c.resource, c.access, c.parent, c.offered
    ), resolved as (
        select right_set_id, resource, offered, access,
               case access when 'public_read' then 32 when 'self' then greatest(read_scope, 1) else read_scope end
                   as read_scope,
               case access when 'self' then greatest(write_scope, 1) else write_scope end as write_scope,
               case when access = 'self' and not is_listed then offered else operations end as operations
          from own where access <> 'inherited'
        union all
        select o.right_set_id, o.resource, o.offered, o.access,
               case when o.is_listed and o.read_scope = 0 then 0 else p.read_scope end,
               case when o.is_listed and o.write_scope = 0 then 0 else p.write_scope end,
               case when o.is_listed then o.operations
                    when 'update' = any (p.operations) then o.offered
                    else array(select unnest(o.offered) intersect select unnest(p.operations)) end
          from own o join resolved p on p.right_set_id = o.right_set_id and p.resource = o.parent
         where o.access = 'inherited'
    )
    select right_set_id, resource,
           -- "all" makes the other bits idle
           case when read_scope & 32 <> 0 then 32 else read_scope end,
           case when write_scope & 32 <> 0 then 32 else write_scope end,
           array(select unnest(operations) intersect select unnest(offered || meta.extra_operations(resource)) order by 1)
      from resolved
$$;

-- Field bits. A role speaks about the fields of a resource when it gives any scope on it (or, for resources open
-- to everybody, always); the widest right wins: none, mask, read, write.
create function auth.right_fields(sets int[])
returns table (right_set_id int, resource text, readable1 bigint, readable2 bigint, writable1 bigint,
               writable2 bigint, masked1 bigint, masked2 bigint)
language sql stable as $$
    with speaker as (
        select k.right_set_id, r.name as resource, role.role_id
          from auth.right_set_key k
          cross join meta.resource r
          cross join lateral unnest(case when k.role_ids = '{}' then array[null::uuid] else k.role_ids end) as role (role_id)
          left join auth.role_resource x on x.role_id = role.role_id and x.resource = coalesce(r.parent, r.name)
          left join meta.resource p on p.name = r.parent
         where not r.is_retired and (sets is null or k.right_set_id = any (sets))
           and (x.read_scope <> 'none'
                or ('public_read' in (r.access, p.access) or r.access = 'self')
                   -- Open to everybody: who does not list it speaks only when nobody else does.
                   and (x.role_id is not null
                        or not exists (select from auth.role_resource y
                                        where y.resource = coalesce(r.parent, r.name) and y.role_id = any (k.role_ids))))
    ), explicit as (
        select s.right_set_id, s.resource, f.field,
               max(case f."right" when 'write' then 3 when 'read' then 2 when 'mask' then 1 else 0 end) as level,
               count(*) as speakers
          from speaker s join auth.role_field f on f.role_id = s.role_id and f.resource = s.resource
         group by s.right_set_id, s.resource, f.field
    ), heard as (
        select right_set_id, resource, count(*) as speakers from speaker group by right_set_id, resource
    ), level as (
        select h.right_set_id, h.resource, f.position, f.is_readonly, f.is_system and f.name <> 'owner_id' as is_fixed,
               -- what lists are walked by is read with the row; who may write it, the role says
               greatest(case when meta.is_raw(f, r) then 2 end,
                        case when e.field is null then case when f.is_sensitive then 0 else 3 end
                             when e.speakers < h.speakers and not f.is_sensitive then 3
                             else e.level end) as level
          from heard h
          join meta.resource r on r.name = h.resource
          join meta.field f on f.resource = h.resource and not f.is_retired
          left join explicit e on e.right_set_id = h.right_set_id and e.resource = h.resource and e.field = f.name
    )
    select right_set_id, resource,
           coalesce(bit_or(1::bigint << position) filter (where level > 0 and position < 62), 0),
           coalesce(bit_or(1::bigint << (position - 62)) filter (where level > 0 and position >= 62), 0),
           coalesce(bit_or(1::bigint << position) filter (where level = 3 and not is_readonly and not is_fixed and position < 62), 0),
           coalesce(bit_or(1::bigint << (position - 62)) filter (where level = 3 and not is_readonly and not is_fixed and position >= 62), 0),
           coalesce(bit_or(1::bigint << position) filter (where level = 1 and position < 62), 0),
           coalesce(bit_or(1::bigint << (position - 62)) filter (where level = 1 and position >= 62), 0)
      from level
     group by right_set_id, resource
$$;
