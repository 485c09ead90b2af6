-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Duplicates, the reading side: which records may be the one that is described, and why. Points of one aspect do not
-- add up; those of different aspects do, to 100 at most. Internal: what of it is told to whom, 51_duplicate_api.sql.

-- Common pairs of neighbouring characters, 0 to 1.
create function meta.match_likeness(a text, b text) returns numeric language sql immutable parallel safe as $$
    with x as (select substr(a, i, 2) as g, count(*) as n from generate_series(1, length(a) - 1) i group by 1),
         y as (select substr(b, i, 2) as g, count(*) as n from generate_series(1, length(b) - 1) i group by 1)
    select coalesce(2.0 * sum(least(x.n, y.n)) / nullif(length(a) + length(b) - 2, 0), 0) from x join y using (g)
$$;

create function meta.match_points(of_kind text, kind text) returns int language sql immutable parallel safe
return case kind when 'code' then case of_kind when 'company' then 100 else 60 end
    when 'name' then 75 when 'sound' then 60 when 'person' then 70 when 'voice' then 45
    when 'phone' then 45 when 'email' then case of_kind when 'company' then 45 else 60 end when 'domain' then 20 else 0 end;

-- Fields of a resource that the subject may compare by: those that he reads, and masked numbers where he may look
-- numbers up. Who works without a subject compares by all.
create function meta.match_open(of_resource text) returns text[] language sql stable as $$
    select case when meta.subject_id() is null then array(select m.field from meta.match_fields(of_resource) m)
        else meta.readable_names(of_resource) || array(
            select v.name from meta.revealable(of_resource) v
              join auth.subject s on s.user_id = meta.subject_id()
              join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = of_resource
             where v.type = 'phone' and 'lookup' = any (rs.operations)) end
$$;

-- Keys that the statistics know on more than a thousand records: what so many have in common tells nothing, and their
-- lists would be read to the end each time.
create function meta.match_common(of_resource text) returns bigint[] language sql stable as $$
    select coalesce(array_agg(e.key), '{}')
      from pg_stats s
      join pg_class c on c.oid = format('app.%I', of_resource)::regclass
     cross join lateral unnest(s.most_common_elems::text::bigint[], s.most_common_elem_freqs) e (key, part)
     where s.schemaname = 'app' and s.tablename = of_resource and s.attname = 'match_keys' and e.key is not null
       and e.part * c.reltuples > 1000
$$;

-- What values of one resource look like as keys of another: each piece under each of its fields with the same role.
-- Names of companies are not compared with names of people.
create function meta.match_probes(from_resource text, in_resource text, described jsonb)
returns table (key bigint, kind text, field text, other_field text) language sql stable as $$
    with a as materialized (
        select r.name, r.name_field, r.definition -> 'match' as match, meta.match_open(r.name) as open from meta.resource r where r.name = from_resource
    ), b as materialized (
        select r.name, r.name_field, meta.match_open(r.name) as open, meta.match_common(r.name) as common from meta.resource r where r.name = in_resource
    ), piece as materialized (
        select m.field, m.role, p.kind, p.piece
          from a cross join meta.match_fields(a.name) m
         cross join lateral meta.match_pieces(a.match ->> 'kind', m.role, described ->> m.field, nullif(described ->> (a.match ->> 'within'), '')::uuid) p
         where described ->> m.field <> '' and p.piece is not null and m.field = any (a.open)
    ), probe as (
        select distinct meta.match_hash(p.kind, o.field, p.piece) as key, p.kind, p.field, o.field as other_field
          from a cross join b cross join meta.match_fields(b.name) o
          join piece p on p.role = o.role
         where o.field = any (b.open) and (a.name = b.name or (p.role in ('phones', 'emails') and p.kind <> 'domain'))
           and (p.kind not in ('near', 'start', 'end') or (p.field = a.name_field and o.field = b.name_field))
    )
    select p.* from probe p cross join b where p.key <> all (b.common)
