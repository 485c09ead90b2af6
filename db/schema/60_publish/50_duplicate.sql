-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Duplicates, the reading side: which records may be the one that is described, and why. Points of one aspect do not
-- add up; those of different aspects do, to 100 at most. Internal: what of it is told to whom, 51_duplicate_api.sql.

-- The field whose name stands for a record where duplicates are told: it need not be what people call it.
create function meta.match_named(definition jsonb) returns text language sql immutable return definition #>> '{match,names,0}';

-- Common pairs of neighbouring characters, 0 to 1.
create function meta.match_likeness(a text, b text) returns numeric language plpgsql immutable parallel safe as $$
declare
    in_b int := 0;
    in_a int := 0;
begin
    for i in 1 .. length(a) - 1 loop
        in_b := in_b + (strpos(b, substr(a, i, 2)) > 0)::int;
    end loop;
    for i in 1 .. length(b) - 1 loop
        in_a := in_a + (strpos(a, substr(b, i, 2)) > 0)::int;
    end loop;
    return coalesce(2.0 * least(in_a, in_b) / nullif(greatest(length(a) + length(b) - 2, 0), 0), 0);
end
$$;

create function meta.match_points(of_kind text, kind text) returns int language sql immutable parallel safe
return case kind when 'code' then case of_kind when 'company' then 100 else 60 end
    when 'name' then 75 when 'sound' then 60 when 'person' then 70 when 'voice' then 45
    when 'phone' then 45 when 'email' then case of_kind when 'company' then 45 else 60 end when 'domain' then 20 else 0 end;

-- Fields of a resource that the subject may compare by: those that he reads, and masked numbers where he may look
-- numbers up. Who works without a subject compares by all.
create function meta.match_open(of_resource text) returns text[] language plpgsql stable as $$
begin
    return case when meta.subject_id() is null then array(select m.field from meta.match_fields(of_resource) m)
        else meta.readable_names(of_resource) || array(
            select v.name from meta.revealable(of_resource) v
              join auth.subject s on s.user_id = meta.subject_id()
              join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = of_resource
             where v.type = 'phone' and 'lookup' = any (rs.operations)) end;
end
$$;

-- Keys that the statistics know on more than two hundred records: what so many have in common tells nothing, and their
-- lists would be read to the end each time.
create function meta.match_common(of_resource text) returns bigint[] language plpgsql stable as $$
begin
    return (select coalesce(array_agg(e.key), '{}')
      from pg_stats s
      join pg_class c on c.oid = format('app.%I', of_resource)::regclass
     cross join lateral unnest(s.most_common_elems::text::bigint[], s.most_common_elem_freqs) e (key, part)
     where s.schemaname = 'app' and s.tablename = of_resource and s.attname = 'match_keys' and e.key is not null
       and e.part * c.reltuples > 200);
end
$$;

-- What values of one resource look like as keys of another: each piece under each of its fields with the same role.
-- Names of companies are not compared with names of people; those of companies are, wherever they stand.
create function meta.match_probes(from_resource text, in_resource text, described jsonb)
returns table (key bigint, kind text, field text, other_field text) language plpgsql stable as $$
#variable_conflict use_column
begin
    return query
    with a as materialized (
        select r.name, meta.match_named(r.definition) as name_field, r.definition -> 'match' as match, meta.match_open(r.name) as open from meta.resource r where r.name = from_resource
    ), b as materialized (
        select r.name, meta.match_named(r.definition) as name_field, r.definition #>> '{match,kind}' as kind, meta.match_open(r.name) as open, meta.match_common(r.name) as common from meta.resource r where r.name = in_resource
    ), piece as materialized (
        select m.field, m.role, p.kind, p.piece
          from a cross join meta.match_fields(a.name) m
         cross join lateral meta.match_pieces(a.match ->> 'kind', m.role, described ->> m.field, nullif(described ->> (a.match ->> 'within'), '')::uuid) p
         where described ->> m.field <> '' and p.piece is not null and m.field = any (a.open)
    ), probe as (
        select distinct meta.match_hash(p.kind, o.field, p.piece) as key, p.kind, p.field, o.field as other_field
          from a cross join b cross join meta.match_fields(b.name) o
          join piece p on p.role = o.role
         where o.field = any (b.open) and (a.match ->> 'kind' = b.kind or (p.role in ('phones', 'emails') and p.kind <> 'domain'))
           and (p.kind not in ('near', 'start', 'end') or (p.field = a.name_field and o.field = b.name_field))
    )
    select p.* from probe p cross join b where p.key <> all (b.common);
end
$$;

-- The name that is described, folded: only where both kinds are the same, and of a name that the subject reads.
create function meta.match_name(from_resource text, of_kind text, described jsonb) returns text language sql stable as $$
    select meta.match_fold(nullif(described ->> meta.match_named(r.definition), '')) from meta.resource r
     where r.name = from_resource and r.definition #>> '{match,kind}' = of_kind and meta.match_named(r.definition) = any (meta.match_open(r.name))
