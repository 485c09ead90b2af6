-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Matrix permission. From rules to the cells that they open, and from combinations of rules to one bitmap each.
-- A rule is compared with cells, never with records, so its cost does not grow with the tables.

-- What is found out about a person before his row is written (auth.subject_rows); once, and handed around.
drop type if exists auth.subject_fact cascade;
create type auth.subject_fact as (
    user_id uuid, kind text, partner_id uuid, role_ids uuid[], department_ids uuid[], subtree_ids uuid[],
    subordinate_ids uuid[], territory_ids uuid[], grantee_ids uuid[]
);

-- The dimensions of a resource, as its definition names them.
create function meta.matrix_of(of_resource text) returns text[] language sql stable
return array(select jsonb_array_elements_text(r.definition -> 'matrix') from meta.resource r
              where r.name = of_resource and not r.is_retired and jsonb_typeof(r.definition -> 'matrix') = 'array');

-- Values of a dimension that a rule names, as texts; of a tree, with everything below. '' stands for empty.
create function auth.matrix_values(of_resource text, dimension text, wanted jsonb) returns text[]
language plpgsql stable as $$
declare
    names text[] := array(select coalesce(x, '') from jsonb_array_elements_text(wanted) x);
    tree text := (select f.refers_to from meta.field f
                   where f.resource = of_resource and f.name = dimension
                     and exists (select from meta.field p where p.resource = f.refers_to and p.name = 'parent_id'
                                    and p.refers_to = f.refers_to));
begin
    if tree is not null then
        execute format('with recursive below (id) as (select id from app.%1$I where id::text = any ($1) '
            || 'union select c.id from below b join app.%1$I c on c.parent_id = b.id) '
            || 'select $1 || array(select id::text from below)', tree) into names using names;
    end if;
    return names;
end
$$;