$$;

-- Records of one resource that share a key, of each key sixty at most. A walk of the table is never the way, whatever
-- the planner thinks of unknown arrays.
create function meta.match_found(from_resource text, in_resource text, described jsonb)
returns table (record_id uuid, kind text, field text, other_field text) language plpgsql stable
set enable_seqscan = off set enable_indexscan = off as $$
declare
    p record;
begin
    for p in select * from meta.match_probes(from_resource, in_resource, described) loop
        return query execute format('select x.id, $2, $3, $4 from app.%I x where x.match_keys @> array[$1] and x.deleted_at is null limit 60', in_resource)
            using p.key, p.kind, p.field, p.other_field;
    end loop;
end
$$;

-- What only the names can say: likeness, another region, another person.
create function meta.match_name_reason(of_kind text, a text, b text, best int)
returns table (reason text, points int) language plpgsql stable as $$
declare
    x text := meta.match_fold(a);
    y text := meta.match_fold(b);
    likeness numeric;
begin
    if of_kind = 'person' then
        if best = 0 then
            return query select case when x = y then 'name' else 'other_name' end, case when x = y then 35 else -25 end;
        end if;
        return;
    end if;
    if best = 0 then
        likeness := meta.match_likeness(meta.match_core(x), meta.match_core(y));
        if likeness >= 0.5 then
            return query select 'similar', round(75 * likeness)::int;
        end if;
    end if;
    if meta.match_region(x) <> meta.match_region(y) then
        return query select 'other_region', -30;
    end if;
end
$$;

-- Records with their points and reasons, the likeliest first.
create function meta.match_scored(from_resource text, in_resource text, described jsonb, except_id uuid)
returns table (record_id uuid, score int, reasons jsonb) language plpgsql stable as $$
declare
    r meta.resource;
    name_open boolean;
begin
    select * into strict r from meta.resource x where x.name = in_resource;
    name_open := from_resource = in_resource and r.name_field = any (meta.match_open(in_resource));
    return query execute format($q$
        with hit as (
            select distinct on (f.record_id, case when f.kind in ('name', 'sound', 'person', 'voice', 'near', 'start', 'end') then 'name'
                                                  when f.kind = 'domain' then 'email' else f.kind end)
                   f.record_id, f.kind, f.field, f.other_field, meta.match_points($1, f.kind) as points
              from meta.match_found($2, $3, $4) f
             where f.record_id is distinct from $5
             order by f.record_id, case when f.kind in ('name', 'sound', 'person', 'voice', 'near', 'start', 'end') then 'name'
                                        when f.kind = 'domain' then 'email' else f.kind end, points desc, f.field, f.other_field
        ), best as (
            select h.record_id, sum(h.points) as points,
                   coalesce(max(h.points) filter (where h.kind in ('name', 'sound', 'person', 'voice')), 0)::int as by_name
              from hit h group by h.record_id order by points desc, h.record_id limit 40
        ), told as (
            select h.record_id, h.kind as reason, h.points, h.field, h.other_field from hit h join best b using (record_id) where h.points > 0
            union all
            select b.record_id, n.reason, n.points, $6, $6 from best b join app.%1$I t on t.id = b.record_id
             cross join lateral meta.match_name_reason($1, $4 ->> $6, t.%2$I, b.by_name) n
             where $7 and $4 ->> $6 <> ''
        )
        select t.record_id, greatest(0, least(100, sum(t.points)))::int,
               jsonb_agg(jsonb_build_object('reason', t.reason, 'points', t.points, 'field', t.field, 'other_field', t.other_field)
                         order by t.points desc, t.reason)
          from told t group by t.record_id order by 2 desc, 1$q$, in_resource, r.name_field)
        using r.definition #>> '{match,kind}', from_resource, in_resource, described, except_id, r.name_field, name_open;
end
$$;
