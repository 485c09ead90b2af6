-- SPDX-License-Identifier: AGPL-3.0-or-later
-- From rights as people set them to rights as views read them. Rights of several roles unite.
-- Scopes are bits: own 1, subordinates 2, department 4, subtree 8, territory 16, all 32, partner 64.

create function auth.scope_bits(scope text) returns int language sql immutable
return case scope when 'own' then 1 when 'subordinates' then 3 when 'department' then 5 when 'subtree' then 9
                  when 'territory' then 17 when 'partner' then 65 when 'all' then 32 else 0 end;

-- Rights beyond the operations of a resource: what special operations of the contract ask for.
create function meta.extra_operations(of_resource text) returns text[] language sql stable as $$
    select array(select jsonb_array_elements_text(r.definition -> 'rights')) from meta.resource r where r.name = of_resource
$$;

-- The resources whose rights rest on those of the given ones: themselves and what inherits from them (null: all).
create function auth.heirs(resources text[]) returns text[] language sql stable as $$
    with recursive heir (name) as (
        select unnest(resources)
        union
        select r.name from heir h join meta.resource r on r.parent = h.name where r.access = 'inherited'
    )
    select array_agg(name) from heir where resources is not null
$$;

-- Scopes and operations of every combination of roles on every resource, before fields. Of the given combinations and
-- resources only (null: all); those that they inherit from are counted on the way.
-- public_read: everybody reads all rows. self: everybody has his own. inherited: what the parent gives, and
-- who may update the parent may change its lines.
create function auth.right_rows(sets int[], resources text[])
returns table (right_set_id int, resource text, read_scope int, write_scope int, operations text[])
language sql stable as $$
    with recursive needed (name) as (
        select r.name from meta.resource r where resources is null or r.name = any (resources)
        union
        select r.parent from needed n join meta.resource r on r.name = n.name where r.access = 'inherited'
    ), offer as materialized (
        select r.name as resource, r.access, r.parent,
               array(select o from unnest(r.operations || meta.extra_operations(r.name)) o order by o) as offered
          from needed n join meta.resource r on r.name = n.name
         where not r.is_retired
    ), given as (
        select k.right_set_id, x.resource, bit_or(auth.scope_bits(x.read_scope)) as read_scope,
               bit_or(auth.scope_bits(x.write_scope)) as write_scope,
               string_to_array(string_agg(array_to_string(x.operations, ' '), ' '), ' ') as operations
          from auth.right_set_key k
         cross join lateral unnest(k.role_ids) role (id)
          join auth.role_resource x on x.role_id = role.id and x.resource in (select name from needed)
         where sets is null or k.right_set_id = any (sets)
         group by k.right_set_id, x.resource
    ), own as (
        select k.right_set_id, f.resource, f.access, f.parent, f.offered, g.resource is not null as is_listed,
               coalesce(g.read_scope, 0) as read_scope, coalesce(g.write_scope, 0) as write_scope,
               coalesce(g.operations, '{}') as operations
          from auth.right_set_key k
         cross join offer f
          left join given g on g.right_set_id = k.right_set_id and g.resource = f.resource
         where sets is null or k.right_set_id = any (sets)
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
                    -- who may change the parent works on its lines; what leaves the house or is final needs the parent's right
                    else array(select x from unnest(o.offered) x
                                where x = any (p.operations)
                                   or 'update' = any (p.operations) and x in ('create', 'update', 'delete', 'restore', 'bulk')
                                order by x) end
          from own o join resolved p on p.right_set_id = o.right_set_id and p.resource = o.parent
         where o.access = 'inherited'
    )
    select right_set_id, resource,
           -- "all" makes the other bits idle
           case when read_scope & 32 <> 0 then 32 else read_scope end,
           case when write_scope & 32 <> 0 then 32 else write_scope end,
           array(select o from unnest(offered) o where o = any (operations))
      from resolved
     where resources is null or resource = any (resources)
$$;

