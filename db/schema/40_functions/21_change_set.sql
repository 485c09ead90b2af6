-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Change sets: what somebody did in one go, and taking it back.

create view api.change_set as
select c.id, c.at, c.subject_id, c.actor_id, c.kind, c.origin, c.resource, c.title, c.undone_at, c.undone_by_change_set
  from audit.change_set c
  join auth.subject s on s.user_id = nullif(current_setting('app.user_id', true), '')::uuid
  join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = 'user'
 where c.subject_id = s.user_id or c.actor_id = s.user_id or 'audit' = any (rs.operations);
grant select on api.change_set to guanxi_read, guanxi_api;

-- Names the current change set before or after its first change ("Import of accounts.csv").
create function api.change_set_note(kind text, resource text, title text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into audit.change_set as t (id, subject_id, actor_id, kind, origin, resource, title, request_id, session_id)
    values (meta.change_set_id(), meta.subject_id(), meta.actor_id(), $1,
            nullif(current_setting('app.origin', true), ''), $2, $3,
            nullif(current_setting('app.request_id', true), ''), meta.session_id())
    -- In the transaction that began it: afterwards it may be sealed.
    on conflict (id) do update set kind = excluded.kind, resource = excluded.resource, title = excluded.title
     where t.subject_id is not distinct from excluded.subject_id and t.xid = pg_current_xact_id();
end
$$;
grant execute on function api.change_set_note(text, text, text) to guanxi_api;

-- Takes a change set back, resource after resource, the last touched first. The undo is a change set itself. A merge is
-- taken apart instead (its links and old ids are more than field values), and what took it apart is not undone; nor is a
-- decision between two, of which people were told and which gave rights.
create function api.change_set_undo(id uuid) returns table (resource text, record_id uuid, result text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    set_row audit.change_set;
    touched record;
begin
    if not exists (select from api.change_set c where c.id = $1) then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    select * into set_row from audit.change_set c where c.id = $1 for update;
    if set_row.undone_at is not null then
        raise exception using errcode = 'GX423', message = 'wrong_state';
    elsif $1 = nullif(current_setting('app.change_set_id', true), '')::uuid then
        raise exception using errcode = 'GX423', message = 'wrong_state';
    elsif exists (select from auth.record_merge m where m.undone_by_change_set = $1) then
        raise exception using errcode = 'GX423', message = 'wrong_state||What was taken apart is merged again, not undone';
    elsif exists (select from auth.registration_case c where c.change_set_id = $1) then
        raise exception using errcode = 'GX423', message = 'wrong_state||A decision is not undone';
    end if;
    perform set_config('app.ownership_kind', 'undo', true);
    perform api.change_set_note('undo', set_row.resource, set_row.title);
    if exists (select from auth.record_merge m where m.change_set_id = $1) then
        return query select u.of_resource, u.record_id, u.result from meta.undo_merge($1) u;
        return;
    end if;
    for touched in
        select h.resource from audit.history h
          join meta.resource r on r.name = h.resource and not r.is_retired
         where h.change_set_id = $1
         group by h.resource order by max(h.id) desc
    loop
        return query execute format('select %L::text, u.record_id, u.result from api.%I($1) u',
                                    touched.resource, touched.resource || '_undo') using $1;
    end loop;
    perform meta.carry_back($1);
    update audit.change_set c set undone_at = now(), undone_by_change_set = meta.change_set_id() where c.id = $1;
    perform audit.note('undo', set_row.resource, null, jsonb_build_object('change_set_id', $1, 'by_change_set_id', meta.change_set_id()));
end
$$;
grant execute on function api.change_set_undo(uuid) to guanxi_api;
