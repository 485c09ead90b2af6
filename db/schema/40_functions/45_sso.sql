-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Identity providers: who may arrange them, what the service reads of them, their secrets, log-ins under way.
-- security definer: all of that is in schema auth, and most of it is needed before anybody is logged in.

-- A provider decides who people are, so it is arranged only by who may give roles, whatever else a role says.
create function auth.identity_provider_guard() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform auth.require_role_giver();
    return null;
end
$$;
create trigger _510_role_giver after insert or update or delete on app.identity_provider
    for each statement execute function auth.identity_provider_guard();
create trigger _510_role_giver after insert or update or delete on app.identity_group
    for each statement execute function auth.identity_provider_guard();

-- One provider as the service needs it: all settings as JSON, and the sealed secret.
create function auth.provider_row(provider_id uuid)
returns table (id uuid, kind text, settings text, sealed bytea)
language sql stable as $$
    select p.id, p.kind, to_jsonb(p)::text, s.sealed
      from app.identity_provider p left join auth.provider_secret s on s.provider_id = p.id
     where p.id = $1 and p.deleted_at is null
$$;

-- The buttons of the log-in page: names only.
create function api.sso_buttons() returns table (id uuid, label text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select p.id, coalesce(nullif(p.label, ''), p.name) from app.identity_provider p
     where p.kind = 'oidc' and p.is_active and p.deleted_at is null and p.issuer is not null and p.client_id is not null
     order by p.position, p.name, p.id limit 20
$$;

create function api.sso_provider(provider_id uuid)
returns table (id uuid, kind text, settings text, sealed bytea)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select r.* from app.identity_provider p cross join lateral auth.provider_row(p.id) r
     where p.id = $1 and p.kind = 'oidc' and p.is_active and p.issuer is not null and p.client_id is not null
$$;

-- Directories in the order in which they are asked for a name.
create function api.sso_directories()
returns table (id uuid, kind text, settings text, sealed bytea)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select r.* from app.identity_provider p cross join lateral auth.provider_row(p.id) r
     where p.kind = 'ldap' and p.is_active and p.url is not null and p.base_dn is not null
     order by p.position, p.name, p.id limit 5
$$;

-- For the one who arranges it: active or not.
create function api.sso_arranged(provider_id uuid)
returns table (id uuid, kind text, settings text, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform auth.require_arranger('identity_provider', $1);
    return query select * from auth.provider_row($1);
end
$$;

-- sealed NULL: the provider has no secret any more.
create function api.provider_secret_set(provider_id uuid, sealed bytea) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform api.sso_arranged($1);
    if $2 is null then
        delete from auth.provider_secret s where s.provider_id = $1;
    else
        insert into auth.provider_secret as s (provider_id, sealed) values ($1, $2)
        on conflict on constraint provider_secret_pkey do update set sealed = excluded.sealed, set_at = now();
    end if;
    update app.identity_provider p set has_secret = $2 is not null where p.id = $1;
    insert into audit.event (kind, subject_id, actor_id, session_id, request_id, resource, record_id, detail)
    values ('provider_secret_set', meta.subject_id(), meta.actor_id(), meta.session_id(),
            nullif(current_setting('app.request_id', true), ''), 'identity_provider', $1,
            jsonb_build_object('is_set', $2 is not null));
end
$$;

-- Begins a log-in at a provider (is_link: the subject wants to tie his name there to himself). Seconds to wait, 0:
-- begun. An address begins sixty in ten minutes; what is too old goes by the way.
create function api.sso_begin(hash bytea, binding bytea, provider_id uuid, ip text, is_link boolean) returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if $5 and meta.subject_id() is null then
        raise exception using errcode = 'GX401', message = 'unauthorized';
    end if;
    delete from auth.sso_attempt a where a.expires_at < now() - interval '1 hour';
    if (select count(*) from auth.sso_attempt a where a.ip = $4 and a.created_at > now() - interval '10 minutes') >= 60 then
        return 60;
    end if;
    insert into auth.sso_attempt (hash, binding, provider_id, ip, link_user_id)
    values ($1, $2, $3, $4, case when $5 then meta.subject_id() end);
    return 0;
end
$$;

-- Takes a state: once, in time, by the browser that began. user_id: the provider has answered before, the one-time
-- code is to come. No row: no such state. wait: the address has tried too often; nothing is taken.
create function api.sso_take(hash bytea, binding bytea, ip text, out wait int, out provider_id uuid,
                             out link_user_id uuid, out user_id uuid)
returns setof record
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    attempt auth.sso_attempt;
begin
    wait := api.login_throttle('', $3);
    if wait > 0 then
        return next;
        return;
    end if;
    select * into attempt from auth.sso_attempt a
     where a.hash = $1 and a.binding = $2 and a.expires_at > now() and (a.used_at is null or a.user_id is not null)
       for update;
    if not found then
        return;
    end if;
    update auth.sso_attempt a set used_at = coalesce(a.used_at, now()) where a.hash = $1;
    provider_id := attempt.provider_id;
    link_user_id := attempt.link_user_id;
    user_id := attempt.user_id;
    return next;
end
$$;

-- The person is known, his one-time code is asked for; NULL: the attempt is over.
create function api.sso_await(hash bytea, user_id uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    update auth.sso_attempt a set user_id = $2 where a.hash = $1
$$;

grant execute on function api.sso_buttons(), api.sso_provider(uuid), api.sso_directories(), api.sso_arranged(uuid),
    api.provider_secret_set(uuid, bytea), api.sso_begin(bytea, bytea, uuid, text, boolean), api.sso_take(bytea, bytea, text),
    api.sso_await(bytea, uuid) to guanxi_api;
grant execute on function api.sso_buttons() to guanxi_read;
