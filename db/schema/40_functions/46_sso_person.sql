-- SPDX-License-Identifier: AGPL-3.0-or-later
-- From a name at a provider to a person here: by the link, else by what the provider's settings allow, else nobody.
-- security definer: nobody is logged in yet.

-- May this person give roles? His account is worth all others: nobody is taken for him by a name or an address.
create function auth.is_role_giver(person uuid) returns boolean language sql stable as $$
    select exists (select from auth.subject s
                     join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = 'role'
                    where s.user_id = person and rs.write_scope & 32 <> 0 and 'update' = any (rs.operations))
$$;

-- The one existing person whom the provider may mean: active, of the right kind, without a link there, no role giver.
create function auth.sso_match(provider app.identity_provider, username text, email text) returns uuid
language sql stable as $$
    select case when count(*) = 1 then (array_agg(u.id))[1] end
      from app."user" u
     where u.is_active and u.deleted_at is null and u.kind = provider.user_kind
       and case provider.match_by when 'username' then lower(u.username) = lower($2)
                                  when 'email' then lower(u.email) = lower($3) else false end
       and not exists (select from auth.identity i where i.provider_id = provider.id and i.user_id = u.id)
       and not auth.is_role_giver(u.id)
       -- A directory is asked for people without a password only; whoever has one is not handed to it by his name.
       and (provider.kind <> 'ldap'
            or not exists (select from auth.credential c where c.user_id = u.id and c.password_hash is not null))
$$;

-- A new person, or NULL when his user name does not fit or belongs to somebody.
create function auth.sso_create(provider app.identity_provider, username text, email text, name text) returns uuid
language plpgsql volatile as $$
declare
    new_id uuid;
begin
    if not provider.create_users or $2 is null or lower($2) !~ '^[a-z0-9][a-z0-9._@-]{1,63}$' then
        return null;
    end if;
    insert into app."user" (name, username, email, kind, department_id, role_ids)
    values (left(coalesce(nullif(btrim($4), ''), $2), 100), lower($2), left($3, 254), provider.user_kind,
            provider.default_department_id, auth.live_roles(provider.default_role_ids))
    on conflict do nothing returning id into new_id;
    if new_id is not null then
        insert into audit.event (kind, subject_id, resource, record_id, detail)
        values ('sso_user_created', new_id, 'user', new_id, jsonb_build_object('provider_id', provider.id));
    end if;
    return new_id;
end
$$;

create function auth.sso_tie(provider_id uuid, subject text, user_id uuid, label text) returns void
language plpgsql volatile as $$
begin
    insert into auth.identity (provider_id, subject, user_id, label) values ($1, $2, $3, left($4, 300));
    insert into audit.event (kind, subject_id, actor_id, session_id, request_id, resource, record_id, detail)
    values ('sso_linked', $3, coalesce(meta.actor_id(), $3), meta.session_id(),
            nullif(current_setting('app.request_id', true), ''), 'user', $3,
            jsonb_build_object('provider_id', $1, 'label', left($4, 300)));
end
$$;

-- Roles that the provider's groups give are given and taken; others stay. Who has a password of this system keeps
-- what he has: no directory locks out the local administrator.
create function auth.sso_roles(provider app.identity_provider, person uuid, groups text[]) returns void
language plpgsql volatile as $$
declare
    wanted uuid[];
begin
    if provider.group_claim is null
       or exists (select from auth.credential c where c.user_id = person and c.password_hash is not null) then
        return;
    end if;
    select auth.live_roles(array(
               select r from app."user" u cross join unnest(u.role_ids) r
                where u.id = person
                  and r not in (select g.role_id from app.identity_group g where g.provider_id = provider.id and g.deleted_at is null)
               union
               select g.role_id from app.identity_group g
                where g.provider_id = provider.id and g.deleted_at is null and g.name = any (groups)))
      into wanted;
    update app."user" u set role_ids = wanted
     where u.id = person and auth.live_roles(u.role_ids) is distinct from wanted;
