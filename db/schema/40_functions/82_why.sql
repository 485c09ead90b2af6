-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Who sees a record, and why somebody does or does not. What is true comes from app._<r>_why, which is made of the parts
-- of the views; here stands only on what each part rests: roles, shares, rules, an absence. Keys of a record (owner,
-- department, territory, partner, parent) are readable by whoever sees it, so naming them tells nothing new.

-- The record whose keys decide: of a line and the like its parent, else the record itself.
create function auth.deciding(inout resource text, inout record_id uuid) language plpgsql stable as $$
declare
    r meta.resource;
begin
    loop
        select * into strict r from meta.resource x where x.name = resource;
        exit when r.access <> 'inherited';
        execute format('select t.%I from app.%I t where t.id = $1', r.parent_field, r.name) into record_id using record_id;
        resource := r.parent;
    end loop;
end
$$;

-- Its keys.
create function auth.keys_of(of_resource text, record_id uuid) returns jsonb language plpgsql stable as $$
declare
    row_ jsonb;
begin
    execute format('select to_jsonb(t) from app.%I t where t.id = $1', of_resource) into row_ using record_id;
    return (select coalesce(jsonb_object_agg(k, row_ -> k), '{}')
              from unnest(array['owner_id', 'department_id', 'territory_id', 'partner_id', 'parent_resource', 'parent_id', 'cell_id']) k
             where row_ ? k);
end
$$;

-- The ways that a scope word opens.
create function auth.ways_of_scope(scope text) returns text[] language sql immutable
return array(select v.way from (values (1, 'own'), (2, 'subordinates'), (4, 'department'), (8, 'subtree'), (16, 'territory'),
                                       (32, 'all'), (64, 'partner')) v (bits, way)
              where auth.scope_bits(scope) & v.bits <> 0);

-- What each role of a person says about a resource.
create function auth.role_words(person uuid, of_resource text)
returns table (role_id uuid, name text, read_scope text, write_scope text, operations text[]) language sql stable as $$
    select r.id, r.name, coalesce(x.read_scope, 'none'), coalesce(x.write_scope, 'none'), coalesce(x.operations, '{}')
      from auth.subject s
      join auth.right_set_key k on k.right_set_id = s.right_set_id
     cross join lateral unnest(k.role_ids) o (id)
      join app.role r on r.id = o.id
      left join auth.role_resource x on x.role_id = r.id and x.resource = of_resource
     where s.user_id = person
$$;

-- The roles on which a way rests. What hangs on a record is its author's by any scope at all.
create function auth.roles_behind(person uuid, of_resource text, way text, is_write boolean) returns jsonb language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', w.role_id, 'name', w.name,
                                                 'scope', case when is_write then w.write_scope else w.read_scope end) order by w.name), '[]')
      from auth.role_words(person, of_resource) w
     where case when way in ('author', 'scope', 'pool') then w.read_scope <> 'none'
                else way = any (auth.ways_of_scope(case when is_write then w.write_scope else w.read_scope end)) end
$$;

