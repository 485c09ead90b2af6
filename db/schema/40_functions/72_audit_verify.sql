-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Verifying: every seal against its rows and the seal before, every row against the seals. A fault is a line that names
-- table, id, time and record. problem: changed, missing, inserted (a row that claims to be old and is in no seal),
-- misdated (its time does not fit the seals around it), seal (a seal does not have its own hash), chain (it does not
-- follow the one before), seal_missing.

drop type if exists audit.fault cascade;
create type audit.fault as (problem text, source text, id bigint, at timestamptz, resource text, record_id uuid, seal bigint);

-- Rows of one seal. A missing row's time is that of its seal, its record the one that the seal remembers.
create function audit.verify_rows(s audit.seal, since timestamptz) returns setof audit.fault
language plpgsql stable set enable_nestloop = off set jit = off as $$
begin
    -- By range of ids: ten thousand look-ups one by one, or hashing a table as a whole, would cost many times that.
    return query execute format($f$
        select case when r.id is null then 'missing' when r.leaf is distinct from k.leaf then 'changed' else 'misdated' end,
               %1$L::text, k.id, coalesce(r.at, $4), coalesce(r.resource, (select h.resource from audit.history h
                   where h.record_id = k.record_id limit 1)), coalesce(k.record_id, r.record_id), $5
          from (select i.id, i.record_id, substring($3 from (i.place * 32 - 31)::int for 32) as leaf
                  from unnest($1, $2) with ordinality as i (id, record_id, place)) k
          left join (select b.id, b.at, b.resource, b.record_id, audit.leaf(b.body) as leaf from audit.sealable b
                      where b.source = %1$L and b.id between $7 and $8 offset 0) r on r.id = k.id
         where r.id is null or r.leaf is distinct from k.leaf or r.at not between $6 and $4 + interval '1 minute'
         order by k.id$f$, s.source)
        using s.ids, s.records, s.leaves, s.sealed_at, s.no,
              case when s.is_initial then '-infinity' else coalesce(since - interval '1 hour', '-infinity') end, s.first_id, s.last_id;
end
$$;

-- The seals from number `first` on, `count` of them.
create function job.audit_verify(first bigint, count int) returns setof audit.fault
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set jit = off as $$
declare
    s audit.seal;
    earlier audit.seal;
    place bigint;
begin
    select * into earlier from audit.seal t where t.no = first - 1;
    for place in first .. first + count - 1 loop
        select * into s from audit.seal t where t.no = place;
        if not found then
            if place < (select max(t.no) from audit.seal t) then
                return next row('seal_missing', null, null, null, null, null, place)::audit.fault;
            end if;
            earlier := null;
            continue;
        end if;
        if audit.seal_hash(s) <> s.hash then
            return next row('seal', s.source, s.first_id, s.sealed_at, null, null, s.no)::audit.fault;
        end if;
        if s.previous is distinct from coalesce(earlier.hash, case when s.no = 1 then decode(repeat('00', 32), 'hex') end) then
            return next row('chain', s.source, s.first_id, s.sealed_at, null, null, s.no)::audit.fault;
        end if;
        return query select * from audit.verify_rows(s, earlier.sealed_at);
        earlier := s;
    end loop;
end
$$;

-- Rows that lie in the sealed part and that no seal knows.
create function job.audit_strays() returns setof audit.fault
language sql stable security definer set search_path = pg_catalog, pg_temp set jit = off as $$
    select 'inserted', b.source, b.id, b.at, b.resource, b.record_id, null::bigint
      from audit.seal_position p
      join audit.sealable b on b.source = p.source and (b.id <= p.base_id or (b.xid, b.id) <= (p.xid, p.id))
     where not exists (select from (select s.source, unnest(s.ids) as id from audit.seal s) k
                        where k.source = b.source and k.id = b.id)
     order by b.source, b.id limit 10000
$$;

-- How things stand: seals, sealed rows, the head of the chain, and the tail that no seal holds yet.
create function job.audit_state(out seals bigint, out rows bigint, out head text, out sealed_at timestamptz, out unsealed bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp set jit = off as $$
    select (select coalesce(max(s.no), 0) from audit.seal s), (select coalesce(sum(s.row_count), 0) from audit.seal s),
           (select encode(s.hash, 'hex') from audit.seal s order by s.no desc limit 1),
           (select s.sealed_at from audit.seal s order by s.no desc limit 1),
           (select sum(t.n)::bigint from audit.seal_position p
              cross join lateral (select count(*) as n from audit.sealable b
                                   where b.source = p.source and b.id + 0 > p.base_id and (b.xid, b.id) > (p.xid, p.id)) t)
$$;

-- A verification is itself an event. Faults are told to everybody who may audit.
create function job.audit_verified(seals bigint, rows bigint, faults bigint, head text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform audit.note('audit_verified', null, null, jsonb_build_object('seals', $1, 'rows', $2, 'faults', $3, 'head', $4));
    if $3 > 0 then
        perform audit.tell_auditors('audit_fault', null, jsonb_build_object('faults', $3));
    end if;
end
$$;
grant execute on function job.audit_verify(bigint, int), job.audit_strays(), job.audit_state(),
    job.audit_verified(bigint, bigint, bigint, text) to guanxi_worker;
