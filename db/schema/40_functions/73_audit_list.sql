-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Searching the audit: events and writes as one stream, newest first, by an index whatever is asked. Values that were
-- written are shown as far as the reader may read the field and sees the record; masks hold here as in api.history.

-- Which writes the kinds asked for can be: none, or only the few that have an index of their own.
create function audit.kind_sql(filter jsonb) returns text language sql immutable
return case when not filter ? 'kind' then null
            when not filter -> 'kind' ?| array['create', 'update', 'delete', 'restore', 'purge'] then 'false'
            when not filter -> 'kind' ?| array['create', 'update'] then 't.kind in (''delete'', ''restore'', ''purge'')' end;

-- Conditions on t (a row) of one part of the stream: events; sealed writes, found by their lines; writes that no seal
-- holds yet; or writes of one record or request, which have indexes of their own. SQL text, because conditions that
-- are not asked for must not stand in the way of an index. Values are $1 to $15 only; the sum keeps
-- the planner from walking all ids.
create function audit.conditions_sql(part text, filter jsonb, person text) returns text language sql immutable
return concat_ws(' and ',
    '(t.at, t.id) < ($9, $10)',
    case when filter ? 'from' then 't.at >= $1' end,
    case when filter ? 'to' then 't.at < $2' end,
    case when filter ? 'kind' then 't.kind = any ($3)' end,
    case when part <> 'event' then audit.kind_sql(filter) end,
    case when filter ? 'resource' then 't.resource = $4' end,
    case when filter ? 'record_id' then 't.record_id = $5' end,
    case when filter ? 'request_id' then case part when 'event' then 't.request_id = $6'
         else 't.change_set_id in (select c.id from audit.change_set c where c.request_id = $6)' end end,
    case when filter ? 'ip' then case part when 'event' then 't.ip = $7' else 'false' end end,
    case person when 'subject' then 't.subject_id = $8'
                when 'actor' then 't.actor_id = $8 and t.actor_id is distinct from t.subject_id' end,
    case part when 'tail' then '(t.xid, t.id) > ($13, $14) and t.id + 0 > $15' end);

-- One part, which ends by itself after a page.
create function audit.part_sql(part text, filter jsonb, person text) returns text language sql immutable
return format(case part
    when 'event' then '(select ''event''::text as source, t.id, t.at, t.kind, t.subject_id, t.actor_id, t.session_id, t.request_id, '
        'null::uuid as change_set_id, t.resource, t.record_id, t.detail, t.ip, null::jsonb as before, null::jsonb as after '
        'from audit.event t where %s order by t.at desc, t.id desc limit $11)'
    else '(select ''history''::text, h.id, h.at, h.kind, h.subject_id, h.actor_id, null::uuid, null::text, h.change_set_id, '
        'h.resource, h.record_id, null::jsonb, null::text, h.before, h.after from (select t.id, t.at from '
        || case part when 'line' then 'audit.history_line' else 'audit.history' end
        || ' t where %s order by t.at desc, t.id desc limit $11) k join audit.history h on h.id = k.id order by k.at desc, k.id desc)' end,
    replace(audit.conditions_sql(part, filter, person), '$10',
            -- Where all bear one time, history stands before event.
            format('case %L when $12 then $10 when ''history'' then -1 else 9223372036854775807 end', case part when 'event' then 'event' else 'history' end)));

drop type if exists audit.line cascade;
create type audit.line as (
    source text, id bigint, at timestamptz, kind text, subject_id uuid, actor_id uuid, session_id uuid, request_id text,
    change_set_id uuid, resource text, record_id uuid, detail jsonb, ip text, before jsonb, after jsonb
);

-- A page behind (after_at, after_source, after_id); history stands before event where both bear one time.
create function audit.page(filter jsonb, after_at timestamptz, after_source text, after_id bigint, max_rows int)
returns setof audit.line language plpgsql stable as $$
declare
    branches text;
    sealed audit.seal_position;
begin
    select * into sealed from audit.seal_position p where p.source = 'history';
    select string_agg(audit.part_sql(s.part, $1, p.person), ' union all ') into branches
      from unnest(case when $1 ?| array['record_id', 'request_id'] then array['event', 'row'] else array['event', 'line', 'tail'] end) s (part)
      cross join unnest(case when $1 ? 'person' then array['subject', 'actor'] else array['all'] end) p (person);
    return query execute 'select * from (' || branches || ') x order by x.at desc, x.source desc, x.id desc limit $11'
        using ($1 ->> 'from')::timestamptz, ($1 ->> 'to')::timestamptz,
              array(select jsonb_array_elements_text($1 -> 'kind')), $1 ->> 'resource', ($1 ->> 'record_id')::uuid,
              $1 ->> 'request_id', $1 ->> 'ip', ($1 ->> 'person')::uuid,
              -- One upper bound: with two, an index scan would begin at the wrong one.
              coalesce($2, ($1 ->> 'to')::timestamptz, 'infinity'), coalesce($4, 9223372036854775807), $5, $3,
              sealed.xid, sealed.id, sealed.base_id;
