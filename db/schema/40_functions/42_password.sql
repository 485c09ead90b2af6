-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Passwords and reset tokens, by hash. A new password closes all other sessions of the person.

-- May the subject change another person's secrets? He administers people, and the other may do no more than he: who
-- may give no roles must not become somebody who has them.
create function auth.may_administer(person uuid) returns boolean language sql stable as $$
    select exists (select from auth.subject s
                     join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = 'user'
                     join auth.right_set gives on gives.right_set_id = s.right_set_id and gives.resource = 'role'
                    where s.user_id = meta.subject_id() and rs.write_scope & 32 <> 0 and 'update' = any (rs.operations)
                      and (gives.write_scope & 32 <> 0 and 'update' = any (gives.operations)
                           or (select auth.live_roles(o.role_ids) <@ auth.live_roles(m.role_ids)
                                 from app."user" o, app."user" m where o.id = person and m.id = s.user_id)))
$$;

create function auth.store_password(person uuid, hash text) returns void language sql volatile as $$
    insert into auth.credential (user_id, password_hash, password_changed_at) values ($1, $2, now())
    on conflict (user_id) do update set password_hash = excluded.password_hash, password_changed_at = now();
    update auth.session x set revoked_at = now()
     where x.user_id = $1 and x.kind = 'session' and x.revoked_at is null
       and x.id is distinct from meta.session_id();
    select audit.note('password_changed', 'user', $1, null)
$$;

create function api.password_set(user_id uuid, hash text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if meta.subject_id() is null then
        raise exception using errcode = 'GX401', message = 'unauthorized';
    elsif $1 is distinct from meta.subject_id() and not auth.may_administer($1) then
        raise exception using errcode = 'GX403', message = 'forbidden';
    elsif not exists (select from app."user" u where u.id = $1 and u.deleted_at is null) then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    perform auth.store_password($1, $2);
end
$$;

create function api.password_of_me() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select password_hash from auth.credential where user_id = meta.subject_id()
$$;

-- A reset link for a name: whom to write to, or no row. Valid for an hour. Anybody may ask for anybody's, so what the
-- person already holds stays good, and more than three at a time are not made.
create function api.reset_open(username text, hash bytea) returns table (user_id uuid, name text, email text, locale text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    person app."user";
begin
    select * into person from app."user" u
     where lower(u.username) = lower($1) and u.is_active and u.deleted_at is null and u.kind <> 'service';
    if not found then
        return;
    end if;
    if (select count(*) from auth.reset_token t
         where t.user_id = person.id and t.used_at is null and t.expires_at between now() and now() + interval '1 hour') >= 3 then
        return;
    end if;
    insert into auth.reset_token (hash, user_id, expires_at) values ($2, person.id, now() + interval '1 hour');
    perform audit.note('password_reset_asked', 'user', person.id, null, person.id);
    return query select person.id, person.name, person.email, person.locale;
end
$$;

-- The person whose password is now new, or NULL when the link is no good.
create function api.reset_use(hash bytea, new_hash text) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    person uuid;
begin
    update auth.reset_token t set used_at = now()
     where t.hash = $1 and t.used_at is null and t.expires_at > now()
       and exists (select from app."user" u where u.id = t.user_id and u.is_active and u.deleted_at is null)
    returning t.user_id into person;
    if person is not null then
        update auth.reset_token t set used_at = now() where t.user_id = person and t.used_at is null;
        perform auth.store_password(person, $2);
        perform audit.note('password_reset', 'user', person, null, person);
    end if;
    return person;
end
$$;

grant execute on function api.password_set(uuid, text), api.password_of_me(), api.reset_open(text, bytea),
    api.reset_use(bytea, text) to guanxi_api;
grant execute on function api.password_of_me() to guanxi_read;

-- A link that the administrator hands to a person: a new colleague, or one who forgot. Valid for three days; older
-- links of the person die. Returns when it ends.
create function api.reset_invite(user_id uuid, hash bytea) returns timestamptz
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    ends timestamptz := now() + interval '3 days';
begin
    if not exists (select from api."user" v where v.id = $1) then
        raise exception using errcode = 'GX404', message = 'not_found';
    elsif not auth.may_administer($1) then
        raise exception using errcode = 'GX403', message = 'forbidden';
    elsif not exists (select from app."user" u where u.id = $1 and u.is_active and u.kind <> 'service'
                                                 and u.username is not null) then
        raise exception using errcode = 'GX423', message = 'wrong_state';
    end if;
    update auth.reset_token t set used_at = now() where t.user_id = $1 and t.used_at is null;
    insert into auth.reset_token (hash, user_id, expires_at) values ($2, $1, ends);
    perform audit.note('password_link_made', 'user', $1, null);
    return ends;
end
$$;
grant execute on function api.reset_invite(uuid, bytea) to guanxi_api;
