-- SPDX-License-Identifier: AGPL-3.0-or-later
-- API keys: sessions that do not end by themselves, of a service user or of oneself. Shown once, kept as a hash.

create function api.api_key_create(user_id uuid, name text, hash bytea, expires timestamptz) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    new_id uuid;
begin
    if meta.subject_id() is null then
        raise exception using errcode = 'GX401', message = 'unauthorized';
    elsif $1 is distinct from meta.subject_id() and not auth.may_administer($1) then
        raise exception using errcode = 'GX403', message = 'forbidden';
    elsif not exists (select from app."user" u where u.id = $1 and u.is_active and u.deleted_at is null) then
        raise exception using errcode = 'GX422', message = '/user_id|unknown_reference|';
    end if;
    insert into auth.session (user_id, kind, aud, expires_at)
    values ($1, 'api_key', 'api', coalesce($4, 'infinity')) returning id into new_id;
    insert into auth.api_key (id, name, hash, created_by) values (new_id, $2, $3, meta.subject_id());
    perform audit.note('api_key_created', 'user', $1, jsonb_build_object('key_id', new_id, 'name', $2, 'expires_at', $4));
    return new_id;
end
$$;

-- The key's id, which is then the session id of the request; NULL for an unknown hash.
create function api.api_key_lookup(hash bytea) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select k.id from auth.api_key k join auth.session x on x.id = k.id
     where k.hash = $1 and x.revoked_at is null and x.expires_at > now()
$$;

create view api.api_key as
select k.id, k.name, x.user_id, x.created_at, k.created_by, nullif(x.expires_at, 'infinity') as expires_at, x.last_seen_at
  from auth.api_key k
  join auth.session x on x.id = k.id and x.revoked_at is null
  join auth.subject s on s.user_id = nullif(current_setting('app.user_id', true), '')::uuid
  join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = 'user'
 where x.user_id = s.user_id or (rs.write_scope & 32 <> 0 and 'update' = any (rs.operations));
grant select on api.api_key to guanxi_read, guanxi_api;

create function api.api_key_revoke(id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from api.api_key k where k.id = $1) then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    update auth.session x set revoked_at = now() where x.id = $1;
    perform audit.note('api_key_revoked', 'user', k.user_id, jsonb_build_object('key_id', $1, 'name', k.name))
       from (select x.user_id, a.name from auth.session x join auth.api_key a on a.id = x.id where x.id = $1) k;
end
$$;

grant execute on function api.api_key_create(uuid, text, bytea, timestamptz), api.api_key_lookup(bytea),
    api.api_key_revoke(uuid) to guanxi_api;
grant execute on function api.api_key_lookup(bytea) to guanxi_read;
