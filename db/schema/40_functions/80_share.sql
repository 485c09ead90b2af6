-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Sharing one record with a person, a department or a role. Only who may write the record in a way of his own and has
-- the operation "share" gives or takes; whoever sees the record sees with whom it is shared.

-- 404 for a record that the subject does not see.
create function meta.require_seen(of_resource text, record_id uuid) returns void language plpgsql stable as $$
declare
    is_seen boolean := false;
begin
    if exists (select from meta.resource r where r.name = of_resource and not r.is_retired) then
        execute format('select exists (select from api.%I v where v.id = $1)', of_resource) into is_seen using record_id;
    end if;
    if not is_seen then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
end
$$;

-- What is lent is not handed on: who may write a record only by a share or because he stands in for its owner could
-- otherwise give it to himself for good, beyond the end of what was lent. Who stands in may delete, guests may not.
create function meta.require_own_way(of_resource text, record_id uuid, lent text[] default array['share', 'deputy']) returns void language plpgsql stable as $$
declare
    ways text[];
begin
    execute format('select w.writes from app.%I($1, array[$2]) w', '_' || of_resource || '_why')
        into ways using record_id, meta.subject_id();
    if coalesce(ways, '{}') <@ lent then
        raise exception using errcode = 'GX403', message = 'forbidden';
    end if;
end
$$;

-- Who could change the record in a way of his own, and has the operation on it.
create function meta.require_own_write(of_resource text, record_id uuid, operation text) returns void language plpgsql stable as $$
declare
    is_writable boolean;
begin
    perform meta.require_seen(of_resource, record_id);
    perform meta.require_operation(of_resource, operation);
    execute format('select exists (select from api.%I w where w.id = $1)', of_resource || '_write') into is_writable using record_id;
    if not is_writable then
        raise exception using errcode = 'GX403', message = 'forbidden';
    end if;
    perform meta.require_own_way(of_resource, record_id);
end
$$;

-- Shares of a record, members first; those that are over are not shown. A portal user sees those that reach himself or
-- that he gave: whom else the staff let in, and what they note about it, is theirs.
create function api.share_list(resource text, record_id uuid) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform meta.require_seen($1, $2);
    return (select coalesce(jsonb_agg(jsonb_build_object(
                       'id', h.id, 'kind', h.grantee_kind, 'grantee_id', h.grantee_id, 'name', coalesce(u.name, d.name, o.name),
                       'right', case when h.can_write then 'write' else 'read' end, 'is_member', h.is_member, 'until', h.until,
                       'note', h.note, 'created_at', h.created_at, 'created_by', h.created_by)
                   order by h.is_member desc, h.created_at, h.id), '[]')
              from auth.share h
              left join app."user" u on h.grantee_kind = 'user' and u.id = h.grantee_id
              left join app.department d on h.grantee_kind = 'department' and d.id = h.grantee_id
              left join app.role o on h.grantee_kind = 'role' and o.id = h.grantee_id
             where h.resource = $1 and h.record_id = $2 and (h.until is null or h.until > now())
               and exists (select from auth.subject s where s.user_id = meta.subject_id()
                              and (s.kind <> 'portal' or h.created_by = s.user_id or h.grantee_id = any (s.grantee_ids))));
end
$$;

create function meta.note_share(kind text, h auth.share) returns void language sql volatile as $$
    select audit.note(kind, h.resource, h.record_id, jsonb_build_object('to', h.grantee_kind, 'to_id', h.grantee_id,
        'right', case when h.can_write then 'write' else 'read' end, 'is_member', h.is_member, 'until', h.until))
$$;

-- Shares with somebody with whom the record is shared already change that share.
create function api.share_add(resource text, record_id uuid, kind text, grantee_id uuid, can_write boolean, is_member boolean,
                              until timestamptz, note text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    given auth.share;
begin
    perform meta.require_own_write($1, $2, 'share');
    if not (case $3 when 'user' then exists (select from app."user" u where u.id = $4 and u.is_active and u.deleted_at is null)
                   when 'department' then exists (select from app.department d where d.id = $4 and d.deleted_at is null)
                   else exists (select from app.role o where o.id = $4 and o.deleted_at is null) end) then
        raise exception using errcode = 'GX422', message = '/to|unknown_reference|';
    elsif $6 and $3 <> 'user' then
        raise exception using errcode = 'GX422', message = '/is_member|invalid|';
    elsif $7 <= now() then
        raise exception using errcode = 'GX422', message = '/until|too_small|';
    end if;
    insert into auth.share as h (resource, record_id, grantee_kind, grantee_id, can_write, is_member, until, note, created_by)
    values ($1, $2, $3, $4, $5, $6, $7, $8, meta.subject_id())
    on conflict (record_id, resource, grantee_id) do update
       set can_write = excluded.can_write, is_member = excluded.is_member, until = excluded.until, note = excluded.note
    returning * into given;
    perform meta.note_share('share', given);
    if $3 = 'user' and $4 is distinct from meta.subject_id() then
        insert into app.notification (kind, resource, record_id, owner_id) values ('shared', $1, $2, $4);
    end if;
end
$$;

create function api.share_remove(resource text, record_id uuid, share_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    taken auth.share;
begin
    perform meta.require_own_write($1, $2, 'share');
    delete from auth.share h where h.id = $3 and h.resource = $1 and h.record_id = $2 returning * into taken;
    if not found then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    perform meta.note_share('unshare', taken);
end
$$;
grant execute on function api.share_list(text, uuid) to guanxi_read, guanxi_api;
grant execute on function api.share_add(text, uuid, text, uuid, boolean, boolean, timestamptz, text),
    api.share_remove(text, uuid, uuid) to guanxi_api;

-- Upkeep: shares that are over or whose record is gone for good.
create function job.purge_shares() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    r record;
begin
    delete from auth.share h where h.until < now() - interval '1 day';
    for r in select x.name from meta.resource x where not x.is_retired and 'share' = any (x.operations) loop
        execute format('delete from auth.share h where h.resource = %L and not exists (select from app.%I t where t.id = h.record_id)',
                       r.name, r.name);
    end loop;
end
$$;

-- Absences that have begun or ended since the subject was computed. What has ended is closed already (deputy_until).
create function job.refresh_deputies() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    people uuid[];
begin
    select array_agg(s.user_id) into people
      from auth.subject s
      left join auth.deputy_rows(null) d on d.user_id = s.user_id
     where (s.deputy_for, s.deputy_until) is distinct from (coalesce(d.deputy_for, '{}'), d.deputy_until);
    if people is not null then
        perform auth.lock_rights();
        perform auth.rebuild_subjects(people);
    end if;
end
$$;

create function job.count_cells() returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    select auth.count_cells()
$$;
grant execute on function job.purge_shares(), job.refresh_deputies(), job.count_cells() to guanxi_worker;