-- SQL that is true for cells c that a rule's values ($1: dimension -> texts) let in.
create function auth.cell_test_sql(of_resource text) returns text language sql stable as $$
    select coalesce(string_agg(format('(not $1 ? %1$L or coalesce(c.%1$I::text, '''') = any (array(select jsonb_array_elements_text($1 -> %1$L))))', d),
                               ' and '), 'true')
      from unnest(meta.matrix_of(of_resource)) d
$$;

-- A rule's values with trees unfolded: {"dimension": [texts]}.
create function auth.rule_values(rule app.matrix_rule) returns jsonb language sql stable as $$
    select coalesce(jsonb_object_agg(k, to_jsonb(auth.matrix_values(rule.resource, k, rule."values" -> k))), '{}')
      from jsonb_object_keys(rule."values") k
$$;

-- Bitmaps of a resource have one length, with room for cells to come; longer when the room is used up.
create function auth.cell_room(of_resource text) returns int language plpgsql stable as $$
declare
    last_id int;
begin
    execute format('select coalesce(max(id), 0) from app.%I', of_resource || '_cell') into last_id;
    return (last_id / 2048 + 1) * 2048;
end
$$;

-- The cells that a rule opens, as a bitmap.
create function auth.rule_bits(rule app.matrix_rule) returns bit varying language plpgsql stable as $$
declare
    room int := auth.cell_room(rule.resource);
    bits bit varying;
begin
    execute format('select string_agg(case when c.id is null then ''0'' else ''1'' end, '''' order by n)::bit varying '
        || 'from generate_series(0, $2 - 1) n left join app.%I c on c.id = n and (%s)',
        rule.resource || '_cell', auth.cell_test_sql(rule.resource)) into bits using auth.rule_values(rule), room;
    return bits;
end
$$;

-- Computes the cells of the given rules anew (null: all).
create function auth.rebuild_rules(rules uuid[]) returns void language plpgsql volatile as $$
begin
    delete from auth.rule_cells c
     where (rules is null or c.rule_id = any (rules))
       and not exists (select from app.matrix_rule m where m.id = c.rule_id and m.is_active and m.deleted_at is null
                          and meta.matrix_of(m.resource) <> '{}');
    insert into auth.rule_cells as t (rule_id, resource, cells)
    select m.id, m.resource, auth.rule_bits(m) from app.matrix_rule m
     where (rules is null or m.id = any (rules)) and m.is_active and m.deleted_at is null and meta.matrix_of(m.resource) <> '{}'
    on conflict (rule_id) do update set resource = excluded.resource, cells = excluded.cells
     where t.cells is distinct from excluded.cells or t.resource <> excluded.resource;
end
$$;

-- How the rows in the open cells are fetched. keys: a walk for each cell, where pages cost less that way (up to fifty
-- rows of each, and a start) than by a walk in order that tests the bit of every row. Else pages walk; what needs all
-- rows goes by the keys as long as they lead to less than a twentieth of the table (mixed), or walks (walk).
create function auth.cell_plan(of_resource text, bits bit varying) returns text language plpgsql stable as $$
declare
    n_open bigint;
    n_rows bigint;
    n_all bigint;
    n_read bigint;
begin
    execute format('select count(*) filter (where o), coalesce(sum(n_rows) filter (where o), 0), coalesce(sum(n_rows), 0), '
        || 'coalesce(sum(least(n_rows, 51) + 3) filter (where o), 0) from ('
        || 'select case when c.id < length($1) then get_bit($1, c.id) = 1 else false end as o, c.n_rows from app.%I c) x',
        of_resource || '_cell') into n_open, n_rows, n_all, n_read using bits;
    return case when n_open = 0 then 'none'
                when n_open <= 20 or n_read <= 51 * n_all / greatest(n_rows, 1) then 'keys'
                when n_rows * 20 < n_all then 'mixed' else 'walk' end;
end
$$;

-- Recomputes the given combinations of rules (null: all). Subjects whose cells changed get a new generation.
create function auth.rebuild_cell_sets(sets int[]) returns void language plpgsql volatile as $$
declare
    touched int[];
begin
    with wanted as materialized (
        select k.cell_set_id, c.resource, bit_or(rpad(c.cells::text, x.room, '0')::bit varying) as reads,
               coalesce(bit_or(rpad(c.cells::text, x.room, '0')::bit varying) filter (where m.can_write),
                        repeat('0', x.room)::bit varying) as writes
          from auth.cell_set_key k
          cross join lateral unnest(k.rule_ids) r (id)
          join auth.rule_cells c on c.rule_id = r.id
          join app.matrix_rule m on m.id = r.id
          cross join lateral (select auth.cell_room(c.resource) as room) x
         where sets is null or k.cell_set_id = any (sets)
         group by k.cell_set_id, c.resource, x.room
    ), gone as (
        delete from auth.cell_set t
         where (sets is null or t.cell_set_id = any (sets))
           and not exists (select from wanted w where w.cell_set_id = t.cell_set_id and w.resource = t.resource)
        returning t.cell_set_id
    ), kept as (
        insert into auth.cell_set as t (cell_set_id, resource, reads, writes, plan)
        select w.cell_set_id, w.resource, w.reads, w.writes, auth.cell_plan(w.resource, w.reads) from wanted w
        on conflict (cell_set_id, resource) do update
           set reads = excluded.reads, writes = excluded.writes, plan = excluded.plan
         where (t.reads, t.writes, t.plan) is distinct from (excluded.reads, excluded.writes, excluded.plan)
        returning t.cell_set_id
    )
    select array_agg(distinct cell_set_id) into touched
      from (select cell_set_id from gone union all select cell_set_id from kept) x;
    update auth.subject set rights_gen = nextval('auth.rights_gen_seq') where cell_set_id = any (touched);
end
$$;

-- The rules that name each of the given people, himself, by role, or by a department at or above his.
create function auth.rule_rows(facts auth.subject_fact[]) returns table (user_id uuid, rule_ids uuid[]) language sql stable as $$
    select u.user_id, array_agg(distinct m.id order by m.id)
      from app.matrix_rule m
      join auth.rule_cells c on c.rule_id = m.id
     cross join lateral unnest(coalesce(m.user_ids, '{}') || coalesce(m.role_ids, '{}') || coalesce(m.department_ids, '{}')) g (id)
      join (select f.user_id, n.id from unnest(facts) f cross join lateral unnest(f.grantee_ids) n (id)) u on u.id = g.id
     group by u.user_id
$$;

-- New combinations of rules among the given people get their bitmaps.
create function auth.fresh_cell_sets(facts auth.subject_fact[]) returns void language plpgsql volatile as $$
declare
    fresh int[];
begin
    if not exists (select from auth.rule_cells) then
        return;
    end if;
    with fresh_key as (
        insert into auth.cell_set_key (rule_ids)
        select distinct m.rule_ids from auth.rule_rows(facts) m
        except select k.rule_ids from auth.cell_set_key k
        on conflict (rule_ids) do nothing
        returning cell_set_id
    )
    select array_agg(cell_set_id) into fresh from fresh_key;
    if fresh is not null then
        perform auth.rebuild_cell_sets(fresh);
    end if;
end
$$;

-- A combination of values that never was before: rules that fit it open it, before its first record is seen.
create function auth.cell_added(of_resource text, cell int) returns void language plpgsql volatile as $$
declare
    fits uuid[];
begin
    perform auth.lock_rights();
    execute format('select array_agg(m.id) from app.matrix_rule m cross join lateral auth.rule_values(m) v (d) '
        || 'join app.%I c on c.id = $1 where m.resource = $2 and m.is_active and m.deleted_at is null and (%s)',
        of_resource || '_cell', replace(auth.cell_test_sql(of_resource), '$1', 'v.d')) into fits using cell, of_resource;
    if fits is null then
        return;
    end if;
    update auth.rule_cells r
       set cells = set_bit(case when length(r.cells) > cell then r.cells
                                else rpad(r.cells::text, (cell / 2048 + 1) * 2048, '0')::bit varying end, cell, 1)
     where r.rule_id = any (fits);
    perform auth.rebuild_cell_sets(array(select k.cell_set_id from auth.cell_set_key k where k.rule_ids && fits));
end
$$;

-- About how many records each cell holds; the worker refreshes it, lists are planned by it.
create function auth.count_cells() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    r record;
begin
    for r in select x.name from meta.resource x where not x.is_retired and meta.matrix_of(x.name) <> '{}' loop
        execute format('update app.%1$I c set n_rows = x.n from (select cell_id, count(*) as n from app.%2$I '
            || 'where deleted_at is null group by cell_id) x where x.cell_id = c.id and c.n_rows is distinct from x.n',
            r.name || '_cell', r.name);
    end loop;
    perform auth.lock_rights();
    perform auth.rebuild_cell_sets(null);
end
$$;