end
$$;

-- One value as a line shows it: long texts are cut, the record's own history has them whole.
create function audit.shown(field_type text, kept jsonb) returns jsonb language sql stable
return case when jsonb_typeof(kept) = 'string' and length(kept #>> '{}') > 300
            then to_jsonb(left(kept #>> '{}', 300) || '…') else meta.history_value(field_type, kept) end;

create function audit.changes(l audit.line, names jsonb) returns jsonb language sql stable as $$
    select jsonb_object_agg(k.n, jsonb_build_object('from', audit.shown(f.type, l.before -> k.n), 'to', audit.shown(f.type, l.after -> k.n)))
      from (select jsonb_object_keys(coalesce(l.before, '{}') || coalesce(l.after, '{}')) as n) k
      join meta.field f on f.resource = l.resource and f.name = k.n
     where names ? k.n
$$;

-- changes is NULL for a record that the reader does not see (or that is gone for good).
create function api.audit_list(filter jsonb, after_at timestamptz, after_source text, after_id bigint, max_rows int)
returns table (source text, id bigint, at timestamptz, kind text, subject_id uuid, actor_id uuid, session_id uuid, ip text,
               request_id text, change_set_id uuid, origin text, resource text, record_id uuid, detail jsonb, changes jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    lines audit.line[];
    r record;
    found_ids uuid[];
    seen uuid[] := '{}';
    names jsonb := '{}';
begin
    perform meta.require_operation('user', 'audit');
    lines := array(select x from audit.page($1, $2, $3, $4, least($5, 50001)) x);
    for r in select l.resource, array_agg(distinct l.record_id) as ids from unnest(lines) l
              join meta.resource m on m.name = l.resource and not m.is_retired
             where l.source = 'history' group by l.resource
    loop
        execute format('select array_agg(v.id) from (select id from api.%1$I union all select id from api.%2$I) v where v.id = any ($1)',
                       r.resource, r.resource || '_bin') into found_ids using r.ids;
        seen := seen || coalesce(found_ids, '{}');
        names := names || jsonb_build_object(r.resource, to_jsonb(meta.readable_names(r.resource)));
    end loop;
    return query
    select l.source, l.id, l.at, l.kind, l.subject_id, l.actor_id, coalesce(l.session_id, c.session_id),
           coalesce(l.ip, x.ip), coalesce(l.request_id, c.request_id), l.change_set_id, c.origin, l.resource, l.record_id,
           l.detail, case when s.id is not null then coalesce(audit.changes(l, names -> l.resource), '{}') end
      from unnest(lines) l
      left join (select distinct u as id from unnest(seen) u) s on s.id = l.record_id and l.source = 'history'
      left join audit.change_set c on c.id = l.change_set_id
      left join auth.session x on x.id = c.session_id
     order by l.at desc, l.source desc, l.id desc;
end
$$;
grant execute on function api.audit_list(jsonb, timestamptz, text, bigint, int) to guanxi_read, guanxi_api;

-- The kinds that there are, for the filter of the page; a skip over the index, not a walk.
create function api.audit_kinds() returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform meta.require_operation('user', 'audit');
    return (with recursive k (kind) as (
                (select e.kind from audit.event e order by e.kind limit 1)
                union all
                select (select e.kind from audit.event e where e.kind > k.kind order by e.kind limit 1) from k where k.kind is not null)
            select array['create', 'update', 'delete', 'restore', 'purge'] || array_agg(k.kind) from k where k.kind is not null);
end
$$;

-- Sealed up to when, verified when and with what outcome.
create function api.audit_state() returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    s record;
    v audit.event;
begin
    perform meta.require_operation('user', 'audit');
    select * into s from job.audit_state();
    select * into v from audit.event e where e.kind = 'audit_verified' order by e.at desc, e.id desc limit 1;
    return jsonb_build_object('seals', s.seals, 'rows', s.rows, 'head', s.head, 'sealed_at', s.sealed_at, 'unsealed', s.unsealed,
                              'verified_at', v.at, 'faults', v.detail -> 'faults', 'kinds', to_jsonb(api.audit_kinds()));
end
$$;
grant execute on function api.audit_kinds(), api.audit_state() to guanxi_read, guanxi_api;

-- An export of the audit is itself in the audit, before its first line leaves.
create function api.audit_export_note(filter jsonb, rows bigint) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform meta.require_operation('user', 'audit');
    perform audit.note('export', 'audit', null, jsonb_build_object('format', 'csv', 'rows', $2, 'filter', $1));
end
$$;
grant execute on function api.audit_export_note(jsonb, bigint) to guanxi_api;
