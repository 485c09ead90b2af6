-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Looking through somebody's eyes (view-as): a session of its own that reads and changes nothing (api.write_check), with a
-- reason, in the audit from its beginning to its end. Whether it still may: api.view_as_holds.

create function auth.note_view_as(kind text, x auth.session, detail jsonb) returns void language sql volatile as $$
    insert into audit.event (kind, subject_id, actor_id, session_id, request_id, resource, record_id, detail, ip)
    values ($1, x.user_id, x.actor_id, x.id, nullif(current_setting('app.request_id', true), ''), 'user', x.user_id,
            jsonb_build_object('reason', x.reason) || $3, x.ip)
$$;

-- Ends the looks of a person, all or one. Returns how many were open.
create function auth.close_view_as(of_actor uuid, only_id uuid) returns int language plpgsql volatile as $$
declare
    x auth.session;
    n int := 0;
begin
    for x in update auth.session s set revoked_at = now()
              where s.kind = 'view_as' and s.actor_id = $1 and s.revoked_at is null and ($2 is null or s.id = $2) returning * loop
        perform auth.note_view_as('view_as_end', x, jsonb_build_object('ended', case when x.expires_at <= now() then 'by_time' else 'by_hand' end));
        n := n + 1;
    end loop;
    return n;
end
$$;

-- Begins one; an earlier one of the same person ends. Ten minutes, as long as its token, and never longer than the session out
-- of which it was begun. security definer: sessions are not tables of the service.
create function api.view_as_begin(user_id uuid, reason text, ip text, user_agent text, out session_id uuid, out aud text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    mine auth.session;
    person app."user";
    made auth.session;
begin
    perform meta.require_operation('user', 'view_as');
    select * into mine from auth.session s where s.id = meta.session_id() and s.kind = 'session' and s.user_id = meta.subject_id();
    if not found then
        raise exception using errcode = 'GX403', message = 'forbidden';
    end if;
    select u.* into person from app."user" u where u.id = $1 and exists (select from api."user" v where v.id = $1);
    if not found or person.id = mine.user_id or btrim($2) = '' then
        raise exception using errcode = 'GX422', message = case when person.id is null then '/user_id|unknown_reference|'
            when btrim($2) = '' then '/reason|required|' else '/user_id|invalid|' end;
    elsif not person.is_active then
        raise exception using errcode = 'GX423', message = 'wrong_state';
    elsif not auth.may_view_as(mine.user_id, person.id) then
        raise exception using errcode = 'GX403', message = 'forbidden';
    end if;
    perform auth.close_view_as(mine.user_id, null);
    insert into auth.session (user_id, kind, aud, expires_at, ip, user_agent, actor_id, reason, from_id)
    values (person.id, 'view_as', case person.kind when 'portal' then 'portal' else 'staff' end,
            least(now() + interval '10 minutes', mine.expires_at), $3, left($4, 300), mine.user_id, btrim($2), mine.id)
    returning * into made;
    perform auth.note_view_as('view_as_begin', made, jsonb_build_object('until', made.expires_at));
    session_id := made.id;
    aud := made.aud;
end
$$;

-- Ends the look whose session this is, or those of the person whose ordinary session it is. The caller has proven the
-- session by its token; the look itself may write nothing, so nobody's identity is set.
create function api.view_as_end(session_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    x auth.session;
begin
    select * into x from auth.session s where s.id = $1 and s.kind <> 'api_key' and s.revoked_at is null and s.expires_at > now();
    if x.id is null then
        raise exception using errcode = 'GX401', message = 'unauthorized';
    elsif auth.close_view_as(coalesce(x.actor_id, x.user_id), case x.kind when 'view_as' then x.id end) = 0 then
        raise exception using errcode = 'GX423', message = 'wrong_state';
    end if;
end
$$;
grant execute on function api.view_as_begin(uuid, text, text, text), api.view_as_end(uuid) to guanxi_api;

-- Who looks through these eyes, or NULL. security definer: as above.
create function api.view_as_of_me() returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select jsonb_build_object('id', a.id, 'name', a.name, 'until', x.expires_at)
      from auth.session x join app."user" a on a.id = x.actor_id
     where x.id = meta.session_id() and x.kind = 'view_as'
$$;
grant execute on function api.view_as_of_me() to guanxi_read, guanxi_api;
