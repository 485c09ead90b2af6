-- SPDX-License-Identifier: AGPL-3.0-or-later
-- POSTs that may be repeated: the claim, the effect and the answer commit together. The subject is the setting's.

-- GX410 when the key is taken. A claim that waits for another's transaction sees its end.
create function api.idem_claim(route text, key text, body_hash text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    delete from auth.idempotency i
     where i.user_id = meta.subject_id() and i.route = $1 and i.key = $2 and i.created_at < now() - interval '24 hours';
    insert into auth.idempotency (user_id, route, key, body_hash) values (meta.subject_id(), $1, $2, $3)
    on conflict do nothing;
    if not found then
        raise exception using errcode = 'GX410', message = 'taken';
    end if;
end
$$;

create function api.idem_store(route text, key text, status int, headers jsonb, body text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    update auth.idempotency i set status = $3, headers = $4, body = $5
     where i.user_id = meta.subject_id() and i.route = $1 and i.key = $2
$$;

create function api.idem_read(route text, key text, out body_hash text, out status int, out headers jsonb, out body text)
returns setof record
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select i.body_hash, i.status, i.headers, i.body from auth.idempotency i
     where i.user_id = meta.subject_id() and i.route = $1 and i.key = $2 and i.created_at >= now() - interval '24 hours'
$$;
-- For answers that are never kept, because reading them is logged: the key holds the body only, and the same body
-- may come again. Another one: GX410, and what is stored says that it differs.
create function api.idem_again(route text, key text, body_hash text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    delete from auth.idempotency i
     where i.user_id = meta.subject_id() and i.route = $1 and i.key = $2 and i.created_at < now() - interval '24 hours';
    insert into auth.idempotency (user_id, route, key, body_hash, status, headers, body)
    values (meta.subject_id(), $1, $2, $3, 200, '{}', '')
    on conflict do nothing;
    if not exists (select from auth.idempotency i
                    where i.user_id = meta.subject_id() and i.route = $1 and i.key = $2 and i.body_hash = $3) then
        raise exception using errcode = 'GX410', message = 'taken';
    end if;
end
$$;
grant execute on function api.idem_again(text, text, text) to guanxi_api;
grant execute on function api.idem_claim(text, text, text), api.idem_store(text, text, int, jsonb, text) to guanxi_api;
grant execute on function api.idem_read(text, text) to guanxi_read, guanxi_api;
