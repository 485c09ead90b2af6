-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Sealing. A row carries its transaction (xid); once every transaction up to a horizon has ended, no row can appear
-- below it any more, and what is there is sealed for good. So writers never wait, for one another or for a seal.

-- Microseconds since 1970: a time as text that no setting changes.
create function audit.micros(at timestamptz) returns bigint language sql immutable
return (extract(epoch from at) * 1000000)::bigint;

-- What a seal covers, as one canonical text per row: typed by position, times in microseconds, jsonb as PostgreSQL writes
-- it. Not in it: xid, which means nothing in another cluster, and what an undo notes on a change set.
drop view if exists audit.sealable;
create view audit.sealable as
select 'history'::text as source, h.id, h.xid, h.at, h.resource, h.record_id,
       json_build_array('history', h.id, h.resource, h.record_id, h.version_from, h.version_to, h.kind, h.before, h.after,
                        audit.micros(h.at), h.subject_id, h.actor_id, h.change_set_id)::text as body
  from audit.history h
union all
select 'event', e.id, e.xid, e.at, e.resource, e.record_id,
       json_build_array('event', e.id, audit.micros(e.at), e.kind, e.subject_id, e.actor_id, e.session_id, e.request_id,
                        e.resource, e.record_id, e.detail, e.ip)::text
  from audit.event e
union all
select 'change_set', c.no, c.xid, c.at, c.resource, c.id,
       json_build_array('change_set', c.no, c.id, audit.micros(c.at), c.subject_id, c.actor_id, c.kind, c.origin, c.resource,
                        c.title, c.request_id, c.session_id)::text
  from audit.change_set c;

create function audit.leaf(body text) returns bytea language sql stable
return sha256(convert_to(body, 'UTF8'));

-- The hash of a seal: of everything in it, and of the one before.
create function audit.seal_hash(s audit.seal) returns bytea language sql stable
return sha256(s.previous || convert_to(concat_ws('|', s.no, s.source, s.first_id, s.last_id, s.row_count, s.is_initial,
                  audit.micros(s.sealed_at), array_to_string(s.ids, ','), array_to_string(s.records, ',', '-')), 'UTF8')
              || s.leaves);

-- Seals the next rows of one table, at most max_rows; how many they were.
create function audit.seal_next(of_source text, horizon xid8, max_rows int) returns int language plpgsql volatile as $$
declare
    p audit.seal_position;
    s audit.seal;
    end_xid xid8;
    end_id bigint;
begin
    select * into strict p from audit.seal_position where source = of_source;
    execute format($f$
        select array_agg(x.id order by x.xid, x.id), array_agg(x.record_id order by x.xid, x.id),
               string_agg(audit.leaf(x.body), ''::bytea order by x.xid, x.id), count(*), min(x.id), max(x.id),
               coalesce(min(x.xid) <= $1, false), max(x.xid), (array_agg(x.id order by x.xid desc, x.id desc))[1]
          from (select b.id, b.xid, b.record_id, b.body from audit.sealable b
                 where b.source = %L and (b.xid, b.id) > ($2, $3) and b.xid < $4 and b.id > $5
                 order by b.xid, b.id limit $6) x$f$, of_source)
        into s.ids, s.records, s.leaves, s.row_count, s.first_id, s.last_id, s.is_initial, end_xid, end_id
        using p.start_xid, p.xid, p.id, horizon, p.base_id, max_rows;
    if s.row_count = 0 then
        return 0;
    end if;
    s.source := of_source;
    s.sealed_at := clock_timestamp();
    select t.no + 1, t.hash into s.no, s.previous from audit.seal t order by t.no desc limit 1;
    s.no := coalesce(s.no, 1);
    s.previous := coalesce(s.previous, decode(repeat('00', 32), 'hex'));
    s.hash := audit.seal_hash(s);
    insert into audit.seal select s.*;
    if of_source = 'history' then
        insert into audit.history_line (id, at, kind, resource, subject_id, actor_id)
        select h.id, h.at, h.kind, h.resource, h.subject_id, h.actor_id
          from audit.history h where h.id between s.first_id and s.last_id and h.id = any (s.ids);
    end if;
    update audit.seal_position t set xid = end_xid, id = end_id where t.source = of_source;
    return s.row_count;
end
$$;

create function audit.seal_until(horizon xid8, max_rows int) returns bigint language plpgsql volatile as $$
declare
    p text;
    n int;
    total bigint := 0;
begin
    foreach p in array array['change_set', 'history', 'event'] loop
        loop
            n := audit.seal_next(p, horizon, least(max_rows, 10000));
            total := total + n;
            exit when n = 0 or total >= max_rows;
        end loop;
    end loop;
    return total;
end
$$;

-- In another cluster (a restored backup) transactions are counted from elsewhere: seals whatever is there and begins to
-- count anew. Writers wait meanwhile, once.
create function audit.rebase() returns void language plpgsql volatile as $$
declare
    forever constant xid8 := '18446744073709551615';
    round int;
begin
    lock table audit.history, audit.event, audit.change_set in share mode;
    perform pg_advisory_xact_lock(hashtext('guanxi.audit.seal'));
    for round in 1 .. 2 loop
        while audit.seal_until(forever, 1000000) > 0 loop null; end loop;
        -- The first round took what the other cluster left; what came since has higher numbers and lower transactions.
        update audit.seal_position t set xid = '0', id = 0, base_id = coalesce((select max(b.id) from audit.sealable b
                   where b.source = t.source and (round = 2 or b.id <= (select max(s.last_id) from audit.seal s where s.source = t.source))), 0);
    end loop;
    -- Webhooks go on from here: the place was one of the other cluster's.
    update job.webhook_place set place = pg_current_snapshot()::text;
end
$$;

-- Seals what can be sealed now; for one worker at a time. How many rows; NULL when another worker is at it.
create function job.audit_seal() returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set jit = off as $$
declare
    now_at pg_snapshot := pg_current_snapshot();
begin
    if not pg_try_advisory_xact_lock(hashtext('guanxi.audit.seal')) then
        return null;
    end if;
    if exists (select from audit.seal_position p where p.xid >= pg_snapshot_xmax(now_at)) then
        perform audit.rebase();
        return 0;
    end if;
    return audit.seal_until(pg_snapshot_xmin(now_at), 200000);
end
$$;
grant execute on function job.audit_seal() to guanxi_worker;