-- Where a field stands in the two words, and whether people may write it at all.
create function auth.field_bits(f meta.field) returns table (word1 bigint, word2 bigint, is_writable boolean) language sql immutable as $$
    select case when f.position < 62 then 1::bigint << f.position else 0 end,
           case when f.position >= 62 then 1::bigint << (f.position - 62) else 0 end,
           not f.is_readonly and not (f.is_system and f.name <> 'owner_id')
$$;

-- Field bits. A role speaks about the fields of a resource when it gives any scope on it (or, for resources open
-- to everybody, always); the widest right wins: none, mask, read, write.
create function auth.right_fields(sets int[], resources text[])
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
           and (resources is null or r.name = any (resources))
           and (x.read_scope <> 'none'
                or ('public_read' in (r.access, p.access) or r.access = 'self')
                   -- Open to everybody: who does not list it speaks only when nobody else does.
                   and (x.role_id is not null
                        or not exists (select from auth.role_resource y
                                        where y.resource = coalesce(r.parent, r.name) and y.role_id = any (k.role_ids))))
    ), explicit as (
        select s.right_set_id, s.resource, t.name as field,
               max(case f."right" when 'write' then 3 when 'read' then 2 when 'mask' then 1 else 0 end) as level,
               count(*) as speakers
          from speaker s join auth.role_field f on f.role_id = s.role_id and f.resource = s.resource
          -- what is told from another field has that one's right
          join meta.field t on t.resource = f.resource and coalesce(t.definition ->> 'follows', t.name) = f.field
         group by s.right_set_id, s.resource, t.name
    ), heard as (
        select right_set_id, resource, count(*) as speakers from speaker group by right_set_id, resource
    ), ordinary as materialized ( -- what a speaker gives who names no field
        select r.name as resource, bit_or(b.word1) as readable1, bit_or(b.word2) as readable2,
               coalesce(bit_or(b.word1) filter (where b.is_writable), 0) as writable1,
               coalesce(bit_or(b.word2) filter (where b.is_writable), 0) as writable2
          from meta.resource r
          join meta.field f on f.resource = r.name and not f.is_retired
         cross join lateral auth.field_bits(f) b
         where (resources is null or r.name = any (resources)) and (meta.is_raw(f, r) or not f.is_sensitive)
         group by r.name
    ), named as ( -- the fields that somebody names; what lists are walked by is read with the row all the same
        select h.right_set_id, h.resource, b.word1, b.word2, b.is_writable,
               greatest(case when meta.is_raw(f, r) then 2 end,
                        case when e.speakers < h.speakers and not f.is_sensitive then 3 else e.level end) as level
          from heard h
          join explicit e on e.right_set_id = h.right_set_id and e.resource = h.resource
          join meta.field f on f.resource = h.resource and f.name = e.field and not f.is_retired
          join meta.resource r on r.name = h.resource
         cross join lateral auth.field_bits(f) b
    ), changed as (
        select n.right_set_id, n.resource, bit_or(n.word1) as word1, bit_or(n.word2) as word2,
               bit_or(n.word1) filter (where n.level > 0) as readable1, bit_or(n.word2) filter (where n.level > 0) as readable2,
               bit_or(n.word1) filter (where n.level = 3 and n.is_writable) as writable1,
               bit_or(n.word2) filter (where n.level = 3 and n.is_writable) as writable2,
               bit_or(n.word1) filter (where n.level = 1) as masked1, bit_or(n.word2) filter (where n.level = 1) as masked2
          from named n
         group by n.right_set_id, n.resource
    )
    select h.right_set_id, h.resource,
           coalesce(o.readable1, 0) & ~coalesce(c.word1, 0) | coalesce(c.readable1, 0),
           coalesce(o.readable2, 0) & ~coalesce(c.word2, 0) | coalesce(c.readable2, 0),
           coalesce(o.writable1, 0) & ~coalesce(c.word1, 0) | coalesce(c.writable1, 0),
           coalesce(o.writable2, 0) & ~coalesce(c.word2, 0) | coalesce(c.writable2, 0),
           coalesce(c.masked1, 0), coalesce(c.masked2, 0)
      from heard h
      left join ordinary o on o.resource = h.resource
      left join changed c on c.right_set_id = h.right_set_id and c.resource = h.resource
$$;
