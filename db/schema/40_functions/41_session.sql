-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Sessions with rotating refresh tokens. A refresh token works once; its second use closes the session, because
-- then somebody else has it too. Hashes only.

create function api.session_open(user_id uuid, refresh_hash bytea, ip text, user_agent text, aud text) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    new_id uuid;
begin
    if not exists (select from app."user" u where u.id = $1 and u.is_active and u.deleted_at is null) then
        raise exception using errcode = 'GX401', message = 'unauthorized';
    end if;
    perform api.check_limits(s.limits, $3) from auth.subject s where s.user_id = $1 and s.limits is not null;
    insert into auth.session (user_id, aud, ip, user_agent, expires_at)
    values ($1, coalesce($5, 'staff'), $3, left($4, 300), now() + interval '30 days')
    returning id into new_id;
    insert into auth.refresh (hash, session_id) values ($2, new_id);
    return new_id;
end
$$;

create function api.session_rotate(old_hash bytea, new_hash bytea, out session_id uuid, out user_id uuid, out aud text, out outcome text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    token auth.refresh;
    holder auth.session;
begin
    select * into token from auth.refresh r where r.hash = $1 for update;
    if not found then
        outcome := 'gone';
        return;
    end if;
    select * into holder from auth.session x where x.id = token.session_id for update;
    if holder.revoked_at is not null or holder.expires_at <= now()
       or not exists (select from app."user" u where u.id = holder.user_id and u.is_active and u.deleted_at is null) then
        outcome := 'gone';
    elsif token.used_at is not null then
        update auth.session x set revoked_at = now() where x.id = holder.id;
        insert into audit.event (kind, subject_id, session_id, request_id, ip)
        values ('refresh_reused', holder.user_id, holder.id, nullif(current_setting('app.request_id', true), ''), holder.ip);
        outcome := 'reused';
    else
        update auth.refresh r set used_at = now() where r.hash = $1;
        insert into auth.refresh (hash, session_id) values ($2, holder.id);
        update auth.session x set last_seen_at = now(), expires_at = now() + interval '30 days' where x.id = holder.id;
        session_id := holder.id;
        user_id := holder.user_id;
        aud := holder.aud;
        outcome := 'ok';
    end if;
end
$$;

-- Logging out. The caller has proven the session by its token.
create function api.session_close(session_id uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    with ended as (
        update auth.session x set revoked_at = now()
         where x.id = $1 and x.kind = 'session' and x.revoked_at is null
           and (x.user_id = meta.subject_id() or meta.subject_id() is null)
        returning x.id, x.user_id, x.ip)
    insert into audit.event (kind, subject_id, actor_id, session_id, request_id, ip)
    select 'logout', e.user_id, e.user_id, e.id, nullif(current_setting('app.request_id', true), ''), e.ip from ended e
$$;

-- Logging out by the refresh token alone, when the access token has run out.
create function api.session_close_by(refresh_hash bytea) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    with ended as (
        update auth.session x set revoked_at = now()
          from auth.refresh r where r.hash = $1 and x.id = r.session_id and x.revoked_at is null
        returning x.id, x.user_id, x.ip)
    insert into audit.event (kind, subject_id, actor_id, session_id, request_id, ip)
    select 'logout', e.user_id, e.user_id, e.id, nullif(current_setting('app.request_id', true), ''), e.ip from ended e
$$;

create view api.my_session as
select x.id, x.created_at, x.last_seen_at, x.expires_at, x.ip, x.user_agent, x.aud,
       x.id = nullif(current_setting('app.session_id', true), '')::uuid as is_current
  from auth.session x
 where x.kind = 'session' and x.revoked_at is null and x.expires_at > now()
   and x.user_id = nullif(current_setting('app.user_id', true), '')::uuid;
grant select on api.my_session to guanxi_read, guanxi_api;

create function api.session_revoke(id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    update auth.session x set revoked_at = now()
     where x.id = $1 and x.user_id = meta.subject_id() and x.kind = 'session' and x.revoked_at is null;
    if not found then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    perform audit.note('session_revoked', null, null, jsonb_build_object('session_id', $1));
end
$$;

grant execute on function api.session_open(uuid, bytea, text, text, text), api.session_rotate(bytea, bytea),
    api.session_close(uuid), api.session_close_by(bytea), api.session_revoke(uuid) to guanxi_api;