$$;

-- What only the names can say: likeness, another region, another person. x: the described name, folded.
create function meta.match_name_reason(of_kind text, x text, b text, best int)
returns table (reason text, points int) language plpgsql stable as $$
declare
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
            -- Never likely by itself: of a long trade two companies share most of the name.
            return query select 'similar', least(55, round(75 * likeness)::int);
        end if;
    end if;
    if meta.match_region(x) <> meta.match_region(y) then
        return query select 'other_region', -30;
    end if;
end
$$;

-- app._<r>_match_found(from_resource, described): records that share a key. A walk of the table is never the way, whatever
-- the planner thinks of unknown arrays. Generated, as all that follows: written out, its plan is made once per connection,
-- and planning was nine tenths of a check.
create function meta.publish_match_found(r meta.resource) returns void language plpgsql volatile as $$
begin
    execute format($f$
create function app.%1$I(from_resource text, described jsonb)
returns table (record_id uuid, kind text, field text, other_field text) language plpgsql stable
set enable_seqscan = off set enable_indexscan = off as $t$
declare
    keys bigint[];
    kinds text[];
    fields text[];
    other_fields text[];
begin
    select array_agg(p.key), array_agg(p.kind), array_agg(p.field), array_agg(p.other_field) into keys, kinds, fields, other_fields
      from meta.match_probes(from_resource, %2$L, described) p;
    if keys is not null then
        return query select x.id, p.kind, p.field, p.other_field from unnest(keys, kinds, fields, other_fields) p (key, kind, field, other_field)
                       join app.%2$I x on x.match_keys @> array[p.key] and x.deleted_at is null;
    end if;
end
$t$
$f$, '_' || r.name || '_match_found', r.name);
end
$$;

-- app._<r>_match_scored(from_resource, described, except_id): records with their points and reasons, the likeliest first.
-- The twenty-four best in sight of the subject and the twelve best out of his sight are weighed apart, so that none of these
-- pushes out one of those; without a subject all are in sight.
create function meta.publish_match_scored(r meta.resource) returns void language plpgsql volatile as $$
begin
    execute format($f$
create function app.%1$I(from_resource text, described jsonb, except_id uuid)
returns table (record_id uuid, score int, reasons jsonb, is_seen boolean) language plpgsql stable as $t$
#variable_conflict use_column
declare
    folded text;
    anybody boolean := meta.subject_id() is null;
begin
    if %3$L = any (meta.match_open(%2$L)) then
        folded := meta.match_name(from_resource, %4$L, described);
    end if;
    return query
    with found as materialized (
        select f.*, meta.match_points(%4$L, f.kind) as points,
               case when f.kind in ('name', 'sound', 'person', 'voice', 'near', 'start', 'end') then 'name' when f.kind = 'domain' then 'email' else f.kind end as aspect
          from app.%5$I(from_resource, described) f where f.record_id is distinct from except_id
    ), hit as materialized (
        select distinct on (f.record_id, f.aspect) f.* from found f order by f.record_id, f.aspect, f.points desc, f.field, f.other_field
    ), whole as materialized (
        select h.record_id, sum(h.points) as points,
               coalesce(max(h.points) filter (where h.kind in ('name', 'sound', 'person', 'voice')), 0)::int as by_name,
               anybody or exists (select from api.%2$I v where v.id = h.record_id) as is_seen
          from hit h group by h.record_id
    ), best as materialized (
        select * from (select w.*, row_number() over (partition by w.is_seen order by w.points desc, w.record_id) as at from whole w) w
         where w.at <= case when w.is_seen then 24 else 12 end
    ), told as (
        select h.record_id, b.is_seen, h.kind as reason, h.points, h.field, h.other_field from hit h join best b using (record_id) where h.points > 0
        union all
        select b.record_id, b.is_seen, n.reason, n.points, %3$L, %3$L from best b join app.%2$I t on t.id = b.record_id
         cross join lateral meta.match_name_reason(%4$L, folded, t.%6$I, b.by_name) n
         where folded is not null and t.%6$I <> ''
    )
    select t.record_id, greatest(0, least(100, sum(t.points)))::int,
           jsonb_agg(jsonb_build_object('reason', t.reason, 'points', t.points, 'field', t.field, 'other_field', t.other_field)
                     order by t.points desc, t.reason), t.is_seen
      from told t group by t.record_id, t.is_seen order by 2 desc, 1;
end
$t$
$f$, '_' || r.name || '_match_scored', r.name, meta.match_named(r.definition), r.definition #>> '{match,kind}', '_' || r.name || '_match_found',
        meta.match_named(r.definition));
end
$$;