-- What else a way rests on: shares, rules, the one who is away, the record above.
create function auth.things_behind(person uuid, of_resource text, record_id uuid, keys jsonb, way text, is_write boolean)
returns jsonb language sql stable as $$
    select coalesce(jsonb_agg(x.thing), '[]') from (
        select jsonb_build_object('kind', 'share', 'id', h.id, 'to', h.grantee_kind, 'name', coalesce(u.name, d.name, o.name),
                                  'right', case when h.can_write then 'write' else 'read' end, 'until', h.until) as thing
          from auth.subject s
          join auth.share h on h.grantee_id = any (s.grantee_ids)
          left join app."user" u on h.grantee_kind = 'user' and u.id = h.grantee_id
          left join app.department d on h.grantee_kind = 'department' and d.id = h.grantee_id
          left join app.role o on h.grantee_kind = 'role' and o.id = h.grantee_id
         where way = 'share' and s.user_id = person and h.resource = of_resource and h.record_id = $3
           and (h.until is null or h.until > now()) and (h.can_write or not is_write)
        union all
        select jsonb_build_object('kind', 'rule', 'id', m.id, 'name', m.name)
          from auth.subject s
          join auth.cell_set_key k on k.cell_set_id = s.cell_set_id
          join auth.rule_cells c on c.rule_id = any (k.rule_ids) and c.resource = of_resource
          join app.matrix_rule m on m.id = c.rule_id
         where way = 'matrix' and s.user_id = person and (m.can_write or not is_write)
           and case when (keys ->> 'cell_id')::int < length(c.cells) then get_bit(c.cells, (keys ->> 'cell_id')::int) = 1 end
        union all
        select jsonb_build_object('kind', 'user', 'id', u.id, 'name', u.name)
          from app."user" u where way = 'deputy' and u.id = (keys ->> 'owner_id')::uuid
        union all
        select jsonb_build_object('kind', 'pool', 'id', p.id, 'name', p.name)
          from app.pool p where way = 'pool' and p.id = coalesce((select x.pool_id from app.pool_record x where x.id = $3), $3)
        union all
        select jsonb_build_object('kind', 'record', 'id', keys ->> 'parent_id', 'resource', keys ->> 'parent_resource')
         where way = 'parent'
    ) x
$$;

-- [{way, roles, things}]
create function auth.explained(person uuid, of_resource text, record_id uuid, keys jsonb, ways text[], is_write boolean)
returns jsonb language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
               'way', w.way, 'roles', auth.roles_behind(person, of_resource, w.way, is_write),
               'things', auth.things_behind(person, of_resource, record_id, keys, w.way, is_write)) order by w.o), '[]')
      from unnest(ways) with ordinality w (way, o)
$$;

-- Does the subject hold this operation?
create function auth.holds(resource text, operation text) returns boolean language sql stable as $$
    select exists (select from auth.subject s
                     join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = $1
                    where s.user_id = meta.subject_id() and $2 = any (rs.operations))
$$;

-- Everybody active who sees the record: writers first. At most 200 are named, all are counted. security definer: people's
-- rights are not tables of the service.
create function api.access_list(resource text, record_id uuid, q text) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    on_ record;
    keys jsonb;
    found jsonb;
    n int;
begin
    perform meta.require_seen($1, $2);
    if not auth.holds($1, 'share') and not auth.holds('user', 'audit') then
        raise exception using errcode = 'GX403', message = 'forbidden';
    end if;
    on_ := auth.deciding($1, $2);
    keys := auth.keys_of(on_.resource, on_.record_id);
    execute format($f$
        with people as materialized (
            select w.user_id, u.name, u.department_id, w.reads, case when 'update' = any (rs.operations) then w.writes else '{}' end as writes
              from app.%I($1, null) w
              join app."user" u on u.id = w.user_id and u.is_active and u.deleted_at is null
              join auth.subject s on s.user_id = w.user_id
              join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = $2
             where cardinality(w.reads) > 0 and ($3 is null or strpos(lower(u.name), lower($3)) > 0 or strpos(lower(u.username), lower($3)) > 0)
        ), shown as (
            select * from people order by cardinality(writes) > 0 desc, name, user_id limit 200
        )
        select (select count(*) from people), coalesce(jsonb_agg(jsonb_build_object(
                   'user_id', user_id, 'name', name, 'department_id', department_id,
                   'can_write', cardinality(writes) > 0,
                   'reads', auth.explained(user_id, $4, $5, $6, reads, false),
                   'writes', auth.explained(user_id, $4, $5, $6, writes, true))
               order by cardinality(writes) > 0 desc, name, user_id), '[]') from shown
    $f$, '_' || $1 || '_why') into n, found using $2, $1, $3, on_.resource, on_.record_id, keys;
    return jsonb_build_object('people', found, 'count', n, 'is_complete', n <= 200);
end
$$;
grant execute on function api.access_list(text, uuid, text) to guanxi_read;
