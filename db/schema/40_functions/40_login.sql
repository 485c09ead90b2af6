-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Logging in. Hashes are compared in C; these functions hand out and keep what that needs. security definer:
-- credentials are in schema auth, which the service cannot read.

create function api.login_lookup(username text)
returns table (user_id uuid, password_hash text, totp_secret bytea, totp_last_step bigint, is_active boolean, kind text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select u.id, c.password_hash, case when c.totp_confirmed_at is not null then c.totp_secret end, c.totp_last_step,
           u.is_active and u.deleted_at is null, u.kind
      from app."user" u left join auth.credential c on c.user_id = u.id
     where lower(u.username) = lower($1) and u.kind <> 'service'
$$;

-- Seconds to wait before the next try: doubles after five failures of a name, after thirty of an address.
-- A success of the name clears its count.
create function api.login_throttle(username text, ip text) returns int
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    by_name record;
    by_ip record;
begin
    select count(*) as n, max(a.at) as last into by_name from auth.login_attempt a
     where a.username = lower($1) and not a.ok and a.at > now() - interval '15 minutes'
       and a.at > coalesce((select max(g.at) from auth.login_attempt g where g.username = lower($1) and g.ok), '-infinity');
    select count(*) as n, max(a.at) as last into by_ip from auth.login_attempt a
     where a.ip = $2 and not a.ok and a.at > now() - interval '15 minutes';
    return greatest(0,
        case when by_name.n >= 5
             then ceil(extract(epoch from by_name.last - clock_timestamp()) + least(900, 2 ^ least(by_name.n - 4, 10)))::int
             else 0 end,
        case when by_ip.n >= 30
             then ceil(extract(epoch from by_ip.last - clock_timestamp()) + least(900, 2 ^ least(by_ip.n - 29, 10)))::int
             else 0 end);
end
$$;

create function api.login_record(username text, ip text, user_agent text, user_id uuid, ok boolean, reason text)
returns void language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into auth.login_attempt (username, ip, user_agent, user_id, ok, reason)
    values (left(lower($1), 100), $2, left($3, 300), $4, $5, $6);
    insert into audit.event (kind, subject_id, actor_id, request_id, ip, detail)
    values (case when $5 then 'login' else 'login_failed' end, $4, $4, nullif(current_setting('app.request_id', true), ''), $2,
            jsonb_build_object('username', left(lower($1), 100), 'reason', $6, 'user_agent', left($3, 300)));
    if $5 then
        update app."user" u set last_login_at = now() where u.id = $4;
    elsif api.login_throttle($1, $2) > 0 then
        insert into audit.event (kind, subject_id, request_id, ip, detail)
        values ('login_locked', $4, nullif(current_setting('app.request_id', true), ''), $2,
                jsonb_build_object('username', left(lower($1), 100), 'seconds', api.login_throttle($1, $2)));
    end if;
end
$$;

-- Tries for one name end one after the other: those that were begun at the same moment are counted, too.
create function api.login_lock(username text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    select pg_advisory_xact_lock(hashtext('guanxi.login.' || lower($1)))
$$;

-- The end of a try that was right: session and record, or no session and the seconds to wait, when too many wrong
-- tries ended while this one was under way. via: how it was right, when not by a password of this system.
create function api.login_open(username text, ip text, user_agent text, user_id uuid, refresh_hash bytea, aud text,
                               via text default null, out session_id uuid, out wait int)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform api.login_lock($1);
    wait := api.login_throttle($1, $2);
    if wait = 0 then
        session_id := api.session_open($4, $5, $2, $3, $6);
    end if;
    perform api.login_record($1, $2, $3, $4, wait = 0, case when wait = 0 then coalesce($7, 'ok') else 'throttled' end);
end
$$;

-- Each step of a one-time code counts once. False: this step was used before.
create function api.totp_used(user_id uuid, step bigint) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    update auth.credential c set totp_last_step = $2
     where c.user_id = $1 and coalesce(c.totp_last_step, -1) < $2;
    return found;
end
$$;

-- The secret waits until a code confirms it. One that is confirmed stays: a second factor is not lost by asking
-- for another.
create function api.totp_set(secret bytea) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into auth.credential as c (user_id, totp_secret) values (meta.subject_id(), $1)
    on conflict (user_id) do update set totp_secret = excluded.totp_secret, totp_last_step = null
     where c.totp_confirmed_at is null;
    if not found then
        raise exception using errcode = 'GX423', message = 'wrong_state';
    end if;
end
$$;

create function api.totp_of_me(out secret bytea, out last_step bigint, out is_confirmed boolean) returns setof record
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select c.totp_secret, c.totp_last_step, c.totp_confirmed_at is not null
      from auth.credential c where c.user_id = meta.subject_id() and c.totp_secret is not null
$$;

create function api.totp_confirm(step bigint) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    update auth.credential c set totp_confirmed_at = now(), totp_last_step = $1
     where c.user_id = meta.subject_id() and c.totp_secret is not null and coalesce(c.totp_last_step, -1) < $1;
    if found then
        perform audit.note('totp_enabled', 'user', meta.subject_id(), null);
        return true;
    end if;
    return false;
end
$$;

create function api.totp_clear() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if exists (select from auth.credential c where c.user_id = meta.subject_id() and c.totp_confirmed_at is not null) then
        perform audit.note('totp_disabled', 'user', meta.subject_id(), null);
    end if;
    update auth.credential c set totp_secret = null, totp_last_step = null, totp_confirmed_at = null
     where c.user_id = meta.subject_id();
end
$$;

grant execute on function api.login_lookup(text), api.login_throttle(text, text),
    api.login_record(text, text, text, uuid, boolean, text), api.totp_used(uuid, bigint), api.totp_set(bytea),
    api.totp_of_me(), api.totp_confirm(bigint), api.totp_clear(), api.login_lock(text),
    api.login_open(text, text, text, uuid, bytea, text, text) to guanxi_api;
grant execute on function api.login_lookup(text), api.login_throttle(text, text), api.totp_of_me() to guanxi_read;