end
$$;

-- email must be one that the provider has verified, else NULL. outcome: ok, inactive, no_account.
create function api.sso_enter(provider_id uuid, subject text, username text, email text, name text, groups text[],
                              out user_id uuid, out outcome text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    provider app.identity_provider;
begin
    select * into strict provider from app.identity_provider p where p.id = $1 and p.is_active and p.deleted_at is null;
    perform pg_advisory_xact_lock(hashtext('guanxi.sso.' || $1 || $2));
    select i.user_id into user_id from auth.identity i where i.provider_id = $1 and i.subject = $2;
    if user_id is null then
        user_id := coalesce(auth.sso_match(provider, $3, $4), auth.sso_create(provider, $3, $4, $5));
        if user_id is null then
            outcome := 'no_account';
            return;
        end if;
        perform auth.sso_tie($1, $2, user_id, coalesce($3, $4));
    end if;
    if not exists (select from app."user" u where u.id = user_id and u.is_active and u.deleted_at is null
                                              and u.kind = provider.user_kind) then
        outcome := 'inactive';
        return;
    end if;
    update auth.identity i set last_login_at = now() where i.provider_id = $1 and i.subject = $2;
    perform auth.sso_roles(provider, user_id, $6);
    outcome := 'ok';
end
$$;

-- What a log-in needs of a person who is known already.
create function api.login_person(user_id uuid)
returns table (username text, totp_secret bytea, totp_last_step bigint, is_active boolean, kind text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select coalesce(u.username, u.id::text), case when c.totp_confirmed_at is not null then c.totp_secret end,
           c.totp_last_step, u.is_active and u.deleted_at is null, u.kind
      from app."user" u left join auth.credential c on c.user_id = u.id
     where u.id = $1 and u.kind <> 'service'
$$;

-- Ties a name at a provider to the subject himself.
create function api.identity_link(provider_id uuid, subject text, label text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if exists (select from auth.identity i where i.provider_id = $1 and (i.subject = $2 or i.user_id = meta.subject_id()))
       or not exists (select from app.identity_provider p join app."user" u on u.kind = p.user_kind
                       where p.id = $1 and u.id = meta.subject_id()) then
        raise exception using errcode = 'GX423', message = 'wrong_state';
    end if;
    perform auth.sso_tie($1, $2, meta.subject_id(), $3);
end
$$;

create function api.my_identities()
returns table (id uuid, provider_id uuid, provider text, kind text, label text, created_at timestamptz, last_login_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select i.id, i.provider_id, p.name, p.kind, i.label, i.created_at, i.last_login_at
      from auth.identity i join app.identity_provider p on p.id = i.provider_id and p.deleted_at is null
     where i.user_id = meta.subject_id()
$$;

-- The last way in stays.
create function api.identity_unlink(id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from auth.identity i where i.id = $1 and i.user_id = meta.subject_id()) then
        raise exception using errcode = 'GX404', message = 'not_found';
    elsif not exists (select from auth.credential c where c.user_id = meta.subject_id() and c.password_hash is not null)
          and not exists (select from auth.identity i join app.identity_provider p on p.id = i.provider_id
                           where i.user_id = meta.subject_id() and i.id <> $1 and p.is_active and p.deleted_at is null) then
        raise exception using errcode = 'GX423', message = 'wrong_state';
    end if;
    delete from auth.identity i where i.id = $1;
    insert into audit.event (kind, subject_id, actor_id, session_id, request_id, resource, record_id)
    values ('sso_unlinked', meta.subject_id(), meta.actor_id(), meta.session_id(),
            nullif(current_setting('app.request_id', true), ''), 'user', meta.subject_id());
end
$$;

grant execute on function api.sso_enter(uuid, text, text, text, text, text[]), api.login_person(uuid),
    api.identity_link(uuid, text, text), api.identity_unlink(uuid) to guanxi_api;
grant execute on function api.my_identities() to guanxi_read, guanxi_api;
